"""When things happen: working days, the quiet of the Spring Festival, the rush at the end of a quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from yipanqi.simulate.dice import Dice
from yipanqi.simulate.world import Actor, World

_QUIET, _RUSH = 0.3, 1.5
_BEFORE, _AFTER = 6, 10
_RUSH_DAYS = 12


def festival(world: World, day: date) -> bool:
    """Return whether a day lies around the Spring Festival."""
    near = (day + timedelta(days=step) for step in range(-_AFTER, _BEFORE + 1))
    return any(one in world.model.workdays.holidays and (1, 20) <= (one.month, one.day) <= (2, 24) for one in near)


def to_quarter_end(day: date) -> int:
    """Return the days from a day to the last one of its quarter."""
    last_month = (day.month - 1) // 3 * 3 + 3
    end = date(day.year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
    return (end - day).days


def pace(world: World, day: date) -> float:
    """Return how much happens on a day, an ordinary working day being 1."""
    if world.working(day) != day:
        return 0.0
    quiet = _QUIET if festival(world, day) else 1.0
    return quiet * (_RUSH if to_quarter_end(day) < _RUSH_DAYS else 1.0)


def arrivals(world: World, count: int, come: Callable[[], None], dice: Dice | None = None) -> Actor:
    """Let about `count` of something come over the whole period, as the seasons have it."""
    dice = dice or world.dice
    days = [world.scale.start + timedelta(days=number) for number in range(1, world.scale.days)]
    paces = {day: found for day in days if (found := pace(world, day))}
    per_pace = count / max(sum(paces.values()), 1e-9)
    for day, found in paces.items():
        if day > world.today:
            yield (day - world.today).days
        expected = found * per_pace
        for _ in range(int(expected) + dice.chance(expected % 1)):
            come()


def patience(world: World, median: float, spread: float = 0.5, dice: Dice | None = None) -> int:
    """Return how long a step takes from today; what would end in the festival's quiet often waits until after it."""
    dice = dice or world.dice
    days = dice.days(median, spread)
    if festival(world, world.today + timedelta(days=days)) and dice.chance(0.6):
        days += dice.number(8, 18)
    return days
