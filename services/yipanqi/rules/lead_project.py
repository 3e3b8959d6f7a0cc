"""A lead becomes a project: it asks the project, which answers whether it is there and whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yipanqi.models.codes import LeadStatus, ProjectStage
from yipanqi.models.lead import Lead, LeadChecked, LeadConverted
from yipanqi.models.project import LeadCheckRequested, Project
from yipanqi.rules.authority import not_coordinator, not_kept_by
from yipanqi.rules.lead_codes import LeadCode
from yipanqi.rules.lifecycle import not_in_state
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

#: A lead is in somebody's hands before it becomes a project.
_IN_HAND = (LeadStatus.ASSIGNED, LeadStatus.ANSWERED)


def convert(state: Lead, event: LeadConverted, context: Context) -> Outcome[Lead]:
    """Ask the project; the unit in charge has its receipt when the project has answered."""
    refused = not_kept_by(state, context, (state.assigned_unit,)) or not_in_state(state, "lead.status", _IN_HAND)
    if refused is None and state.conversion_request is not None:
        refused = refuse(LeadCode.CONVERSION_PENDING, id=state.lead_id)
    if refused:
        return refused
    question = LeadCheckRequested(
        project_id=event.project_id, lead_id=state.lead_id, request_id=context.event_id, requested_by=context.unit
    )
    asked = {"conversion_request": context.event_id, "conversion_by": context.unit}
    return Accepted(change(state, context, asked), (question,), deferred=True)


def answer_check(state: Project | None, event: LeadCheckRequested, context: Context) -> Outcome[Project]:
    """Answer the lead whether the project exists, how it stands, and whether the unit is a party to it."""
    refused = not_coordinator(context)
    if refused:
        return refused
    names = {"lead_id": event.lead_id, "request_id": event.request_id, "project_id": event.project_id}
    if state is None:
        return Noted((LeadChecked(**names, found=False),))
    unit = event.requested_by
    party = unit in (state.owner_unit, state.host_unit) or context.roles.get(unit) == Role.COMMERCE
    return Noted((LeadChecked(**names, found=True, project_stage=state.stage, party=party),))


def checked(state: Lead, event: LeadChecked, context: Context) -> Outcome[Lead]:
    """Settle the conversion that waits for this answer; one that was overtaken by other events is refused."""
    refused = not_coordinator(context)
    if refused:
        return refused
    unit = state.conversion_by
    if state.conversion_request != event.request_id or unit is None:
        return Noted()
    reason = _not_convertible(state, event, unit)
    settled = Settlement(event.request_id, unit, LeadConverted.__avro_name__, reason)
    changes: dict[str, Any] = {"conversion_request": None, "conversion_by": None}
    if reason is None:
        done = {"status": LeadStatus.CONVERTED.value, "project_id": event.project_id, "converted_at": context.now}
        changes |= done | {"answer_until_on": None}
    return Accepted(change(state, context, changes), settlements=(settled,))


def waiting(state: Lead) -> Iterable[tuple[str, str]]:
    """Return the conversion that has no answer yet."""
    if state.conversion_request is not None and state.conversion_by is not None:
        yield state.conversion_by, state.conversion_request


def _not_convertible(state: Lead, event: LeadChecked, unit: str) -> Refused | None:
    if not event.found:
        return refuse(Code.NO_SUCH_PROJECT, field="project_id", id=event.project_id)
    if not event.party:
        return refuse(Code.NOT_A_PARTY, field="project_id", id=event.project_id, unit=unit)
    if event.project_stage == ProjectStage.TERMINATED:
        return refuse(Code.PROJECT_ENDED, field="project_id", id=event.project_id)
    overtaken = not_in_state(state, "lead.status", _IN_HAND)
    if overtaken is None and state.assigned_unit != unit:
        overtaken = refuse(Code.NOT_YOUR_RECORD, id=state.lead_id, owner=state.assigned_unit, unit=unit)
    return overtaken
