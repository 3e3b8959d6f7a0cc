"""When a project reached its stages: the dates of its present way, with the precision that is known."""

from __future__ import annotations

from datetime import date

from yipanqi.figures.rows import ProjectRow, Step
from yipanqi.rules.stages import RANK

SIGNED = "SIGNED"
#: Construction, or fitting out where nothing is built; what comes after proves it too.
STARTED = ("BUILDING", "FITTING_OUT", "COMPLETED", "PRODUCING", "OPERATING", "FULL_CAPACITY")
PRODUCING = ("PRODUCING", "OPERATING", "FULL_CAPACITY")
_MONTH, _DAY = 7, 10
_MONTHS = 12


def reached(project: ProjectRow) -> dict[str, Step]:
    """Return the first step of each stage on the project's present way; a step back takes later stages off it."""
    found: dict[str, Step] = {}
    for step in project.steps:
        rank = RANK.get(step.stage)
        if rank is None:
            continue
        for later in [stage for stage in found if RANK[stage] > rank]:
            del found[later]
        found.setdefault(step.stage, step)
    return found


def first(found: dict[str, Step], stages: tuple[str, ...]) -> Step | None:
    """Return the earliest known step to one of the stages."""
    steps = [found[stage] for stage in stages if stage in found]
    return min(steps, key=lambda step: step.since or "9999", default=None)


def day(since: str | None) -> date | None:
    """Return a date known to the day, else None."""
    return date.fromisoformat(since) if since is not None and len(since) == _DAY else None


def month_or_day(since: str | None) -> date | None:
    """Return a date known to the day, or the first of a month known; None for a year or nothing."""
    if since is None or len(since) < _MONTH:
        return None
    return date.fromisoformat(since if len(since) == _DAY else f"{since}-01")


def months_later(start: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, days_in(year, month)))


def days_in(year: int, month: int) -> int:
    """Return the length of a month."""
    return (date(year + month // _MONTHS, month % _MONTHS + 1, 1) - date(year, month, 1)).days
