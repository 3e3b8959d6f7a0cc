"""Projects and entries that are counted one by one: major ones, those overdue to start, reports found to be false."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yipanqi.figures.basis import Basis, District
from yipanqi.figures.capital import credited
from yipanqi.figures.gaps import Gap
from yipanqi.figures.progress import signed_from
from yipanqi.figures.rows import ProjectRow
from yipanqi.figures.stages import SIGNED, STARTED, first, reached
from yipanqi.figures.terms import ONE, Term

_RESTING = frozenset({"SUSPENDED", "TERMINATED"})


def major(district: District, basis: Basis) -> Iterator[Term]:
    """Yield the projects signed with the investment of a major one, for which the assessment gives a bonus."""
    yield from signed_from(district, "", basis.defaults.assessment.bonus_investment)


def overdue(district: District, basis: Basis) -> Iterator[Term]:
    """Yield the projects that were signed too long ago and have not started on the basis's day.

    Projects that are suspended or have ended then are not overdue; a signing known to the month counts from its first
    day, one known to the year is left out and told.
    """
    limit = timedelta(days=basis.defaults.alerts.signed_not_started_days)
    for project in district.projects.values():
        found = reached(project)
        signed = found.get(SIGNED)
        if signed is None or _resting(project, basis.today):
            continue
        started = first(found, STARTED)
        start = started.start if started is not None else None
        if started is not None and (start is None or start <= basis.today):
            continue
        on = signed.start
        if on is not None and basis.today - on <= limit:
            continue
        gap = None if on is not None else Gap.NO_DATE if signed.since is None else Gap.VAGUE_DATE
        chains = (project.chain,) if project.chain else ()
        for unit, share in project.credit:
            yield Term(project, "", unit, chains, on, share, events=(signed.event,), gap=gap)


def _resting(project: ProjectRow, on: date) -> bool:
    """Return whether the project was suspended or over on a day, as far as its steps are dated."""
    last = None
    for step in project.steps:
        if step.start is None or step.start <= on:
            last = step
    return last is not None and last.stage in _RESTING


def falsified(district: District, basis: Basis) -> Iterator[Term]:
    """Yield the entries of foreign capital that commerce rejected as false (虚报), on the day of its decision."""
    for entry in district.fdi.values():
        if not entry.falsified or (entry.decided_on or entry.received_on) > basis.today:
            continue
        chains = credited(entry, district)[1]
        events = (entry.decision_event,) if entry.decision_event else ()
        # Whoever recorded it answers for it, whosever the project is.
        yield Term(entry, "", entry.recorded_by, chains, entry.decided_on or entry.received_on, ONE, events=events)
