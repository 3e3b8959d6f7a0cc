"""Milestones of a project: planned at signing, put off with a reason, reached with the stages."""

from __future__ import annotations

from datetime import timedelta

from yipanqi.models.project import MilestoneCorrected, MilestonePlanned, Project
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.world import Actor, World

_AHEAD = {"STARTED": 110, "COMPLETED": 420, "PRODUCING": 500}
_LIGHT = {"PRODUCING": 110}


def planned(world: World, project_id: str, light: bool) -> Actor:
    """Plan; later some plans move, and some forget to say why."""
    dice = world.dice
    for milestone, ahead in (_LIGHT if light else _AHEAD).items():
        day = world.today + timedelta(days=dice.days(ahead, 0.2))
        unit = world.the(Project, project_id).owner_unit
        plan = MilestonePlanned(project_id=project_id, milestone=milestone, planned_on=day.isoformat())
        answer = world.say(unit, plan)
        if answer:
            right = (day + timedelta(days=dice.number(1, 20))).isoformat()
            wrong = MilestoneCorrected(
                project_id=project_id,
                corrects=answer.event_id,
                reason="计划日期录入有误",
                milestone=milestone,
                right_on=right,
            )
            revised(world, unit, correct=wrong)
        if dice.chance(0.2):
            later = day + timedelta(days=dice.number(15, 120))
            world.start(_put_off(world, project_id, milestone, later.isoformat()), dice.days(60))
    yield from ()


def _put_off(world: World, project_id: str, milestone: str, day: str) -> Actor:
    unit = world.the(Project, project_id).owner_unit
    event = MilestonePlanned(project_id=project_id, milestone=milestone, planned_on=day, reason="施工许可办理滞后")
    if world.slip():
        world.say(unit, event.model_copy(update={"reason": None}))
        yield 1
    world.say(unit, event)
