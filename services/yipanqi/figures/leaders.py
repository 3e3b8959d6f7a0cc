"""Leaders' time (领导招商时间): hours given to investment promotion of the hours they worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yipanqi.figures.basis import Basis, District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import Head
from yipanqi.figures.terms import ZERO, Term
from yipanqi.workdays import NoCalendarError

_DAY = timedelta(days=1)


def terms(district: District, basis: Basis) -> Iterator[Term]:
    """Yield the hours of each visit (top), and the working hours of each leader's days since the first one (bottom).

    A leader without a record in a month has worked in it all the same: those days count too.
    """
    first: dict[tuple[str, str], date] = {}
    for visit in district.visits.values():
        yield Term(visit, "", visit.unit, (), visit.held_on, visit.hours)
        key = (visit.unit, visit.leader)
        first[key] = min(first.get(key, visit.held_on), visit.held_on)
    for (unit, leader), begun in first.items():
        yield from _worked(unit, leader, begun.replace(day=1), basis)


def _worked(unit: str, leader: str, day: date, basis: Basis) -> Iterator[Term]:
    row = Head("leader", f"{unit}/{leader}", leader, (unit,), "", "")
    hours = basis.defaults.leaders.working_day_hours
    while day <= basis.today:
        try:
            if basis.days.between(day - _DAY, day):
                yield Term(row, "", unit, (), day, ZERO, hours)
        except NoCalendarError:
            yield Term(row, "", unit, (), day, gap=Gap.NO_CALENDAR)
        day += _DAY
