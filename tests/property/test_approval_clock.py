"""In any history of an approval matter the clock shows what counting day by day shows (invariant 11 with it)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk

from yipanqi.contract.holidays import product_workdays
from yipanqi.models.base import AggregateRecord
from yipanqi.models.project import (
    ApprovalAccepted,
    ApprovalCorrected,
    ApprovalGranted,
    ApprovalRefused,
    ApprovalStep,
    ApprovalSubmitted,
    ApprovalWithdrawn,
    ProjectApproval,
    SupplementReceived,
    SupplementRequested,
)
from yipanqi.rules.outcome import Accepted, Refused

WORKDAYS = product_workdays()
STEPS = ("accept", "ask", "receive", "ask", "receive", "grant", "refuse", "withdraw", "correct", "undo")


def step(name: str, project: str, day: date, steps: tuple[ApprovalStep, ...]) -> AggregateRecord:
    """Return the event of a step on a day; corrections name one of the steps so far."""
    base = {"project_id": project, "matter_id": "1"}
    match name:
        case "accept":
            return ApprovalAccepted(**base, accepted_on=day)
        case "ask":
            return SupplementRequested(**base, requested_on=day)
        case "receive":
            return SupplementReceived(**base, received_on=day)
        case "grant":
            return ApprovalGranted(**base, decided_on=day)
        case "refuse":
            return ApprovalRefused(**base, decided_on=day, reason="否")
        case "withdraw":
            return ApprovalWithdrawn(**base, withdrawn_on=day, reason="撤")
    named = steps[day.toordinal() % len(steps)].event_id
    undone = name == "undo"
    return ApprovalCorrected(
        **base, corrects=named, reason="误", right_on=None if undone else day - timedelta(3), undone=undone
    )


def counted(matter: ProjectApproval, until: date) -> tuple[int, date | None]:
    """Count each day by itself: the working days on which the clock ran, and the day on which the limit was used up.

    A day belongs to what the matter was on the evening before: the day of acceptance does not count. Where supplements
    were asked for on the very day on which the limit was used up, it is due again on the day they came.
    """
    used, reached = 0, None
    day = matter.steps[0].on
    while day < until:
        evening = [step for step in matter.steps if step.on <= day]
        running = bool(evening) and evening[-1].status == "ACCEPTED"
        if running and used == matter.limit_working_days and reached is not None:
            reached = max(reached, evening[-1].on)
        day += timedelta(days=1)
        if running and WORKDAYS.is_working(day):
            used += 1
            if used == matter.limit_working_days:
                reached = day
    return used, reached


def check(matter: ProjectApproval) -> None:
    last = matter.steps[-1].on
    used, reached = counted(matter, last)
    assert matter.used_working_days == used
    assert matter.overdue_working_days == max(0, used - matter.limit_working_days)
    assert (matter.counted_from_on is not None) == (matter.status == "ACCEPTED")
    if used > matter.limit_working_days:
        assert matter.due_on == reached
    elif matter.status == "ACCEPTED":
        assert matter.due_on is not None
        assert matter.due_on == (last if used == matter.limit_working_days else counted(matter, matter.due_on)[1])


@settings(max_examples=200, deadline=None)
@given(
    limit=st.integers(1, 15),
    start=st.dates(date(2019, 12, 20), date(2021, 9, 1)),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 12)), min_size=1, max_size=12),
)
def test_used_days_are_the_working_days_of_the_running_periods(
    limit: int, start: date, steps: list[tuple[str, int]]
) -> None:
    desk = Desk(today=date(2022, 6, 30))
    project = desk.project(stage="APPROVING", taken_over=True)
    submitted = ApprovalSubmitted(
        project_id=project, matter_id="1", kind="ENERGY", limit_working_days=limit, submitted_on=start
    )
    assert isinstance(desk.say("investment", submitted), Accepted)
    day = start
    for name, days in steps:
        day += timedelta(days)
        (matter,) = desk.the_project(project).approvals
        outcome = desk.say("investment", step(name, project, day, matter.steps))
        (after,) = desk.the_project(project).approvals
        assert not isinstance(outcome, Refused) or after == matter
        check(after)
        record = desk.the_project(project)
        assert type(record).from_avro(record.to_avro()) == record
