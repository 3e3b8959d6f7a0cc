"""What random histories of claims seldom come to: a transfer that meets a conflict, a protection that comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.claimdesk import (
    AT_REST,
    claim_id,
    claims,
    file,
    filing,
    investor,
    nobody_ruled_in_its_own_case,
    register,
    reparent,
    the_claim,
)
from tests.support.desk import Desk
from tests.support.histories import Pick

from yipanqi.models import claim as c
from yipanqi.rules import claim, claim_notice, claim_state, claim_transfer, table
from yipanqi.rules.outcome import Role

ONE, TWO = claim_id(1), claim_id(2)


def hand_over_to_the_ruler(pick: Pick) -> None:
    """Investment's claim on a subsidiary is offered to commerce while zone claims the parent and commerce rules."""
    desk = Desk()
    for number, parent in ((1, None), (2, 1), (3, 2)):
        register(desk, number, parent)
    file(desk, 1, investor(3))
    desk.say("investment", c.ClaimTransferOffered(claim_id=ONE, to_unit="commerce"))
    left = [
        ("zone", filing(2, investor(1))),
        ("commerce", c.ClaimTransferAccepted(claim_id=ONE)),
        ("commerce", c.ClaimRuled(claim_id=TWO, upheld=pick((True, False)), reason="甲")),
    ]
    if pick((True, False)):
        left.append(("investment", c.ClaimWithdrawn(claim_id=ONE)))
    while left or desk.waiting():
        if left and (not desk.waiting() or pick((True, False, False))):
            desk.say(*left.pop(0))
        else:
            desk.deliver(pick(desk.waiting()))
        nobody_ruled_in_its_own_case(desk)
    at_rest(desk)


def come_and_go(pick: Pick) -> None:
    """Groups are joined and parted, and a project is signed and moved back, while a claim's days run."""
    desk = Desk()
    for number in (1, 2):
        register(desk, number)
        file(desk, number, investor(number), ("zone", "investment")[number - 1])
        desk.say(the_claim(desk, number).owner_unit or "", c.ClaimExtended(claim_id=claim_id(number)))
    project = desk.project(claim_id=TWO, investor_id=investor(2), chain="C1")
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN")
    joined, signed, given_until = False, False, desk.today + timedelta(days=150)
    for _ in range(12):
        match pick(("group", "sign", "deliver", "deliver", "days")):
            case "group":
                joined = not joined
                reparent(desk, 1, 2 if joined else None)
            case "sign":
                signed = not signed
                if signed:
                    desk.advance(project, "SIGNED")
                else:
                    desk.move(project, "PENDING_SIGN", "commerce", force=True, reason="误签")
            case "deliver" if desk.waiting():
                desk.deliver(pick(desk.waiting()))
            case _:
                desk.pass_days(2)
    at_rest(desk)
    for one in claims(desk):
        if one.status == "PROTECTED":
            assert one.extended
            assert one.protected_until_on is not None
            # What a pause took is given back, and no more.
            assert given_until <= one.protected_until_on <= desk.today + timedelta(days=150)


def at_rest(desk: Desk) -> None:
    desk.settle()
    for check in AT_REST:
        check(desk)
    assert sorted(s.event_id for _, s in desk.settlements) == sorted(event_id for _, event_id in desk.deferred)


STORIES = (hand_over_to_the_ruler, come_and_go)


@pytest.mark.parametrize("story", STORIES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_in_whatever_order_it_comes_the_invariants_hold(story: Callable[[Pick], None], data: st.DataObject) -> None:
    story(lambda options: data.draw(st.sampled_from(options)))


def play_many(story: Callable[[Pick], None], count: int) -> None:
    for seed in range(count):
        story(Random(seed).choice)


def _beginning_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a protection that comes back new days and a new extension."""
    monkeypatch.setattr(claim_notice, "resumed", claim_state.protection)


def _taking_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the unit that rules take a claim over without asking the register."""

    def accept(state: Any, event: Any, context: Any) -> Any:
        return claim_transfer.accept(state, event, replace(context, roles={**context.roles, context.unit: Role.ZONE}))

    handles = {**claim.RULES.handles, c.ClaimTransferAccepted: accept}
    monkeypatch.setitem(table.RULES, "claim", replace(claim.RULES, handles=handles))


@pytest.mark.parametrize(
    ("break_a_rule", "story", "finder"),
    [
        (_beginning_anew, come_and_go, "an_extension_is_used_once"),
        (_taking_over_at_once, hand_over_to_the_ruler, "nobody_ruled_in_its_own_case"),
    ],
)
def test_a_broken_rule_is_found_by_the_check_that_guards_it(
    monkeypatch: pytest.MonkeyPatch, break_a_rule: Callable[[pytest.MonkeyPatch], None], story: Any, finder: str
) -> None:
    break_a_rule(monkeypatch)
    with pytest.raises(AssertionError) as found:
        play_many(story, 300)
    assert found.traceback[-1].name == finder
