"""Problems: raised, escalated, reassigned, solved by the unit in charge, judged by another one (invariant 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import START, Desk, accepted, refused

from yipanqi.models.base import AggregateRecord
from yipanqi.models.project import (
    ProblemConfirmed,
    ProblemCorrected,
    ProblemEscalated,
    ProblemRaised,
    ProblemReassigned,
    ProblemReopened,
    ProblemResolved,
    ProjectProblem,
)
from yipanqi.rules import project_problems
from yipanqi.rules.outcome import Outcome


class Problems:
    """Problems of one project of the investment centre in the zone; the zone is in charge unless said otherwise."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.project = desk.project(host_unit="zone", stage_since="2020-06", stage="APPROVING", taken_over=True)

    def say(self, unit: str, event: type[AggregateRecord], **facts: Any) -> Outcome[Any]:
        return self.desk.say(unit, event.model_validate({"project_id": self.project, "problem_id": "1", **facts}))

    def raised(self, unit: str = "investment", **facts: Any) -> Outcome[Any]:
        given = {"kind": "LAND", "responsible_unit": "zone", "description": "用地指标", "raised_on": "2020-12-01"}
        return self.say(unit, ProblemRaised, **{**given, "due_on": "2020-12-20", **facts})

    def escalated(self, unit: str = "investment", level: int = 2, **facts: Any) -> Outcome[Any]:
        return self.say(unit, ProblemEscalated, level=level, reason="逾期", **facts)

    def resolved(self, unit: str = "zone", on: str = "2020-12-15", **facts: Any) -> Outcome[Any]:
        return self.say(unit, ProblemResolved, resolved_on=on, resolution="已落实", **facts)

    def one(self) -> ProjectProblem:
        return self.desk.the_project(self.project).problems[0]


@pytest.fixture
def problems(desk: Desk) -> Problems:
    return Problems(desk)


def test_a_problem_goes_from_raised_over_escalated_and_resolved_to_confirmed(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.escalated(responsible_unit="commerce", due_on="2021-01-10"))
    accepted(problems.resolved("commerce", "2020-12-30"))
    accepted(problems.say("investment", ProblemConfirmed))
    found = problems.one()
    assert (found.status, found.level, found.responsible_unit, found.raised_by) == (
        "CONFIRMED",
        2,
        "commerce",
        "investment",
    )
    assert (found.due_on, found.resolved_on, found.resolution) == (date(2021, 1, 10), date(2020, 12, 30), "已落实")
    assert [(step.status, step.by_unit, step.on) for step in found.steps] == [
        ("RAISED", "investment", date(2020, 12, 1)),
        ("ESCALATED", "investment", START),
        ("RESOLVED", "commerce", date(2020, 12, 30)),
        ("CONFIRMED", "investment", START),
    ]
    assert problems.desk.the_project(problems.project).progressed_on == date(2020, 12, 30)


def test_a_party_raises_a_problem_for_a_unit_of_the_district(problems: Problems) -> None:
    refused(problems.raised("soe-2"), "not-your-record")
    refused(problems.raised(responsible_unit="nobody"), "unknown-organisation")
    refused(problems.raised(raised_on="2021-01-01"), "date-in-future")
    assert refused(problems.raised(due_on="2020-11-30"), "dates-reversed").field == "due_on"
    for number, unit in enumerate(("investment", "zone", "commerce")):
        accepted(problems.raised(unit, problem_id=str(number)))
    refused(problems.raised(), "problem-id-in-use")


def test_a_problem_is_escalated_upwards_only_by_those_it_concerns(problems: Problems) -> None:
    accepted(problems.raised("commerce", level=2))
    refused(problems.escalated("soe-2", 3), "not-your-record")
    refused(problems.escalated("zone", 2), "level-not-higher")
    refused(problems.escalated("investment", 3, responsible_unit="nobody"), "unknown-organisation")
    refused(problems.escalated("investment", 3, due_on="2020-11-30"), "dates-reversed")
    record = accepted(problems.escalated("zone", 3))
    assert (record.problems[0].level, record.problems[0].responsible_unit) == (3, "zone")
    assert record.progressed_on == date(2020, 6, 1), "passing a problem on is no progress"


def test_the_unit_in_charge_escalates_a_problem_but_does_not_put_off_its_own_day(problems: Problems) -> None:
    accepted(problems.raised("commerce"))
    assert refused(problems.escalated("zone", due_on="2021-06-30"), "problem-own-case").field == "due_on"
    outcome = refused(problems.escalated("zone", responsible_unit="commerce"), "problem-own-case")
    assert outcome.field == "responsible_unit"
    found = accepted(problems.escalated("zone")).problems[0]
    assert (found.level, found.responsible_unit, found.due_on) == (2, "zone", date(2020, 12, 20))


def test_who_raised_a_problem_sets_its_day_when_escalating_unless_it_has_to_solve_it(problems: Problems) -> None:
    accepted(problems.raised("zone"))
    refused(problems.escalated("zone", due_on="2021-06-30"), "problem-own-case")
    accepted(problems.raised("zone", problem_id="2", responsible_unit="snd-group"))
    accepted(problems.escalated("zone", problem_id="2", due_on="2021-01-15"))
    refused(problems.escalated("snd-group", 3, problem_id="2", due_on="2021-06-30"), "problem-own-case")


def test_the_owner_and_commerce_in_charge_set_the_day_when_escalating_as_they_may_reassign(problems: Problems) -> None:
    for number, unit in enumerate(("investment", "commerce")):
        accepted(problems.raised("zone", problem_id=str(number), responsible_unit=unit))
        accepted(problems.escalated(unit, problem_id=str(number), due_on="2021-01-15"))


def test_the_owner_and_commerce_reassign_a_problem(problems: Problems) -> None:
    accepted(problems.raised())
    reassigned = {"responsible_unit": "soe-2", "reason": "职责"}
    refused(problems.say("zone", ProblemReassigned, **reassigned), "not-your-record")
    refused(problems.say("commerce", ProblemReassigned, responsible_unit="zone", reason="x"), "nothing-changed")
    record = accepted(problems.say("commerce", ProblemReassigned, **reassigned, due_on="2021-02-01"))
    found = record.problems[0]
    assert (found.status, found.responsible_unit, found.due_on) == ("RAISED", "soe-2", date(2021, 2, 1))
    refused(problems.resolved("zone"), "not-your-record")
    accepted(problems.resolved("soe-2"))


def test_only_the_unit_in_charge_solves_it_after_it_came_up_and_not_in_the_future(problems: Problems) -> None:
    refused(problems.resolved(), "no-such-problem")
    accepted(problems.raised())
    refused(problems.resolved("investment"), "not-your-record")
    refused(problems.resolved(on="2020-11-30"), "dates-reversed")
    refused(problems.resolved(on=(START + timedelta(1)).isoformat()), "date-in-future")
    accepted(problems.resolved())
    refused(problems.resolved(), "problem-status")
    refused(problems.escalated(), "problem-status")


def test_the_unit_in_charge_does_not_judge_its_own_solution(problems: Problems) -> None:
    accepted(problems.raised("zone"))
    refused(problems.say("investment", ProblemConfirmed), "problem-status")
    accepted(problems.resolved())
    refused(problems.say("zone", ProblemConfirmed), "problem-own-case")
    refused(problems.say("zone", ProblemReopened, reason="x"), "problem-own-case")
    refused(problems.say("soe-2", ProblemConfirmed), "not-your-record")
    accepted(problems.say("commerce", ProblemConfirmed))


def test_a_solution_that_does_not_hold_opens_the_problem_again(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.resolved())
    refused(problems.say("investment", ProblemReopened, reason="未到位", due_on="2020-11-01"), "dates-reversed")
    found = accepted(problems.say("investment", ProblemReopened, reason="未到位", due_on="2021-01-31")).problems[0]
    assert (found.status, found.due_on, found.resolved_on, found.resolution) == (
        "REOPENED",
        date(2021, 1, 31),
        None,
        None,
    )
    accepted(problems.escalated())
    accepted(problems.resolved())
    accepted(problems.say("investment", ProblemConfirmed))
    refused(problems.say("investment", ProblemReopened, reason="未到位"), "problem-status")


def test_an_ended_project_has_no_further_problems(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.desk.move(problems.project, "TERMINATED", "investment", reason="撤资"))
    refused(problems.raised(problem_id="2"), "project-ended")
    refused(problems.resolved(), "project-ended")


def test_the_end_of_a_project_closes_its_open_problems_and_a_solution_that_nobody_has_judged(
    problems: Problems,
) -> None:
    for number in ("1", "2", "3"):
        accepted(problems.raised(problem_id=number))
    accepted(problems.resolved(problem_id="2"))
    accepted(problems.resolved(problem_id="3"))
    accepted(problems.say("investment", ProblemConfirmed, problem_id="3"))
    ended = accepted(problems.desk.move(problems.project, "TERMINATED", "investment", reason="撤资"))
    assert [problem.status for problem in ended.problems] == ["ENDED", "ENDED", "CONFIRMED"]
    last = ended.problems[0].steps[-1]
    assert (last.status, last.level, last.on, last.event_id) == ("ENDED", 1, START, ended.last_event_id)
    assert (last.by_unit, last.note) == ("investment", "撤资")
    assert (ended.problems[1].resolved_on, ended.problems[1].resolution) == (date(2020, 12, 15), "已落实")


def test_the_problems_of_a_suspended_project_stay_open(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.desk.move(problems.project, "SUSPENDED", "investment", reason="资金"))
    assert problems.one().status == "RAISED"


def test_a_record_holds_so_many_problems_and_the_oldest_closed_ones_give_way(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_problems, "PROBLEMS", 2)
    monkeypatch.setattr(project_problems, "STEPS", 3)
    accepted(problems.raised())
    accepted(problems.raised(problem_id="2"))
    refused(problems.raised(problem_id="3"), "too-many")
    accepted(problems.resolved())
    accepted(problems.say("investment", ProblemConfirmed))
    accepted(problems.raised(problem_id="3"))
    assert [problem.problem_id for problem in problems.desk.the_project(problems.project).problems] == ["2", "3"]
    accepted(problems.escalated(problem_id="2"))
    accepted(problems.escalated(level=3, problem_id="2"))
    refused(problems.resolved(problem_id="2"), "too-many")


# Corrections --------------------------------------------------------------------------------------------------------


def corrected(problems: Problems, unit: str = "investment", step: int = 0, **facts: Any) -> Outcome[Any]:
    """Correct the step with this number."""
    named = problems.one().steps[step].event_id
    return problems.say(unit, ProblemCorrected, corrects=named, reason="录入有误", **facts)


def test_a_problem_that_was_entered_wrongly_is_put_right(problems: Problems) -> None:
    accepted(problems.raised())
    right = {"kind": "FUNDS", "description": "配套资金", "raised_on": "2020-12-02", "due_on": "2020-12-28", "level": 2}
    accepted(corrected(problems, responsible_unit="commerce", **right))
    found = problems.one()
    assert (found.kind, found.description, found.level) == ("FUNDS", "配套资金", 2)
    assert (found.raised_on, found.due_on) == (date(2020, 12, 2), date(2020, 12, 28))
    assert (found.responsible_unit, found.raised_by, found.status) == ("commerce", "investment", "RAISED")
    assert (found.steps[0].on, found.steps[0].level) == (date(2020, 12, 2), 2)


def test_later_steps_that_only_repeated_a_value_follow_and_others_stay(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.say("investment", ProblemReassigned, responsible_unit="commerce", reason="改派"))
    accepted(problems.escalated())
    accepted(corrected(problems, due_on="2020-12-24", responsible_unit="snd-group"))
    found = problems.one()
    assert [step.responsible_unit for step in found.steps] == ["snd-group", "commerce", "commerce"]
    assert {step.due_on for step in found.steps} == {date(2020, 12, 24)}
    assert (found.responsible_unit, found.due_on) == ("commerce", date(2020, 12, 24))


def test_who_reported_the_owner_and_commerce_correct(problems: Problems) -> None:
    accepted(problems.raised("zone", responsible_unit="snd-group"))
    refused(corrected(problems, "snd-group", kind="FUNDS"), "not-your-record")
    for unit, kind in (("zone", "FUNDS"), ("investment", "POLICY"), ("commerce", "OTHER")):
        accepted(corrected(problems, unit, kind=kind))


def test_the_unit_in_charge_does_not_make_its_own_task_lighter(problems: Problems) -> None:
    accepted(problems.raised("zone", level=2))
    accepted(corrected(problems, "zone", description="用地指标未下达"))
    for facts in ({"due_on": "2021-06-30"}, {"level": 1}, {"responsible_unit": "commerce"}, {"undone": True}):
        refused(corrected(problems, "zone", **facts), "problem-own-case")
    accepted(problems.resolved())
    accepted(corrected(problems, "zone", 1, resolution="指标已下达", resolved_on="2020-12-16"))
    assert (problems.one().resolution, problems.one().resolved_on) == ("指标已下达", date(2020, 12, 16))


def test_once_it_is_solved_the_unit_in_charge_stays(problems: Problems) -> None:
    """Else it would no longer be the one that may not judge the solution."""
    accepted(problems.raised())
    accepted(problems.resolved())
    refused(corrected(problems, responsible_unit="commerce"), "problem-status")


def test_the_last_step_is_taken_back(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.escalated())
    accepted(problems.resolved())
    refused(corrected(problems, "commerce", 1, undone=True), "problem-step")
    accepted(corrected(problems, "zone", 2, undone=True))
    assert (problems.one().status, problems.one().resolved_on, problems.one().resolution) == ("ESCALATED", None, None)
    accepted(corrected(problems, "commerce", 1, undone=True))
    assert (problems.one().status, problems.one().level) == ("RAISED", 1)


def test_a_reopening_that_was_a_mistake_gives_the_solution_back(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.resolved())
    accepted(problems.say("investment", ProblemReopened, reason="未落实"))
    refused(corrected(problems, "zone", 2, undone=True), "not-your-record")
    accepted(corrected(problems, step=2, undone=True))
    assert (problems.one().status, problems.one().resolution) == ("RESOLVED", "已落实")


def test_a_problem_that_was_none_is_withdrawn_with_all_its_steps(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.escalated())
    accepted(corrected(problems, undone=True))
    found = problems.one()
    assert (found.status, len(found.steps), found.steps[-1].note) == ("WITHDRAWN", 3, "录入有误")
    refused(problems.resolved(), "problem-status")
    refused(corrected(problems, kind="FUNDS"), "problem-status")
    assert "WITHDRAWN" in project_problems.CLOSED


def test_a_correction_names_the_step_that_set_the_fact(problems: Problems) -> None:
    refused(problems.say("commerce", ProblemCorrected, corrects="x", reason="x", kind="FUNDS"), "no-such-problem")
    accepted(problems.raised())
    accepted(problems.escalated())
    accepted(problems.resolved())
    refused(problems.say("commerce", ProblemCorrected, corrects="x", reason="x", kind="FUNDS"), "problem-step")
    refused(corrected(problems, step=1, kind="FUNDS"), "problem-step-fact")
    refused(corrected(problems, "zone", 2, due_on="2021-01-01"), "problem-step-fact")
    refused(corrected(problems, resolved_on="2020-12-30"), "problem-step-fact")
    refused(corrected(problems, "zone", 2, undone=True, resolution="x"), "problem-step-fact")


def test_what_cannot_be_is_refused_in_a_correction_too(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.escalated(level=2))
    accepted(problems.resolved())
    refused(corrected(problems, raised_on="2020-12-16"), "dates-reversed")
    refused(corrected(problems, raised_on="2021-01-01", due_on="2021-01-05"), "date-in-future")
    refused(corrected(problems, "zone", 2, resolved_on="2020-11-30"), "dates-reversed")
    refused(corrected(problems, due_on="2020-11-30"), "dates-reversed")
    refused(corrected(problems, level=2), "level-not-higher")
    refused(corrected(problems, step=1, level=1), "level-not-higher")
    refused(corrected(problems, kind="LAND"), "nothing-changed")


def test_an_unknown_unit_is_not_put_in_charge(problems: Problems) -> None:
    accepted(problems.raised())
    refused(corrected(problems, responsible_unit="nowhere"), "unknown-organisation")


def test_a_problem_of_a_project_that_has_ended_is_corrected_all_the_same(problems: Problems) -> None:
    accepted(problems.raised())
    accepted(problems.escalated())
    accepted(problems.resolved())
    ended = accepted(problems.desk.move(problems.project, "TERMINATED", "investment", reason="市场"))
    accepted(corrected(problems, kind="FUNDS"))
    named = {"corrects": ended.last_event_id, "reason": "误"}
    refused(problems.say("investment", ProblemCorrected, undone=True, **named), "problem-step")
    refused(corrected(problems, kind="FUNDS"), "nothing-changed")
    refused(corrected(problems, responsible_unit="commerce"), "problem-status")
    accepted(corrected(problems, "zone", 2, resolution="未落实"))
    assert (problems.one().status, problems.one().resolution) == ("ENDED", "未落实")
    accepted(corrected(problems, "zone", 2, undone=True))
    found = problems.one()
    assert [step.status for step in found.steps] == ["RAISED", "ESCALATED", "ENDED"]
    assert (found.status, found.resolution) == ("ENDED", None)
    accepted(corrected(problems, undone=True))
    assert [step.status for step in problems.one().steps] == ["RAISED", "ESCALATED", "WITHDRAWN"]


def test_a_confirmation_taken_back_after_the_end_leaves_a_problem_that_ended_with_its_project(
    problems: Problems,
) -> None:
    accepted(problems.raised())
    accepted(problems.resolved())
    accepted(problems.say("investment", ProblemConfirmed))
    accepted(problems.desk.move(problems.project, "TERMINATED", "investment", reason="市场"))
    accepted(corrected(problems, step=2, undone=True))
    assert [step.status for step in problems.one().steps] == ["RAISED", "RESOLVED", "ENDED"]
    assert (problems.one().status, problems.one().resolution) == ("ENDED", "已落实")


def follows_from_its_steps(problem: ProjectProblem) -> None:
    last = problem.steps[-1]
    solved = [step for step in problem.steps if step.status == "RESOLVED"]
    shown = solved[-1] if last.status in ("RESOLVED", "CONFIRMED") else None
    assert (problem.status, problem.level) == (last.status, last.level)
    assert (problem.responsible_unit, problem.due_on) == (last.responsible_unit, last.due_on)
    assert problem.raised_on == problem.steps[0].on
    assert problem.resolved_on == (shown.on if shown else None)
    assert problem.resolution == (shown.note if shown else None)
    assert problem.due_on >= problem.raised_on
    assert problem.resolved_on is None or problem.resolved_on >= problem.raised_on
    levels = [step.level for step in problem.steps]
    assert levels == sorted(levels)


_UNITS = st.sampled_from(("investment", "zone", "commerce", "snd-group"))
_DAYS = st.sampled_from(("2020-12-01", "2020-12-10", "2020-12-20", "2020-12-30"))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_problem_follows_from_its_steps_and_nobody_corrects_its_own_case_in_any_history(data: st.DataObject) -> None:
    problems = Problems(Desk())
    problems.raised(data.draw(st.sampled_from(("investment", "zone"))))
    for _ in range(data.draw(st.integers(1, 12))):
        unit, before = data.draw(_UNITS), problems.one()
        facts: dict[str, Any] = {}
        match data.draw(st.sampled_from(("escalate", "resolve", "confirm", "reopen", "reassign", "correct", "undo"))):
            case "escalate":
                problems.escalated(unit, data.draw(st.integers(2, 3)))
            case "resolve":
                problems.resolved(before.responsible_unit, data.draw(_DAYS))
            case "confirm":
                problems.say(unit, ProblemConfirmed)
            case "reopen":
                problems.say(unit, ProblemReopened, reason="x")
            case "reassign":
                problems.say(unit, ProblemReassigned, responsible_unit=data.draw(_UNITS), due_on=data.draw(_DAYS))
            case "undo":
                facts = {"undone": True}
            case _:
                given = {"level": st.integers(1, 3), "responsible_unit": _UNITS, "resolution": st.just("已办")}
                given |= dict.fromkeys(("raised_on", "due_on", "resolved_on"), _DAYS)
                name = data.draw(st.sampled_from(sorted(given)))
                facts = {name: data.draw(given[name])}
        if facts:
            step = data.draw(st.integers(0, len(before.steps) - 1))
            corrected(problems, unit, step, **facts)
        follows_from_its_steps(problems.one())
        if facts and unit == before.responsible_unit and before.status != "RESOLVED":
            kept = ("level", "responsible_unit", "due_on")
            assert [getattr(before, n) for n in kept] == [getattr(problems.one(), n) for n in kept]
