"""A figure's terms: what each record adds to it and where it belongs, or why it is left out; and how they add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from yipanqi.figures.gaps import Gap
from yipanqi.figures.rows import Head

ZERO, ONE = Decimal(0), Decimal(1)
_PLACES = Decimal("0.000001")
_HALF = Decimal("0.5")
_NINE_TENTHS = (9, 10)


class Term(NamedTuple):
    """What one record adds to a figure: `top` to the numerator, `bottom` to the denominator.

    `series` is the part of the figure it belongs to (a stage, a metric), `unit` the unit it is credited to, `on` the
    day by which a period takes it. `events` are the ce_ids behind it; none means all events of the record. A term with
    a `gap` counts for nothing and says why. `whole` marks what is stated of the district itself, not summed from units.
    `stands_for` are the records of one term: more than one where so many are left out that nobody would look at each.
    """

    row: Head
    series: str
    unit: str | None
    chains: tuple[str, ...]
    on: date | None
    top: Decimal = ZERO
    bottom: Decimal = ZERO
    events: tuple[str, ...] = ()
    gap: Gap | None = None
    whole: bool = False
    also: tuple[Head, ...] = ()
    stands_for: int = 1

    @property
    def last_input(self) -> str:
        """When a record that it is made of last changed."""
        return max((self.row.updated_at, *(one.updated_at for one in self.also)))


class By(StrEnum):
    """What a figure can be split by."""

    UNIT = "unit"
    CHAIN = "chain"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Query:
    """Which part of a figure is asked for; `start` and `end` are the first and last day, both included."""

    unit: str | None = None
    chain: str | None = None
    start: date | None = None
    end: date | None = None
    by: By | None = None


class Kind(StrEnum):
    """How terms become a value: Σ top ÷ Σ bottom, Σ top, or the median and P90 of the tops."""

    RATIO = "ratio"
    SUM = "sum"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a figure, or why there is none; `running` is the sum up to this month when split by month.

    `records` are counted in it; `left_out` says how many are not, by reason. A record counts once, whatever its terms.
    """

    group: str | None
    series: str
    statistic: str | None = None
    value: Decimal | None = None
    gap: Gap | None = None
    top: Decimal | None = None
    bottom: Decimal | None = None
    running: Decimal | None = None
    records: int = 0
    left_out: Mapping[Gap, int] = field(default_factory=dict)
    last_input: str | None = None


def inside(term: Term, query: Query) -> bool:
    """Return whether a term belongs to the part that is asked for."""
    if query.unit is not None and term.unit != query.unit:
        return False
    if query.chain is not None and query.chain not in term.chains:
        return False
    if query.start is None and query.end is None:
        return True
    # What has no day cannot be shown to lie in a period; what is left out for that very reason is still told.
    if term.on is None:
        return term.gap is not None
    return (query.start is None or term.on >= query.start) and (query.end is None or term.on <= query.end)


class _Sum:
    """What the terms of a cell come to."""

    __slots__ = ("bottom", "gaps", "ids", "last", "top", "tops")

    def __init__(self, terms: Sequence[Term]) -> None:
        # Tens of thousands of terms for one answer: a pass for each field costs less than all fields term by term.
        counted = [term for term in terms if term.gap is None]
        self.tops = [term.top for term in counted]
        self.top = sum(self.tops, ZERO)
        self.bottom = sum([term.bottom for term in counted], ZERO)
        self.ids = {term.row.id for term in counted}
        also = [one.updated_at for term in terms if term.also for one in term.also]
        self.last = max([term.row.updated_at for term in terms] + also)
        self.gaps: dict[Gap, dict[str, int]] = {}
        if len(counted) < len(terms):
            for term in terms:
                if term.gap is not None:
                    self.gaps.setdefault(term.gap, {})[term.row.id] = term.stands_for


def reduce(
    terms: Iterable[Term], query: Query, kind: Kind, series: Sequence[str], empty: Gap = Gap.NO_DATA
) -> tuple[Cell, ...]:
    """Return the cells of terms that were selected already, in the order of groups and of `series`.

    `empty` is the reason where a denominator is nothing. Every series has a cell in every group.
    """
    found: dict[tuple[str | None, str], list[Term]] = {}
    groups = _grouping(query.by)
    for term in terms:
        for group in groups(term):
            key = (group, term.series)
            known = found.get(key)
            if known is None:
                known = found[key] = []
            known.append(term)
    sums = {key: _Sum(some) for key, some in found.items()}
    names = [*series, *sorted({name for _, name in sums} - set(series))]
    order = sorted({group for group, _ in sums} or {None}, key=lambda group: (group is None, group or ""))
    cells: list[Cell] = []
    for group in order:
        for name in names:
            cells += _cells(group, name, sums.get((group, name)), kind, empty)
    return tuple(_running(cells) if kind is Kind.SUM and query.by is By.MONTH else cells)


def _grouping(by: By | None) -> Callable[[Term], Iterable[str | None]]:
    if by is By.UNIT:
        return lambda term: (term.unit,)
    if by is By.CHAIN:
        return lambda term: term.chains or (None,)
    if by is By.MONTH:
        months = _Months()
        return lambda term: months[term.on]
    whole = (None,)
    return lambda _: whole


class _Months(dict[date | None, tuple[str | None]]):
    """The month of each day, worked out once a day."""

    def __missing__(self, day: date | None) -> tuple[str | None]:
        self[day] = (None if day is None else f"{day.year:04d}-{day.month:02d}",)
        return self[day]


def _cells(group: str | None, series: str, found: _Sum | None, kind: Kind, empty: Gap) -> list[Cell]:
    if found is None:
        return [Cell(group, series, gap=Gap.NO_DATA)]
    left_out = {gap: sum(records.values()) for gap, records in found.gaps.items()}
    common = {"left_out": left_out, "last_input": found.last or None, "records": len(found.ids)}
    if not found.tops:
        most = max(left_out, key=lambda one: (left_out[one], one))
        return [Cell(group, series, gap=most, **common)]  # type: ignore[arg-type]  # the fields' own values
    if kind is Kind.SUM:
        return [Cell(group, series, value=found.top, top=found.top, **common)]  # type: ignore[arg-type]
    if kind is Kind.RATIO:
        value = (found.top / found.bottom).quantize(_PLACES) if found.bottom else None
        gap = None if found.bottom else empty
        both = {"top": found.top, "bottom": found.bottom}
        return [Cell(group, series, value=value, gap=gap, **both, **common)]  # type: ignore[arg-type]
    ordered = sorted(found.tops)
    return [
        Cell(group, series, statistic, value, **common)  # type: ignore[arg-type]
        for statistic, value in (("median", median(ordered)), ("p90", p90(ordered)))
    ]


def _running(cells: list[Cell]) -> list[Cell]:
    total: dict[str, Decimal] = {}
    out = []
    for cell in cells:
        total[cell.series] = total.get(cell.series, ZERO) + (cell.value or ZERO)
        out.append(
            Cell(
                cell.group, cell.series, cell.statistic, cell.value, cell.gap, cell.top, cell.bottom,
                total[cell.series], cell.records, cell.left_out, cell.last_input,
            )
        )  # fmt: skip
    return out


def median(ordered: Sequence[Decimal]) -> Decimal:
    """Return the middle of sorted values, or the mean of the two in the middle."""
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) * _HALF


def p90(ordered: Sequence[Decimal]) -> Decimal:
    """Return the least of the sorted values that at least nine tenths of them do not exceed (nearest rank)."""
    share, whole = _NINE_TENTHS
    return ordered[-(-len(ordered) * share // whole) - 1]
