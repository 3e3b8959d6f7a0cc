"""What the district's own records say of an evaluated enterprise or carrier, beside the values that were declared.

Two of the five parts can be counted: investment and expected tax per mu over the subject's projects that were
signed and have not ended. The other three are measured elsewhere; no event tells them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yipanqi.defaults import EvaluationSettings
from yipanqi.figures.gaps import Gap
from yipanqi.figures.land_score import LandScore, land_score
from yipanqi.figures.rows import Amount, ProjectRow
from yipanqi.figures.terms import ZERO, Term
from yipanqi.figures.yields import project_terms, signed_amount

#: What the values are counted in; a declared one in another measure cannot be compared.
MEASURE = "万元/亩"
_WAN = Decimal(10_000)
_PLACES = Decimal("0.0001")
_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
_COUNTED: Mapping[str, Callable[[ProjectRow], Amount | None]] = {
    "INVESTMENT": signed_amount,
    "LAND": lambda project: project.tax,
}


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A part's value in 万元 per mu by the district's records; None with the reason. `terms` are what it is made of."""

    value: Decimal | None
    gap: Gap | None
    terms: tuple[Term, ...] = ()
    left_out: Mapping[Gap, int] | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A part as it was declared: its value against its benchmark, both in `measure`."""

    part: str
    value: Decimal
    benchmark: Decimal
    measure: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A declared part beside the district's own value; `apart` is declared − own, `percent` that of the own value."""

    declared: Declared
    own: OwnValue
    apart: Decimal | None
    percent: Decimal | None
    gap: Gap | None


def own_value(part: str, projects: Collection[ProjectRow], *, hidden: bool = False) -> OwnValue:
    """Return a part's value over the subject's projects; with `hidden` ones among them it is not told at all."""
    amount_of = _COUNTED.get(part)
    if amount_of is None:
        return OwnValue(None, Gap.NOT_FROM_EVENTS)
    if hidden:
        return OwnValue(None, Gap.HIDDEN)
    terms = tuple(project_terms(projects, amount_of))
    top = sum((term.top for term in terms), ZERO)
    bottom = sum((term.bottom for term in terms), ZERO)
    left_out = Counter(gap for _, gap in {(term.row.id, term.gap) for term in terms if term.gap is not None})
    if bottom == ZERO:
        return OwnValue(None, next(iter(left_out), Gap.NO_DATA), terms, left_out)
    return OwnValue((top / bottom / _WAN).quantize(_PLACES), None, terms, left_out)


def compared(declared: Declared, own: OwnValue) -> Compared:
    """Return how far apart the two are, or why that cannot be said."""
    gap = own.gap
    if gap is None and declared.measure.replace(" ", "") != MEASURE:
        gap = Gap.OTHER_MEASURE_DECLARED
    if gap is not None or own.value is None:
        return Compared(declared, own, None, None, gap)
    apart = declared.value - own.value
    percent = (apart / own.value * _HUNDRED).quantize(_TENTH) if own.value else None
    return Compared(declared, own, apart, percent, None)


def score_with(parts: Sequence[Compared], settings: EvaluationSettings) -> LandScore:
    """Return the composite score with the district's own values where they can stand for the declared ones."""
    values = {one.declared.part: one.declared.value if one.gap is not None else one.own.value for one in parts}
    return land_score(values, {one.declared.part: one.declared.benchmark for one in parts}, settings)
