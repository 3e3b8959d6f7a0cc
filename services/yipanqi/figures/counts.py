"""Projects and entries that are counted one by one: major ones, those overdue to start, reports found to be false."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yipanqi.figures.basis import Basis
from yipanqi.figures.capital import credited, entries, named
from yipanqi.figures.parts import PerRow
from yipanqi.figures.progress import signed_with
from yipanqi.figures.rows import FdiRow, ProjectRow
from yipanqi.figures.stages import STARTED, come_to, reached, undated
from yipanqi.figures.terms import ONE, Term

_RESTING = frozenset({"SUSPENDED", "TERMINATED"})


def _major(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a project signed with the investment of a major one, for which the assessment gives a bonus."""
    yield from signed_with(project, "", basis.defaults.assessment.bonus_investment)


def _overdue(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a project that was signed too long ago and has not started on the basis's day.

    Projects that are suspended or have ended then are not overdue; a signing known to the month counts from its first
    day, one known to the year is left out and told. So is a start that is not known to have been before that day.
    """
    signing = project.signing
    if signing is None or _resting(project, basis.today):
        return
    started, gap = come_to(reached(project), STARTED), undated(signing)
    if started is not None and (started.by is None or started.by <= basis.today):
        return
    on = signing.start
    if on is not None and basis.today - on <= timedelta(days=basis.defaults.alerts.signed_not_started_days):
        return
    gap = gap or (started.gap if started is not None else None)
    chains = (project.chain,) if project.chain else ()
    for unit, share in project.credit:
        yield Term(project, "", unit, chains, on, share, events=signing.events, gap=gap)


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
    chains, also = credited(entry, project)[1], named(project)
    on, events = entry.decided_on or entry.received_on, (entry.decision_event,) if entry.decision_event else ()
    # Whoever recorded it answers for it, whosever the project is.
    yield Term(entry, "", entry.recorded_by, chains, on, ONE, events=events, also=also)


MAJOR = (PerRow("project", _major, daily=False),)
OVERDUE = (PerRow("project", _overdue),)
FALSIFIED = (entries(_falsified, daily=True),)
