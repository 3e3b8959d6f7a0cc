"""The register of claims on one group of enterprises (首报登记簿): the one place that decides who is protected.

Two claims of a group on overlapping scopes are never both protected in it (invariant 2). The order is that in which a
register first entered them; a claim that comes from another register, because a group was joined, keeps its order.
Each group's register is keyed by the enterprise at its top: see `enterprise_group.py` for the way there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import ConflictNoted, ConversionAnswered, ProtectionAnswered, ProtectionLost, RulingAnswered
from yipanqi.models.codes import ClaimScope, ProjectClaimAnswer, ProtectionMessage
from yipanqi.models.enterprise import RegisterSought
from yipanqi.models.project import ClaimAnswered
from yipanqi.models.protection import (
    ConversionAsked,
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
from yipanqi.rules.record import LIST_LIMIT, change, create
from yipanqi.rules.refusals import Code

Entries = tuple[ProtectionEntry, ...]
#: A full register still takes what comes to it from another one.
_SPARE = 100


@dataclass
class _Turn:
    """One decision: the entries as they become, what is told besides, and the claim that is told its own way."""

    entries: Entries
    messages: list[AggregateRecord] = field(default_factory=list)
    told: str | None = None


def overlap(one: str, other: str) -> bool:
    """Return whether two scopes overlap: equal, or one is everything."""
    return one == other or ClaimScope.ALL in (one, other)


def parties(scope: str, entries: Entries) -> Entries:
    """Return who gains or loses by a ruling on a claim of this scope: whom it or the holders in its way overlap."""
    held = [one.scope for one in entries if one.granted and overlap(one.scope, scope)]
    return tuple(one for one in entries if any(overlap(one.scope, side) for side in (scope, *held)))


def _ask(state: ProtectionRegister | None, event: ProtectionAsked, context: Context) -> Outcome[ProtectionRegister]:
    """Enter a claim by its order and tell all whom that concerns."""
    refused = not_coordinator(context)
    if refused:
        return refused
    entries = _entries(state)
    if len(entries) >= LIST_LIMIT - _SPARE and event.since_at is None:
        full = ProtectionAnswered(claim_id=event.claim_id, refusal=Code.TOO_MANY.value, granted=False)
        return Noted((full,))
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
    others = tuple(one for one in entries if one.claim_id != event.claim_id)
    turn = _Turn(_decided(_inserted(others, entry)), told=event.claim_id)
    placed = next(one for one in turn.entries if one.claim_id == event.claim_id)
    turn.messages.append(_answer(event.group_id, placed, context))
    if state is None:
        made = create(ProtectionRegister, event, context, entries=turn.entries)
        return Accepted(made, tuple(turn.messages))
    return _finished(state, turn, context)


def _release(
    state: ProtectionRegister | None, event: ProtectionReleased, context: Context
) -> Outcome[ProtectionRegister]:
    refused = not_coordinator(context)
    if refused:
        return refused
    kept = tuple(one for one in _entries(state) if one.claim_id != event.claim_id)
    if state is None or len(kept) == len(_entries(state)):
        return Noted()
    return _finished(state, _Turn(_decided(kept)), context)


def _reassign(
    state: ProtectionRegister | None, event: ProtectionReassigned, context: Context
) -> Outcome[ProtectionRegister]:
    refused = not_coordinator(context)
    if refused:
        return refused
    changed = tuple(
        one.model_copy(update={"unit": event.unit}) if one.claim_id == event.claim_id else one
        for one in _entries(state)
    )
    if state is None or changed == _entries(state):
        return Noted()
    return Accepted(change(state, context, {"entries": changed}))


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
    turn = _Turn((), [answer], told=event.claim_id)
    if event.upheld:
        beaten = [one for one in rest if one.granted and overlap(one.scope, claim.scope)]
        turn.messages += [ProtectionLost(claim_id=one.claim_id, reason=event.reason) for one in beaten]
        upheld = claim.model_copy(update={"granted": True})
        rest = _inserted(tuple(one for one in rest if one not in beaten), upheld)
    turn.entries = _decided(rest)
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
    names = ("claim_id", "project_id", "request_id", "signing_id")
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
    return _finished(state, _Turn(_decided(kept), [_seeking(one) for one in leaving]), context)


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


def _inserted(entries: Entries, entry: ProtectionEntry) -> Entries:
    """Return the entries with one more in its order: after those that came at the same moment."""
    place = sum(1 for one in entries if one.since_at <= entry.since_at)
    return (*entries[:place], entry, *entries[place:])


def _decided(entries: Entries) -> Entries:
    """Grant by order, those first that are protected already; whom an earlier one bars is in conflict."""
    held: list[ProtectionEntry] = []
    for entry in sorted(entries, key=lambda one: not one.granted):
        if not any(overlap(entry.scope, one.scope) for one in held):
            held.append(entry)
    granted = {one.claim_id for one in held}
    return tuple(
        one if one.granted == (one.claim_id in granted) else one.model_copy(update={"granted": not one.granted})
        for one in entries
    )


def _finished(state: ProtectionRegister, turn: _Turn, context: Context) -> Outcome[ProtectionRegister]:
    """Return the register with its new entries, and tell the other claims what became of them.

    A claim that is told it is protected takes itself to be uncontested until it hears otherwise.
    """
    before = {one.claim_id: one.granted for one in _entries(state)}
    contested_before, contested_now = _contested(_entries(state)), _contested(turn.entries)
    changed = [one for one in turn.entries if one.claim_id != turn.told and before[one.claim_id] != one.granted]
    for entry in sorted(changed, key=lambda one: one.granted):
        turn.messages.append(_answer(state.group_id, entry, context))
    fresh = {turn.told, *(one.claim_id for one in changed)}
    for entry in turn.entries:
        was = entry.claim_id in contested_before and entry.claim_id not in fresh
        now = entry.claim_id in contested_now
        if entry.granted and was != now:
            turn.messages.append(ConflictNoted(claim_id=entry.claim_id, contested=now))
    return Accepted(change(state, context, {"entries": turn.entries}), tuple(turn.messages))


def _contested(entries: Entries) -> frozenset[str]:
    """Return the protected claims that some claim in conflict overlaps."""
    waiting = [one for one in entries if not one.granted]
    return frozenset(
        one.claim_id for one in entries if one.granted and any(overlap(one.scope, w.scope) for w in waiting)
    )


def _answer(group_id: str, entry: ProtectionEntry, context: Context) -> ProtectionAnswered:
    return ProtectionAnswered(
        claim_id=entry.claim_id,
        granted=entry.granted,
        unit=entry.unit,
        register_id=group_id,
        register_event_id=context.event_id,
    )


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
