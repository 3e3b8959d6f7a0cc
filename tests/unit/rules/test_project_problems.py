"""Problems: raised, escalated, reassigned, solved by the unit in charge, judged by another one (invariant 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.support.desk import START, Desk, accepted, refused

from yipanqi.models.base import AggregateRecord
from yipanqi.models.project import (
    ProblemConfirmed,
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
    refused(problems.escalated("zone", 3, responsible_unit="nobody"), "unknown-organisation")
    refused(problems.escalated("zone", 3, due_on="2020-11-30"), "dates-reversed")
    record = accepted(problems.escalated("zone", 3))
    assert (record.problems[0].level, record.problems[0].responsible_unit) == (3, "zone")
    assert record.progressed_on == date(2020, 6, 1), "passing a problem on is no progress"


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
