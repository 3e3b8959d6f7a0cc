"""Entries of foreign capital as suspicions are found among them, kept in memory, each as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from yipanqi.board.fields import listed
from yipanqi.board.kept_rows import KeptRows
from yipanqi.board.store import Store
from yipanqi.board.tables import currency_column
from yipanqi.board.views.fdi import VIEW
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Share
from yipanqi.findings.fdi import CapitalEntry, counting
from yipanqi.models.common import Money

_FIELDS = (
    *("entry_id", "owner_unit", "kind", "received_on", "usd", "amount", "rate", "voucher", "offsets"),
    *("distinct_from", "status"),
)
_COLUMNS = ("id", *(name for name in _FIELDS if name != "entry_id"), currency_column("amount"))


class Seen(NamedTuple):
    """An entry as its own unit and government see it, and as all others do."""

    units: frozenset[str]
    full: CapitalEntry
    open: CapitalEntry


CapitalEntries = KeptRows[Seen]


def capital_entries() -> CapitalEntries:
    """Return the entries that count or may still count, by id."""
    return KeptRows(VIEW, _COLUMNS, _seen)


def as_seen_by(viewer: Viewer, entries: CapitalEntries, store: Store) -> Iterator[CapitalEntry]:
    """Yield the entries with what the viewer may see of each; what is hidden is None."""
    everything = viewer.share(VIEW) >= Share.GOVERNMENT
    for entry in entries.current(store).values():
        yield entry.full if everything or viewer.unit in entry.units else entry.open


def _seen(row: dict[str, Any]) -> Seen | None:
    money = _decimal(row["amount"], 2)
    record = {
        **row,
        "entry_id": row["id"],
        "usd": _decimal(row["usd"], 2),
        "amount": None if money is None else Money(amount=money, currency=row[currency_column("amount")]),
        "rate": _decimal(row["rate"], VIEW.fields["rate"].scale),
        "distinct_from": listed(row["distinct_from"]),
    }
    hidden = {name: None for name in _FIELDS if VIEW.fields[name].share > Share.ALL}
    full, masked = (next(counting([one]), None) for one in (record, {**record, **hidden}))
    if full is None or masked is None:
        return None
    return Seen(frozenset(row[name] for name in VIEW.owners), full, masked)


def _decimal(stored: int | None, scale: int) -> Decimal | None:
    return None if stored is None else Decimal(stored).scaleb(-scale)
