"""Conversion by signing cohort: of the projects signed in a period, how many had started or produced by an age.

Never stock ÷ stock. A cohort that is not old enough for an age is said to be so, not counted as a failure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yipanqi.figures import stages
from yipanqi.figures.basis import Basis, District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import ProjectRow, Step
from yipanqi.figures.stages import PRODUCING, SIGNED, STARTED, first, month_or_day, months_later, reached
from yipanqi.figures.terms import ONE, ZERO, Term
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


def terms(district: District, basis: Basis) -> Iterator[Term]:
    """Yield a term per project signed, goal and age."""
    for project in district.projects.values():
        found = reached(project)
        signed = found.get(SIGNED)
        if signed is None and not any(RANK[stage] > RANK[SIGNED] for stage in found):
            continue
        yield from _of(project, found, signed, basis)


def _of(project: ProjectRow, found: dict[str, Step], signed: Step | None, basis: Basis) -> Iterator[Term]:
    on = month_or_day(signed.since) if signed is not None else None
    chains = (project.chain,) if project.chain else ()
    for goal, wanted in _GOALS.items():
        step = first(found, wanted)
        for age in basis.defaults.figures.cohort_months:
            gap, done = _judged(signed, on, step, age, basis.today)
            events = tuple(one.event for one in (signed, step) if one is not None)
            for unit, share in project.credit:
                top = share * (ONE if done else ZERO)
                bottom = ZERO if gap else share
                yield Term(project, f"{goal}-{age}", unit, chains, on, top, bottom, events, gap)


def _judged(signed: Step | None, on: date | None, step: Step | None, age: int, today: date) -> tuple[Gap | None, bool]:
    """Return why the project cannot be judged at this age, and whether it had got there."""
    if on is None:
        return (Gap.NO_DATE if signed is None or signed.since is None else Gap.VAGUE_DATE), False
    end = months_later(on, age)
    if step is not None:
        reached_on = stages.month_or_day(step.since)
        if reached_on is None:
            return (Gap.NO_DATE if step.since is None else Gap.VAGUE_DATE), False
        if reached_on <= end <= today:
            return None, True
    return (None if end <= today else Gap.NOT_OLD_ENOUGH), False
