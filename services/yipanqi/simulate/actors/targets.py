"""Targets of the year: set by commerce for the district and each unit, locked month by month, revised at half-time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yipanqi.models.codes import TargetMetric
from yipanqi.models.target import Target, TargetCorrected, TargetPeriodLocked, TargetRevised, TargetSet
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.world import Actor, World

_M = TargetMetric
_ANNUAL: dict[TargetMetric, tuple[str, int]] = {
    _M.FDI_REGISTERED: ("USD", 120_000_000),
    _M.FDI_UTILISED: ("USD", 60_000_000),
    _M.QUALITY_PROJECTS: ("COUNT", 24),
    _M.TECH_ENTERPRISES: ("COUNT", 48),
    _M.TALENTS: ("COUNT", 36),
}
_MONTHS = 12
#: The day on which a year's targets are set.
_MONTH, _DAY = 1, 8


def begin(world: World) -> None:
    """Set the targets of each year that the history touches, but for a year that another one has set before."""
    for year in range(world.scale.start.year, world.scale.end.year + 1):
        after = (date(year, _MONTH, _DAY) - world.scale.start).days
        if after < 0 and not world.scale.fresh:
            continue
        for metric in TargetMetric:
            for responsible in ("district", *world.units):
                world.start(_target(world, year, metric, responsible), max(0, after))


def _target(world: World, year: int, metric: TargetMetric, responsible: str) -> Actor:
    dice = world.dice
    measure, annual = _ANNUAL[metric]
    month = Decimal(annual * (len(world.units) if responsible == "district" else 1) // _MONTHS)
    target_id = f"{world.commerce}-target-{year}-{metric.value}-{responsible}"
    numbers = {"annual": month * 12, "quarters": (month * 3,) * 4, "months": (month,) * _MONTHS}
    event = TargetSet(
        target_id=target_id, year=year, metric=metric.value, measure=measure, responsible=responsible, **numbers
    )
    if world.slip():
        wrong = event.model_copy(update={"annual": month * 12 + 1})
        world.say(dice.one((world.commerce, world.investment)), wrong)
        yield 1
    answer = world.say(world.commerce, event)
    if not answer:
        return
    facts = {name: value for name, value in event if name != "remarks"}
    right = TargetCorrected(**facts, corrects=answer.event_id, reason="补充口径说明", remarks="按实际到账口径")
    revised(world, world.commerce, correct=right, likely=0.08)
    for number in range(1, _MONTHS + 1):
        end = date(year + number // _MONTHS, number % _MONTHS + 1, 5)
        if end > world.today:
            yield (end - world.today).days
        world.say(world.commerce, TargetPeriodLocked(target_id=target_id, through_month=number))
        if number == 6 and dice.chance(0.4):
            yield 3
            _revised(world, target_id)


def _revised(world: World, target_id: str) -> None:
    """Raise the second half; who touches the months that are locked is refused."""
    state = world.the(Target, target_id)
    first = list(state.months[:6])
    if world.slip():
        first[0] += 1
    second = [month + max(Decimal(1), (month / 10).quantize(Decimal(1))) for month in state.months[6:]]
    months = (*first, *second)
    quarters = tuple(sum(months[place : place + 3], Decimal(0)) for place in range(0, _MONTHS, 3))
    revised = TargetRevised(
        target_id=target_id,
        reason="年中调整",
        measure=state.measure,
        annual=sum(quarters, Decimal(0)),
        quarters=quarters,
        months=months,
    )
    world.say(world.commerce, revised)
