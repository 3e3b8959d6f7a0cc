"""What an entry of foreign capital is worth in dollars, and what about its figures a person should look at."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.models.codes import FdiFlag
from yipanqi.models.common import Money
from yipanqi.models.fdi import FdiEntry, FdiEntryCorrected, FdiEntryRecorded
from yipanqi.rules.currencies import CURRENCIES
from yipanqi.rules.fdi_codes import FdiCode
from yipanqi.rules.outcome import Context, Refused
from yipanqi.rules.refusals import Code, refuse

Figures = FdiEntry | FdiEntryRecorded | FdiEntryCorrected

_CENT = Decimal("0.01")
#: Flags that follow from an entry's own figures.
FIGURE_FLAGS = (FdiFlag.RATE_MISMATCH, FdiFlag.USD_UNKNOWN, FdiFlag.OFFSET_MISSING)


def reckoned_usd(entry: Figures) -> Decimal | None:
    """Return what the amount is in USD at the entry's own rate, None without one."""
    return at_rate(entry.amount, entry.rate)


def at_rate(amount: Money | None, rate: Decimal | None) -> Decimal | None:
    """Return an amount in USD at a rate, None where that is not known."""
    if amount is None:
        return None
    if amount.currency == "USD":
        return amount.amount
    return None if rate is None else (amount.amount / rate).quantize(_CENT)


def countable_usd(entry: Figures) -> Decimal | None:
    """Return what would count in USD: as stated, else as reckoned."""
    return entry.usd if entry.usd is not None else reckoned_usd(entry)


def is_negative(entry: Figures) -> bool:
    """Return whether the entry takes capital back."""
    figure = entry.amount.amount if entry.amount is not None else entry.usd
    return figure is not None and figure < 0


def differs(one: Decimal, other: Decimal, context: Context) -> bool:
    """Return whether two amounts in USD differ by more than the rounding of rates explains."""
    tolerated = abs(other) * context.defaults.capital.rate_tolerance_percent / 100
    return abs(one - other) > max(tolerated, _CENT)


def figure_flags(entry: Figures, context: Context) -> tuple[str, ...]:
    """Return the flags of the entry's figures, in the order of `FIGURE_FLAGS`."""
    reckoned, stated = reckoned_usd(entry), entry.usd
    raised = {
        FdiFlag.RATE_MISMATCH: stated is not None and reckoned is not None and differs(stated, reckoned, context),
        FdiFlag.USD_UNKNOWN: countable_usd(entry) is None,
        FdiFlag.OFFSET_MISSING: is_negative(entry) and entry.offsets is None,
    }
    return tuple(flag.value for flag in FIGURE_FLAGS if raised[flag])


def unsound(entry: FdiEntryRecorded | FdiEntryCorrected) -> Refused | None:
    """Refuse figures that cannot be an entry at all."""
    if entry.amount is None and entry.usd is None:
        return refuse(Code.AMOUNT_MISSING, field="amount")
    if entry.amount is not None and entry.amount.currency not in CURRENCIES:
        return refuse(FdiCode.UNKNOWN_CURRENCY, field="amount", currency=entry.amount.currency)
    if entry.offsets is None:
        return None
    if entry.offsets == entry.entry_id:
        return refuse(FdiCode.OFFSETS_ITSELF, field="offsets", id=entry.entry_id)
    return None if is_negative(entry) else refuse(FdiCode.OFFSET_NOT_NEGATIVE, field="offsets")
