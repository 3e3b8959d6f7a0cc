"""Reads a row of a target table: figures in the row's unit, and whether months, quarters and year add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from yipanqi.figures.parsing import target_row
from yipanqi.figures.rows import TargetRow
from yipanqi.figures.target_tree import TargetTree, TreeFault, trees
from yipanqi.unit.sheets.cells import cell_text
from yipanqi.unit.sheets.context import RowContext
from yipanqi.unit.sheets.convert import missing
from yipanqi.unit.sheets.dates import parse_date
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.measures import no_unit, unknown_unit
from yipanqi.unit.sheets.quantities import parse_amount, rounded
from yipanqi.unit.sheets.results import GoodRow, Notice, SheetReading
from yipanqi.unit.sheets.units import money_unit

_QUARTERS = ("q1", "q2", "q3", "q4")
_MONTHS = tuple(f"m{number}" for number in range(1, 13))
_FIGURES = ("annual", *_QUARTERS, *_MONTHS)
_STRETCH = "stretch"


def finish_target(context: RowContext) -> str | None:
    """Complete a target's record and return its local number `<year>-<metric>-<responsible>`; None on problems."""
    try:
        factor, measure = _measure(context)
        figures = _figures(context, factor)
        year = _year(context)
    except CellFault as fault:
        context.fault("measure" if context.has("measure") else "annual", fault)
        return None
    if context.problems:
        return None
    _complete(context, figures)
    if context.problems:
        return None
    record = context.record
    record["year"], record["measure"], record["annual"] = year, measure, figures["annual"]
    record["quarters"] = tuple(figures[name] for name in _QUARTERS if name in figures)
    record["months"] = tuple(figures[name] for name in _MONTHS if name in figures)
    if _STRETCH in figures:
        record[_STRETCH] = figures[_STRETCH]
    original = cell_text(context.scratch.get("measure"))
    if original and original != measure:
        context.source_text["measure"] = original
    _check_sums(context, figures)
    return None if context.problems else f"{year}-{record['metric']}-{record['responsible']}"


def _measure(context: RowContext) -> tuple[Fraction, str]:
    """Return the factor of the row's figures, and the unit they have then: a currency, or 个, 家, 人."""
    beside = context.header.bindings.get("annual")
    text = cell_text(context.scratch.get("measure")) or next(iter(beside.units if beside else ()), "")
    if not text and len(context.around.units) == 1:
        text = context.around.units[0]
    if not text:
        raise no_unit("计量单位", "unit")
    counted = context.desk.words.factors["counts"]
    if text in counted:
        return counted[text], text
    money = money_unit(text, context.desk.words)
    if money is not None and money.currency:
        return money.scale or Fraction(1), money.currency
    bare = next((text[len(s) :] for s in context.desk.words.scales if text.startswith(s)), "")
    if bare in counted:
        return context.desk.words.scales[text[: -len(bare)]], bare
    raise unknown_unit(text)


def _figures(context: RowContext, factor: Fraction) -> dict[str, Decimal]:
    figures: dict[str, Decimal] = {}
    for name in (*_FIGURES, _STRETCH):
        if not context.has(name):
            continue
        value = context.scratch.get(name)
        if name == _STRETCH and value is None:
            continue
        try:
            if value is None:
                if not any(problem.column == context.header.bindings[name].title for problem in context.problems):
                    raise missing()
                continue
            amount = parse_amount(value, context.desk.words)
            if amount.prefix or amount.unit:
                raise unknown_unit(amount.prefix + amount.unit)
            if amount.number < 0:
                raise CellFault(Fault.NEGATIVE, "目标不能是负数", "a target must not be negative")
            figures[name] = rounded(amount.number * factor)
        except CellFault as fault:
            context.fault(name, fault)
    return figures


def _year(context: RowContext) -> int:
    value = context.scratch.get("year")
    if value is not None:
        return int(parse_date(value)[:4])
    if context.around.year is None:
        raise CellFault(
            Fault.NO_YEAR,
            "看不出是哪一年的目标",
            "it is not said which year's target this is",
            "请在标题写明年度，如 2020年",
            "write the year into the title",
        )
    return context.around.year


def _complete(context: RowContext, figures: dict[str, Decimal]) -> None:
    """Add the quarters that the table has no columns for; report a table without all twelve months."""
    absent = [name for name in _MONTHS if not context.has(name)]
    if absent:
        context.fault(absent[0], _no_months(absent))
        return
    for name in _QUARTERS:
        if not context.has(name):
            figures[name] = sum((figures[month] for month in _months_of(name)), Decimal(0))


def _months_of(quarter: str) -> tuple[str, ...]:
    first = _QUARTERS.index(quarter) * 3
    return _MONTHS[first : first + 3]


def _check_sums(context: RowContext, figures: dict[str, Decimal]) -> None:
    for name in _QUARTERS:
        total = sum((figures[month] for month in _months_of(name)), Decimal(0))
        if total != figures[name]:
            context.fault(name, _mismatch("本季度各月之和", "the months of the quarter", total, figures[name]))
    if context.problems:
        return
    total = sum((figures[name] for name in _MONTHS), Decimal(0))
    if total != figures["annual"]:
        context.fault("annual", _mismatch("十二个月之和", "the months", total, figures["annual"]))


def with_tree_notices(sheets: tuple[SheetReading, ...]) -> tuple[SheetReading, ...]:
    """Return the sheets with a notice wherever the units' targets of a workbook do not add to the district's.

    A wrong year is said of the sheet as a whole; a wrong split of a right year at the district's row.
    """
    rows = {row.aggregate_id: row for sheet in sheets for row in sheet.good if row.aggregate == "target"}
    found = [notice for tree in trees(_targets(rows.values())) for notice in _tree_notices(tree, rows)]
    return tuple(
        replace(sheet, notices=(*sheet.notices, *(n for n in found if n.sheet == sheet.sheet))) for sheet in sheets
    )


def _targets(rows: Iterable[GoodRow]) -> Iterable[TargetRow]:
    for row in rows:
        yield target_row({**row.record, "target_id": row.aggregate_id})


def _tree_notices(tree: TargetTree, rows: dict[str, GoodRow]) -> Iterable[Notice]:
    for finding in tree.findings:
        place = rows[finding.targets[0]]
        at = place.row if finding.fault is TreeFault.PERIODS else None
        zh, en = (f"{tree.year} {tree.metric}：{finding.zh}", f"{tree.year} {tree.metric}: {finding.en}")
        yield Notice(place.sheet, at, "", f"target_{finding.fault.value.replace('-', '_')}", zh, en)


def _no_months(absent: list[str]) -> CellFault:
    names = "、".join(f"{name.removeprefix('m')}月" for name in absent)
    return CellFault(
        Fault.MISSING,
        f"目标要分解到月，缺少：{names}",
        f"a target is split into its months, of which {len(absent)} are lacking",
        "请补上1月至12月各列；季度可以不填，由各月相加",
        "add the columns 1月 to 12月; quarters may be left out, they are summed",
    )


def _mismatch(zh: str, en: str, total: Decimal, stated: Decimal) -> CellFault:
    shown, said = (f"{value.normalize():f}" for value in (total, stated))
    return CellFault(
        Fault.SUM,
        f"{zh}为 {shown}，与填报的 {said} 不符",
        f"{en} add to {shown}, not {said}",
        "请核对分解数",
        "check the split",
    )
