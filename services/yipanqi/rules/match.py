"""Decisions about matches: a carrier is proposed for a project, and a party to the project accepts or turns it down.

Who is a party is known to the project alone and may change, so every proposal and every decision asks the project
first; its receipt comes with the answer, as with reservations. A proposal and its acceptance ask on the way whether
the carrier, and the unit of it, is there: the carrier hands the question on to the project, so that one answer comes.
Accepting reserves nothing: the unit then asks for the reservation, naming the match, and the carrier decides by its own
order: see `match_reservation.py`. Nobody decides on its own proposal (invariant 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import MatchCarrierAsked
from yipanqi.models.codes import MatchStatus, ProjectStage
from yipanqi.models.match import (
    Match,
    MatchAccepted,
    MatchChecked,
    MatchFollowed,
    MatchProposed,
    MatchRejected,
    MatchWithdrawn,
    ReservationMatchAsked,
)
from yipanqi.models.project import MatchCheckRequested, Project
from yipanqi.rules import match_reservation
from yipanqi.rules.authority import foreign_id, not_coordinator, not_kept_by, not_role
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import not_in_state
from yipanqi.rules.match_codes import MatchCode
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change, create
from yipanqi.rules.refusals import Code, refuse

_S = MatchStatus
_MOST_REASONS = 20
_LONGEST_REASON = 300
_SETTLED: dict[str, type[AggregateRecord]] = {
    _S.PROPOSED: MatchProposed,
    _S.ACCEPTED: MatchAccepted,
    _S.REJECTED: MatchRejected,
}


def _propose(state: Match | None, event: MatchProposed, context: Context) -> Outcome[Match]:
    refused = not_role(context, Role.COMMERCE, Role.INVESTMENT, Role.ZONE)
    if refused is None and state is not None:
        refused = refuse(Code.ALREADY_REGISTERED, field="match_id", id=event.match_id)
    refused = refused or foreign_id("match", event.match_id, context) or _too_many(event)
    if refused:
        return refused
    waits = _waits(_S.PROPOSED, None, context)
    record = create(Match, event, context, owner_unit=context.unit, status=_S.CHECKING.value, **waits)
    return Accepted(record, (_question(record, _S.PROPOSED, context),), deferred=True)


def _too_many(event: MatchProposed) -> Refused | None:
    for name in ("reasons_for", "reasons_against"):
        reasons = getattr(event, name) or ()
        if len(reasons) > _MOST_REASONS or any(len(reason) > _LONGEST_REASON for reason in reasons):
            return refuse(MatchCode.TOO_MANY_REASONS, field=name, limit=_MOST_REASONS, length=_LONGEST_REASON)
    return None


def _decide(state: Match, event: MatchAccepted | MatchRejected, context: Context) -> Outcome[Match]:
    refused = _pending(state) or not_in_state(state, "match.status", (_S.PROPOSED,))
    if refused is None and context.unit == state.owner_unit:
        refused = refuse(MatchCode.OWN_PROPOSAL, id=state.match_id, unit=context.unit)
    if refused:
        return refused
    becomes = _S.ACCEPTED if isinstance(event, MatchAccepted) else _S.REJECTED
    waits = _waits(becomes, event.reason, context)
    return Accepted(change(state, context, waits), (_question(state, becomes, context),), deferred=True)


def _withdraw(state: Match, event: MatchWithdrawn, context: Context) -> Outcome[Match]:
    refused = not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE)
    refused = refused or _pending(state) or not_in_state(state, "match.status", (_S.PROPOSED,))
    return refused or Accepted(change(state, context, _decided(_S.WITHDRAWN, event.reason, context.unit, context)))


def _checked(state: Match, event: MatchChecked, context: Context) -> Outcome[Match]:
    """Settle what waits for this answer."""
    refused = not_coordinator(context)
    if refused:
        return refused
    unit, wanted = state.pending_by, state.pending_status
    if state.pending_request != event.request_id or unit is None or wanted is None:
        return Noted()
    reason = _not_possible(state, event, unit, wanted, context)
    answer = Settlement(event.request_id, unit, _SETTLED[wanted].__avro_name__, reason)
    changes: dict[str, Any] = dict.fromkeys(("pending_request", "pending_by", "pending_status"))
    changes |= {"pending_reason": None, "party_units": event.party_units}
    if wanted == _S.PROPOSED:
        made = {"status": _S.PROPOSED.value, "proposed_at": context.now}
        changes |= made if reason is None else {"status": _S.VOID.value}
    elif reason is None:
        changes |= _decided(_S(wanted), state.pending_reason, unit, context)
    return Accepted(change(state, context, changes), settlements=(answer,))


def _not_possible(state: Match, event: MatchChecked, unit: str, wanted: str, context: Context) -> Refused | None:
    if event.carrier_refusal is not None:
        code = Code.of(event.carrier_refusal)
        field = "unit_no" if code is Code.NO_SUCH_UNIT else "carrier_id"
        return refuse(code, field=field, id=state.carrier_id, unit_no=state.unit_no)
    if not event.found:
        return refuse(Code.NO_SUCH_PROJECT, field="project_id", id=state.project_id)
    if event.project_stage == ProjectStage.TERMINATED and wanted != _S.REJECTED:
        return refuse(Code.PROJECT_ENDED, field="project_id", id=state.project_id)
    party = unit in event.party_units or context.roles.get(unit) == Role.COMMERCE
    if wanted != _S.PROPOSED and not party:
        return refuse(Code.NOT_A_PARTY, field="match_id", id=state.project_id, unit=unit)
    return None


def answer_check(state: Project | None, event: MatchCheckRequested, context: Context) -> Outcome[Project]:
    """Answer a match whether the project exists, how it stands, and whose it is."""
    refused = not_coordinator(context)
    if refused:
        return refused
    names = {
        "match_id": event.match_id,
        "request_id": event.request_id,
        "carrier_refusal": event.carrier_refusal,
    }
    if state is None:
        return Noted((MatchChecked(**names, found=False),))
    parties = tuple(dict.fromkeys(unit for unit in (state.owner_unit, state.host_unit) if unit is not None))
    return Noted((MatchChecked(**names, found=True, project_stage=state.stage, party_units=parties),))


def _waiting(state: Match) -> Iterable[tuple[str, str]]:
    if state.pending_request is not None and state.pending_by is not None:
        yield state.pending_by, state.pending_request


def _pending(state: Match) -> Refused | None:
    return None if state.pending_request is None else refuse(MatchCode.PENDING, id=state.match_id)


def _waits(becomes: MatchStatus, reason: str | None, context: Context) -> dict[str, Any]:
    return {
        "pending_request": context.event_id,
        "pending_by": context.unit,
        "pending_status": becomes.value,
        "pending_reason": reason,
    }


def _decided(status: MatchStatus, reason: str | None, unit: str, context: Context) -> dict[str, Any]:
    return {"status": status.value, "decided_at": context.now, "decided_by": unit, "decision_reason": reason}


def _question(state: Match, becomes: MatchStatus, context: Context) -> AggregateRecord:
    """Return the question to the project, by way of the carrier unless the match is turned down."""
    names = {"match_id": state.match_id, "project_id": state.project_id or "", "request_id": context.event_id}
    if becomes is _S.REJECTED:
        return MatchCheckRequested(**names)
    return MatchCarrierAsked(carrier_id=state.carrier_id or "", unit_no=state.unit_no, **names)


RULES = Rules(
    aggregate="match",
    state=Match,
    # A reservation may name a match that is not there.
    begins={
        MatchProposed: _propose,
        MatchFollowed: match_reservation.followed,
        ReservationMatchAsked: match_reservation.asked,
    },
    handles={
        MatchAccepted: _decide,
        MatchRejected: _decide,
        MatchWithdrawn: _withdraw,
        MatchChecked: _checked,
    },
    waiting=_waiting,
)
