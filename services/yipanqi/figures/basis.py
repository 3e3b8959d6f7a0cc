"""What figures are counted from: the district's rows at one moment, the day, the calendar and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from typing import cast

from yipanqi.defaults import DEFAULTS, Defaults
from yipanqi.figures.rows import (
    CarrierRow,
    CorrectionRow,
    EnterpriseRow,
    FdiRow,
    Head,
    LeadRow,
    MatchRow,
    ProjectRow,
    TargetRow,
    VisitRow,
)
from yipanqi.workdays import NoCalendarError, Workdays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an industrial chain (产业链环节)."""

    code: str
    zh: str
    en: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """When a unit last spoke (wall clock), and how often it promised to."""

    unit: str
    last_event_at: str
    update_days: int


@dataclass(frozen=True)
class District:
    """All rows at one moment, by aggregate and id."""

    rows: Mapping[str, Mapping[str, Head]] = field(default_factory=dict)
    units: Mapping[str, UnitSeen] = field(default_factory=dict)

    def of(self, aggregate: str) -> Mapping[str, Head]:
        """All rows of an aggregate."""
        return self.rows.get(aggregate, {})

    @property
    def projects(self) -> Mapping[str, ProjectRow]:
        """All projects."""
        return cast("Mapping[str, ProjectRow]", self.rows.get("project", {}))

    @property
    def carriers(self) -> Mapping[str, CarrierRow]:
        """All carriers."""
        return cast("Mapping[str, CarrierRow]", self.rows.get("carrier", {}))

    @property
    def fdi(self) -> Mapping[str, FdiRow]:
        """All entries of foreign capital."""
        return cast("Mapping[str, FdiRow]", self.rows.get("fdi", {}))

    @property
    def targets(self) -> Mapping[str, TargetRow]:
        """All targets."""
        return cast("Mapping[str, TargetRow]", self.rows.get("target", {}))

    @property
    def matches(self) -> Mapping[str, MatchRow]:
        """All proposals of carriers for projects."""
        return cast("Mapping[str, MatchRow]", self.rows.get("match", {}))

    @property
    def visits(self) -> Mapping[str, VisitRow]:
        """All visits and other time of leaders."""
        return cast("Mapping[str, VisitRow]", self.rows.get("visit", {}))

    @property
    def corrections(self) -> Mapping[str, CorrectionRow]:
        """All doubts about data."""
        return cast("Mapping[str, CorrectionRow]", self.rows.get("correction", {}))

    @property
    def enterprises(self) -> Mapping[str, EnterpriseRow]:
        """All enterprises."""
        return cast("Mapping[str, EnterpriseRow]", self.rows.get("enterprise", {}))

    @property
    def leads(self) -> Mapping[str, LeadRow]:
        """All leads."""
        return cast("Mapping[str, LeadRow]", self.rows.get("lead", {}))


class DayCounter:
    """Counts working days between two days at once: `Workdays` summed up beforehand."""

    def __init__(self, calendar: Workdays) -> None:
        self._calendar = calendar
        self._sums: dict[int, list[int]] = {}
        for year in calendar.sources:
            days = [date(year, 1, 1) + n * _DAY for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
            self._sums[year] = [0, *accumulate(int(calendar.is_working(day)) for day in days)]

    def between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`, 0 when it is not later.

        Raises:
            NoCalendarError: one of the days lies in a year that is not known.
        """
        if end <= start:
            return 0
        first = start + _DAY
        if first.year == end.year:
            return self._until(end) - self._until(start) if start.year == end.year else self._until(end)
        total = self._year(first.year) - (self._until(start) if start.year == first.year else 0)
        return total + sum(self._year(year) for year in range(first.year + 1, end.year)) + self._until(end)

    def _until(self, day: date) -> int:
        """Return the working days of the day's year up to and including it."""
        return self._known(day.year)[day.timetuple().tm_yday]

    def _year(self, year: int) -> int:
        return self._known(year)[-1]

    def _known(self, year: int) -> list[int]:
        found = self._sums.get(year)
        if found is None:
            raise NoCalendarError(year, self._calendar.sources)
        return found


@dataclass(frozen=True)
class Basis:
    """The circumstances: the district's date, the wall clock, working days, settings, and the chains' nodes."""

    today: date
    now: datetime
    days: DayCounter
    defaults: Defaults = DEFAULTS
    chains: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)

    def node_called(self, chain: str, name: str) -> Node | None:
        """Return the node of a chain that a firm means by a name: its code, a name of it or a synonym."""
        return self._named.get((chain, _plain(name)))

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Node]:
        return {
            (chain, _plain(name)): node
            for chain, nodes in self.chains.items()
            for node in nodes
            for name in (node.code, node.zh, node.en, *node.synonyms)
        }


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
