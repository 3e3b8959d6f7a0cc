"""Projects and entries that are counted one by one: major ones, those overdue to start, reports found to be false."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yipanqi.figures.basis import Basis
from yipanqi.figures.capital import credited, entries
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerRow
from yipanqi.figures.progress import signed_with
from yipanqi.figures.rows import FdiRow, ProjectRow
from yipanqi.figures.stages import SIGNED, STARTED, first, reached
from yipanqi.figures.terms import ONE, Term

_RESTING = frozenset({"SUSPENDED", "TERMINATED"})


def _major(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a project signed with the investment of a major one, for which the assessment gives a bonus."""
    yield from signed_with(project, "", basis.defaults.assessment.bonus_investment)


def _overdue(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a project that was signed too long ago and has not started on the basis's day.

    Projects that are suspended or have ended then are not overdue; a signing known to the month counts from its first
    day, one known to the year is left out and told.
    """
    found = reached(project)
    signed = found.get(SIGNED)
    if signed is None or _resting(project, basis.today):
        return
    started = first(found, STARTED)
    start = started.start if started is not None else None
    if started is not None and (start is None or start <= basis.today):
        return
    on = signed.start
    if on is not None and basis.today - on <= timedelta(days=basis.defaults.alerts.signed_not_started_days):
        return
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


def _falsified(entry: FdiRow, project: ProjectRow | None, basis: Basis) -> Iterator[Term]:
    """Yield an entry of foreign capital that commerce rejected as false (虚报), on the day of its decision."""
    if not entry.falsified or (entry.decided_on or entry.received_on) > basis.today:
        return
    chains = credited(entry, project)[1]
    events = (entry.decision_event,) if entry.decision_event else ()
    # Whoever recorded it answers for it, whosever the project is.
    yield Term(entry, "", entry.recorded_by, chains, entry.decided_on or entry.received_on, ONE, events=events)


MAJOR = (PerRow("project", _major, daily=False),)
OVERDUE = (PerRow("project", _overdue),)
FALSIFIED = (entries(_falsified, daily=True),)
