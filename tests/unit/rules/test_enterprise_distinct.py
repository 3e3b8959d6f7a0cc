"""Two firms that look like one: commerce says that they are two, and it holds until the names of either change."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.claimdesk import investor, register
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import enterprise as e
from yipanqi.models.enterprise import Enterprise
from yipanqi.rules import enterprise_distinct
from yipanqi.rules.outcome import COORDINATOR, Noted
from yipanqi.rules.table import waiting


@pytest.fixture
def alike(desk: Desk) -> Desk:
    """Two enterprises that look like one."""
    register(desk, 1)
    register(desk, 2)
    return desk


def tell_apart(desk: Desk, one: int = 1, other: int = 2, unit: str = "commerce", reason: str = "法人不同") -> Any:
    event = e.EnterpriseDistinguished(enterprise_id=investor(one), other_id=investor(other), reason=reason)
    return desk.ask(unit, event)


def the(desk: Desk, number: int) -> Enterprise:
    record = desk.states["enterprise", investor(number)]
    assert isinstance(record, Enterprise)
    return record


def others(desk: Desk, number: int) -> list[str]:
    return [entry.enterprise_id for entry in the(desk, number).distinct_from]


def test_commerce_tells_two_firms_apart_and_both_records_hold_it(alike: Desk) -> None:
    accepted(tell_apart(alike))
    (mine,), (theirs,) = the(alike, 1).distinct_from, the(alike, 2).distinct_from
    assert (mine.enterprise_id, theirs.enterprise_id) == (investor(2), investor(1))
    assert mine.event_id == theirs.event_id
    assert (theirs.reason, theirs.decided_by, theirs.decided_on) == ("法人不同", "commerce", alike.today)
    assert not mine.pending


def test_only_commerce_decides_and_only_about_two_that_are_there(alike: Desk) -> None:
    refused(tell_apart(alike, unit="zone"), "role-not-allowed")
    refused(tell_apart(alike, other=1), "distinct-from-itself")
    refused(tell_apart(alike, other=9), "distinct-from-unknown")
    refused(tell_apart(alike, one=9), "not-registered")
    assert others(alike, 1) == []


def test_one_that_was_merged_is_no_longer_one_of_two(alike: Desk) -> None:
    register(alike, 3)
    accepted(alike.ask("commerce", e.EnterpriseMerged(enterprise_id=investor(3), into_id=investor(2), reason="同")))
    refused(tell_apart(alike, other=3), "distinct-from-unknown")
    refused(tell_apart(alike, one=3), "enterprise-merged")


def test_a_second_decision_waits_for_the_first_and_then_takes_its_place(alike: Desk) -> None:
    event = e.EnterpriseDistinguished(enterprise_id=investor(1), other_id=investor(2), reason="甲")
    accepted(alike.say("commerce", event, "decision"))
    assert list(waiting("enterprise", the(alike, 1))) == [("commerce", "decision")]
    refused(alike.say("commerce", event), "distinct-pending")
    alike.settle()
    accepted(tell_apart(alike, reason="乙"))
    assert [entry.reason for entry in the(alike, 1).distinct_from] == ["乙"]
    assert [entry.reason for entry in the(alike, 2).distinct_from] == ["乙"]


@pytest.mark.parametrize(
    ("news", "holds"),
    [
        ({"name": "企业二"}, False),
        ({"aliases": ("二号",)}, False),
        ({"name_en": "Two"}, False),
        ({"chain": "C1"}, True),
        ({"name": "企业2"}, True),
    ],
)
def test_a_record_with_other_names_forgets_it(alike: Desk, news: dict[str, Any], holds: bool) -> None:
    accepted(tell_apart(alike))
    accepted(alike.say("investment", e.EnterpriseUpdated(enterprise_id=investor(2), **news)))
    assert (others(alike, 2) == [investor(1)]) is holds
    assert others(alike, 1) == [investor(2)]  # what holds, holds in both


def test_names_that_came_by_a_merger_are_other_names(alike: Desk) -> None:
    register(alike, 3)
    accepted(tell_apart(alike))
    accepted(alike.ask("commerce", e.EnterpriseMerged(enterprise_id=investor(3), into_id=investor(2), reason="同")))
    assert others(alike, 2) == []


def test_to_merge_the_two_is_the_opposite_decision(alike: Desk) -> None:
    accepted(tell_apart(alike))
    accepted(alike.ask("commerce", e.EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同")))
    assert (others(alike, 1), others(alike, 2)) == ([], [])


def test_a_merger_that_is_undone_gives_both_records_back_what_was_decided_of_them(alike: Desk) -> None:
    """Told apart, merged all the same, undone: they are two again, as is each from whom else it was told apart."""
    register(alike, 3)
    for other in (2, 3):
        accepted(tell_apart(alike, other=other))
    before = [the(alike, number).distinct_from for number in (1, 2, 3)]
    merger = e.EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同")
    accepted(alike.ask("commerce", merger, "merger"))
    assert (others(alike, 1), others(alike, 2)) == ([], [])
    undo = e.EnterpriseMergeUndone(enterprise_id=investor(2), corrects="merger", reason="误")
    accepted(alike.ask("commerce", undo))
    assert [the(alike, number).distinct_from for number in (1, 2, 3)] == before
    assert [the(alike, number).distinct_set_aside for number in (1, 2, 3)] == [(), (), ()]


@pytest.mark.parametrize("renamed", [1, 2])
def test_what_was_set_aside_is_forgotten_when_the_own_names_change_and_replaced_by_a_new_decision(
    alike: Desk, renamed: int
) -> None:
    register(alike, 3)
    accepted(tell_apart(alike, other=3))
    merger = e.EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同")
    accepted(alike.ask("commerce", merger, "merger"))
    assert [one.enterprise_id for one in the(alike, 1).distinct_set_aside] == [investor(3)]
    if renamed == 1:
        accepted(alike.ask("investment", e.EnterpriseUpdated(enterprise_id=investor(1), name="别名")))
    else:
        accepted(tell_apart(alike, other=3, reason="乙"))
    assert the(alike, 1).distinct_set_aside == ()
    accepted(alike.ask("commerce", e.EnterpriseMergeUndone(enterprise_id=investor(2), corrects="merger", reason="误")))
    assert others(alike, 1) == []


def test_the_oldest_decisions_give_way(alike: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enterprise_distinct, "MOST_DISTINCT", 2)
    for number in (3, 4):
        register(alike, number)
    for number in (2, 3, 4):
        accepted(tell_apart(alike, other=number))
    assert others(alike, 1) == [investor(3), investor(4)]


def test_no_unit_speaks_as_the_coordinator_and_a_stale_answer_changes_nothing(alike: Desk) -> None:
    given = {"decided_by": "commerce", "decided_on": alike.today, "reason": "甲", "answer": True}
    event = e.EnterpriseDistinctNoted(enterprise_id=investor(1), other_id=investor(2), decision_id="x", **given)
    refused(alike.say("commerce", event), "role-not-allowed")
    assert alike.say(COORDINATOR, event) == Noted()
    assert alike.say(COORDINATOR, event.model_copy(update={"enterprise_id": investor(9)})) == Noted()
