"""Reads amounts of money: scale and currency from the cell, the header, the currency's column or the sheet's note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yipanqi.unit.sheets.cells import CellValue
from yipanqi.unit.sheets.declared import Column
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.measures import no_unit, unit_beside_title, unknown_unit
from yipanqi.unit.sheets.quantities import parse_amount, rounded, with_unit
from yipanqi.unit.sheets.units import MoneyUnit, money_unit
from yipanqi.unit.sheets.words import Words

#: A bare number below this, with a currency but no scale anywhere, is more likely 万 than 元: not read.
_LEAST_BARE = 100_000


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money with its original wording and whether it was marked as about."""

    amount: Decimal
    currency: str
    about: bool
    original: str


@dataclass(frozen=True, slots=True)
class MoneySetting:
    """What stands around a cell of money: units beside the title, the currency's cell, the sheet's note."""

    units: Sequence[str] = ()
    currency_text: str | None = None
    sheet_units: Sequence[str] = ()


def read_money(value: CellValue, column: Column, setting: MoneySetting, words: Words) -> Sum:
    """Read an amount exactly.

    Raises:
        CellFault: several amounts, no or contradictory units, or a negative amount where none can be.
    """
    amount = parse_amount(value, words)
    own_text = f"{amount.prefix}{amount.unit}"
    own = money_unit(own_text, words)
    if own is None:
        raise unknown_unit(own_text)
    stated = _stated_currency(setting.currency_text, words)
    if own_text:
        titles = [unit for text in setting.units if (unit := money_unit(text, words)) is not None]
        unit, shown = _own_unit(own, stated, column, titles[0] if titles else None), ""
    else:
        beside = unit_beside_title(setting.units, lambda text: money_unit(text, words), words)
        unit, shown = _outer_unit(amount.number, beside, stated, column, setting, words)
    currency = unit.currency or words.default_currency
    result = rounded(amount.number * (unit.scale or Fraction(1)))
    if result < 0 and column.sign == "positive":
        raise CellFault(
            Fault.NEGATIVE, "金额不能是负数", "the amount must not be negative", "请核对符号", "check the sign"
        )
    if abs(result) >= Decimal(10) ** 18:
        raise CellFault(Fault.TOO_LARGE, "金额过大", "the amount is too large", "请核对单位", "check the unit")
    return Sum(result, currency, amount.about, with_unit(value, shown))


def _stated_currency(text: str | None, words: Words) -> MoneyUnit | None:
    if text is None or words.is_unknown(text):
        return None
    unit = money_unit(text, words)
    if unit is None or (unit.currency is None and unit.scale is None):
        raise unknown_unit(text)
    return unit


def _own_unit(own: MoneyUnit, stated: MoneyUnit | None, column: Column, beside: MoneyUnit | None) -> MoneyUnit:
    """Return the unit of a cell that has one; a currency that it leaves out is taken from around it."""
    outer = column.currency or (stated.currency if stated else None)
    if own.currency and outer and own.currency != outer:
        raise _conflict(own.currency, outer)
    return MoneyUnit(own.scale, own.currency or outer or (beside.currency if beside else None))


def _outer_unit(
    number: Fraction,
    beside: tuple[str, MoneyUnit] | None,
    stated: MoneyUnit | None,
    column: Column,
    setting: MoneySetting,
    words: Words,
) -> tuple[MoneyUnit, str]:
    """Return the unit of a bare number and the text that gave it."""
    title = beside[1] if beside else None
    currency = _currency(title, stated, column)
    scale = _scale(title, stated)
    if scale is None and not (title and title.currency):
        scale, noted = _noted_scale(currency, setting.sheet_units, words)
        currency = currency or noted
    if scale is None and not (title and title.currency) and (currency is None or abs(number) < _LEAST_BARE):
        raise no_unit("金额单位", "unit of money")
    if currency is None and setting.currency_text is not None and not (title and title.currency):
        raise no_unit("币种", "currency")
    shown = beside[0] if beside else (setting.currency_text or "")
    if not (title and title.scale) and not (stated and stated.scale) and setting.sheet_units:
        shown = f"{shown}（单位：{'、'.join(setting.sheet_units)}）"
    return MoneyUnit(scale, currency), shown


def _currency(title: MoneyUnit | None, stated: MoneyUnit | None, column: Column) -> str | None:
    """Return the currency; a bare 元 in a title only means "of the currency named elsewhere"."""
    named = title.currency if title and not title.generic else None
    candidates = [c for c in (column.currency or None, named, stated.currency if stated else None) if c]
    if len(set(candidates)) > 1 and not column.currency:
        raise _conflict(candidates[0], candidates[1])
    if column.currency and named and named != column.currency:
        raise _conflict(named, column.currency)
    return candidates[0] if candidates else (title.currency if title else None)


def _scale(title: MoneyUnit | None, stated: MoneyUnit | None) -> Fraction | None:
    mine = title.scale if title else None
    other = stated.scale if stated else None
    if mine is not None and other is not None and mine != other:
        raise CellFault(
            Fault.CONFLICTING_UNIT,
            "表头与币种列的数量级不一致",
            "header and currency column give different scales",
            "请统一为一种单位",
            "use one unit",
        )
    return mine if mine is not None else other


def _noted_scale(currency: str | None, notes: Sequence[str], words: Words) -> tuple[Fraction | None, str | None]:
    """Return scale and currency from the sheet's note; 万美元、万元 gives 万, the currency is then said elsewhere."""
    units = [unit for text in notes if (unit := money_unit(text, words)) is not None and text]
    mine = [unit for unit in units if currency is None or unit.currency in (currency, None)] or units
    scales = {unit.scale or Fraction(1) for unit in mine}
    currencies = {unit.currency for unit in mine}
    if len(scales) != 1:
        return None, None
    return scales.pop(), currencies.pop() if len(currencies) == 1 else None


def _conflict(one: str, other: str) -> CellFault:
    return CellFault(
        Fault.CONFLICTING_UNIT,
        f"币种不一致：{one} 与 {other}",
        f"contradictory currencies: {one} and {other}",
        "请统一币种",
        "use one currency",
    )
