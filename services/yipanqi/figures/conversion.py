"""Conversion by signing cohort: of the projects signed in a period, how many had started or produced by an age.

Never stock ÷ stock. A cohort that is not old enough for an age is said to be so, not counted as a failure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerRow
from yipanqi.figures.rows import ProjectRow
from yipanqi.figures.stages import PRODUCING, SIGNED, STARTED, first, months_later, reached
from yipanqi.figures.steps import Step
from yipanqi.figures.terms import ZERO, Term
from yipanqi.rules.stages import RANK

_GOALS = {"started": STARTED, "producing": PRODUCING}
_WORDS = {"started": ("开工", "Started"), "producing": ("投产", "Producing")}


def series(months: tuple[int, ...]) -> Mapping[str, tuple[str, str]]:
    """Return the series for these ages."""
    return {
        f"{goal}-{age}": (f"签约后 {age} 个月内{_WORDS[goal][0]}", f"{_WORDS[goal][1]} within {age} months of signing")
        for goal in _GOALS
        for age in months
    }


def _project(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a term per goal and age of a project that was signed."""
    found = reached(project)
    signed = found.get(SIGNED)
    if signed is not None or any(RANK[stage] > RANK[SIGNED] for stage in found):
        yield from _signed(project, found, signed, basis)


PARTS = (PerRow("project", _project),)


def _signed(project: ProjectRow, found: Mapping[str, Step], signed: Step | None, basis: Basis) -> Iterator[Term]:
    on = signed.start if signed is not None else None
    chains = (project.chain,) if project.chain else ()
    ends = [(age, None if on is None else months_later(on, age)) for age in basis.defaults.figures.cohort_months]
    for goal, wanted in _GOALS.items():
        step = first(found, wanted)
        events = tuple(one.event for one in (signed, step) if one is not None)
        vague = _vague(signed) or (None if step is None else _vague(step))
        for age, end in ends:
            gap, done = (vague, False) if end is None or vague else _judged(step, end, basis.today)
            for unit, share in project.credit:
                top, bottom = (ZERO, ZERO) if gap else (share if done else ZERO, share)
                yield Term(project, f"{goal}-{age}", unit, chains, on, top, bottom, events, gap)


def _vague(step: Step | None) -> Gap | None:
    """Return why a step's date is of no use."""
    if step is None or step.since is None:
        return Gap.NO_DATE
    return Gap.VAGUE_DATE if step.start is None else None


def _judged(step: Step | None, end: date, today: date) -> tuple[Gap | None, bool]:
    """Return why the project cannot be judged by this day, and whether it had got there."""
    if step is not None and step.start is not None and step.start <= end <= today:
        return None, True
    return (None if end <= today else Gap.NOT_OLD_ENOUGH), False
