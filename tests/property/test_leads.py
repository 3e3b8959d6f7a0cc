"""Leads in any history: moved along the table only, by whom it names, and from the pool to one unit only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import START, Desk, Entry

from yipanqi.models import lead as e
from yipanqi.models.lead import Lead
from yipanqi.rules import lead, lead_project
from yipanqi.rules.outcome import COORDINATOR, Accepted, Refused
from yipanqi.rules.table import decide

UNITS = ("commerce", "investment", "zone", "snd-group", "soe-2")
LEADS = ("zone-lead-1", "investment-lead-1")
#: DOMAIN's sentence as pairs: registered → judged → assigned → answered; a project, or the pool and back.
TABLE = {
    ("REGISTERED", "JUDGED"),
    ("REGISTERED", "DROPPED"),
    ("DROPPED", "JUDGED"),
    ("JUDGED", "ASSIGNED"),
    ("ASSIGNED", "ASSIGNED"),
    ("ANSWERED", "ASSIGNED"),
    ("POOLED", "ASSIGNED"),
    ("ASSIGNED", "ANSWERED"),
    ("ASSIGNED", "POOLED"),
    ("ANSWERED", "POOLED"),
    ("ASSIGNED", "CONVERTED"),
    ("ANSWERED", "CONVERTED"),
}
MOVES: tuple[Callable[[str, str], Any], ...] = (
    lambda id_, _: e.LeadRegistered(lead_id=id_, name="甲", channel="VISIT", received_on=START, investor_name="乙"),
    lambda id_, _: e.LeadResponded(lead_id=id_),
    lambda id_, _: e.LeadJudged(lead_id=id_, verdict="VALUABLE", verdict_reason="理由"),
    lambda id_, _: e.LeadJudged(lead_id=id_, verdict="NOT_VALUABLE", verdict_reason="理由"),
    lambda id_, unit: e.LeadAssigned(lead_id=id_, assigned_unit=unit),
    lambda id_, unit: e.LeadAssigned(lead_id=id_, assigned_unit=unit),
    lambda id_, _: e.LeadAnswered(lead_id=id_, answer="已反馈"),
    lambda id_, _: e.LeadPooled(lead_id=id_, pool_reason="退回"),
    lambda id_, _: e.LeadPooled(lead_id=id_, pool_reason="退回"),
    lambda id_, _: e.LeadTaken(lead_id=id_),
    lambda id_, _: e.LeadTaken(lead_id=id_),
    lambda id_, unit: e.LeadConverted(lead_id=id_, project_id=f"{unit}-project-1"),
)


def play(pick: Callable[[Sequence[Any]], Any], steps: int) -> Desk:
    """Let units try anything in any order, with messages and days in between."""
    desk = Desk()
    for unit in UNITS[1:3]:
        desk.project(unit=unit, host_unit="soe-2")
    for _ in range(steps):
        what = pick(("say",) * 12 + ("deliver", "deliver", "wait", "week"))
        if what == "say":
            desk.say(pick(UNITS), pick(MOVES)(pick(LEADS), pick(UNITS)))
        elif what == "deliver" and desk.waiting():
            desk.deliver(pick(desk.waiting()))
        elif what in ("wait", "week"):
            desk.pass_days(1 if what == "wait" else 12)
    desk.settle()
    return desk


def steps_of(desk: Desk, identifier: str) -> list[Entry]:
    return [entry for entry in desk.ledger if entry.key == ("lead", identifier)]


def moves_along_the_table(desk: Desk) -> None:
    for entry in desk.ledger:
        before, after = entry.before, entry.outcome.state
        if not isinstance(after, Lead) or not isinstance(before, Lead):
            continue
        pair = (before.status, after.status)
        assert pair in TABLE or before.status == after.status, pair


def moved_by_those_who_may(desk: Desk) -> None:
    for entry in desk.ledger:
        before, unit = entry.before, entry.context.unit
        if not isinstance(before, Lead):
            continue
        if isinstance(entry.event, e.LeadJudged | e.LeadAssigned):
            assert unit in ("commerce", "investment")
        if isinstance(entry.event, e.LeadAssigned) and entry.event.assigned_unit == unit:
            assert before.owner_unit == unit, "a unit gave itself another's lead"
        if isinstance(entry.event, e.LeadAnswered | e.LeadPooled | e.LeadConverted):
            assert before.assigned_unit == unit


def one_taker_each_time(desk: Desk) -> None:
    """From going to the pool to leaving it, there is one event that takes it out, and who takes it has it."""
    for identifier in LEADS:
        in_pool = False
        for entry in steps_of(desk, identifier):
            state = entry.outcome.state
            assert isinstance(state, Lead)
            if isinstance(entry.event, e.LeadTaken):
                assert in_pool, "taken by a second unit"
                assert state.assigned_unit == entry.context.unit
                assert entry.context.unit not in state.lapsed_units
            in_pool = state.status == "POOLED"


def every_conversion_is_answered_once(desk: Desk) -> None:
    asked = [event_id for (aggregate, _), event_id in desk.deferred if aggregate == "lead"]
    answered = [settlement.event_id for (aggregate, _), settlement in desk.settlements if aggregate == "lead"]
    assert sorted(asked) == sorted(answered)
    for state in desk.states.values():
        if isinstance(state, Lead):
            assert (state.status == "CONVERTED") == (state.project_id is not None)
            assert state.conversion_request is None


def nobody_keeps_what_lapsed(desk: Desk) -> None:
    desk.pass_days(1)
    desk.settle()
    for state in desk.states.values():
        if isinstance(state, Lead) and state.status == "ASSIGNED":
            assert state.answer_until_on is not None
            assert state.answer_until_on >= desk.today


def a_replay_gives_the_same_records(desk: Desk) -> None:
    for entry in desk.ledger:
        again = decide(entry.key[0], entry.before, entry.event, entry.context)
        assert isinstance(again, Accepted)
        assert again.state == entry.outcome.state


CHECKS = (
    moves_along_the_table,
    moved_by_those_who_may,
    one_taker_each_time,
    every_conversion_is_answered_once,
    nobody_keeps_what_lapsed,
    a_replay_gives_the_same_records,
)


def check(desk: Desk) -> None:
    for one in CHECKS:
        one(desk)


def check_many(count: int) -> None:
    """Check histories that are the same each time."""
    for seed in range(count):
        check(play(Random(seed).choice, 250))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_leads_keep_to_their_rules_in_any_history(data: st.DataObject) -> None:
    check(play(lambda options: data.draw(st.sampled_from(options)), 60))


def test_leads_keep_to_their_rules_in_long_histories_which_reach_every_state() -> None:
    reached: set[str] = set()
    for seed in range(60):
        desk = play(Random(seed).choice, 250)
        check(desk)
        reached |= {entry.outcome.state.status for entry in desk.ledger if isinstance(entry.outcome.state, Lead)}
    assert reached == {"REGISTERED", "JUDGED", "DROPPED", "ASSIGNED", "ANSWERED", "POOLED", "CONVERTED"}


@given(st.permutations(UNITS))
def test_of_all_units_that_take_a_pooled_lead_exactly_the_first_gets_it(order: list[str]) -> None:
    desk = Desk()
    id_ = LEADS[0]
    desk.say("zone", MOVES[0](id_, ""))
    desk.say("commerce", e.LeadJudged(lead_id=id_, verdict="VALUABLE", verdict_reason="理由"))
    desk.say("commerce", e.LeadAssigned(lead_id=id_, assigned_unit="zone"))
    desk.say("zone", e.LeadPooled(lead_id=id_, pool_reason="退回"))
    outcomes = [desk.say(unit, e.LeadTaken(lead_id=id_)) for unit in order]
    assert [isinstance(outcome, Accepted) for outcome in outcomes] == [True, False, False, False, False]
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refused)} == {"lead-taken"}
    state = desk.states["lead", id_]
    assert isinstance(state, Lead)
    assert state.assigned_unit == order[0]


def _taking_what_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    step = lead.LIFE.steps[e.LeadTaken]
    open_to_all = type(step)(step.event, ("POOLED", "ASSIGNED"), step.who, step.to, changes=step.changes)
    monkeypatch.setitem(lead.LIFE.steps, e.LeadTaken, open_to_all)
    monkeypatch.setattr(lead, "_late_taker", lambda *_: None)
    monkeypatch.setitem(lead.RULES.__dict__, "guard", None)


def _giving_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    step = lead.LIFE.steps[e.LeadAssigned]
    monkeypatch.setitem(
        lead.LIFE.steps, e.LeadAssigned, type(step)(step.event, step.start, step.who, step.to, changes=step.changes)
    )


def _forgetting_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_project, "Settlement", lambda *_: None)
    monkeypatch.setitem(
        lead.RULES.handles,  # type: ignore[arg-type]  # a dict, whatever its declared type
        e.LeadChecked,
        lambda state, event, context: Accepted(
            lead_project.change(state, context, {"conversion_request": None, "conversion_by": None})
        ),
    )


def _letting_it_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lead.RULES.__dict__, "deadlines", lambda _: ())


@pytest.mark.parametrize(
    ("break_a_rule", "finder"),
    [
        (_taking_what_is_taken, "one_taker_each_time"),
        (_giving_itself, "moved_by_those_who_may"),
        (_forgetting_the_answer, "every_conversion_is_answered_once"),
        (_letting_it_lie, "nobody_keeps_what_lapsed"),
    ],
)
def test_a_broken_rule_is_found(
    monkeypatch: pytest.MonkeyPatch, break_a_rule: Callable[[pytest.MonkeyPatch], None], finder: str
) -> None:
    break_a_rule(monkeypatch)
    with pytest.raises(AssertionError) as found:
        check_many(60)
    assert found.traceback[-1].name == finder


def test_only_the_coordinator_says_that_a_limit_has_passed() -> None:
    desk = play(Random(3).choice, 250)
    said = [entry.context.unit for entry in desk.ledger if isinstance(entry.event, e.LeadLapsed)]
    assert set(said) <= {COORDINATOR}
