"""A whole history, day by day: the same for the same scale, and no day is kept once it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yipanqi.contract.catalog import Catalog
from yipanqi.simulate.actors import (
    carriers,
    enterprises,
    evaluations,
    introductions,
    leads,
    projects,
    revitalisation,
    services,
    submissions,
    targets,
    visits,
)
from yipanqi.simulate.district import DistrictModel
from yipanqi.simulate.scale import Scale
from yipanqi.simulate.world import Said, World


@dataclass(frozen=True, slots=True)
class Day:
    """One day: ids of what time alone brings about, and rounds of what units said.

    All of a round may be said at once, that of the first while time does its part; a round waits until everything of
    the one before is decided.
    """

    day: date
    reminders: tuple[str, ...]
    rounds: tuple[tuple[Said, ...], ...]


class History:
    """The days of a simulated district; `model` holds its records as they stand after the last day told."""

    def __init__(self, scale: Scale, catalog: Catalog | None = None) -> None:
        self.scale = scale
        self._world = World(scale, catalog)

    @property
    def model(self) -> DistrictModel:
        """The district after the last day told."""
        return self._world.model

    def days(self) -> Iterator[Day]:
        """Yield the days on which something happened, in order."""
        world, day = self._world, self.scale.start
        self._begin()
        while day <= self.scale.end:
            reminders = () if day == self.scale.start else world.begin(day)
            world.act()
            if reminders or world.rounds:
                yield Day(day, reminders, tuple(tuple(said) for said in world.rounds))
            following = world.next_day()
            if following is None:
                return
            day = following

    def _begin(self) -> None:
        """Let the first day's registers be there, and everyone begin."""
        world = self._world
        enterprises.begin(world)
        carriers.begin(world)
        projects.begin(world)
        leads.begin(world, lambda unit: projects.new_project(world, unit))
        services.begin(world)
        targets.begin(world)
        revitalisation.begin(world)
        evaluations.begin(world)
        visits.begin(world)
        submissions.begin(world)
        introductions.begin(world)
