"""Reservations asked for and granted in the order of the carrier's log.

A request waits at the carrier until its project has answered, and the match that it names. Answers come in any order,
the queue is settled from its head only: the first request in the log wins, whatever the projects' partitions do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, Hold, PendingReservation, ReservationChecked, ReservationRequested
from yipanqi.models.codes import CarrierHold, ProjectStage
from yipanqi.models.match import ReservationMatchAsked
from yipanqi.models.project import CarrierHeld, ReservationCheckRequested
from yipanqi.rules import carrier_match
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.carrier_space import (
    Span,
    base_status,
    conflict,
    find_hold,
    on_offer,
    standing,
    too_little_intensity,
    wrong_unit,
)
from yipanqi.rules.labels import CARRIER_STATUS_ZH
from yipanqi.rules.match_codes import MatchCode
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Settlement
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, refuse


def request(state: Carrier, event: ReservationRequested, context: Context) -> Outcome[Carrier]:
    """Queue a request and ask its project; what can be refused without the project is refused at once.

    One that follows from a match is queued where the carrier would refuse it, so that the match hears of the refusal.
    """
    start = event.from_on or context.today
    wanted = Span(event.unit_no, start, event.until_on)
    refused = (
        wrong_unit(state, event.unit_no)
        or _wrong_days(start, event.until_on, context)
        or _known_id(state, context)
        or (None if event.match_id else _not_grantable(state, wanted))
    )
    if refused:
        return refused
    if len(state.pending) >= LIST_LIMIT:
        return _too_many(state)
    pending = PendingReservation.model_construct(
        request_id=context.event_id,
        requested_by=context.unit,
        unit_no=event.unit_no,
        project_id=event.project_id,
        from_on=start,
        until_on=event.until_on,
        requested_at=context.now,
        match_id=event.match_id,
    )
    changes = {"pending": (*state.pending, pending)}
    return Accepted(change(state, context, changes), (_question(event, context),), deferred=True)


def _question(event: ReservationRequested, context: Context) -> AggregateRecord:
    """Return the question to the project; one that names a match goes there by way of it."""
    names = {
        "project_id": event.project_id,
        "carrier_id": event.carrier_id,
        "request_id": context.event_id,
        "requested_by": context.unit,
    }
    if event.match_id is None:
        return ReservationCheckRequested(**names)
    return ReservationMatchAsked(**names, match_id=event.match_id, unit_no=event.unit_no)


def checked(state: Carrier, event: ReservationChecked, context: Context) -> Outcome[Carrier]:
    """Note a project's answer, then settle the queue from its head as far as answers have come."""
    refused = not_coordinator(context)
    if refused:
        return refused
    queue = tuple(_answered(entry, event) for entry in state.pending)
    if queue == state.pending:
        return Noted()
    return _settled(state, queue, context)


def waiting(state: Carrier) -> Iterable[tuple[str, str]]:
    """Return unit and id of the requests that still wait for their answer."""
    return ((request.requested_by, request.request_id) for request in state.pending)


def _settled(state: Carrier, queue: tuple[PendingReservation, ...], context: Context) -> Accepted[Carrier]:
    settlements: list[Settlement] = []
    messages: list[AggregateRecord] = []
    holds = state.holds
    while queue and queue[0].checked:
        head, queue = queue[0], queue[1:]
        refused = _not_settleable(state.model_copy(update={"holds": holds}), head, context)
        if refused is None:
            hold = _granted(head, context)
            holds = (*holds, hold)
            held = held_message(state.carrier_id, hold, project_signed=head.project_signed)
            messages += (held, *carrier_match.stands(state.carrier_id, hold))
        else:
            messages += carrier_match.not_granted(state.carrier_id, head, refused)
        settlements.append(Settlement(head.request_id, head.requested_by, ReservationRequested.__avro_name__, refused))
    changes = {"pending": queue, "holds": holds, **standing(base_status(state), state.units, holds)}
    return Accepted(change(state, context, changes), tuple(messages), tuple(settlements))


def held_message(carrier_id: str, hold: Hold, *, project_signed: bool | None = None) -> AggregateRecord:
    """Return the message that tells a hold's project how it stands; only holds of a project have one.

    The first one says whether the project was signed when it answered: it may have been signed since.
    """
    return CarrierHeld(
        project_id=hold.project_id or "",
        carrier_id=carrier_id,
        unit_no=hold.unit_no,
        hold_id=hold.hold_id,
        kind=hold.kind,
        until_on=hold.until_on,
        requested_by=hold.requested_by,
        project_signed=project_signed,
    )


def _answered(entry: PendingReservation, event: ReservationChecked) -> PendingReservation:
    if entry.request_id != event.request_id or entry.checked:
        return entry
    answer = {
        "checked": True,
        "refusal": _barred(event),
        "project_signed": event.project_signed,
        "planned_investment": event.planned_investment,
    }
    return entry.model_copy(update=answer)


def _barred(event: ReservationChecked) -> str | None:
    """Return the code with which the project, then the match, bars the reservation."""
    if not event.found:
        return Code.NO_SUCH_PROJECT.value
    if not event.party:
        return Code.NOT_A_PARTY.value
    return Code.PROJECT_ENDED.value if event.project_stage == ProjectStage.TERMINATED else event.match_refusal


def _not_settleable(state: Carrier, head: PendingReservation, context: Context) -> Refused | None:
    if head.refusal is not None:
        return _told(state, head, head.refusal)
    if head.until_on < context.today:
        return refuse(Code.DATE_IN_PAST, field="until_on", date=head.until_on, today=context.today)
    if len(state.holds) >= LIST_LIMIT:
        return _too_many(state)
    wanted = Span(head.unit_no, head.from_on, head.until_on)
    return _not_grantable(state, wanted) or too_little_intensity(
        state, head.unit_no, head.project_id, head.planned_investment
    )


def _told(state: Carrier, head: PendingReservation, code: str) -> Refused:
    if code in set(MatchCode):
        names = {"project": head.project_id, "carrier": state.carrier_id}
        return refuse(MatchCode.of(code), field="match_id", id=head.match_id, **names)
    return refuse(Code.of(code), field="project_id", id=head.project_id, unit=head.requested_by)


def _granted(head: PendingReservation, context: Context) -> Hold:
    return Hold.model_construct(
        hold_id=head.request_id,
        kind=CarrierHold.RESERVED.value,
        unit_no=head.unit_no,
        project_id=head.project_id,
        requested_by=head.requested_by,
        from_on=head.from_on,
        until_on=head.until_on,
        granted_at=context.now,
        match_id=head.match_id,
    )


def _wrong_days(start: date, end: date, context: Context) -> Refused | None:
    if start < context.today:
        return refuse(Code.DATE_IN_PAST, field="from_on", date=start, today=context.today)
    if end < context.today:
        return refuse(Code.DATE_IN_PAST, field="until_on", date=end, today=context.today)
    if end < start:
        return refuse(Code.DATES_REVERSED, field="until_on", later=end, earlier=start)
    return None


def _known_id(state: Carrier, context: Context) -> Refused | None:
    """Refuse an event id that another unit has used here: holds are named by the id of their request."""
    used = context.event_id
    waiting = any(entry.request_id == used for entry in state.pending)
    if not waiting and used not in state.recent_events and find_hold(state, used) is None:
        return None
    return refuse(Code.EVENT_ID_IN_USE, id=used)


def _not_grantable(state: Carrier, wanted: Span) -> Refused | None:
    return _not_offered(state) or conflict(state.holds, wanted)


def _not_offered(state: Carrier) -> Refused | None:
    if on_offer(state):
        return None
    status = base_status(state)
    return refuse(
        Code.CARRIER_NOT_AVAILABLE,
        field="carrier_id",
        id=state.carrier_id,
        status=status,
        status_zh=CARRIER_STATUS_ZH[status],
    )


def _too_many(state: Carrier) -> Refused:
    return refuse(Code.TOO_MANY, id=state.carrier_id, limit=LIST_LIMIT, what_zh="预留", what_en="reservations")
