"""Mergers of duplicates: commerce decides, the record that is kept agrees, a correction brings everything back."""

from __future__ import annotations

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.base import AggregateRecord
from yipanqi.models.enterprise import (
    Enterprise,
    EnterpriseAbsorbed,
    EnterpriseCorrected,
    EnterpriseMergeAnswered,
    EnterpriseMerged,
    EnterpriseMergeUndone,
    EnterpriseRegistered,
    EnterpriseReleased,
    EnterpriseUpdated,
    MergedEnterprise,
)
from yipanqi.rules.enterprise_merge import MOST_MERGED
from yipanqi.rules.outcome import COORDINATOR, Accepted, Noted
from yipanqi.rules.table import waiting

A, B, C = ("foreign:JP:A", "foreign:JP:B", "foreign:JP:C")


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three enterprises of a state group's."""
    for id_, name in ((A, "甲"), (B, "乙"), (C, "丙")):
        event = EnterpriseRegistered(enterprise_id=id_, name=name, name_en=id_[-1], aliases=(f"{name}厂",))
        accepted(desk.say("soe-2", event, f"registered-{id_}"))
    return desk


def merge(desk: Desk, gone: str, kept: str, event_id: str = "m1") -> object:
    return desk.ask("commerce", EnterpriseMerged(enterprise_id=gone, into_id=kept, reason="同一企业"), event_id)


def undo(desk: Desk, gone: str, event_id: str = "m1", unit: str = "commerce") -> object:
    outcome = desk.say(unit, EnterpriseMergeUndone(enterprise_id=gone, corrects=event_id, reason="判断有误"))
    desk.settle()
    return outcome


def the(desk: Desk, id_: str) -> Enterprise:
    record = desk.states["enterprise", id_]
    assert isinstance(record, Enterprise)
    return record


def test_the_kept_record_takes_the_names_and_the_other_points_to_it(three: Desk) -> None:
    accepted(merge(three, A, B))
    assert the(three, A).merged_into == B
    assert the(three, B).merged_names == ("甲", "A", "甲厂")
    assert [(m.enterprise_id, m.event_id) for m in the(three, B).merged_from] == [(A, "m1")]
    assert (the(three, B).name, the(three, B).aliases) == ("乙", ("乙厂",))


def test_the_merger_is_answered_when_the_kept_record_has(three: Desk) -> None:
    asked = three.say("commerce", EnterpriseMerged(enterprise_id=A, into_id=B, reason="同一企业"), "m1")
    assert isinstance(asked, Accepted)
    assert asked.deferred
    assert list(waiting("enterprise", the(three, A))) == [("commerce", "m1")]
    three.settle()
    assert [(s.event_id, s.unit, s.refusal) for _, s in three.settlements] == [("m1", "commerce", None)]
    assert list(waiting("enterprise", the(three, A))) == []


def test_only_commerce_merges_and_undoes(three: Desk) -> None:
    event = EnterpriseMerged(enterprise_id=A, into_id=B, reason="同一企业")
    for unit in ("soe-2", "investment"):
        refused(three.say(unit, event), "role-not-allowed")
    accepted(merge(three, A, B))
    refused(undo(three, A, unit="investment"), "role-not-allowed")


def test_an_enterprise_is_not_merged_into_itself(three: Desk) -> None:
    refused(merge(three, A, A), "merge-with-itself")


def test_nor_into_one_that_nobody_registered(three: Desk) -> None:
    refused(merge(three, A, "foreign:JP:none"), "merge-into-unknown")
    assert (the(three, A).merged_into, the(three, A).merge_event_id) == (None, None)


def test_nor_into_one_that_was_merged_itself_and_the_reason_names_the_one_kept(three: Desk) -> None:
    accepted(merge(three, B, C, "m1"))
    assert C in refused(merge(three, A, B, "m2"), "merge-into-merged").reason_zh
    assert C in refused(merge(three, C, B, "m3"), "merge-into-merged").reason_zh


def test_two_that_are_merged_into_each_other_at_once_are_both_refused(three: Desk) -> None:
    for gone, kept in ((A, B), (B, A)):
        accepted(three.say("commerce", EnterpriseMerged(enterprise_id=gone, into_id=kept, reason="同"), f"m-{gone}"))
    three.settle()
    assert [s.refusal.code for _, s in three.settlements if s.refusal] == ["merge-into-merged", "merge-into-merged"]
    assert (the(three, A).merged_into, the(three, B).merged_into) == (None, None)
    accepted(merge(three, A, B, "m3"))


@pytest.mark.parametrize(
    ("unit", "event"),
    [
        ("soe-2", EnterpriseUpdated(enterprise_id=A, name="新名")),
        ("soe-2", EnterpriseCorrected(enterprise_id=A, corrects=f"registered-{A}", reason="误", name="新名")),
        ("zone", EnterpriseRegistered(enterprise_id=A, name="甲")),
        ("commerce", EnterpriseMerged(enterprise_id=A, into_id=C, reason="同一企业")),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_after_a_merger_everything_else_is_refused_and_the_kept_one_named(
    three: Desk, unit: str, event: AggregateRecord
) -> None:
    accepted(three.say("commerce", EnterpriseMerged(enterprise_id=A, into_id=B, reason="同一企业"), "m1"))
    assert B in refused(three.say(unit, event), "merge-pending").reason_en
    three.settle()
    assert B in refused(three.say(unit, event), "enterprise-merged").reason_zh


def test_undoing_brings_both_back_as_they_were(three: Desk) -> None:
    facts = {"name", "name_en", "aliases", "merged_from", "merged_names", "merged_into", "merge_event_id", "merged_by"}
    before = [the(three, id_).model_dump(include=facts) for id_ in (A, B)]
    accepted(merge(three, A, B))
    accepted(undo(three, A))
    assert [the(three, id_).model_dump(include=facts) for id_ in (A, B)] == before
    accepted(three.say("soe-2", EnterpriseUpdated(enterprise_id=A, name="新名")))


def test_undoing_names_the_merger(three: Desk) -> None:
    refused(undo(three, A), "not-merged")
    accepted(merge(three, A, B))
    refused(undo(three, A, "registered-foreign:JP:A"), "unknown-event")
    asked = EnterpriseMerged(enterprise_id=B, into_id=C, reason="同一企业")
    accepted(three.say("commerce", asked, "m2"))
    refused(three.say("commerce", EnterpriseMergeUndone(enterprise_id=B, corrects="m2", reason="误")), "merge-pending")


def test_what_a_merged_one_gives_back_is_given_back_by_the_one_that_absorbed_it(three: Desk) -> None:
    accepted(merge(three, A, B, "m1"))
    accepted(merge(three, B, C, "m2"))
    assert the(three, C).merged_names == ("乙", "B", "乙厂", "甲", "A", "甲厂")
    accepted(undo(three, A, "m1"))
    assert the(three, C).merged_names == ("乙", "B", "乙厂")
    accepted(undo(three, B, "m2"))
    assert the(three, C).merged_names == ()


def test_a_record_absorbs_so_many_and_no_more(three: Desk) -> None:
    entry = MergedEnterprise(enterprise_id="foreign:JP:x", event_id="e", names=(), merged_at=the(three, A).updated_at)
    full = the(three, B).model_copy(update={"merged_from": (entry,) * MOST_MERGED})
    three.states["enterprise", B] = full
    refused(merge(three, A, B), "merge-too-many")


def test_messages_about_what_is_gone_change_nothing_and_units_do_not_send_them(three: Desk) -> None:
    messages: tuple[AggregateRecord, ...] = (
        EnterpriseAbsorbed(enterprise_id=A, merged_id=B, merge_id="m9", refresh=True),
        EnterpriseAbsorbed(enterprise_id="foreign:JP:none", merged_id=B, merge_id="m9", refresh=True),
        EnterpriseReleased(enterprise_id=A, merged_id=B, merge_id="m9"),
        EnterpriseMergeAnswered(enterprise_id=A, into_id=B, merge_id="m9"),
    )
    for message in messages:
        assert three.say(COORDINATOR, message) == Noted()
        if message.aggregate_id() == A:
            refused(three.say("commerce", message), "role-not-allowed")


def test_an_enterprise_is_not_its_own_parent_but_the_parent_may_be_unknown(three: Desk) -> None:
    refused(three.say("soe-2", EnterpriseUpdated(enterprise_id=A, parent_id=A)), "own-parent")
    registered = EnterpriseRegistered(enterprise_id="foreign:JP:D", name="丁", parent_id="foreign:JP:D")
    refused(three.say("soe-2", registered), "own-parent")
    accepted(three.say("soe-2", EnterpriseUpdated(enterprise_id=A, parent_id="foreign:DE:nobody-knows")))
