"""Decisions about leads: registered, judged, assigned, answered; then a project, or the pool where any unit takes them.

DOMAIN is silent on some of it. Limits count from the registration, which the log proves. A unit in charge that has
not fed back within its own limit loses the lead to the pool and may not take it again. Judging is distribution of
work, so the investment centre judges its own leads too; what nobody may do is give itself a lead of another unit
(invariant 3).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yipanqi.models import lead as events
from yipanqi.models.codes import ZH, LeadPoolCause, LeadStatus, LeadVerdict
from yipanqi.models.lead import Lead
from yipanqi.rules import lead_project
from yipanqi.rules.authority import in_future, not_coordinator, not_role, unknown_organisation, working_limit
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lead_codes import LeadCode
from yipanqi.rules.lifecycle import Lifecycle, Step, anyone, from_, kept_by, roles
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome, Refused, Role
from yipanqi.rules.record import change, hours_between
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.register import Register

_S = LeadStatus
_OPEN = (_S.REGISTERED, _S.JUDGED, _S.ASSIGNED, _S.ANSWERED, _S.POOLED)


def _begun(event: events.LeadRegistered, context: Context) -> dict[str, Any] | Refused:
    if not (event.enterprise_id or event.investor_name):
        return refuse(LeadCode.INVESTOR_MISSING, field="investor_name")
    days = context.defaults.leads
    limits = {
        "response_due_on": days.answer_working_days,
        "judge_due_on": days.judge_working_days,
        "feedback_due_on": days.feed_back_working_days,
    }
    due: dict[str, Any] = {}
    for name, working_days in limits.items():
        limit = working_limit(context.today, working_days, context)
        if isinstance(limit, Refused):
            return limit
        due[name] = limit
    return {"status": _S.REGISTERED.value, **due}


def _received_later(event: events.LeadRegistered, context: Context) -> Refused | None:
    return in_future(event.received_on, context, "received_on") if event.received_on else None


def _ended(state: Lead) -> Refused | None:
    if state.status in _OPEN:
        return None
    zh = ZH["lead.status"][state.status]
    return refuse(LeadCode.ENDED, id=state.lead_id, status=state.status, status_zh=zh)


def _nameless(state: Lead, changes: dict[str, Any]) -> dict[str, Any] | Refused:
    after = {"enterprise_id": state.enterprise_id, "investor_name": state.investor_name, **changes}
    if after["enterprise_id"] or after["investor_name"]:
        return changes
    return refuse(LeadCode.INVESTOR_MISSING, field="cleared")


def _answered_before(state: Lead, _: events.LeadResponded, __: Context) -> Refused | None:
    if state.responded_at is None:
        return None
    return refuse(Code.NOTHING_CHANGED, what_zh="该线索已首次响应", what_en="The lead has had its first answer")


def _responded(state: Lead, context: Context) -> dict[str, Any]:
    if state.responded_at is not None:
        return {}
    hours = hours_between(state.registered_at, context.now)
    return {"responded_at": context.now, "responded_by": context.unit, "response_hours": hours}


def _respond(state: Lead, event: events.LeadResponded, context: Context) -> dict[str, Any]:
    return {**_responded(state, context), "response": event.response}


def _judged_again(state: Lead, event: events.LeadJudged, context: Context) -> Refused | None:
    """A lead that was dropped is taken up again by commerce alone."""
    if state.status != _S.DROPPED:
        return None
    if event.verdict == state.verdict:
        return refuse(Code.NOTHING_CHANGED, field="verdict", what_zh="研判结论未变", what_en="The verdict is the same")
    return not_role(context, Role.COMMERCE)


def _judge(state: Lead, event: events.LeadJudged, context: Context) -> dict[str, Any]:
    valuable = event.verdict == LeadVerdict.VALUABLE
    return {
        "status": (_S.JUDGED if valuable else _S.DROPPED).value,
        "verdict": event.verdict,
        "verdict_reason": event.verdict_reason,
        "judged_at": context.now,
        "judged_by": context.unit,
        "judge_hours": hours_between(state.registered_at, context.now),
    }


def _not_assignable(state: Lead, event: events.LeadAssigned, context: Context) -> Refused | None:
    to = event.assigned_unit
    refused = unknown_organisation(to, context, "assigned_unit")
    if refused is None and to == context.unit and state.owner_unit != to:
        refused = refuse(LeadCode.OWN_CASE, field="assigned_unit", unit=to, owner=state.owner_unit)
    if refused is None and state.status == _S.ASSIGNED and to == state.assigned_unit:
        refused = refuse(
            Code.NOTHING_CHANGED,
            field="assigned_unit",
            what_zh="承办单位未变",
            what_en="The unit in charge is the same",
        )
    return refused


def _assign(state: Lead, event: events.LeadAssigned, context: Context) -> dict[str, Any] | Refused:
    changes = _handed(state, event.assigned_unit, context)
    return changes if isinstance(changes, Refused) else {**changes, "assignment_note": event.assignment_note}


def _handed(state: Lead, unit: str, context: Context) -> dict[str, Any] | Refused:
    """Return the changes of a unit getting the lead, with the days that it has."""
    until = working_limit(context.today, context.defaults.leads.feed_back_working_days, context)
    if isinstance(until, Refused):
        return until
    first = state.assign_hours is None and state.judged_at is not None
    return {
        "assigned_unit": unit,
        "assigned_by": context.unit,
        "assigned_at": context.now,
        "assign_hours": hours_between(state.judged_at, context.now) if first else state.assign_hours,
        "answer_until_on": until,
        "answer": None,
        "answered_at": None,
        "answer_hours": None,
    }


def _answer(state: Lead, event: events.LeadAnswered, context: Context) -> dict[str, Any]:
    hours = hours_between(state.assigned_at, context.now)
    told = {"answer": event.answer, "answered_at": context.now, "answer_hours": hours}
    return {**told, **_responded(state, context), "answer_until_on": None}


def _give_up(_: Lead, event: events.LeadPooled, context: Context) -> dict[str, Any]:
    return {**_pooled(LeadPoolCause.GIVEN_UP, context), "pool_reason": event.pool_reason}


def _pooled(cause: LeadPoolCause, context: Context) -> dict[str, Any]:
    return {
        "assigned_unit": None,
        "answer_until_on": None,
        "pooled_at": context.now,
        "pool_cause": cause.value,
        "pool_reason": None,
    }


def _take(state: Lead, _: events.LeadTaken, context: Context) -> dict[str, Any] | Refused:
    if context.unit in state.lapsed_units:
        return refuse(LeadCode.LET_LAPSE, id=state.lead_id, unit=context.unit)
    return _handed(state, context.unit, context)


def _late_taker(state: Lead, event: Any, _: Context) -> Refused | None:
    """Tell a unit that comes too late who was first, rather than only that the state is wrong."""
    first = state.assigned_unit if isinstance(event, events.LeadTaken) and state.pooled_at is not None else None
    return refuse(LeadCode.TAKEN, id=state.lead_id, taker=first) if first is not None else None


def _lapse(state: Lead, event: events.LeadLapsed, context: Context) -> Outcome[Lead]:
    """Put in the pool what the unit in charge has not answered; a limit that was met or moved is left alone."""
    refused = not_coordinator(context)
    if refused:
        return refused
    unit = state.assigned_unit
    if state.status != _S.ASSIGNED or state.answer_until_on != event.until_on or unit is None:
        return Noted()
    lapsed = state.lapsed_units if unit in state.lapsed_units else (*state.lapsed_units, unit)
    changes = {"status": _S.POOLED.value, "lapsed_units": lapsed, **_pooled(LeadPoolCause.LAPSED, context)}
    return Accepted(change(state, context, changes))


def _deadlines(state: Lead) -> tuple[Deadline, ...]:
    until: date | None = state.answer_until_on
    if state.status != _S.ASSIGNED or until is None:
        return ()
    return (Deadline(until, events.LeadLapsed(lead_id=state.lead_id, until_on=until)),)


REGISTER = Register(Lead, checks=(_received_later,), more=_begun, barred=_ended, derived=_nameless)
_CONTROL = roles(Role.COMMERCE, Role.INVESTMENT)
_CONCERNED = kept_by("owner_unit", "assigned_unit", Role.COMMERCE, Role.INVESTMENT)
_IN_CHARGE = kept_by("assigned_unit")
LIFE = Lifecycle(
    "lead.status",
    Step(events.LeadResponded, from_(*_OPEN), who=_CONCERNED, checks=(_answered_before,), changes=_respond),
    Step(events.LeadJudged, from_(_S.REGISTERED, _S.DROPPED), who=_CONTROL, checks=(_judged_again,), changes=_judge),
    Step(
        events.LeadAssigned,
        from_(_S.JUDGED, _S.ASSIGNED, _S.ANSWERED, _S.POOLED),
        who=_CONTROL,
        to=_S.ASSIGNED,
        checks=(_not_assignable,),
        changes=_assign,
    ),
    Step(events.LeadAnswered, from_(_S.ASSIGNED), who=_IN_CHARGE, to=_S.ANSWERED, changes=_answer),
    Step(events.LeadPooled, from_(_S.ASSIGNED, _S.ANSWERED), who=_IN_CHARGE, to=_S.POOLED, changes=_give_up),
    Step(events.LeadTaken, from_(_S.POOLED), who=anyone, to=_S.ASSIGNED, changes=_take),
)

RULES = Rules(
    aggregate="lead",
    state=Lead,
    begins={events.LeadRegistered: REGISTER.register},
    handles={
        events.LeadUpdated: REGISTER.update,
        events.LeadCorrected: REGISTER.correct,
        **LIFE.handlers(),
        events.LeadConverted: lead_project.convert,
        events.LeadChecked: lead_project.checked,
        events.LeadLapsed: _lapse,
    },
    guard=_late_taker,
    deadlines=_deadlines,
    waiting=lead_project.waiting,
)
