"""Correction requests (invariant 10): in any history the source alone answers, once, in working days, by a fix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import START, Desk, Entry

from yipanqi.contract.holidays import product_workdays
from yipanqi.defaults import DEFAULTS
from yipanqi.models import correction as e
from yipanqi.models.correction import Correction
from yipanqi.models.project import Project, ProjectCorrected, ProjectUpdated
from yipanqi.rules.outcome import Accepted
from yipanqi.rules.table import decide

UNITS = ("commerce", "investment", "zone", "zone", "zone", "snd-group")
DOUBTS = tuple(f"{unit}-correction-{number}" for unit in ("investment", "commerce") for number in (1, 2, 3))
PROJECTS = ("zone-project-1",) * 4 + ("zone-project-2", "zone-project-none")
FIELDS = ("land_m2", "expected_jobs")
ENDED = ("MADE", "DECLINED", "WITHDRAWN", "VOID")
Pick = Callable[[Sequence[Any]], Any]


def said(desk: Desk, pick: Pick) -> Any:
    """Return something that a unit may say, with an event that was said before, or never, where one is named."""
    doubt, project = pick(DOUBTS), pick(PROJECTS)
    spoken = [entry.context.event_id for entry in desk.ledger] or ["none"]
    facts = pick(({"land_m2": Decimal(pick((1, 2)))}, {"expected_jobs": pick((1, 2))}))
    made = e.CorrectionMade(correction_id=doubt, fixed_by=pick((*spoken[-4:], pick(spoken), "never")))
    return pick(
        (
            e.CorrectionRequested(
                correction_id=doubt,
                subject_aggregate="project",
                subject_id=project,
                field=pick(FIELDS),
                source_unit=pick(("zone", "zone", "snd-group")),
            ),
            *(ProjectUpdated(project_id=project, **facts),) * 2,
            ProjectCorrected(project_id=project, corrects=pick(spoken), reason="校核", **facts),
            *(made,) * 5,
            e.CorrectionDeclined(correction_id=doubt, answer="无误"),
            e.CorrectionReassigned(correction_id=doubt, source_unit=pick(UNITS), reason="改派"),
            e.CorrectionWithdrawn(correction_id=doubt, reason="无误"),
        )
    )


def play(pick: Pick, steps: int) -> Desk:
    """Let units say anything in any order, with messages and days in between."""
    desk = Desk()
    for number in ("1", "2"):
        desk.project(number, "zone", land_m2=Decimal(1))
    for _ in range(steps):
        what = pick(("say",) * 10 + ("deliver",) * 6 + ("wait",))
        if what == "say":
            desk.say(pick(UNITS), said(desk, pick))
        elif what == "deliver" and desk.waiting():
            desk.deliver(pick(desk.waiting()))
        elif what == "wait":
            desk.pass_days(pick((1, 3, 12)))
    desk.settle()
    return desk


def of(desk: Desk, identifier: str) -> list[Entry]:
    return [entry for entry in desk.ledger if entry.key == ("correction", identifier)]


def only_the_source_answers_and_once(desk: Desk) -> None:
    for identifier in DOUBTS:
        ends = 0
        for entry in of(desk, identifier):
            before, after = entry.before, entry.outcome.state
            assert isinstance(after, Correction)
            if isinstance(entry.event, e.CorrectionMade | e.CorrectionDeclined):
                assert isinstance(before, Correction)
                assert entry.context.unit == before.source_unit != before.owner_unit
            if isinstance(before, Correction):
                assert before.status == "OPEN", "something was decided after the end"
                ends += after.status in ENDED
        assert ends <= 1


def a_fix_is_an_event_of_the_doubted_record_that_came_after_the_doubt(desk: Desk) -> None:
    """Said from the ledger: the event named changed the record after it was doubted, and the value is another."""
    for identifier in DOUBTS:
        state = desk.states.get(("correction", identifier))
        if not isinstance(state, Correction) or state.status != "MADE":
            continue
        told = [entry for entry in desk.ledger if entry.key == ("project", state.subject_id)]
        stood = {vars(entry.outcome.state)["version"]: vars(entry.outcome.state)[state.field] for entry in told}
        fixed = next(vars(one.outcome.state)["version"] for one in told if one.context.event_id == state.fixed_by)
        answer = of(desk, identifier)[-1].event
        assert isinstance(answer, e.ItemChecked)
        assert state.seen_version is not None
        assert answer.item_version is not None
        assert state.seen_version < fixed <= answer.item_version
        assert stood[answer.item_version] != stood[state.seen_version], "the doubted value is as it was"


def the_source_has_its_working_days(desk: Desk) -> None:
    days = DEFAULTS.corrections.answer_working_days
    workdays = product_workdays()
    for identifier in DOUBTS:
        for entry in of(desk, identifier):
            if isinstance(entry.event, e.CorrectionRequested | e.CorrectionReassigned):
                state = entry.outcome.state
                assert isinstance(state, Correction)
                between = (state.due_on - entry.context.today).days
                counted = (entry.context.today + timedelta(days=n) for n in range(1, between + 1))
                assert sum(workdays.is_working(day) for day in counted) == days
                assert workdays.is_working(state.due_on)


def every_question_is_answered_once(desk: Desk) -> None:
    asked = [event_id for (aggregate, _), event_id in desk.deferred if aggregate == "correction"]
    answered = [settlement.event_id for (aggregate, _), settlement in desk.settlements if aggregate == "correction"]
    assert sorted(asked) == sorted(answered)
    for state in desk.states.values():
        if isinstance(state, Correction):
            assert state.pending_request is None
            assert (state.answered_at is not None) == (state.status in ("MADE", "DECLINED"))
            assert (state.fixed_by is not None) == (state.status == "MADE")


def no_question_changes_what_it_asks(desk: Desk) -> None:
    for (aggregate, identifier), state in desk.states.items():
        if aggregate == "project":
            assert isinstance(state, Project)
            assert state.version == sum(entry.key == (aggregate, identifier) for entry in desk.ledger)


def a_replay_gives_the_same_records(desk: Desk) -> None:
    for entry in desk.ledger:
        again = decide(entry.event.__aggregate__, entry.before, entry.event, entry.context)
        assert isinstance(again, Accepted)
        assert again.state == entry.outcome.state


CHECKS = (
    only_the_source_answers_and_once,
    a_fix_is_an_event_of_the_doubted_record_that_came_after_the_doubt,
    the_source_has_its_working_days,
    every_question_is_answered_once,
    no_question_changes_what_it_asks,
    a_replay_gives_the_same_records,
)


def check(desk: Desk) -> None:
    for one in CHECKS:
        one(desk)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_doubts_are_answered_by_their_source_in_any_history(data: st.DataObject) -> None:
    check(play(lambda options: data.draw(st.sampled_from(options)), 50))


def test_doubts_are_answered_by_their_source_in_long_histories_which_reach_every_end() -> None:
    reached: set[str] = set()
    refused: set[str] = set()
    for seed in range(80):
        desk = play(Random(seed).choice, 120)
        check(desk)
        reached |= {entry.outcome.state.status for entry in desk.ledger if isinstance(entry.outcome.state, Correction)}
        refused |= {settled.refusal.code for _, settled in desk.settlements if settled.refusal is not None}
    assert reached == {"OPEN", *ENDED}
    assert refused == {"no-such-record", "fix-unknown", "fix-too-early", "item-unchanged"}


@pytest.mark.parametrize("day", [START + timedelta(days=offset) for offset in range(0, 120, 7)])
@settings(max_examples=20, deadline=None)
@given(answer_on=st.integers(0, 40))
def test_an_answer_is_in_time_exactly_up_to_the_last_working_day(day: Any, answer_on: int) -> None:
    desk = Desk(today=day)
    desk.project("1", "zone", land_m2=Decimal(1))
    about = {"subject_aggregate": "project", "subject_id": PROJECTS[0], "field": "land_m2", "source_unit": "zone"}
    desk.ask("investment", e.CorrectionRequested(correction_id=DOUBTS[0], **about))
    desk.pass_days(answer_on)
    desk.ask("zone", e.CorrectionDeclined(correction_id=DOUBTS[0], answer="无误"))
    state = desk.states["correction", DOUBTS[0]]
    assert isinstance(state, Correction)
    assert state.in_time is (day + timedelta(days=answer_on) <= state.due_on)
