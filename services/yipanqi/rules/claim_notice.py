"""What a claim hears from the coordinator: the register's answers, a conflict, the end of its days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import (
    Claim,
    ClaimExpired,
    ClaimFiled,
    ConflictNoted,
    ProtectionAnswered,
    ProtectionLost,
)
from yipanqi.models.codes import ClaimStatus, ProtectionMessage
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.claim_state import HELD, LIVE, conflict, dispute, ended, last_days, released, resumed, sought
from yipanqi.rules.labels import CLAIM_EXPIRY_ZH
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome, Refused, Settlement
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, RefusalCode, refuse


def deadlines(state: Claim) -> tuple[Deadline, ...]:
    """Return when the claim ends: with its days, without a contact, or as the ruling unit's own in a conflict."""
    days = last_days(state)
    if not days:
        return ()
    due, cause = min(days)
    return (Deadline(due, ClaimExpired(claim_id=state.claim_id, due_on=due, cause=cause.value)),)


def waiting(state: Claim) -> Iterator[tuple[str, str]]:
    """Yield the units' events that are accepted and not answered yet."""
    for unit, event_id in (
        (state.filed_by, state.filing_id),
        (state.ruled_by, state.ruling_id),
        (state.conversion_by, state.conversion_id),
        (state.acceptance_by, state.acceptance_id),
    ):
        if unit is not None and event_id is not None:
            yield unit, event_id


def answered(state: Claim, event: ProtectionAnswered, context: Context) -> Outcome[Claim]:
    """Do as the register says, and settle the filing with its first answer.

    A claim that ended meanwhile gives its place up; one that changed hands says so.
    """
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.refusal is not None:
        return _without_place(state, event.refusal, context)
    messages: tuple[AggregateRecord, ...] = ()
    changes: dict[str, Any] = {}
    if state.status not in LIVE:
        messages = (released(state, context),)
    else:
        # Who is taking the claim over may stand in the register already: the answer is on its way.
        if event.unit not in (state.owner_unit, state.acceptance_by):
            messages = (sought(state, ProtectionMessage.REASSIGN),)
        changes = _placed(state, event, context)
    return _settled(state, changes, messages, context, None if event.granted else ClaimCode.CLAIM_IN_CONFLICT)


def _placed(state: Claim, event: ProtectionAnswered, context: Context) -> dict[str, Any]:
    status = ClaimStatus.PROTECTED if event.granted else ClaimStatus.CONFLICT
    contested = not event.granted if event.contested is None else event.contested
    changes: dict[str, Any] = {"group_id": event.register_id}
    if state.register_id is None:
        changes |= {"register_id": event.register_id, "register_event_id": event.register_event_id}
    if state.since_at is None:
        changes["since_at"] = event.since_at
    if state.status != status:
        changes |= resumed(state, context) if event.granted else conflict(state, context)
    return _new(state, changes | dispute(state, status, context, contested=contested))


def _new(state: Claim, facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if getattr(state, name) != value}


def _settled(
    state: Claim,
    changes: dict[str, Any],
    messages: tuple[AggregateRecord, ...],
    context: Context,
    notice: RefusalCode | None,
    refusal: Refused | None = None,
) -> Outcome[Claim]:
    """Return the changed claim; the first answer of all settles the filing."""
    if state.filing_id is None:
        return Accepted(change(state, context, changes), messages) if changes else Noted(messages)
    told = None if notice is None or state.status not in LIVE else refuse(notice)
    filing = Settlement(state.filing_id, state.filed_by or "", ClaimFiled.__avro_name__, refusal, told)
    return Accepted(change(state, context, {**changes, "filing_id": None}), messages, (filing,))


def _without_place(state: Claim, code: str, context: Context) -> Outcome[Claim]:
    if code == Code.TOO_MANY:
        limit = LIST_LIMIT
        refusal = refuse(Code.TOO_MANY, id=state.investor_id, limit=limit, what_zh="首报", what_en="claims")
    else:
        days = context.defaults.claims.refile_days
        refusal = refuse(ClaimCode.of(code), field="investor_id", id=state.investor_id, days=days)
    changes = ended(ClaimStatus.REJECTED, refusal.reason_zh) if state.status in LIVE else {}
    return _settled(state, changes, (), context, None, refusal)


def lost(state: Claim, event: ProtectionLost, context: Context) -> Outcome[Claim]:
    """End a claim against which was ruled."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.status not in LIVE:
        return Noted()
    return Accepted(change(state, context, ended(ClaimStatus.REJECTED, event.reason)))


def contested(state: Claim, event: ConflictNoted, context: Context) -> Outcome[Claim]:
    """Show the owner that others dispute the claim, or no longer do."""
    refused = not_coordinator(context)
    if refused:
        return refused
    changes = _new(state, dispute(state, state.status, context, contested=event.contested))
    return Accepted(change(state, context, changes)) if changes and state.status in HELD else Noted()


def expire(state: Claim, event: ClaimExpired, context: Context) -> Outcome[Claim]:
    """Put a claim whose day has passed into the pool; one prolonged meanwhile is left alone."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event not in (deadline.event for deadline in deadlines(state)):
        return Noted()
    over = change(state, context, ended(ClaimStatus.EXPIRED, CLAIM_EXPIRY_ZH[event.cause]))
    return Accepted(over, (released(over, context),))
