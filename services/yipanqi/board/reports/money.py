"""Amounts as departments write them: in ten thousands of yuan or dollars, land in mu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from yipanqi.board.reports.model import Column, Kind, Value

WAN = 10_000
#: 1 mu (亩) is 2000/3 m².
MU_M2 = Decimal(2000) / 3
INVESTMENT = (
    Column("投资额", "Investment, CNY 10,000", Kind.AMOUNT, "万元", 8),
    Column("投资额", "Investment, USD 10,000", Kind.AMOUNT, "万美元", 8),
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
    return None, None, f"{value:,.2f} 万 {currency}"


def sums(amounts: Iterable[Mapping[str, Any] | None]) -> tuple[Value, Value, Value]:
    """Return the sum per currency in the three columns of `INVESTMENT`; None where there is no amount in it."""
    totals: dict[str, Decimal] = {}
    for amount in amounts:
        if amount is not None:
            totals[amount["currency"]] = totals.get(amount["currency"], Decimal(0)) + Decimal(amount["amount"])
    others = [f"{total / WAN:,.2f} 万 {code}" for code, total in sorted(totals.items()) if code not in ("CNY", "USD")]
    return _wan(totals.get("CNY")), _wan(totals.get("USD")), "；".join(others) or None


def _wan(total: Decimal | None) -> Decimal | None:
    return None if total is None else total / WAN
