"""Conversion by signing cohort: of the projects signed in a period, how many had started or produced by an age.

Never stock ÷ stock. A cohort that is not old enough for an age is said to be so, not counted as a failure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yipanqi.defaults import Defaults
from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerRow
from yipanqi.figures.rows import ProjectRow, Signing
from yipanqi.figures.stages import PRODUCING, STARTED, Come, come_to, months_later, reached, undated
from yipanqi.figures.terms import ZERO, Term

_GOALS = {"started": STARTED, "producing": PRODUCING}
_WORDS = {"started": ("开工", "Started"), "producing": ("投产", "Producing")}


def series(defaults: Defaults) -> Mapping[str, tuple[str, str]]:
    """Return the series for the ages of the settings."""
    return {
        f"{goal}-{age}": (f"签约后 {age} 个月内{_WORDS[goal][0]}", f"{_WORDS[goal][1]} within {age} months of signing")
        for goal in _GOALS
        for age in defaults.figures.cohort_months
    }


def _project(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    """Yield a term per goal and age of a project that was signed."""
    if project.signing is not None:
        yield from _signed(project, project.signing, basis)


PARTS = (PerRow("project", _project),)


def _signed(project: ProjectRow, signing: Signing, basis: Basis) -> Iterator[Term]:
    on, chains = signing.start, (project.chain,) if project.chain else ()
    ends = [(age, None if on is None else months_later(on, age)) for age in basis.defaults.figures.cohort_months]
    for goal, wanted in _GOALS.items():
        come = come_to(reached(project), wanted)
        events = signing.events if come is None else (*signing.events, come.step.event)
        for age, end in ends:
            gap, done = (undated(signing), False) if end is None else _judged(come, end, basis.today)
            for unit, share in project.credit:
                top, bottom = (ZERO, ZERO) if gap else (share if done else ZERO, share)
                yield Term(project, f"{goal}-{age}", unit, chains, on, top, bottom, events, gap)


def _judged(come: Come | None, end: date, today: date) -> tuple[Gap | None, bool]:
    """Return why the project cannot be judged by this day, and whether it had got there."""
    if come is not None and come.by is not None and come.by <= end <= today:
        return None, True
    if come is not None and come.gap is not None:
        return come.gap, False
    return (None if end <= today else Gap.NOT_OLD_ENOUGH), False
