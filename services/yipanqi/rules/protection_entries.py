"""The entries of a register of claims: their order, who of them is protected, and who disputes whom."""

from __future__ import annotations

from collections import defaultdict

from yipanqi.models.codes import ClaimScope
from yipanqi.models.protection import ProtectionEntry

Entries = tuple[ProtectionEntry, ...]


def overlap(one: str, other: str) -> bool:
    """Return whether two scopes overlap: equal, or one is everything."""
    return one == other or ClaimScope.ALL in (one, other)


def parties(scope: str, entries: Entries) -> Entries:
    """Return who gains or loses by a ruling on a claim of this scope: whom it or the holders in its way overlap."""
    held = [one.scope for one in entries if one.granted and overlap(one.scope, scope)]
    return tuple(one for one in entries if any(overlap(one.scope, side) for side in (scope, *held)))


def others_of(entry: ProtectionEntry, entries: Entries) -> Entries:
    """Return the claims of other units that overlap one: a unit is in no dispute with itself."""
    return tuple(one for one in entries if one.unit != entry.unit and overlap(one.scope, entry.scope))


def disputed(entries: Entries) -> frozenset[str]:
    """Return the claims that are a side of a conflict: `others_of` each, for all at once."""
    units = defaultdict[str, set[str]](set)
    for one in entries:
        units[one.scope].add(one.unit)
    anywhere, everywhere = {one.unit for one in entries}, units[ClaimScope.ALL]
    near = {scope: anywhere if scope == ClaimScope.ALL else here | everywhere for scope, here in units.items()}
    return frozenset(one.claim_id for one in entries if len(near[one.scope]) > 1)


def inserted(entries: Entries, entry: ProtectionEntry) -> Entries:
    """Return the entries with one more in its order: after those that came at the same moment."""
    place = sum(1 for one in entries if one.since_at <= entry.since_at)
    return (*entries[:place], entry, *entries[place:])


def decided(entries: Entries) -> Entries:
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
