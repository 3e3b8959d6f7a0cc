"""Decisions about correction requests (校核): one source per item; others doubt it, the source answers in time."""

from __future__ import annotations

from typing import Any

from yipanqi.models.correction import (
    Correction,
    CorrectionDeclined,
    CorrectionMade,
    CorrectionReassigned,
    CorrectionRequested,
    CorrectionWithdrawn,
)
from yipanqi.models.table import STATES
from yipanqi.rules.authority import unknown_organisation, working_limit
from yipanqi.rules.correction_codes import CorrectionCode
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import Lifecycle, Step, from_, kept_by, roles
from yipanqi.rules.outcome import Context, Refused, Role
from yipanqi.rules.refusals import refuse
from yipanqi.rules.register import Register

#: What the coordinator keeps of a record itself; nobody reported it, so nobody can correct it.
_KEPT_BY_THE_COORDINATOR = frozenset(
    {"version", "registered_at", "updated_at", "updated_by", "last_event_id", "recent_events", "source_text"}
)
_RECORDS = {record.__aggregate__: record for record in STATES.values()}


def _no_such_item(event: CorrectionRequested, context: Context) -> Refused | None:
    record = _RECORDS.get(event.subject_aggregate)
    if record is None:
        return refuse(CorrectionCode.NO_SUCH_AGGREGATE, field="subject_aggregate", name=event.subject_aggregate)
    if event.field not in record.model_fields or event.field in _KEPT_BY_THE_COORDINATOR | {record.__id_field__}:
        return refuse(CorrectionCode.NO_SUCH_FIELD, field="field", aggregate=event.subject_aggregate, name=event.field)
    return None


def _no_other_source(event: CorrectionRequested, context: Context) -> Refused | None:
    if event.source_unit == context.unit:
        return refuse(CorrectionCode.OWN_RECORD, field="source_unit", unit=context.unit)
    return unknown_organisation(event.source_unit, context, "source_unit")


def _due(_: CorrectionRequested, context: Context) -> dict[str, Any] | Refused:
    due = working_limit(context.today, context.defaults.corrections.answer_working_days, context)
    return due if isinstance(due, Refused) else {"status": "OPEN", "due_on": due}


def _answered(
    state: Correction, event: CorrectionMade | CorrectionDeclined, context: Context
) -> dict[str, Any] | Refused:
    fixed_by = event.fixed_by if isinstance(event, CorrectionMade) else None
    in_time = context.today <= state.due_on
    return {"answer": event.answer, "fixed_by": fixed_by, "answered_at": context.now, "in_time": in_time}


def _reassigned(state: Correction, event: CorrectionReassigned, context: Context) -> dict[str, Any] | Refused:
    """The new source has the whole limit: it hears of the doubt only now."""
    if event.source_unit == state.source_unit:
        return refuse(CorrectionCode.SOURCE_UNCHANGED, field="source_unit", unit=state.source_unit)
    if event.source_unit == state.owner_unit:
        return refuse(CorrectionCode.OWN_RECORD, field="source_unit", unit=state.owner_unit)
    unknown = unknown_organisation(event.source_unit, context, "source_unit")
    due = unknown or working_limit(context.today, context.defaults.corrections.answer_working_days, context)
    return due if isinstance(due, Refused) else {"source_unit": event.source_unit, "due_on": due}


REGISTER = Register(Correction, checks=(_no_such_item, _no_other_source), more=_due)
LIFE = Lifecycle(
    "correction.status",
    Step(CorrectionMade, from_("OPEN"), who=kept_by("source_unit"), to="MADE", changes=_answered),
    Step(CorrectionDeclined, from_("OPEN"), who=kept_by("source_unit"), to="DECLINED", changes=_answered),
    Step(CorrectionReassigned, from_("OPEN"), who=roles(Role.COMMERCE), changes=_reassigned),
    Step(CorrectionWithdrawn, from_("OPEN"), who=kept_by("owner_unit"), to="WITHDRAWN"),
)
RULES = Rules(
    aggregate="correction",
    state=Correction,
    begins={CorrectionRequested: REGISTER.register},
    handles=LIFE.handlers(),
)
