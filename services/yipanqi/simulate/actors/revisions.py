"""Second thoughts: a unit has news of its record, or finds that it had reported something wrongly."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.simulate.dice import Dice
from yipanqi.simulate.world import Actor, World

_NEWS_AFTER, _FOUND_AFTER = 6, 9


def revised(
    world: World,
    unit: str,
    *,
    update: AggregateRecord | None = None,
    correct: AggregateRecord | None = None,
    likely: float = 0.05,
    dice: Dice | None = None,
) -> None:
    """Let an update or a correction of a record follow some days later, each as likely as `likely`."""
    dice = dice or world.dice
    if update is not None and dice.chance(likely):
        world.start(_said(world, unit, update), dice.days(_NEWS_AFTER))
    if correct is not None and dice.chance(likely):
        world.start(_said(world, unit, correct), dice.days(_FOUND_AFTER))


def _said(world: World, unit: str, event: AggregateRecord) -> Actor:
    """Say it; another unit that meddles is refused first."""
    if world.slip():
        world.say(world.other(unit, world.commerce), event)
        yield 1
    world.say(unit, event)
