"""Amounts as departments write them: in ten thousands of yuan or dollars, land in mu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from yipanqi.board.reports.model import MEASURES, Column, Kind, Label, Value

WAN = 10_000
#: 1 mu (亩) is 2000/3 m².
MU_M2 = Decimal(2000) / 3
_COUNTED = {"个": "number", "家": "firms", "人": "people", **MEASURES}
INVESTMENT = (
    Column("投资额", "Investment", Kind.AMOUNT, "万元", 8),
    Column("投资额", "Investment", Kind.AMOUNT, "万美元", 8),
    Column("投资额（其他币种）", "Investment in another currency", width=9, seldom=True),
)


def investment(amount: Mapping[str, Any] | None) -> tuple[Value, Value, Value]:
    """Return an amount in the three columns of `INVESTMENT`; nothing is converted."""
    if amount is None:
        return None, None, None
    value, currency = Decimal(amount["amount"]) / WAN, amount["currency"]
    if currency == "CNY":
        return value, None, None
    if currency == "USD":
        return None, value, None
    return None, None, _others(value, currency)


def sums(amounts: Iterable[Mapping[str, Any] | None]) -> tuple[Value, Value, Value]:
    """Return the sum per currency in the three columns of `INVESTMENT`; None where there is no amount in it."""
    totals: dict[str, Decimal] = {}
    for amount in amounts:
        if amount is not None:
            totals[amount["currency"]] = totals.get(amount["currency"], Decimal(0)) + Decimal(amount["amount"])
    others = [_others(total / WAN, code) for code, total in sorted(totals.items()) if code not in ("CNY", "USD")]
    together = Label("；".join(others), "; ".join(other.en for other in others)) if others else None
    return _wan(totals.get("CNY")), _wan(totals.get("USD")), together


def _others(wan: Decimal, currency: str) -> Label:
    return Label(f"{wan:,.2f} 万 {currency}", f"{currency} {wan * WAN:,.0f}")


def measure_of(zh: str) -> Value:
    """Return the unit of a row's amounts, in both languages where it has an English name."""
    english = _COUNTED.get(zh)
    return Label(zh, english) if english else zh


def _wan(total: Decimal | None) -> Decimal | None:
    return None if total is None else total / WAN
