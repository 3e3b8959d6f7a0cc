"""Mergers never form a circle, every merged record leads to one that stands, and undoing restores everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk
from tests.support.invariants import a_record_is_stamped_and_fits_the_contract, a_replay_gives_the_same_records

from yipanqi.models.enterprise import (
    Enterprise,
    EnterpriseDistinguished,
    EnterpriseMerged,
    EnterpriseMergeUndone,
    EnterpriseRegistered,
)
from yipanqi.rules import enterprise, enterprise_merge

T = TypeVar("T")
Pick = Callable[[Sequence[Any]], Any]
IDS = tuple(f"foreign:JP:{n}" for n in range(5))


def play(pick: Pick, steps: int) -> None:
    """Merge and undo anyhow, with messages in any interleaving; check at every step and at rest."""
    desk = Desk()
    for id_ in IDS:
        event = EnterpriseRegistered(enterprise_id=id_, name=f"企业{id_[-1]}", aliases=(f"别名{id_[-1]}",))
        desk.say("investment", event)
    for one, other in ((0, 1), (0, 2), (3, 1)):
        event = EnterpriseDistinguished(enterprise_id=IDS[one], other_id=IDS[other], reason="两家")
        desk.ask("commerce", event)
    begun = {id_: facts(desk, id_) for id_ in IDS}
    for _ in range(steps):
        step(desk, pick)
        no_circle(desk)
    desk.settle()
    every_merger_is_answered_once(desk)
    records_agree(desk)
    for entry in desk.ledger:
        a_record_is_stamped_and_fits_the_contract(entry, desk)
    a_replay_gives_the_same_records(desk)
    undo_everything(desk)
    assert {id_: facts(desk, id_) for id_ in IDS} == begun, "undoing restores everything"


def step(desk: Desk, pick: Pick) -> None:
    act = pick(("merge", "merge", "undo", "deliver", "deliver", "deliver"))
    if act == "merge":
        event = EnterpriseMerged(enterprise_id=pick(IDS), into_id=pick(IDS), reason="同一企业")
        desk.say(pick(("commerce", "commerce", "commerce", "zone")), event)
    elif act == "undo":
        record = the(desk, pick(IDS))
        event_id = pick((record.merge_event_id or "none", "e1"))
        event = EnterpriseMergeUndone(enterprise_id=record.enterprise_id, corrects=event_id, reason="判断有误")
        desk.say("commerce", event)
    elif waiting := desk.waiting():
        desk.deliver(pick(waiting))


def the(desk: Desk, id_: str) -> Enterprise:
    record = desk.states["enterprise", id_]
    assert isinstance(record, Enterprise)
    return record


def facts(desk: Desk, id_: str) -> dict[str, Any]:
    stamp = {"version", "registered_at", "updated_at", "updated_by", "last_event_id", "recent_events"}
    found = the(desk, id_).model_dump(exclude=stamp)
    return {**found, "distinct_from": sorted(found["distinct_from"], key=lambda entry: entry["event_id"])}


def no_circle(desk: Desk) -> None:
    for id_ in IDS:
        seen, at = [id_], the(desk, id_).merged_into
        while at is not None:
            assert at not in seen, f"a circle: {seen}"
            seen.append(at)
            at = the(desk, at).merged_into


def every_merger_is_answered_once(desk: Desk) -> None:
    asked = [event for _, event in desk.deferred]
    answered = [settlement.event_id for _, settlement in desk.settlements]
    assert sorted(asked) == sorted(answered)
    assert all(the(desk, id_).merging_into is None for id_ in IDS)


def records_agree(desk: Desk) -> None:
    """What a record says it absorbed is what says it was absorbed by it, and it is known by their names."""
    for id_ in IDS:
        record = the(desk, id_)
        mine = {(m.enterprise_id, m.event_id) for m in record.merged_from}
        theirs = {(o, the(desk, o).merge_event_id) for o in IDS if the(desk, o).merged_into == id_}
        assert mine == theirs
        for entry in record.merged_from:
            other = the(desk, entry.enterprise_id)
            assert set(entry.names) == {other.name, *other.aliases, *other.merged_names}
        assert set(record.merged_names) == {name for entry in record.merged_from for name in entry.names}


def undo_everything(desk: Desk) -> None:
    for id_ in IDS:
        record = the(desk, id_)
        if record.merged_into is not None:
            desk.say(
                "commerce", EnterpriseMergeUndone(enterprise_id=id_, corrects=str(record.merge_event_id), reason="误")
            )
    desk.settle()


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(10, 60))
def test_mergers_never_form_a_circle_and_can_all_be_undone(data: st.DataObject, steps: int) -> None:
    play(lambda options: data.draw(st.sampled_from(list(options))), steps)


def play_many(count: int = 150) -> None:
    for seed in range(count):
        play(Random(seed).choice, 80)


def test_nor_in_many_long_histories() -> None:
    play_many()


def _agreeing_while_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at completed mergers only, not at those under way."""
    true = enterprise_merge.absorb

    def absorb(state: Any, event: Any, context: Any) -> Any:
        before = state and state.model_copy(update={"merging_into": None})
        return true(before, event, context)

    monkeypatch.setitem(enterprise.RULES.begins, enterprise_merge.EnterpriseAbsorbed, absorb)


def _not_handing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(enterprise.RULES.handles, enterprise_merge.EnterpriseReleased, _keep)


def _keep(state: Any, event: Any, context: Any) -> Any:
    return enterprise_merge.Noted()


@pytest.mark.parametrize("break_a_rule", [_agreeing_while_marked, _not_handing_on])
def test_a_broken_rule_is_found(
    monkeypatch: pytest.MonkeyPatch, break_a_rule: Callable[[pytest.MonkeyPatch], None]
) -> None:
    break_a_rule(monkeypatch)
    with pytest.raises(AssertionError):
        play_many()
