"""The alerts that are raised or put off, kept in memory: they are counted by kind whenever a page is opened."""

from __future__ import annotations

from typing import Any, NamedTuple

from yipanqi.board.fields import listed
from yipanqi.board.kept_rows import KeptRows
from yipanqi.board.views.alert import VIEW
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


OpenAlerts = KeptRows[OpenAlert]


def open_alerts() -> OpenAlerts:
    """Return the alerts that are not cleared, by id."""
    return KeptRows(VIEW, _COLUMNS, _open)


def _open(row: dict[str, Any]) -> OpenAlert | None:
    if row["status"] not in (AlertStatus.RAISED, AlertStatus.SNOOZED):
        return None
    units = frozenset(listed(row["units"]))
    return OpenAlert(row["kind"], row["level"], row["due_on"], units, row["status"] == AlertStatus.SNOOZED)
