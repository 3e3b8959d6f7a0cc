"""The register of claims on one group of enterprises (首报登记簿): the one place that decides who is protected.

Two claims of a group on overlapping scopes are never both protected in it (invariant 2). The order is that in which a
register first entered them; a claim that comes from another register, because a group was joined, keeps its order.
Each group's register is keyed by the enterprise at its top: see `enterprise_group.py` for the way there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import (
    ConflictNoted,
    ConversionAnswered,
    ProtectionAnswered,
    ProtectionLost,
    RulingAnswered,
    TransferAnswered,
)
from yipanqi.models.codes import ProjectClaimAnswer, ProtectionMessage
from yipanqi.models.enterprise import RegisterSought
from yipanqi.models.project import ClaimAnswered
from yipanqi.models.protection import (
    ConversionAsked,
    LapsedClaim,
    ProtectionAsked,
    ProtectionEntry,
    ProtectionReassigned,
    ProtectionRegister,
    ProtectionReleased,
    RegisterRegrouped,
    RulingAsked,
    SigningAsked,
)
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome
from yipanqi.rules.protection_entries import Entries, decided, disputed, inserted, others_of, overlap, parties
from yipanqi.rules.record import LIST_LIMIT, change, create
from yipanqi.rules.refusals import Code, RefusalCode

#: A full register still takes what comes to it from another one.
_SPARE = 100


@dataclass
class _Turn:
    """One decision: the entries as they become, what is told besides, and what a claim knows of disputes by that."""

    entries: Entries
    messages: list[AggregateRecord] = field(default_factory=list)
    told: dict[str, bool] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def tell(self, group_id: str, context: Context, *told: ProtectionEntry) -> None:
        """Tell claims how they stand, and note that they know."""
        now = disputed(self.entries) if told else frozenset()
        for entry in told:
            self.told[entry.claim_id] = contested = entry.claim_id in now
            answer = ProtectionAnswered(
                claim_id=entry.claim_id,
                granted=entry.granted,
                contested=contested,
                unit=entry.unit,
                since_at=entry.since_at,
                register_id=group_id,
                register_event_id=context.event_id,
            )
            self.messages.append(answer)


def _ask(state: ProtectionRegister | None, event: ProtectionAsked, context: Context) -> Outcome[ProtectionRegister]:
    """Enter a claim by its order and tell all whom that concerns."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.since_at is None and (refusal := _no_place(state, event, context)) is not None:
        return Noted((ProtectionAnswered(claim_id=event.claim_id, refusal=refusal.value, granted=False),))
    entry = ProtectionEntry.model_construct(
        claim_id=event.claim_id,
        unit=event.unit,
        investor_id=event.investor_id,
        scope=event.scope,
        granted=event.granted,
        filed_at=event.filed_at,
        since_at=event.since_at or context.now,
        via=event.via,
    )
    others = tuple(one for one in _entries(state) if one.claim_id != event.claim_id)
    turn = _Turn(decided(inserted(others, entry)))
    placed = next(one for one in turn.entries if one.claim_id == event.claim_id)
    turn.tell(event.group_id, context, placed)
    if state is None:
        made = create(ProtectionRegister, event, context, entries=turn.entries)
        return Accepted(made, tuple(turn.messages))
    return _finished(state, turn, context)


def _no_place(state: ProtectionRegister | None, event: ProtectionAsked, context: Context) -> RefusalCode | None:
    """Return why a new claim is not entered: the unit has one, or let one lapse of late, or the register is full."""
    entries = _entries(state)
    if len(entries) >= LIST_LIMIT - _SPARE:
        return Code.TOO_MANY
    if any(one.unit == event.unit and overlap(one.scope, event.scope) for one in entries):
        return ClaimCode.CLAIM_OWN_ALREADY
    lapsed = _lapsed_of_late(state, context)
    if any(one.unit == event.unit and overlap(one.scope, event.scope) for one in lapsed):
        return ClaimCode.CLAIM_LAPSED
    return None


def _lapsed_of_late(state: ProtectionRegister | None, context: Context) -> tuple[LapsedClaim, ...]:
    since = context.today - timedelta(days=context.defaults.claims.refile_days)
    return tuple(one for one in (() if state is None else state.lapsed or ()) if one.lapsed_on > since)


def _release(
    state: ProtectionRegister | None, event: ProtectionReleased, context: Context
) -> Outcome[ProtectionRegister]:
    refused = not_coordinator(context)
    if refused:
        return refused
    gone = next((one for one in _entries(state) if one.claim_id == event.claim_id), None)
    if state is None or gone is None:
        return Noted()
    turn = _Turn(decided(tuple(one for one in _entries(state) if one is not gone)))
    if event.lapsed_on is not None:
        lapse = LapsedClaim.model_construct(unit=gone.unit, scope=gone.scope, lapsed_on=event.lapsed_on)
        turn.more["lapsed"] = (*_lapsed_of_late(state, context), lapse)[-LIST_LIMIT:]
    return _finished(state, turn, context)


def _reassign(
    state: ProtectionRegister | None, event: ProtectionReassigned, context: Context
) -> Outcome[ProtectionRegister]:
    """Note a claim's new owner; the unit that rules becomes one only here, and of no side of a conflict."""
    refused = not_coordinator(context)
    if refused:
        return refused
    entries = _entries(state)
    entry = next((one for one in entries if one.claim_id == event.claim_id), None)
    changed = None if entry is None else entry.model_copy(update={"unit": event.unit})
    if event.request_id is None:
        messages: list[AggregateRecord] = []
    else:
        refusal = _not_to_the_ruler(changed, entries)
        names = {"claim_id": event.claim_id, "request_id": event.request_id, "unit": event.unit}
        messages = [TransferAnswered(refusal=None if refusal is None else refusal.value, **names)]
        changed = changed if refusal is None else None
    if state is None or changed is None or changed == entry:
        return Noted(tuple(messages))
    entries = tuple(changed if one is entry else one for one in entries)
    return _finished(state, _Turn(entries, messages), context)


def _not_to_the_ruler(changed: ProtectionEntry | None, entries: Entries) -> RefusalCode | None:
    if changed is None:
        return ClaimCode.CLAIM_MOVING
    rest = tuple(one for one in entries if one.claim_id != changed.claim_id)
    return ClaimCode.CLAIM_DISPUTED if others_of(changed, rest) else None


def _rule(state: ProtectionRegister | None, event: RulingAsked, context: Context) -> Outcome[ProtectionRegister]:
    """Do as commerce ruled: the claims in the way end, or the claim itself does."""
    refused = not_coordinator(context)
    if refused:
        return refused
    entries = _entries(state)
    claim = next((one for one in entries if one.claim_id == event.claim_id), None)
    refusal = _no_ruling(claim, entries, event.ruled_by)
    answer = RulingAnswered(
        claim_id=event.claim_id, ruling_id=event.ruling_id, upheld=event.upheld and refusal is None, refusal=refusal
    )
    if state is None or claim is None or refusal is not None:
        return Noted((answer,))
    rest = tuple(one for one in entries if one.claim_id != event.claim_id)
    # By the answer an upheld claim takes itself to be undisputed until it hears otherwise.
    turn = _Turn((), [answer], told={event.claim_id: False})
    if event.upheld:
        beaten = [one for one in rest if one.granted and overlap(one.scope, claim.scope)]
        turn.messages += [ProtectionLost(claim_id=one.claim_id, reason=event.reason) for one in beaten]
        upheld = claim.model_copy(update={"granted": True})
        rest = inserted(tuple(one for one in rest if one not in beaten), upheld)
    turn.entries = decided(rest)
    return _finished(state, turn, context)


def _no_ruling(claim: ProtectionEntry | None, entries: Entries, ruler: str) -> str | None:
    """Return why there can be no ruling: the claim is not here, not in conflict, or the ruler is a party."""
    if claim is None or claim.granted:
        return ClaimCode.CLAIM_MOVING.value
    own = any(one.unit == ruler for one in parties(claim.scope, entries))
    return ClaimCode.CLAIM_OWN_CASE.value if own else None


def _convert(state: ProtectionRegister | None, event: ConversionAsked, context: Context) -> Outcome[ProtectionRegister]:
    """Answer whether the claim stands here, in the register of the group of a project's investor."""
    refused = not_coordinator(context)
    if refused:
        return refused
    here = any(one.claim_id == event.claim_id for one in _entries(state))
    names = ("claim_id", "project_id", "request_id", "signing_id", "investor_id")
    return Noted((ConversionAnswered(same_group=here, **{name: getattr(event, name) for name in names}),))


def _signing(state: ProtectionRegister | None, event: SigningAsked, context: Context) -> Outcome[ProtectionRegister]:
    """Tell a project that was signed whether a claim of another unit protects its investor; silent when none does.

    While the project's chain is unknown any scope counts.
    """
    refused = not_coordinator(context)
    if refused:
        return refused
    held = [one for one in _entries(state) if one.granted and (event.scope is None or overlap(one.scope, event.scope))]
    if all(one.unit in (event.unit, event.host_unit) for one in held):
        return Noted()
    by_other = ProjectClaimAnswer.CLAIMED_BY_OTHER.value
    return Noted((ClaimAnswered(project_id=event.project_id, answer=by_other, signing_id=event.signing_id),))


def _regroup(
    state: ProtectionRegister | None, event: RegisterRegrouped, context: Context
) -> Outcome[ProtectionRegister]:
    """Send the claims that came through an enterprise, or all, to look for their register anew."""
    refused = not_coordinator(context)
    if refused:
        return refused
    entries = _entries(state)
    everything = event.moved_id in (None, event.group_id)
    leaving = [one for one in entries if everything or event.moved_id in one.via]
    if state is None or not leaving:
        return Noted()
    kept = tuple(one for one in entries if one not in leaving)
    return _finished(state, _Turn(decided(kept), [_seeking(one) for one in leaving]), context)


def _seeking(entry: ProtectionEntry) -> RegisterSought:
    return RegisterSought(
        enterprise_id=entry.investor_id,
        message=ProtectionMessage.ASK.value,
        claim_id=entry.claim_id,
        unit=entry.unit,
        investor_id=entry.investor_id,
        scope=entry.scope,
        filed_at=entry.filed_at,
        granted=entry.granted,
        since_at=entry.since_at,
    )


def _entries(state: ProtectionRegister | None) -> Entries:
    return () if state is None else state.entries or ()


def _finished(state: ProtectionRegister, turn: _Turn, context: Context) -> Outcome[ProtectionRegister]:
    """Return the register with its new entries, and tell the claims what became of them and who disputes them."""
    before = {one.claim_id: one.granted for one in _entries(state)}
    changed = [one for one in turn.entries if one.claim_id not in turn.told and before[one.claim_id] != one.granted]
    turn.tell(state.group_id, context, *sorted(changed, key=lambda one: one.granted))
    were, now = disputed(_entries(state)), disputed(turn.entries)
    for entry in turn.entries:
        known = turn.told.get(entry.claim_id, entry.claim_id in were)
        if known != (entry.claim_id in now):
            turn.messages.append(ConflictNoted(claim_id=entry.claim_id, contested=not known))
    return Accepted(change(state, context, {"entries": turn.entries, **turn.more}), tuple(turn.messages))


RULES = Rules(
    aggregate="protection",
    state=ProtectionRegister,
    # A register comes into being with its first claim: a message that finds none is answered all the same.
    begins={
        ProtectionAsked: _ask,
        RulingAsked: _rule,
        ConversionAsked: _convert,
        SigningAsked: _signing,
        ProtectionReleased: _release,
        ProtectionReassigned: _reassign,
        RegisterRegrouped: _regroup,
    },
)
