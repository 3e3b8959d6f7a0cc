"""When a project reached its stages: the dates of its present way, with the precision that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import ProjectRow, Signing
from yipanqi.figures.steps import Step

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Goal:
    """What a project comes to: `begins` are the stages that it begins with, `proofs` later ones that prove it too."""

    begins: tuple[str, ...]
    proofs: tuple[str, ...]


#: Construction, or fitting out where nothing is built.
STARTED = Goal(("BUILDING", "FITTING_OUT"), ("COMPLETED", "PRODUCING", "OPERATING", "FULL_CAPACITY"))
PRODUCING = Goal(("PRODUCING", "OPERATING"), ("FULL_CAPACITY",))


@dataclass(frozen=True, slots=True)
class Come:
    """That a project has come to a goal: on the day `by`, or with a `gap` some day until then that is not known.

    Without a `by` it is not known until when.
    """

    step: Step
    by: date | None
    gap: Gap | None = None


def reached(project: ProjectRow) -> Mapping[str, Step]:
    """Return the first step of each stage on the project's present way."""
    return project.way


def come_to(found: Mapping[str, Step], goal: Goal) -> Come | None:
    """Return whether the steps of a way lead to a goal, and when: what comes later proves it, but not its day."""
    begun, gap = first(found, goal.begins), undated(first(found, goal.begins))
    if begun is not None and gap is None:
        return Come(begun, begun.start)
    proofs = [found[stage] for stage in goal.proofs if stage in found]
    dated = [step for step in proofs if step.start is not None]
    step = min(dated, key=lambda step: step.since or "", default=None) or begun or next(iter(proofs), None)
    return None if step is None else Come(step, step.start, gap)


def first(found: Mapping[str, Step], stages: tuple[str, ...]) -> Step | None:
    """Return the earliest known step to one of the stages."""
    steps = [found[stage] for stage in stages if stage in found]
    return min(steps, key=lambda step: step.since or "9999", default=None)


def undated(known: Step | Signing | None) -> Gap | None:
    """Return why the date of a step or a signing is of no use; None when its first day is known."""
    if known is None or known.since is None:
        return Gap.NO_DATE
    return Gap.VAGUE_DATE if known.start is None else None


def months_later(start: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, days_in(year, month)))


def days_in(year: int, month: int) -> int:
    """Return the length of a month."""
    return (date(year + month // _MONTHS, month % _MONTHS + 1, 1) - date(year, month, 1)).days
