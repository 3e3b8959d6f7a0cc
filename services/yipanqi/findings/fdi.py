"""Entries of foreign capital that may stand for the same money twice, and offsets that do not fit.

No rule can refuse these: a rule sees one record only, and both entries may be right. So they are found across records,
for the board's list and for whoever raises alerts, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Any

from yipanqi.defaults import DEFAULTS
from yipanqi.models.codes import FdiStatus
from yipanqi.rules.fdi_amounts import at_rate

#: What an entry can be found by: kind, currency and amount.
_Amount = tuple[str, str, Decimal]


class Reason(StrEnum):
    """Why a person should look at entries."""

    SAME_AMOUNT = "SAME_AMOUNT"
    SAME_VOUCHER = "SAME_VOUCHER"
    OFFSET_UNKNOWN = "OFFSET_UNKNOWN"
    OFFSET_EXCEEDS = "OFFSET_EXCEEDS"


@dataclass(frozen=True, slots=True)
class CapitalEntry:
    """What of an entry matters here; a rejected entry is not one.

    `amount` is in `currency`, `usd` what the entry would count in dollars: as stated, else at its rate. `distinct_from`
    are the entries from which commerce told it apart.
    """

    entry_id: str
    owner_unit: str
    kind: str
    received_on: date
    currency: str | None = None
    amount: Decimal | None = None
    usd: Decimal | None = None
    voucher: str | None = None
    offsets: str | None = None
    distinct_from: Collection[str] = ()

    def told_apart(self, other: CapitalEntry) -> bool:
        """Return whether commerce decided that the two are two payments, and the figures of neither changed since."""
        return other.entry_id in self.distinct_from and self.entry_id in other.distinct_from

    def amounts(self) -> frozenset[_Amount]:
        """Return the amounts that the entry goes by: as received, and in dollars."""
        found = set()
        if self.currency is not None and self.amount is not None:
            found.add((self.kind, self.currency, self.amount))
        if self.usd is not None:
            found.add((self.kind, "USD", self.usd))
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Entries to look at, by id in order (two that may be one, or one whose offset does not fit), and why."""

    entries: tuple[str, ...]
    reasons: tuple[Reason, ...]


def counting(records: Iterable[Mapping[str, Any]]) -> Iterator[CapitalEntry]:
    """Yield what matters here of the records of entries, by the names of their fields, without the rejected ones.

    A field that is hidden from whoever asks is None, as one that is not given: no pair tells of it.
    """
    for record in records:
        if record["status"] == FdiStatus.REJECTED:
            continue
        money, received_on = record["amount"], record["received_on"]
        yield CapitalEntry(
            entry_id=record["entry_id"],
            owner_unit=record["owner_unit"],
            kind=record["kind"],
            received_on=received_on if isinstance(received_on, date) else date.fromisoformat(received_on),
            currency=None if money is None else money.currency,
            amount=None if money is None else money.amount,
            usd=record["usd"] if record["usd"] is not None else at_rate(money, record["rate"]),
            voucher=record["voucher"],
            offsets=record["offsets"],
            distinct_from=record["distinct_from"],
        )


def suspicions(entries: Iterable[CapitalEntry], days: int = DEFAULTS.capital.same_money_days) -> list[Suspicion]:
    """Return all suspicions, in the order of their entries' ids.

    Two entries may be one when two units report the same amount at most `days` apart, or when one voucher stands behind
    both: at two units, or at one unit for the same amount. A pair that commerce told apart is none.
    """
    known = sorted(entries, key=lambda entry: entry.entry_id)
    found: dict[tuple[str, ...], set[Reason]] = defaultdict(set)
    alike = {Reason.SAME_AMOUNT: _same_amounts(known, days), Reason.SAME_VOUCHER: _same_vouchers(known)}
    for reason, pairs in alike.items():
        for one, other in pairs:
            if not one.told_apart(other):
                found[_pair(one, other)].add(reason)
    for entry, reason in _offsets(known):
        found[(entry.entry_id,)].add(reason)
    return [Suspicion(ids, tuple(sorted(reasons))) for ids, reasons in sorted(found.items())]


def _same_amounts(entries: Sequence[CapitalEntry], days: int) -> Iterator[tuple[CapitalEntry, CapitalEntry]]:
    """Yield entries of two units with one amount and near days; each is compared with its neighbours in time only."""
    by_amount: dict[_Amount, list[CapitalEntry]] = defaultdict(list)
    for entry in entries:
        for amount in entry.amounts():
            by_amount[amount].append(entry)
    for alike in by_amount.values():
        alike.sort(key=lambda entry: (entry.received_on, entry.entry_id))
        for index, one in enumerate(alike):
            for other in alike[index + 1 :]:
                if (other.received_on - one.received_on).days > days:
                    break
                if one.owner_unit != other.owner_unit:
                    yield one, other


def _same_vouchers(entries: Sequence[CapitalEntry]) -> Iterator[tuple[CapitalEntry, CapitalEntry]]:
    by_voucher: dict[tuple[str, str], list[CapitalEntry]] = defaultdict(list)
    for entry in entries:
        if entry.voucher and entry.voucher.strip():
            by_voucher[entry.kind, entry.voucher.strip().casefold()].append(entry)
    for alike in by_voucher.values():
        for one, other in combinations(alike, 2):
            if one.owner_unit != other.owner_unit or one.amounts() & other.amounts():
                yield one, other


def _offsets(entries: Sequence[CapitalEntry]) -> Iterator[tuple[CapitalEntry, Reason]]:
    by_id = {entry.entry_id: entry for entry in entries}
    taken_back: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.offsets is None:
            continue
        offset = by_id.get(entry.offsets)
        if offset is None:
            yield entry, Reason.OFFSET_UNKNOWN
        elif entry.usd is not None and offset.usd is not None:
            taken_back[entry.offsets] += entry.usd
            if taken_back[entry.offsets] + offset.usd < 0:
                yield entry, Reason.OFFSET_EXCEEDS


def _pair(one: CapitalEntry, other: CapitalEntry) -> tuple[str, str]:
    first, second = sorted((one.entry_id, other.entry_id))
    return first, second
