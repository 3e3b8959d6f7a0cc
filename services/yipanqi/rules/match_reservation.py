"""What passes between a match and the carrier on which a reservation names it: may it be named, what became of it.

The carrier queues the request, asks the match, the match hands the question on to the project with its own answer, and
the project answers the carrier. So a request that names a match has one answer like all others, in its place in the
carrier's log.
"""

from __future__ import annotations

from yipanqi.models.codes import MatchOutcome, MatchStatus
from yipanqi.models.match import Match, MatchFollowed, ReservationMatchAsked
from yipanqi.models.project import ReservationCheckRequested
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.match_codes import MatchCode
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome
from yipanqi.rules.record import change

#: Outcomes after which the carrier holds nothing for the match.
_NOT_HELD = (
    MatchOutcome.REFUSED,
    MatchOutcome.RELEASED,
    MatchOutcome.EXPIRED,
    MatchOutcome.TERMINATED,
    MatchOutcome.VACATED,
    MatchOutcome.WITHDRAWN,
)


def asked(state: Match | None, event: ReservationMatchAsked, context: Context) -> Outcome[Match]:
    """Hand a carrier's question on to the project, with what bars the reservation here."""
    refused = not_coordinator(context)
    if refused:
        return refused
    question = ReservationCheckRequested(
        project_id=event.project_id,
        carrier_id=event.carrier_id,
        request_id=event.request_id,
        requested_by=event.requested_by,
        match_refusal=_not_usable(state, event),
    )
    return Noted((question,))


def _not_usable(state: Match | None, event: ReservationMatchAsked) -> str | None:
    """Return the code with which a reservation that names this match is refused, None when it may."""
    if state is None:
        return MatchCode.NO_SUCH_MATCH.value
    if not _is_its_own(state, event):
        return MatchCode.OF_OTHERS.value
    return None if state.status == MatchStatus.ACCEPTED else MatchCode.NOT_ACCEPTED.value


def followed(state: Match | None, event: MatchFollowed, context: Context) -> Outcome[Match]:
    """Note what became of an accepted match; a reservation that names one which is not its own changes nothing."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state is None or state.status != MatchStatus.ACCEPTED or not _is_its_own(state, event):
        return Noted()
    held = state.outcome is not None and state.outcome not in _NOT_HELD
    if held and event.outcome in _NOT_HELD and event.request_id != state.reservation_id:
        return Noted()  # a second request of the same match changes nothing of what is held
    changes = {
        "outcome": event.outcome,
        "outcome_at": context.now,
        "reservation_id": event.request_id,
        "outcome_code": event.refusal,
        "outcome_reason_zh": event.reason_zh,
        "outcome_reason_en": event.reason_en,
    }
    return Accepted(change(state, context, changes))


def _is_its_own(state: Match, event: MatchFollowed | ReservationMatchAsked) -> bool:
    same = (state.project_id, state.carrier_id) == (event.project_id, event.carrier_id)
    return same and state.unit_no in (None, event.unit_no)
