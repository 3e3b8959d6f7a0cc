"""Turns cells into the contract's measures: money, areas, heights, loads, rents, intensities; exact and bounded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from yipanqi.unit.sheets.cells import CellValue, cell_text, compact
from yipanqi.unit.sheets.declared import Column
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.quantities import parse_amount, rounded, with_unit
from yipanqi.unit.sheets.units import intensity_factor, rent_factor, simple_factor
from yipanqi.unit.sheets.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """A converted number with its original wording, if that differs; `assumed` is the unit taken by default."""

    value: Decimal
    original: str
    assumed: str = ""


def unit_beside_title(units: Sequence[str], parse: Callable[[str], T | None], words: Words) -> tuple[str, T] | None:
    """Return the unit text beside a title with its meaning; None when there is none.

    Raises:
        CellFault: there is a text that is no known unit and no known remark; the numbers must not be guessed.
    """
    for text in units:
        parsed = parse(text)
        if parsed is not None:
            return text, parsed
    strange = next((text for text in units if compact(text) not in words.harmless), None)
    if strange:
        raise unknown_unit(strange)
    return None


def unknown_unit(text: str) -> CellFault:
    """Return the fault of a unit that is not declared."""
    return CellFault(
        Fault.UNKNOWN_UNIT,
        f"不认识的单位“{text}”",
        f"unknown unit '{text}'",
        "请改用常用单位（如 万元、亩、㎡、元/㎡·月）",
        "use a common unit (such as 万元, 亩, ㎡, 元/㎡·月)",
    )


def no_unit(what_zh: str, what_en: str) -> CellFault:
    """Return the fault of a number that has a unit neither in its cell nor in its header."""
    return CellFault(
        Fault.NO_UNIT,
        f"没有写明{what_zh}，表头、单元格和表注中都没有",
        f"no {what_en} in the cell, the header or the sheet's note",
        "请在表头写明单位，如（万元）、（亩）",
        "write the unit into the header, such as (万元) or (亩)",
    )


def read_measure(
    value: CellValue, column: Column, units: Sequence[str], sheet_units: Sequence[str], title: str, words: Words
) -> Measured:
    """Read an area, length, load, power, energy, rent or intensity into the contract's unit.

    The cell's own unit counts first, then the header's, the sheet's note, and the declared default.

    Raises:
        CellFault: no number, an unknown or missing unit, or a value out of bounds.
    """
    parse = _parser(column, title, words)
    amount = parse_amount(value, words)
    own = f"{amount.prefix}{amount.unit}"
    unit = assumed = ""
    if own:
        factor = parse(own) or _completed(own, units, parse, words.scales)
        if factor is None:
            raise unknown_unit(own)
    else:
        unit, factor, assumed = _outer_unit(column, units, sheet_units, parse, words)
    result = rounded(amount.number * factor)
    check_bounds(result, column)
    if assumed and column.plausible:
        _check_plausible(result, column, assumed)
    plain = factor == 1 and result == amount.number and not own
    return Measured(result, "" if plain else with_unit(value, unit or assumed), assumed)


def _completed(
    own: str, units: Sequence[str], parse: Callable[[str], Fraction | None], scales: Collection[str]
) -> Fraction | None:
    """Return the factor of a cell's unit that goes on in the header: 25元 below 元/㎡·月, 1.2万 below ㎡."""
    for text in units:
        factor = parse(text)
        if factor is not None and text.startswith(own) and not text[len(own)].isalnum():
            return factor
        if own in scales and factor is not None and (scaled := parse(f"{own}{text}")) is not None:
            return scaled
    return None


def _parser(column: Column, title: str, words: Words) -> Callable[[str], Fraction | None]:
    if column.type == "rent":
        per_area = any(word in compact(title) for word in ("每平", "单位面积", "permm", "perm2"))
        return lambda text: rent_factor(text, per_area, words)
    if column.type == "intensity":
        return lambda text: intensity_factor(text, words)
    return lambda text: simple_factor(text, column.measure, words)


def _outer_unit(
    column: Column,
    units: Sequence[str],
    sheet_units: Sequence[str],
    parse: Callable[[str], Fraction | None],
    words: Words,
) -> tuple[str, Fraction, str]:
    """Return header or note unit, its factor, and the default unit if that had to be taken."""
    beside = unit_beside_title(units, parse, words)
    if beside:
        return beside[0], beside[1], ""
    noted = {text: factor for text in sheet_units if (factor := parse(text)) is not None}
    if len(noted) == 1:
        return (*next(iter(noted.items())), "")
    default = parse(column.default_unit) if column.default_unit and not noted else None
    if default is None:
        raise no_unit("计量单位", "unit")
    return "", default, column.default_unit


def check_bounds(value: Decimal, column: Column) -> None:
    """Raise CellFault when a number is out of the column's declared bounds, or too long for the contract."""
    if value < 0 and (column.minimum or column.over):
        raise CellFault(Fault.NEGATIVE, "不能是负数", "must not be negative", "请核对符号", "check the sign")
    if column.over is not None and value <= Decimal(column.over):
        raise CellFault(
            Fault.NOT_POSITIVE,
            f"必须大于 {column.over}",
            f"must be over {column.over}",
            "不详时请填“/”",
            "write / if unknown",
        )
    if column.minimum is not None and value < Decimal(column.minimum):
        raise CellFault(Fault.NEGATIVE, f"不能小于 {column.minimum}", f"must be at least {column.minimum}")
    if column.maximum is not None and value > Decimal(column.maximum):
        likely = value / 10
        hint = likely.normalize() if likely <= Decimal(column.maximum) else None
        raise CellFault(
            Fault.TOO_LARGE,
            f"超过上限 {column.maximum}",
            f"over the limit of {column.maximum}",
            f"可能是 {_plain(hint)}？请核对" if hint is not None else "请核对",
            f"probably {_plain(hint)}? check it" if hint is not None else "check it",
        )
    if abs(value) >= Decimal(10) ** 16:
        raise CellFault(Fault.TOO_LARGE, "数值过大", "the number is too large", "请核对单位", "check the unit")


def _plain(value: Decimal | None) -> str:
    return format(value, ".1f") if value is not None and value == value.to_integral() else str(value)


def _check_plausible(value: Decimal, column: Column, assumed: str) -> None:
    low, high = column.plausible or ("0", "0")
    if value and not Decimal(low) <= value <= Decimal(high):
        raise CellFault(
            Fault.NO_UNIT,
            f"没有写明单位，按 {assumed} 计不合理",
            f"no unit, and not plausible in {assumed}",
            "请在表头写明单位，如（元/㎡·天）",
            "write the unit into the header, such as (元/㎡·天)",
        )


def read_plain(value: CellValue, words: Words) -> Decimal:
    """Read a bare number such as an exchange rate or a degree; CellFault when it has a unit."""
    amount = parse_amount(value, words)
    if amount.prefix or amount.unit:
        raise unknown_unit(amount.prefix + amount.unit)
    return rounded(amount.number, 6)


def read_hours(value: CellValue, units: Sequence[str], words: Words) -> Measured:
    """Read a duration into hours, to one decimal: the cell's own unit counts first, then the header's, then hours.

    Raises:
        CellFault: no number, or a unit such as 天 that is no number of hours.
    """

    def parse(text: str) -> Fraction | None:
        return simple_factor(text, "durations", words)

    amount = parse_amount(value, words)
    own = f"{amount.prefix}{amount.unit}"
    beside = next((text for text in units if compact(text) not in words.harmless), "")
    factor = parse(own or beside) if own or beside else Fraction(1)
    if factor is None:
        raise _no_hours(own or beside)
    hours = rounded(amount.number * factor, 1)
    exact = factor == 1 and hours == amount.number and not own
    return Measured(hours, "" if exact else with_unit(value, "" if own else beside))


def _no_hours(text: str) -> CellFault:
    return CellFault(
        Fault.UNKNOWN_UNIT,
        f"“{text}”不能换算成小时",
        f"'{text}' can't be turned into hours",
        "请按小时填写，如 3.5；一天折合几小时由填报单位确定",
        "write hours, such as 3.5; how many of them a day had only the unit can say",
    )


def read_integer(value: CellValue, words: Words) -> int:
    """Read a whole number, with 人 or 个 after it or not.

    Raises:
        CellFault: not a number, not whole, or negative.
    """
    amount = parse_amount(value, words)
    factor = Fraction(1)
    if amount.unit:
        found = simple_factor(amount.unit, "counts", words)
        if found is None:
            raise unknown_unit(amount.unit)
        factor = found
    number = amount.number * factor
    if number.denominator != 1:
        raise CellFault(Fault.NOT_WHOLE, "应为整数", "must be a whole number", f"原文：{cell_text(value)}", "")
    if not 0 <= number < 2**31:
        raise CellFault(Fault.NEGATIVE, "不能是负数或过大", "must not be negative or too large")
    return int(number)
