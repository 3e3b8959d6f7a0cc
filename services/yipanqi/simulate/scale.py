"""How large a simulated district is, and how long its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Scale:
    """What a history is made from; two equal scales give the same events, ids and order.

    `projects`, `carriers` and `enterprises` are how many there will have been by the end; all else follows from them.
    `mistakes` is the share of steps that a unit first gets wrong: too early, without evidence, in another's case.
    A `fresh` district is one in which nothing happened before: in another one its first year has its targets.
    """

    seed: int = 7
    start: date = date(2020, 1, 1)
    days: int = 366
    projects: int = 120
    carriers: int = 400
    enterprises: int = 1200
    mistakes: float = 0.05
    fresh: bool = True

    @property
    def end(self) -> date:
        """Last day of the history."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def years(self) -> float:
        """Length in years."""
        return self.days / 365

    @property
    def leads(self) -> int:
        """Leads that come in over the period."""
        return round(self.projects * 3 * self.years)

    @property
    def services(self) -> int:
        """Requests of enterprises over the period."""
        return round(self.enterprises * 0.5 * self.years)

    @property
    def profile_changes(self) -> int:
        """Changes in what is known of the enterprises over the period."""
        return round(self.enterprises * 3.5 * self.years)

    @property
    def activities(self) -> int:
        """Promotion activities over the period."""
        return max(3, round(48 * self.years))


def seed_of_a_later_history(seed: int, start: date) -> int:
    """Return the seed of a history in a district that has a past: its ids and credit codes come in no other one there.

    Ids are made from the seed, and no two histories of a district begin on one day.
    """
    return seed * 10_000_000 + start.toordinal()


def period_end(start: date, months: int) -> date:
    """Return the last day of so many months after `start`."""
    index = start.year * 12 + start.month - 1 + months
    first = date(index // 12, index % 12 + 1, min(start.day, 28))
    return first - timedelta(days=1)
