"""A unit's year assessed: Σ max(0, min(completion, cap)) × weight + bonus − points for what is overdue or false.

Completion is in percent of the plan to date (of the year, once it is over): on plan in every metric are 100 points.
Capital taken back gives no points and takes none. A year that has not begun gives and takes nothing, and says so.
A metric that cannot be counted, or of which the unit has no target, gives nothing and takes no weight; the
`comparable` score divides by the weights that were counted. Every part keeps the terms it was made of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yipanqi.figures import counts
from yipanqi.figures.basis import Basis, District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import all_terms
from yipanqi.figures.progress import METRICS, is_plan, select
from yipanqi.figures.terms import ZERO, Query, Term, inside

_HUNDRED = Decimal(100)
_PLACES = Decimal("0.0001")
BONUS, OVERDUE, FALSIFIED = "bonus", "overdue-unstarted", "falsified"
_EXTRAS = {
    BONUS: ("重大项目加分", "Bonus for major projects"),
    OVERDUE: ("逾期未开工扣分", "Overdue to start"),
    FALSIFIED: ("虚报扣分", "Falsely reported"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: `points` are added. Of a metric `actual` ÷ `planned` is the completion.

    `count` is what a bonus or deduction counts, `each` the points for one. A part with a `gap` gives nothing.
    """

    code: str
    zh: str
    en: str
    points: Decimal
    weight: Decimal | None = None
    completion: Decimal | None = None
    actual: Decimal | None = None
    planned: Decimal | None = None
    count: Decimal | None = None
    each: Decimal | None = None
    gap: Gap | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's assessment: the sum of its parts, and one that units with other metrics can be compared by."""

    unit: str
    year: int
    until: date
    total: Decimal
    comparable: Decimal | None
    weights_counted: Decimal
    parts: tuple[Part, ...]
    last_input: str | None


def scores(district: District, progress: Collection[Term], year: int, basis: Basis) -> tuple[Score, ...]:
    """Return the scores of the units that have targets in a year, best first; `progress` are that figure's terms."""
    until = min(basis.today, date(year, 12, 31))
    then = replace(basis, today=until)
    units = {t.responsible for t in district.targets.values() if t.year == year and t.responsible != "district"}
    counted = {
        BONUS: list(all_terms(counts.MAJOR, district, then)),
        OVERDUE: list(all_terms(counts.OVERDUE, district, then)),
        FALSIFIED: list(all_terms(counts.FALSIFIED, district, then)),
    }
    found = [_score(unit, year, progress, counted, then) for unit in sorted(units)]
    return tuple(sorted(found, key=lambda score: (score.comparable is None, -(score.comparable or ZERO), score.unit)))


def _score(
    unit: str, year: int, progress: Collection[Term], counted: Mapping[str, Sequence[Term]], basis: Basis
) -> Score:
    begin, end = date(year, 1, 1), date(year, 12, 31)
    terms = select(progress, Query(unit=unit, start=begin, end=end), basis)
    metrics = [_metric(metric, [t for t in terms if t.series == metric], basis) for metric in METRICS]
    extras = _extras(Query(unit=unit, start=begin, end=basis.today), counted, basis)
    weights = sum((part.weight or ZERO for part in metrics if part.gap is None), ZERO)
    base, extra = (sum((part.points for part in parts), ZERO) for parts in (metrics, extras))
    comparable = (base / weights + extra).quantize(_PLACES) if weights else None
    parts = (*metrics, *extras)
    last = max((term.last_input for part in parts for term in part.terms), default="") or None
    return Score(unit, year, basis.today, base + extra, comparable, weights, parts, last)


def _metric(metric: str, terms: Sequence[Term], basis: Basis) -> Part:
    (zh, en), settings = METRICS[metric], basis.defaults.assessment
    weight = settings.weights.get(metric, ZERO)
    counting = [term for term in terms if term.gap is None]
    actual = sum((term.top for term in counting), ZERO)
    planned = sum((term.bottom for term in counting), ZERO)
    if not planned:
        plans = [term for term in terms if is_plan(term)]
        gap = next((term.gap for term in plans if term.gap), Gap.NOT_BEGUN) if plans else Gap.NO_TARGET
        return Part(metric, zh, en, ZERO, weight=weight, gap=gap, terms=tuple(terms))
    completion = actual / planned
    points = (min(max(completion, ZERO), settings.completion_cap) * _HUNDRED * weight).quantize(_PLACES)
    return Part(metric, zh, en, points, weight, completion.quantize(_PLACES), actual, planned, terms=tuple(terms))


def _extras(query: Query, counted: Mapping[str, Sequence[Term]], basis: Basis) -> tuple[Part, ...]:
    if query.start is not None and query.start > basis.today:
        return tuple(Part(code, zh, en, ZERO, gap=Gap.NOT_BEGUN) for code, (zh, en) in _EXTRAS.items())
    settings = basis.defaults.assessment
    standing = replace(query, start=None)
    major = _counted(BONUS, counted, query, settings.bonus_points)
    late = _counted(OVERDUE, counted, standing, -settings.overdue_unstarted_points)
    false = _counted(FALSIFIED, counted, query, -settings.falsified_points)
    return replace(major, points=min(major.points, settings.bonus_limit)), late, false


def _counted(code: str, counted: Mapping[str, Sequence[Term]], query: Query, each: Decimal) -> Part:
    own = tuple(term for term in counted[code] if inside(term, query))
    count = sum((term.top for term in own if term.gap is None), ZERO)
    return Part(code, *_EXTRAS[code], (count * each).quantize(_PLACES), count=count, each=each, terms=own)
