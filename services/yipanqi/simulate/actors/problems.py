"""Problems of a project: raised, escalated when late, solved, and confirmed by another than the solver."""

from __future__ import annotations

from datetime import timedelta

from yipanqi.models.codes import ProjectProblemKind
from yipanqi.models.project import (
    ProblemConfirmed,
    ProblemCorrected,
    ProblemEscalated,
    ProblemRaised,
    ProblemReassigned,
    ProblemReopened,
    ProblemResolved,
    Project,
)
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.world import Actor, World


def raised(world: World, project_id: str) -> Actor:
    """Follow one problem to its end."""
    dice = world.dice
    project = world.the(Project, project_id)
    problem = f"P{dice.number(1, 9999)}"
    unit = dice.one((project.owner_unit, project.host_unit or project.owner_unit, world.commerce))
    responsible = world.other(unit, project.owner_unit)
    due = world.today + timedelta(days=dice.number(7, 30))
    event = ProblemRaised(
        project_id=project_id,
        problem_id=problem,
        kind=dice.one(tuple(ProjectProblemKind)).value,
        level=1,
        description=dice.one(("用地指标未落实", "贷款未批复", "外线供电容量不足", "环评公示有异议", "政策兑现滞后")),
        responsible_unit=responsible,
        raised_on=world.today,
        due_on=due,
    )
    answer = world.say(unit, event)
    if not answer:
        return
    wrong = ProblemCorrected(
        project_id=project_id,
        problem_id=problem,
        corrects=answer.event_id,
        reason="问题级别录入有误",
        level=2,
    )
    revised(world, unit, correct=wrong, likely=0.06)
    if dice.chance(0.08):
        yield dice.number(1, 4)
        responsible = world.other(unit, responsible)
        moved = ProblemReassigned(
            project_id=project_id, problem_id=problem, responsible_unit=responsible, reason="职责分工调整"
        )
        world.say(world.commerce, moved)
    takes = dice.days(16, 0.7)
    late = (due - world.today).days + 2
    if takes > late:
        yield late
        world.say(
            unit,
            ProblemEscalated(project_id=project_id, problem_id=problem, level=2, reason="逾期未解决"),
        )
        takes -= late
    yield takes
    while True:
        world.say(
            responsible,
            ProblemResolved(
                project_id=project_id, problem_id=problem, resolved_on=world.today, resolution="已协调解决"
            ),
        )
        yield dice.days(4)
        if not dice.chance(0.1):
            break
        world.say(unit, ProblemReopened(project_id=project_id, problem_id=problem, reason="问题反复"))
        yield dice.days(10)
    if world.slip():
        world.say(responsible, ProblemConfirmed(project_id=project_id, problem_id=problem))
        yield 1
    world.say(unit, ProblemConfirmed(project_id=project_id, problem_id=problem, remark="销号"))
