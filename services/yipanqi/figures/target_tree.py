"""The tree of a metric's targets: whether the units' targets add to the district's, year, quarters and months.

A finding, not a refusal: commerce sets the targets of a tree one after another, each with its own order of events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from yipanqi.figures.rows import TargetRow

#: Who is in charge of the target of the whole.
DISTRICT = "district"
_ZERO = Decimal(0)
_SHOWN = 3


class TreeFault(StrEnum):
    """What can be wrong with a tree."""

    NO_DISTRICT = "no-district"
    MEASURES = "measures-differ"
    TWICE = "set-twice"
    YEAR = "year-sum"
    PERIODS = "period-sums"


@dataclass(frozen=True, slots=True)
class Difference:
    """A period (`2020`, `2020-Q1`, `2020-01`) in which the units (less the stretch) do not add to the district's."""

    period: str
    district: Decimal
    units: Decimal


@dataclass(frozen=True, slots=True)
class TreeFinding:
    """What is wrong with one tree, for a person to decide; `targets` are the ids concerned."""

    fault: TreeFault
    zh: str
    en: str
    targets: tuple[str, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetTree:
    """A metric's targets of a year: the district's own, each unit's, and what is wrong with them together."""

    year: int
    metric: str
    district: TargetRow | None
    units: tuple[TargetRow, ...]
    findings: tuple[TreeFinding, ...]


def trees(targets: Iterable[TargetRow]) -> tuple[TargetTree, ...]:
    """Return the trees in the order of year and metric.

    Of two targets for the same year, metric and unit the one that changed last counts, and the tree says so.
    """
    grouped: dict[tuple[int, str], dict[str, list[TargetRow]]] = {}
    for target in targets:
        tree = grouped.setdefault((target.year, target.metric), {})
        tree.setdefault(target.responsible, []).append(target)
    return tuple(_tree(year, metric, found) for (year, metric), found in sorted(grouped.items()))


def _tree(year: int, metric: str, found: dict[str, list[TargetRow]]) -> TargetTree:
    last = {who: max(rows, key=lambda row: (row.updated_at, row.id)) for who, rows in found.items()}
    district = last.get(DISTRICT)
    units = tuple(row for who, row in sorted(last.items()) if who != DISTRICT)
    findings = [_twice(who, rows) for who, rows in sorted(found.items()) if len(rows) > 1]
    if units:
        findings += _no_district(units) if district is None else _compared(district, units)
    return TargetTree(year, metric, district, units, tuple(findings))


def _twice(who: str, rows: list[TargetRow]) -> TreeFinding:
    ids = tuple(sorted(row.id for row in rows))
    return TreeFinding(
        TreeFault.TWICE,
        f"{who} 的同一目标下达了 {len(rows)} 次，按最近变更的一条计算，请核对 {'、'.join(ids[:_SHOWN])}",
        f"{who} has this target {len(rows)} times: the one changed last counts, check {', '.join(ids[:_SHOWN])}",
        ids,
    )


def _no_district(units: tuple[TargetRow, ...]) -> list[TreeFinding]:
    zh = "只有单位目标，没有全区目标，请下达全区目标（责任单位 全区）"
    en = "there are units' targets but none of the district: set the district's"
    return [TreeFinding(TreeFault.NO_DISTRICT, zh, en, tuple(row.id for row in units))]


def _compared(district: TargetRow, units: tuple[TargetRow, ...]) -> list[TreeFinding]:
    ids = (district.id, *(row.id for row in units))
    measures = sorted({row.measure for row in (district, *units)})
    if len(measures) > 1:
        zh = f"计量单位不一致（{'、'.join(measures)}），无法合计，请统一"
        en = f"the measures differ ({', '.join(measures)}) and cannot be added: use one"
        return [TreeFinding(TreeFault.MEASURES, zh, en, ids)]
    stretch = district.stretch or _ZERO
    total = sum((row.annual for row in units), _ZERO)
    if total != district.annual + stretch:
        return [_year(district, total, stretch, ids)]
    # A stretch is stated for the year: how it is spread over the periods is the units' own.
    off = () if stretch else _periods(district, units)
    return [_period_sums(off, ids)] if off else []


def _year(district: TargetRow, total: Decimal, stretch: Decimal, ids: tuple[str, ...]) -> TreeFinding:
    plus_zh, plus_en = (f"加加压数 {_text(stretch)}", f" plus the stretch of {_text(stretch)}") if stretch else ("", "")
    measure = district.measure
    return TreeFinding(
        TreeFault.YEAR,
        f"各单位全年目标合计 {_text(total)} {measure}，与全区 {_text(district.annual)}{plus_zh} 不符，"
        "请核对或注明加压数",
        f"the units' targets add to {_text(total)} {measure}, not to the district's {_text(district.annual)}{plus_en}: "
        "check them, or state the stretch",
        ids,
        (Difference(str(district.year), district.annual, total - stretch),),
    )


def _periods(district: TargetRow, units: tuple[TargetRow, ...]) -> tuple[Difference, ...]:
    found = []
    for name, length, width in (("quarters", 4, 1), ("months", 12, 2)):
        own = getattr(district, name)
        if len(own) != length or any(len(getattr(row, name)) != length for row in units):
            continue
        for index in range(length):
            total = sum((getattr(row, name)[index] for row in units), _ZERO)
            if total != own[index]:
                label = f"{district.year}-{'Q' if length == 4 else ''}{index + 1:0{width}d}"
                found.append(Difference(label, own[index], total))
    return tuple(found)


def _period_sums(off: tuple[Difference, ...], ids: tuple[str, ...]) -> TreeFinding:
    first = off[0]
    more_zh, more_en = (f"等 {len(off)} 个时段", f" and {len(off) - 1} more periods") if len(off) > 1 else ("", "")
    zh = f"全年相符，但 {first.period} {more_zh}各单位合计与全区不符（{_text(first.units)} 与 {_text(first.district)}）"
    return TreeFinding(
        TreeFault.PERIODS,
        f"{zh}，请核对分解数",
        f"the year agrees, but in {first.period}{more_en} the units add to {_text(first.units)}, "
        f"not to {_text(first.district)}: check the split",
        ids,
        off,
    )


def _text(value: Decimal) -> str:
    """Return a decimal in groups of three digits, without needless zeros: readers compare two of them."""
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text
