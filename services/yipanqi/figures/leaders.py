"""Leaders' time (领导招商时间): hours given to investment promotion of the hours they worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerGroup, PerRow
from yipanqi.figures.rows import Head, VisitRow
from yipanqi.figures.terms import ZERO, Term
from yipanqi.workdays import NoCalendarError

_DAY = timedelta(days=1)


def _given(visit: VisitRow, _: Basis) -> Iterator[Term]:
    """Yield the hours of a visit that took place."""
    if not visit.withdrawn:
        yield Term(visit, "", visit.unit, (), visit.held_on, visit.hours)


def _leader(visit: VisitRow, _: Basis) -> str:
    return f"{visit.unit}/{visit.leader}"


def _worked(name: str, visits: list[VisitRow], basis: Basis) -> Iterator[Term]:
    """Yield the working hours of a leader's days since the month of the first visit.

    A leader without a record in a month has worked in it all the same: those days count too.
    """
    visits = [visit for visit in visits if not visit.withdrawn]
    if not visits:
        return
    unit, leader = visits[0].unit, visits[0].leader
    day = min(visit.held_on for visit in visits).replace(day=1)
    row = Head("leader", name, leader, (unit,), "", "")
    hours = basis.defaults.leaders.working_day_hours
    while day <= basis.today:
        try:
            if basis.days.between(day - _DAY, day):
                yield Term(row, "", unit, (), day, ZERO, hours)
        except NoCalendarError:
            yield Term(row, "", unit, (), day, gap=Gap.NO_CALENDAR)
        day += _DAY


#: The hours that were given are the top, those that were worked the bottom.
PARTS = (PerRow("visit", _given, daily=False), PerGroup("visit", _leader, _worked))
