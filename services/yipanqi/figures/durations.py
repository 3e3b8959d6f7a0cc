"""Working days that projects spent in each stage: stints that have ended, between days that are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerRow
from yipanqi.figures.rows import ProjectRow
from yipanqi.figures.terms import ZERO, Term
from yipanqi.rules.labels import STAGE_ZH
from yipanqi.rules.stages import RANK
from yipanqi.workdays import NoCalendarError

SERIES = {stage: (STAGE_ZH[stage], stage.replace("_", " ").capitalize()) for stage in RANK}


def _project(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a term per stint; it lies in the period in which it ended, and is the owner's."""
    chains = (project.chain,) if project.chain else ()
    for entered, left in pairwise(project.steps):
        if entered.stage not in RANK:
            continue
        start, end = entered.day, left.day
        days, gap = _counted(start, end, basis)
        if gap is Gap.NO_DATE and (entered.since and left.since):
            gap = Gap.VAGUE_DATE
        events = (entered.event, left.event)
        yield Term(project, entered.stage, project.owner, chains, end, days, events=events, gap=gap)


PARTS = (PerRow("project", _project, daily=False),)


def _counted(start: date | None, end: date | None, basis: Basis) -> tuple[Decimal, Gap | None]:
    if start is None or end is None:
        return ZERO, Gap.NO_DATE
    try:
        return Decimal(basis.days.between(start, end)), None
    except NoCalendarError:
        return ZERO, Gap.NO_CALENDAR
