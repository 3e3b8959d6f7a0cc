"""A subsidiary does not get round its parent: groups, their registers, and what happens when parents change."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.claimdesk import (
    AT_REST,
    claim_id,
    file,
    filing,
    investor,
    register,
    reparent,
    statuses,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import protection as p
from yipanqi.models.enterprise import EnterpriseMerged, EnterpriseMergeUndone, RegisterSought
from yipanqi.rules.outcome import COORDINATOR, Noted


def at_rest(desk: Desk) -> None:
    desk.settle()
    for check in AT_REST:
        check(desk)


def test_a_claim_on_a_subsidiary_is_in_conflict_with_one_on_its_parent(desk: Desk) -> None:
    register(desk, 1)
    register(desk, 2, parent=1)
    register(desk, 3, parent=2)
    file(desk, 1, investor(1))
    assert file(desk, 2, investor(3), "zone").status == "CONFLICT"
    assert the_claim(desk, 2).register_id == investor(1)


def test_two_subsidiaries_of_a_parent_that_nobody_registered_are_one_group(desk: Desk) -> None:
    register(desk, 2, parent=9)
    register(desk, 3, parent=9)
    file(desk, 1, investor(2))
    assert file(desk, 2, investor(3), "zone").status == "CONFLICT"
    register(desk, 9, parent=8)
    at_rest(desk)
    assert the_claim(desk, 1).group_id == investor(8)


def test_when_two_groups_become_one_the_earlier_claim_stays_protected(desk: Desk) -> None:
    register(desk, 1)
    register(desk, 2)
    file(desk, 1, investor(2))
    file(desk, 2, investor(1), "zone")
    reparent(desk, 1, 2)
    at_rest(desk)
    assert statuses(desk, 1, 2) == ["PROTECTED", "CONFLICT"]
    reparent(desk, 1, None)
    at_rest(desk)
    assert statuses(desk, 1, 2) == ["PROTECTED", "PROTECTED"]


def test_the_earlier_claim_stays_protected_from_whichever_side_the_groups_are_joined(desk: Desk) -> None:
    register(desk, 1)
    register(desk, 2)
    file(desk, 1, investor(2))
    file(desk, 2, investor(1), "zone")
    reparent(desk, 2, 1)
    at_rest(desk)
    assert statuses(desk, 1, 2) == ["PROTECTED", "CONFLICT"]
    assert the_claim(desk, 1).contested is True
    assert the_claim(desk, 1).register_id == investor(2)  # where it was first: the proof
    assert the_claim(desk, 1).group_id == investor(1)


def test_parents_that_run_in_a_circle_are_one_group(desk: Desk) -> None:
    register(desk, 1, parent=3)
    register(desk, 2, parent=1)
    register(desk, 3, parent=2)
    register(desk, 4, parent=2)
    for number, unit in ((1, "investment"), (2, "zone"), (3, "snd-group"), (4, "soe-2")):
        file(desk, number, investor(number), unit)
    at_rest(desk)
    assert statuses(desk, 1, 2, 3, 4) == ["PROTECTED", "CONFLICT", "CONFLICT", "CONFLICT"]
    reparent(desk, 1, None)
    at_rest(desk)


def test_duplicates_that_were_merged_are_one_investor(desk: Desk) -> None:
    register(desk, 1)
    register(desk, 2)
    file(desk, 1, investor(1))
    file(desk, 2, investor(2), "zone")
    accepted(
        desk.ask("commerce", EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同一家"), "m")
    )
    at_rest(desk)
    assert statuses(desk, 1, 2) == ["PROTECTED", "CONFLICT"]
    undo = EnterpriseMergeUndone(enterprise_id=investor(2), corrects="m", reason="并非同一家")
    accepted(desk.ask("commerce", undo))
    at_rest(desk)
    assert statuses(desk, 1, 2) == ["PROTECTED", "PROTECTED"]


def test_a_claim_on_its_way_up_is_caught_up_by_the_change_of_a_parent(desk: Desk) -> None:
    for number, parent in ((1, None), (2, 1), (3, 2), (5, None)):
        register(desk, number, parent)
    file(desk, 1, investor(5))
    accepted(desk.say("zone", filing(2, investor(3))))
    desk.deliver(("enterprise", investor(3)))
    desk.deliver(("enterprise", investor(2)))
    reparent(desk, 3, 5)
    at_rest(desk)
    assert statuses(desk, 1, 2) == ["PROTECTED", "CONFLICT"]


def test_a_message_that_finds_no_register_changes_nothing(desk: Desk) -> None:
    group = {"group_id": investor(1)}
    for event in (
        p.ProtectionReleased(**group, claim_id=claim_id(1)),
        p.ProtectionReassigned(**group, claim_id=claim_id(1), unit="zone"),
        p.RegisterRegrouped(**group),
    ):
        assert desk.say(COORDINATOR, event) == Noted()
        refused(desk.say("commerce", event), "role-not-allowed")
    release = RegisterSought(enterprise_id=investor(1), message="RELEASE", claim_id=claim_id(1))
    assert desk.say(COORDINATOR, release) == Noted()
    refused(desk.say("commerce", release), "role-not-allowed")


@pytest.mark.parametrize(
    "event",
    [
        {
            "unit": "zone",
            "investor_id": investor(1),
            "scope": "C1",
            "filed_at": "2020-12-31T00:00:00Z",
            "granted": True,
        },
        {"ruling_id": "x", "ruled_by": "commerce", "upheld": True},
    ],
    ids=["ask", "rule"],
)
def test_no_unit_writes_into_a_register(desk: Desk, event: dict[str, Any]) -> None:
    kind: Any = p.RulingAsked if "upheld" in event else p.ProtectionAsked
    refused(desk.say("commerce", kind(group_id=investor(1), claim_id=claim_id(1), **event)), "role-not-allowed")
