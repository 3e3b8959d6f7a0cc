"""Understands the words of units: 万美元, 万㎡, 元/㎡·天, 万元/亩. Each becomes an exact factor, or None if unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from yipanqi.unit.sheets.cells import compact
from yipanqi.unit.sheets.words import Words

_SEPARATORS = re.compile(r"[/·.*•・每()]+|per")
_BRACKETS = re.compile(r"[()\[\]]")
#: The words that only say "of the currency", as in 金额（万元） beside a column 币种.
GENERIC_CURRENCY = "元"


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """Scale and currency as far as they are written; `generic` when the currency is a bare 元."""

    scale: Fraction | None
    currency: str | None
    generic: bool = False


def money_unit(text: str, words: Words) -> MoneyUnit | None:
    """Return scale and currency of a text such as 万美元, 亿, 人民币万元; None when it is no unit of money."""
    rest = _BRACKETS.sub("", compact(text))
    scale: Fraction | None = None
    currency: str | None = None
    generic = False
    while rest:
        found = _prefix(rest, words.currencies)
        if found:
            code = words.currencies[found]
            if currency is not None and code != currency:
                return None
            currency, generic = code, found == GENERIC_CURRENCY and (generic or currency is None)
        else:
            found = _prefix(rest, words.scales)
            if not found or scale is not None:
                return None
            scale = words.scales[found]
        rest = rest[len(found) :]
    return MoneyUnit(scale, currency, generic)


def _prefix(text: str, table: Mapping[str, object]) -> str:
    keys = [key for key in table if text.startswith(key)]
    return max(keys, key=len, default="")


def simple_factor(text: str, measure: str, words: Words) -> Fraction | None:
    """Return the factor of a unit such as 亩, 万㎡ or kVA to the contract's unit; None when unknown."""
    key = _BRACKETS.sub("", compact(text)).replace("每", "/")
    table = words.factors[measure]
    if key in table:
        return table[key]
    scale = _prefix(key, words.scales)
    rest = key[len(scale) :]
    return words.scales[scale] * table[rest] if scale and rest in table else None


def rent_factor(text: str, per_area: bool, words: Words) -> Fraction | None:
    """Return the factor of a rent to CNY per m² and month; `per_area` when the title says 每平方米."""
    found = _composite(text, words)
    if found is None or found[2] is None:
        return None
    money, area, period = found
    if area is None and not per_area:
        return None
    return money * (period or Fraction(1)) / (area or Fraction(1))


def intensity_factor(text: str, words: Words) -> Fraction | None:
    """Return the factor of an amount per area to CNY per m²; None when unknown."""
    found = _composite(text, words)
    if found is None or found[1] is None or found[2] is not None:
        return None
    return found[0] / found[1]


def _composite(text: str, words: Words) -> tuple[Fraction, Fraction | None, Fraction | None] | None:
    """Return the factors of money, area and period; None when a part is unknown, twice or not in CNY."""
    parts = [part for part in _SEPARATORS.split(compact(text)) if part]
    money = area = period = None
    for part in parts:
        unit = money_unit(part, words)
        if unit and unit.currency == words.default_currency and money is None:
            money = unit.scale or Fraction(1)
        elif part in words.periods and period is None:
            period = words.periods[part]
        elif area is None and (factor := simple_factor(part, "areas", words)) is not None:
            area = factor
        else:
            return None
    return None if money is None else (money, area, period)
