"""Decisions about cases of revitalisation (盘活): named, verified, negotiated, planned, carried out, done.

DOMAIN names the statuses, not the units. Here the manager, an SOE group, the zone or commerce names a carrier. Where
the zone or commerce does, the carrier's manager carries the case out: they supervise. Commerce or the zone verifies and
commerce approves the plan, neither in its own case (invariant 3); the rest is the carrying unit's, with evidence.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yipanqi.models import revitalisation as events
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import RevitalisationAsked, RevitalisationClosed
from yipanqi.models.codes import ZH, EvidenceKind, RevitalisationStatus
from yipanqi.models.revitalisation import Revitalisation, RevitalisationStep
from yipanqi.rules.authority import foreign_id, in_future, not_coordinator, not_kept_by
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import Check, Lifecycle, Step, from_, kept_by, roles
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import LIST_LIMIT, change, create
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.register import Register
from yipanqi.rules.revitalisation_codes import RevitalisationCode

_S = RevitalisationStatus
_OPEN = (_S.IDENTIFIED, _S.VERIFIED, _S.NEGOTIATING, _S.PLAN_APPROVED, _S.IN_PROGRESS)
_SUPERVISORS = (Role.COMMERCE, Role.ZONE)


# The finding, and the carrier's answer ----------------------------------------------------------------------------


def _identify(
    state: Revitalisation | None, event: events.RevitalisationIdentified, context: Context
) -> Outcome[Revitalisation]:
    """Note the finding and ask its carrier; a case that was not taken up may be named again."""
    if state is not None and state.status != _S.REFUSED:
        return refuse(Code.ALREADY_REGISTERED, field="revitalisation_id", id=event.revitalisation_id)
    refused = foreign_id("revitalisation", event.revitalisation_id, context)
    if refused is None and state is not None:
        refused = not_kept_by(state, context, (state.identified_by,))
    if refused is None and event.identified_on is not None:
        refused = in_future(event.identified_on, context, "identified_on")
    if refused is None and event.status not in (_OPEN if event.taken_over else (_S.IDENTIFIED,)):
        zh = ZH["revitalisation.status"][event.status]
        refused = refuse(RevitalisationCode.ENTRY_STATUS, field="status", status=event.status, status_zh=zh)
    if refused:
        return refused
    reached = event.identified_on or (None if event.taken_over else context.today)
    more = {
        "owner_unit": context.unit,
        "identified_by": context.unit,
        "status": _S.CHECKING.value,
        "request_event": context.event_id,
        "steps": (_step(event.status, reached, context),),
    }
    fresh = create(Revitalisation, event, context, **more)
    if state is not None:
        fresh = change(state, context, {k: v for k, v in fresh.__dict__.items() if k not in _STAMP})
    question = RevitalisationAsked(carrier_id=event.carrier_id, revitalisation_id=event.revitalisation_id)
    return Accepted(fresh, (question,), deferred=True)


#: What of a record tells its versions apart; it goes on when a case is named again.
_STAMP = frozenset({"version", "registered_at", "updated_at", "updated_by", "last_event_id", "recent_events"})


def _checked(state: Revitalisation, event: events.CarrierChecked, context: Context) -> Outcome[Revitalisation]:
    """Take the finding up or not, as the carrier answers; later, keep the carrier's area and units as they are."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.carrier_id != state.carrier_id:
        return Noted()
    facts = {
        "carrier_area_m2": event.area_m2,
        "carrier_owner_unit": event.carrier_owner_unit,
        "carrier_manager_unit": event.carrier_manager_unit,
    }
    if state.status == _S.CHECKING and state.request_event is not None:
        return _answered(state, event, facts, context)
    if state.status not in _OPEN or all(getattr(state, name) == value for name, value in facts.items()):
        return Noted()
    return Accepted(change(state, context, facts))


def _answered(
    state: Revitalisation, event: events.CarrierChecked, facts: dict[str, Any], context: Context
) -> Accepted[Revitalisation]:
    barred = _barred(event)
    request, unit = str(state.request_event), state.identified_by
    settlement = Settlement(request, unit, events.RevitalisationIdentified.__avro_name__, barred)
    if barred:
        changes = {"status": _S.REFUSED.value, "refusal": barred.code, "request_event": None}
        return Accepted(change(state, context, changes), settlements=(settlement,))
    supervised = context.roles.get(unit) in _SUPERVISORS
    changes = {
        **facts,
        "status": state.steps[-1].status,
        "owner_unit": event.carrier_manager_unit if supervised else unit,
        "refusal": None,
        "request_event": None,
    }
    return Accepted(change(state, context, changes), settlements=(settlement,))


def _barred(event: events.CarrierChecked) -> Refused | None:
    if not event.found:
        return refuse(Code.NO_SUCH_CARRIER, field="carrier_id", id=event.carrier_id)
    if event.withdrawn:
        return refuse(Code.CARRIER_WITHDRAWN, field="carrier_id", id=event.carrier_id)
    if event.open_case_id is not None:
        return refuse(RevitalisationCode.CASE_OPEN, field="carrier_id", case=event.open_case_id)
    return None


# The way of a case ------------------------------------------------------------------------------------------------


def _not_own(state: Revitalisation, _: AggregateRecord, context: Context) -> Refused | None:
    """Invariant 3. Who only named another unit's carrier has no stake in it, and may verify and approve."""
    parties = (state.owner_unit, state.carrier_owner_unit, state.carrier_manager_unit)
    return refuse(RevitalisationCode.PARTY_TO_CASE, unit=context.unit) if context.unit in parties else None


def _proven(zh: str, en: str, kind: EvidenceKind | None = None) -> Check:
    """Refuse a step without evidence of the kind, or without any."""

    def check(_: Revitalisation, event: Any, __: Context) -> Refused | None:
        kinds = {document.kind for document in event.evidence}
        if kind in kinds or (kind is None and kinds):
            return None
        needed_zh = ZH["evidence.kind"][kind] if kind is not None else "任一种"
        names = {"step_zh": zh, "step_en": en, "needed_zh": needed_zh, "needed_en": kind or "any kind"}
        return refuse(RevitalisationCode.EVIDENCE, field="evidence", **names)

    return check


def _dated(name: str) -> Check:
    """Refuse a day to come, and one before the step before it."""

    def check(state: Revitalisation, event: Any, context: Context) -> Refused | None:
        day: date = getattr(event, name)
        before = state.steps[-1].reached_on
        if before is not None and day < before:
            return refuse(Code.DATES_REVERSED, field=name, later=day, earlier=before)
        return in_future(day, context, name)

    return check


def _fits(state: Revitalisation, event: Any, _: Context) -> Refused | None:
    """Refuse more m² freed than the carrier has."""
    area, freed = state.carrier_area_m2, event.freed_m2
    if area is None:
        return refuse(RevitalisationCode.AREA_UNKNOWN, field="freed_m2")
    return (
        refuse(RevitalisationCode.FREED_TOO_LARGE, field="freed_m2", freed=freed, area=area) if freed > area else None
    )


def _moved(status: RevitalisationStatus, name: str, *facts: str) -> Any:
    """Return what a step changes: its place in the history, facts of the event; passed gates prove the status."""

    def changes(state: Revitalisation, event: Any, context: Context) -> dict[str, Any]:
        step = _step(status, getattr(event, name), context, getattr(event, "evidence", ()))
        steps = (*state.steps[1 - LIST_LIMIT :], step)
        return {"steps": steps, "taken_over": False, **{fact: getattr(event, fact) for fact in facts}}

    return changes


def _step(status: str, on: date | None, context: Context, evidence: tuple[Any, ...] = ()) -> RevitalisationStep:
    return RevitalisationStep.model_construct(
        status=str(status), reached_on=on, by_unit=context.unit, event_id=context.event_id, evidence=evidence
    )


def _verified(state: Revitalisation, event: Any, context: Context) -> dict[str, Any]:
    return {**_moved(_S.VERIFIED, "verified_on")(state, event, context), "verified_by": context.unit}


def _abandoned(state: Revitalisation, event: Any, context: Context) -> dict[str, Any] | Refused:
    if not event.reason:
        return refuse(RevitalisationCode.REASON, field="reason")
    steps = (*state.steps[1 - LIST_LIMIT :], _step(_S.ABANDONED, context.today, context))
    return {"steps": steps, "abandoned_reason": event.reason}


def _closed(state: Revitalisation, _: AggregateRecord, __: Context) -> tuple[AggregateRecord, ...]:
    return (RevitalisationClosed(carrier_id=state.carrier_id, revitalisation_id=state.revitalisation_id),)


_CARRYING = kept_by("owner_unit", "carrier_manager_unit")
LIFE = Lifecycle(
    "revitalisation.status",
    Step(
        events.RevitalisationVerified,
        from_(_S.IDENTIFIED),
        roles(*_SUPERVISORS),
        to=_S.VERIFIED.value,
        checks=(_not_own, _dated("verified_on"), _proven("核实", "Verifying", EvidenceKind.SITE_RECORD)),
        changes=_verified,
    ),
    Step(
        events.NegotiationBegun,
        from_(_S.VERIFIED),
        _CARRYING,
        to=_S.NEGOTIATING.value,
        checks=(_dated("begun_on"),),
        changes=_moved(_S.NEGOTIATING, "begun_on"),
    ),
    Step(
        events.PlanApproved,
        from_(_S.NEGOTIATING),
        roles(Role.COMMERCE),
        to=_S.PLAN_APPROVED.value,
        checks=(_not_own, _dated("approved_on"), _proven("批准方案", "The approval", EvidenceKind.DECISION_RECORD)),
        changes=_moved(_S.PLAN_APPROVED, "approved_on"),
    ),
    Step(
        events.WorkBegun,
        from_(_S.PLAN_APPROVED),
        _CARRYING,
        to=_S.IN_PROGRESS.value,
        checks=(_dated("begun_on"), _proven("实施", "The work")),
        changes=_moved(_S.IN_PROGRESS, "begun_on"),
    ),
    Step(
        events.RevitalisationDone,
        from_(_S.IN_PROGRESS),
        _CARRYING,
        to=_S.DONE.value,
        checks=(_dated("done_on"), _proven("完成", "The end"), _fits),
        changes=_moved(_S.DONE, "done_on", "done_on", "freed_m2"),
        told=_closed,
    ),
    Step(
        events.RevitalisationAbandoned,
        from_(*_OPEN),
        kept_by("owner_unit", "carrier_manager_unit", Role.COMMERCE),
        to=_S.ABANDONED.value,
        changes=_abandoned,
        told=_closed,
    ),
)
REGISTER = Register(Revitalisation, barred=lambda state: LIFE.not_in(state, *_OPEN))


def _correct(state: Revitalisation, event: events.RevitalisationCorrected, context: Context) -> Outcome[Revitalisation]:
    """Correct facts; the area freed only once there is one, and within the carrier's."""
    if event.freed_m2 is not None or "freed_m2" in event.cleared:
        if state.status != _S.DONE or event.freed_m2 is None:
            return refuse(RevitalisationCode.NOT_DONE, field="freed_m2", id=state.revitalisation_id)
        too_large = _fits(state, event, context)
        if too_large:
            return too_large
    return REGISTER.correct(state, event, context)


def _waiting(state: Revitalisation) -> tuple[tuple[str, str], ...]:
    return ((state.identified_by, state.request_event),) if state.request_event is not None else ()


RULES = Rules(
    aggregate="revitalisation",
    state=Revitalisation,
    begins={events.RevitalisationIdentified: _identify},
    handles={
        **LIFE.handlers(),
        events.RevitalisationUpdated: REGISTER.update,
        events.RevitalisationCorrected: _correct,
        events.CarrierChecked: _checked,
    },
    waiting=_waiting,
)
