"""The alerts that are raised or put off, kept in memory: they are counted by kind whenever a page is opened."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from yipanqi.board.fields import listed
from yipanqi.board.kept_rows import KeptRows
from yipanqi.board.store import Store
from yipanqi.board.views.alert import VIEW
from yipanqi.figures.sharded import Sharded
from yipanqi.models.codes import AlertStatus

#: Which units they are for is told to nobody here; the others every viewer may see.
_COLUMNS = ("status", "kind", "level", "due_on", "units")


class OpenAlert(NamedTuple):
    """What is counted of an alert; `units` are those that must act."""

    kind: str
    level: str
    due_on: str | None
    units: frozenset[str]
    snoozed: bool


@dataclass
class KindCount:
    """Raised alerts of one kind: how many by level, and the first day that is due."""

    levels: Counter[str] = field(default_factory=Counter)
    due_on: str | None = None


class Counted(NamedTuple):
    """Raised alerts by kind, and how many are put off."""

    kinds: dict[str, KindCount]
    snoozed: int


class OpenAlerts:
    """Counts the alerts that are not cleared, for a unit or for all. Threads may share it."""

    def __init__(self) -> None:
        self._rows = KeptRows(VIEW, _COLUMNS, _open)
        self._lock = threading.Lock()
        self._of: Sharded[OpenAlert] | None = None
        self._counted: dict[str | None, Counted] = {}

    def by_kind(self, store: Store, unit: str | None) -> Counted:
        """Return a unit's alerts by kind, those of all without one; counted once until an alert changes."""
        alerts = self._rows.current(store)
        with self._lock:
            if self._of is not alerts:
                self._of, self._counted = alerts, {}
            found = self._counted.get(unit)
            if found is None:
                found = self._counted[unit] = _count(one for one in alerts.values() if unit in (None, *one.units))
            return found

    def refresh(self, store: Store) -> None:
        """Read what changed, so that the next question has little to read."""
        self.by_kind(store, None)


def _count(alerts: Iterable[OpenAlert]) -> Counted:
    kinds: dict[str, KindCount] = {}
    snoozed = 0
    for alert in alerts:
        if alert.snoozed:
            snoozed += 1
            continue
        count = kinds.get(alert.kind)
        if count is None:
            count = kinds[alert.kind] = KindCount()
        count.levels[alert.level] += 1
        if alert.due_on is not None and (count.due_on is None or alert.due_on < count.due_on):
            count.due_on = alert.due_on
    return Counted(kinds, snoozed)


def _open(row: dict[str, Any]) -> OpenAlert | None:
    if row["status"] not in (AlertStatus.RAISED, AlertStatus.SNOOZED):
        return None
    units = frozenset(listed(row["units"]))
    return OpenAlert(row["kind"], row["level"], row["due_on"], units, row["status"] == AlertStatus.SNOOZED)
