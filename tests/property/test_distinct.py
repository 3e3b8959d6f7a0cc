"""Two firms that were told apart stay so exactly until the names of one change, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk
from tests.support.invariants import a_record_is_stamped_and_fits_the_contract, a_replay_gives_the_same_records

from yipanqi.models import enterprise as e
from yipanqi.models.enterprise import Enterprise, EnterpriseDistinguished, EnterpriseUpdated
from yipanqi.rules import enterprise_distinct

Pick = Callable[[Sequence[Any]], Any]
IDS = tuple(f"foreign:JP:{n}" for n in range(4))
_NAMES = ("name", "name_en", "aliases", "merged_names")


def play(pick: Pick, steps: int) -> None:
    """Tell apart, rename, merge and undo with messages in any interleaving; check at rest."""
    desk = Desk()
    for id_ in IDS:
        desk.say("investment", e.EnterpriseRegistered(enterprise_id=id_, name="华星"))
    for _ in range(steps):
        step(desk, pick)
    desk.settle()
    every_decision_is_answered_once(desk)
    what_stands_was_decided_for_these_names(desk)
    for entry in desk.ledger:
        a_record_is_stamped_and_fits_the_contract(entry, desk)
    a_replay_gives_the_same_records(desk)


def step(desk: Desk, pick: Pick) -> None:
    one, other = pick(IDS), pick(IDS)
    match pick(("apart", "apart", "rename", "chain", "merge", "undo", "deliver", "deliver", "deliver", "deliver")):
        case "apart":
            decision = EnterpriseDistinguished(enterprise_id=one, other_id=other, reason="两家")
            desk.say(pick(("commerce", "zone")), decision)
        case "rename":
            desk.say("commerce", EnterpriseUpdated(enterprise_id=one, name=pick(("华星", "华兴"))))
        case "chain":
            desk.say("commerce", EnterpriseUpdated(enterprise_id=one, chain=pick(("C1", "C2"))))
        case "merge":
            desk.say("commerce", e.EnterpriseMerged(enterprise_id=one, into_id=other, reason="一家"))
        case "undo":
            event_id = the(desk, one).merge_event_id or "none"
            desk.say("commerce", e.EnterpriseMergeUndone(enterprise_id=one, corrects=event_id, reason="误"))
        case _ if waiting := desk.waiting():
            desk.deliver(pick(waiting))


def the(desk: Desk, id_: str) -> Enterprise:
    record = desk.states["enterprise", id_]
    assert isinstance(record, Enterprise)
    return record


def every_decision_is_answered_once(desk: Desk) -> None:
    answered = sorted(settlement.event_id for _, settlement in desk.settlements)
    assert answered == sorted(event_id for _, event_id in desk.deferred)


def what_stands_was_decided_for_these_names(desk: Desk) -> None:
    """A decision that both records hold was taken by commerce, and neither has other names than when it noted it."""
    for id_ in IDS:
        for entry in the(desk, id_).distinct_from:
            assert not entry.pending
            theirs = [one for one in the(desk, entry.enterprise_id).distinct_from if one.enterprise_id == id_]
            if theirs and theirs[0].event_id == entry.event_id:
                names_are_those_noted(desk, id_, entry.event_id)
                names_are_those_noted(desk, entry.enterprise_id, entry.event_id)


def names_are_those_noted(desk: Desk, id_: str, decision: str) -> None:
    noted = [entry for entry in desk.ledger if entry.key == ("enterprise", id_) and _notes(entry, decision)]
    record: Any = noted[-1].outcome.state
    assert [getattr(record, name) for name in _NAMES] == [getattr(the(desk, id_), name) for name in _NAMES]


def _notes(entry: Any, decision: str) -> bool:
    event = entry.event
    return isinstance(event, e.EnterpriseDistinctNoted) and event.decision_id == decision


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(5, 60))
def test_a_decision_stands_while_the_names_do_in_any_history(data: st.DataObject, steps: int) -> None:
    play(lambda options: data.draw(st.sampled_from(options)), steps)


def test_it_holds_in_two_hundred_histories() -> None:
    for seed in range(200):
        play(Random(seed).choice, 60)


def test_a_record_that_never_forgets_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enterprise_distinct, "_NAMES", ())
    with pytest.raises(AssertionError) as found:
        test_it_holds_in_two_hundred_histories()
    assert found.traceback[-1].name == "names_are_those_noted"
