"""Decisions about correction requests (校核): one source per item; others doubt it, the source answers in time.

How the doubted record stands it alone knows, so it is asked twice: when it is doubted (is it there, what is the value
now), and when the source says that it corrected it (by which of its events, is the value another). Both receipts come
with its answer. Who may correct a record is for that record's own rules: an event of commerce that set it right is a
fix like one of the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from yipanqi.models.correction import (
    Correction,
    CorrectionDeclined,
    CorrectionMade,
    CorrectionReassigned,
    CorrectionRequested,
    CorrectionWithdrawn,
    ItemAsked,
    ItemChecked,
)
from yipanqi.models.table import EVENTS, STATES
from yipanqi.rules import correction_item
from yipanqi.rules.authority import not_coordinator, not_kept_by, unknown_organisation, working_limit
from yipanqi.rules.correction_codes import CorrectionCode
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import Lifecycle, Step, from_, kept_by, roles
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import refuse
from yipanqi.rules.register import Register

#: What the coordinator keeps of a record itself; nobody reported it, so nobody can correct it.
_KEPT_BY_THE_COORDINATOR = frozenset(
    {"version", "registered_at", "updated_at", "updated_by", "last_event_id", "recent_events", "source_text"}
)
_RECORDS = {record.__aggregate__: record for record in STATES.values()}
#: What not every government unit may read. Requests are open to all: one about such a record would say whose it is.
CONFIDENTIAL = frozenset({"alert", "claim", "protection"})

#: What some event can correct. Alerts and registers of protection are reckoned, a workbook stays as it was handed in,
#: a match and a correction request change by the answer to them alone.
CORRECTABLE = (
    frozenset(event.__aggregate__ for event in EVENTS.values() if "corrects" in event.model_fields) - CONFIDENTIAL
)

#: What the source's answer fills in.
_ANSWER = ("answer", "fixed_by", "answered_at", "in_time")


def _no_such_item(event: CorrectionRequested, context: Context) -> Refused | None:
    name = event.subject_aggregate
    record = _RECORDS.get(name)
    if record is None:
        return refuse(CorrectionCode.NO_SUCH_AGGREGATE, field="subject_aggregate", name=name)
    if name in CONFIDENTIAL:
        return refuse(CorrectionCode.CONFIDENTIAL, field="subject_aggregate", name=name)
    if name not in CORRECTABLE:
        return refuse(CorrectionCode.NOT_CORRECTABLE, field="subject_aggregate", name=name)
    if event.field not in record.model_fields or event.field in _KEPT_BY_THE_COORDINATOR | {record.__id_field__}:
        return refuse(CorrectionCode.NO_SUCH_FIELD, field="field", aggregate=name, name=event.field)
    return None


def _no_other_source(event: CorrectionRequested, context: Context) -> Refused | None:
    if event.source_unit == context.unit:
        return refuse(CorrectionCode.OWN_RECORD, field="source_unit", unit=context.unit)
    return unknown_organisation(event.source_unit, context, "source_unit")


def _due(_: CorrectionRequested, context: Context) -> dict[str, Any] | Refused:
    due = working_limit(context.today, context.defaults.corrections.answer_working_days, context)
    return due if isinstance(due, Refused) else {"status": "OPEN", "due_on": due}


def _request(state: Correction | None, event: CorrectionRequested, context: Context) -> Outcome[Correction]:
    """Open the request and ask the record that is doubted."""
    outcome = REGISTER.register(state, event, context)
    if not isinstance(outcome, Accepted):
        return outcome
    opened = outcome.state.model_copy(update=_waits(context))
    return replace(outcome, state=opened, follow_ups=(_question(opened, context, None),), deferred=True)


def _make(state: Correction, event: CorrectionMade, context: Context) -> Outcome[Correction]:
    """Ask the record whether it was corrected; until it has answered the request stays open."""
    refused = not_kept_by(state, context, (state.source_unit,)) or LIFE.not_in(state, "OPEN")
    refused = refused or _pending(state, event, context)
    if refused:
        return refused
    said = _answered(state, event, context) | {"fixed_by": event.fixed_by} | _waits(context)
    return Accepted(change(state, context, said), (_question(state, context, event.fixed_by),), deferred=True)


def _checked(state: Correction, event: ItemChecked, context: Context) -> Outcome[Correction]:
    """Settle what waits for the record's answer: the request, or the fix that the source names."""
    refused = not_coordinator(context)
    if refused:
        return refused
    unit = state.pending_by
    if state.pending_request != event.request_id or unit is None:
        return Noted()
    changes: dict[str, Any] = {"pending_request": None, "pending_by": None}
    if state.fixed_by is None:
        kind: type[CorrectionRequested | CorrectionMade] = CorrectionRequested
        reason = None if event.found else refuse(CorrectionCode.NO_SUCH_RECORD, field="subject_id", id=state.subject_id)
        changes |= {"seen_version": event.item_version, "seen_mark": event.item_mark}
        changes |= {} if reason is None else {"status": "VOID"}
    else:
        kind, reason = CorrectionMade, _not_fixed(state, event)
        changes |= {"status": "MADE"} if reason is None else dict.fromkeys(_ANSWER)
    answer = Settlement(event.request_id, unit, kind.__avro_name__, reason)
    return Accepted(change(state, context, changes), settlements=(answer,))


def _not_fixed(state: Correction, event: ItemChecked) -> Refused | None:
    """Refuse a fix that is no event of the record, came before the doubt, or left the value as it was."""
    fix = {"field": "fixed_by", "event": state.fixed_by, "id": state.subject_id}
    if event.fix_version is None:
        return refuse(CorrectionCode.FIX_UNKNOWN, **fix)
    if state.seen_version is not None and event.fix_version <= state.seen_version:
        return refuse(CorrectionCode.FIX_TOO_EARLY, **fix)
    if event.item_mark == state.seen_mark:
        return refuse(CorrectionCode.ITEM_UNCHANGED, name=state.field, **fix)
    return None


def _waits(context: Context) -> dict[str, Any]:
    return {"pending_request": context.event_id, "pending_by": context.unit}


def _question(state: Correction, context: Context, fixed_by: str | None) -> ItemAsked:
    return ItemAsked(
        correction_id=state.correction_id,
        subject_aggregate=state.subject_aggregate,
        subject_id=state.subject_id,
        field=state.field,
        request_id=context.event_id,
        fixed_by=fixed_by,
    )


def _pending(state: Correction, _: Any, __: Context) -> Refused | None:
    return None if state.pending_request is None else refuse(CorrectionCode.PENDING, id=state.correction_id)


def _waiting(state: Correction) -> Iterable[tuple[str, str]]:
    if state.pending_request is not None and state.pending_by is not None:
        yield state.pending_by, state.pending_request


def _answered(state: Correction, event: CorrectionMade | CorrectionDeclined, context: Context) -> dict[str, Any]:
    return {"answer": event.answer, "answered_at": context.now, "in_time": context.today <= state.due_on}


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
    Step(
        CorrectionDeclined,
        from_("OPEN"),
        who=kept_by("source_unit"),
        to="DECLINED",
        checks=(_pending,),
        changes=_answered,
    ),
    Step(CorrectionReassigned, from_("OPEN"), who=roles(Role.COMMERCE), checks=(_pending,), changes=_reassigned),
    Step(CorrectionWithdrawn, from_("OPEN"), who=kept_by("owner_unit"), to="WITHDRAWN", checks=(_pending,)),
)
RULES = Rules(
    aggregate="correction",
    state=Correction,
    # The record that is asked is of another aggregate, and may not be there.
    begins={CorrectionRequested: _request, ItemAsked: correction_item.answer},
    handles={CorrectionMade: _make, ItemChecked: _checked, **LIFE.handlers()},
    waiting=_waiting,
)
