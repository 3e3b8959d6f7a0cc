"""When a project reached its stages: the dates of its present way, with the precision that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yipanqi.figures.rows import ProjectRow
from yipanqi.figures.steps import Step

SIGNED = "SIGNED"
#: Construction, or fitting out where nothing is built; what comes after proves it too.
STARTED = ("BUILDING", "FITTING_OUT", "COMPLETED", "PRODUCING", "OPERATING", "FULL_CAPACITY")
PRODUCING = ("PRODUCING", "OPERATING", "FULL_CAPACITY")
_MONTHS = 12


def reached(project: ProjectRow) -> Mapping[str, Step]:
    """Return the first step of each stage on the project's present way."""
    return project.way


def first(found: Mapping[str, Step], stages: tuple[str, ...]) -> Step | None:
    """Return the earliest known step to one of the stages."""
    steps = [found[stage] for stage in stages if stage in found]
    return min(steps, key=lambda step: step.since or "9999", default=None)


def months_later(start: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, days_in(year, month)))


def days_in(year: int, month: int) -> int:
    """Return the length of a month."""
    return (date(year + month // _MONTHS, month % _MONTHS + 1, 1) - date(year, month, 1)).days
