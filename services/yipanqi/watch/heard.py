"""Who spoke when, by the headers of the ledger: a record names only the unit that changed it last.

Events of the coordinator and the watch, and what another unit said after it, would hide a unit's word otherwise. The
values of the ledger are not decoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from yipanqi.bus.cloudevents import parse_time
from yipanqi.bus.records import Record
from yipanqi.contract.catalog import Catalog
from yipanqi.defaults import Defaults

_DAY_MS = 86_400_000


def spoken(records: Iterable[Record]) -> Iterator[tuple[str, datetime]]:
    """Yield the units that speak in a batch of one ledger partition, each with when its last event was decided."""
    last: dict[bytes, bytes] = {}
    for record in records:
        headers = dict(record.headers)
        unit, decided_at = headers.get("ce_unit"), headers.get("ce_decidedat")
        if unit is not None and decided_at is not None:
            # In one partition events stand in the order in which they were decided.
            last[unit] = decided_at
    for unit, text in last.items():
        at = parse_time(text.decode())
        if at is not None:
            yield unit.decode(), at


def heard_from(wall_ms: int, catalog: Catalog, defaults: Defaults) -> int:
    """Return from which time (ms since the epoch, as records are stamped) the ledger has to be read.

    A unit of which nothing was heard since then is silent at the last level: since when, its alert remembers. The
    district's clock may run ahead of the records' time, never behind it: then more is read than needed.
    """
    longest = max((unit.update_days for unit in catalog.units.values()), default=0)
    return wall_ms - (2 * longest * defaults.alerts.silent_cycles + 1) * _DAY_MS
