"""Claims on the desk: filing them, telling how they stand, and the invariant in DOMAIN.md's words."""

from __future__ import annotations

import uuid
from itertools import combinations
from typing import Any

from tests.support.desk import Desk, accepted

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import Claim, ClaimFiled, ClaimRuled, RulingAnswered
from yipanqi.models.enterprise import Enterprise, EnterpriseRegistered, EnterpriseUpdated
from yipanqi.models.protection import ProtectionRegister, RulingAsked
from yipanqi.rules.outcome import Role, Settlement

_NAMESPACE = uuid.UUID("0c1a1000-0000-4000-8000-000000000000")


def investor(number: int | str) -> str:
    """Return the id of a foreign enterprise."""
    return f"foreign:JP:{number}"


def register(desk: Desk, number: int | str, parent: int | str | None = None, unit: str = "investment") -> str:
    """Register an enterprise, with its parent or without, and return its id."""
    given = {"name": f"企业{number}", "parent_id": None if parent is None else investor(parent)}
    accepted(desk.say(unit, EnterpriseRegistered(enterprise_id=investor(number), **given)))
    return investor(number)


def reparent(desk: Desk, number: int | str, parent: int | str | None) -> None:
    """Give an enterprise another parent, or none."""
    given: dict[str, Any] = {"cleared": ("parent_id",)} if parent is None else {"parent_id": investor(parent)}
    accepted(desk.say("investment", EnterpriseUpdated(enterprise_id=investor(number), **given)))


def claim_id(number: int | str) -> str:
    """Return an id that does not tell who files."""
    return str(uuid.uuid5(_NAMESPACE, str(number)))


def filing(number: int | str, who: str, scope: str = "C1", **more: Any) -> ClaimFiled:
    """Return the filing of a claim."""
    return ClaimFiled(claim_id=claim_id(number), investor_id=who, scope=scope, **more)


def file(desk: Desk, number: int | str, who: str, unit: str = "investment", scope: str = "C1") -> Claim:
    """File a claim, wait for the register's answer, and return its record."""
    accepted(desk.say(unit, filing(number, who, scope), f"filing-{number}"))
    desk.settle()
    return the_claim(desk, number)


def rule(desk: Desk, number: int | str, *, upheld: bool, unit: str = "commerce") -> Any:
    """Rule on a claim in conflict and wait for the answer."""
    return desk.ask(unit, ClaimRuled(claim_id=claim_id(number), upheld=upheld, reason="首次接触在先"))


def act(desk: Desk, kind: type[AggregateRecord], number: int = 1, unit: str = "investment", **given: Any) -> Any:
    """Say an event about a claim as a unit and wait for the answer."""
    return desk.ask(unit, kind.model_validate({"claim_id": claim_id(number), **given}))


def settlement(desk: Desk, event_id: str) -> Settlement:
    """Return the one late answer to an event."""
    (found,) = (settled for _, settled in desk.settlements if settled.event_id == event_id)
    return found


def the_claim(desk: Desk, number: int | str) -> Claim:
    """Return a claim's record."""
    state = desk.states["claim", claim_id(number)]
    assert isinstance(state, Claim)
    return state


def statuses(desk: Desk, *numbers: int | str) -> list[str]:
    """Return how claims stand."""
    return [the_claim(desk, number).status for number in numbers]


def claims(desk: Desk) -> list[Claim]:
    """Return all claims."""
    return [state for state in desk.states.values() if isinstance(state, Claim)]


def registers(desk: Desk) -> list[ProtectionRegister]:
    """Return all registers."""
    return [state for state in desk.states.values() if isinstance(state, ProtectionRegister)]


def scopes_overlap(one: str, other: str) -> bool:
    """Return whether two scopes have something in common; said again here, not taken from the rule."""
    return one == other or "ALL" in (one, other)


def group_of(desk: Desk, enterprise_id: str) -> frozenset[str]:
    """Return all enterprises that have the same top as this one: those from which the same set is reached upward."""
    return frozenset(_tops(desk, enterprise_id))


def _tops(desk: Desk, enterprise_id: str) -> set[str]:
    """Return the top above an enterprise, or the whole circle that its parents end in."""
    way: list[str] = []
    here: str | None = enterprise_id
    while here is not None and here not in way:
        way.append(here)
        state = desk.states.get(("enterprise", here))
        here = None if not isinstance(state, Enterprise) else state.merged_into or state.parent_id
    return {way[-1]} if here is None else set(way[way.index(here) :])


def at_most_one_is_protected(desk: Desk) -> None:
    """Invariant 2: at most one PROTECTED claim per investor and scope; a subsidiary does not get round its parent.

    For a district at rest, when every message has been delivered.
    """
    protected = [claim for claim in claims(desk) if claim.status == "PROTECTED"]
    for one, other in combinations(protected, 2):
        if group_of(desk, one.investor_id) == group_of(desk, other.investor_id):
            assert not scopes_overlap(one.scope, other.scope), f"both are protected: {one}, {other}"


def no_register_grants_twice(desk: Desk) -> None:
    """No register protects two claims on overlapping scopes, ever."""
    for register_ in registers(desk):
        granted = [entry for entry in register_.entries or () if entry.granted]
        for one, other in combinations(granted, 2):
            assert not scopes_overlap(one.scope, other.scope), register_.group_id


def registers_and_claims_agree(desk: Desk) -> None:
    """At rest each live claim stands in one register, that of its group, as it stands itself; no other does."""
    places = {entry.claim_id: (register_.group_id, entry) for register_ in registers(desk) for entry in _all(register_)}
    assert len(places) == sum(len(_all(register_)) for register_ in registers(desk)), "a claim stands in two registers"
    for claim in claims(desk):
        live = claim.status in ("PROTECTED", "CONFLICT")
        assert claim.status != "FILED", "a filing that nobody answered"
        assert (claim.claim_id in places) is live, claim.status
        if live:
            group, entry = places[claim.claim_id]
            assert group in group_of(desk, claim.investor_id)
            assert claim.group_id == group
            assert entry.granted is (claim.status == "PROTECTED")
            assert entry.unit == claim.owner_unit


def a_conflict_has_another_side(desk: Desk) -> None:
    """At rest a claim waits while another is protected, and is a side of a conflict while another unit's overlaps it.

    A unit has no conflict with itself: nobody has to rule on that, and the unit that rules need not step back.
    """
    for claim in claims(desk):
        if claim.status not in ("PROTECTED", "CONFLICT"):
            assert (claim.contested or False, claim.conflict_since_on, claim.recusal_due_on) == (False, None, None)
            continue
        rivals = [
            other
            for other in claims(desk)
            if other is not claim
            and other.status in ("PROTECTED", "CONFLICT")
            and scopes_overlap(claim.scope, other.scope)
            and group_of(desk, claim.investor_id) == group_of(desk, other.investor_id)
        ]
        disputed = any(other.owner_unit != claim.owner_unit for other in rivals)
        if claim.status == "CONFLICT":
            assert any(other.status == "PROTECTED" for other in rivals), "nobody stands in its way"
        assert claim.contested is (disputed and claim.status == "PROTECTED")
        assert (claim.conflict_since_on is not None) is (disputed and claim.status == "CONFLICT")
        ruler = desk.roles[claim.owner_unit or ""] is Role.COMMERCE
        assert (claim.recusal_due_on is not None) is (disputed and ruler)


def an_extension_is_used_once(desk: Desk) -> None:
    """Whatever conflicts come and go: only a ruling begins a protection anew."""
    for entry in desk.ledger:
        before, after = entry.before, entry.outcome.state
        if isinstance(before, Claim) and isinstance(after, Claim) and before.extended and not after.extended:
            assert isinstance(entry.event, RulingAnswered)
            assert entry.event.upheld


def nobody_ruled_in_its_own_case(desk: Desk) -> None:
    """Invariant 3: whoever ruled held no claim that gained or lost by it, and takes none over that was disputed.

    Whose a claim is, its own record says: the register may not have heard of it yet.
    """
    owners: dict[str, str | None] = {}
    for entry in desk.ledger:
        before, after = entry.before, entry.outcome.state
        if isinstance(entry.event, RulingAsked) and isinstance(before, ProtectionRegister):
            known = before.entries or ()
            scope = next(one.scope for one in known if one.claim_id == entry.event.claim_id)
            held = [one.scope for one in known if one.granted and scopes_overlap(one.scope, scope)]
            for one in known:
                if any(scopes_overlap(one.scope, side) for side in (scope, *held)):
                    assert owners[one.claim_id] != entry.event.ruled_by
        if isinstance(after, Claim):
            owners[after.claim_id] = after.owner_unit
        if isinstance(after, Claim) and isinstance(before, Claim) and after.owner_unit != before.owner_unit:
            disputed = before.contested or before.status == "CONFLICT"
            assert not (disputed and desk.roles[after.owner_unit or ""] is Role.COMMERCE)


def the_unit_that_rules_is_no_party(desk: Desk) -> None:
    """Once the limit has passed, no conflict waits for a unit that may not rule on it."""
    for claim in claims(desk):
        if desk.roles[claim.owner_unit or ""] is Role.COMMERCE:
            assert claim.conflict_since_on is None
            assert not claim.contested


def _all(register_: ProtectionRegister) -> tuple[Any, ...]:
    return register_.entries or ()


AT_REST = (
    at_most_one_is_protected,
    no_register_grants_twice,
    registers_and_claims_agree,
    a_conflict_has_another_side,
    an_extension_is_used_once,
)
