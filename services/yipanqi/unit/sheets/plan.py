"""Turns good rows into events: first seen is registered, changed is updated by its changed fields, same is nothing.

What a row said last is remembered by the unit service (`SheetMemory`) in the transaction that puts the events into
the outbox. Event ids follow from the content and from the event before, so the same import after a crash, or with
the memory lost, gives the same ids, which the coordinator has already decided.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from yipanqi.models.base import AggregateRecord
from yipanqi.unit.sheets.changes import Change, Refusal, changes_of
from yipanqi.unit.sheets.expected import NOTHING_EXPECTED
from yipanqi.unit.sheets.faults import CellFault
from yipanqi.unit.sheets.results import GoodRow, Notice, Place, Problem, Reading
from yipanqi.unit.sheets.told import told

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:yipanqi:sheets")
Remembered = Mapping[str, Any]
#: Code of the notices that say as what a changed row is published.
CHANGE = "change"


class SheetMemory(Protocol):
    """Where a unit remembers what each row said last; written with the outbox, in one transaction."""

    def get(self, key: str) -> Remembered | None:
        """Return what was remembered for a row's key; None when it was never imported."""
        ...

    def put(self, key: str, remembered: Remembered) -> None:
        """Remember; `remembered` is JSON."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event to publish, and what to remember under `key` once it is safely in the outbox."""

    event: AggregateRecord
    event_id: str
    key: str
    sheet: str
    row: int
    remember: Remembered

    @property
    def event_type(self) -> str:
        """Avro full name of the event."""
        return self.event.__avro_name__


@dataclass(frozen=True, slots=True)
class Plan:
    """Events in the order of the file; rows without a change; what a sheet can't change and why."""

    events: tuple[PlannedEvent, ...]
    unchanged: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]

    def __iter__(self) -> Iterator[PlannedEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)


def plan_events(reading: Reading, unit: str, previous: Callable[[str], Remembered | None]) -> Plan:
    """Return what importing the reading publishes for `unit`, given what each row said before.

    Raises:
        ValueError: the reading was made for another unit.
    """
    if reading.unit != unit:
        raise ValueError(f"the workbook was read for {reading.unit}, not for {unit}: read it again")
    planner = _Planner(reading, unit)
    for row in reading.good_rows():
        planner.add(row, previous(row.key))
    return planner.plan()


class _Planner:
    def __init__(self, reading: Reading, unit: str) -> None:
        self._unit = unit
        self._places = {
            (sheet.sheet, table.kind, name): place
            for sheet in reading.sheets
            for table in sheet.tables
            for name, place in table.places.items()
        }
        self._events: list[PlannedEvent] = []
        self._unchanged: list[tuple[str, int]] = []
        self._problems: list[Problem] = []
        self._notices: list[Notice] = []

    def plan(self) -> Plan:
        return Plan(tuple(self._events), tuple(self._unchanged), tuple(self._problems), tuple(self._notices))

    def add(self, row: GoodRow, before: Remembered | None) -> None:
        """Plan one row."""
        values = plain(row.record)
        try:
            change = changes_of(row, values, before)
        except Refusal as refusal:
            self._problem(row, refusal.field, refusal.fault)
            return
        for field, fault in change.ignored:
            self._notices.append(
                Notice(row.sheet, row.row, self._place(row, field).title, fault.code, fault.zh, fault.en)
            )
        if before is not None:
            self._notices += [
                Notice(row.sheet, row.row, "", CHANGE, *told(event, before["values"])) for event in change.events
            ]
        if not change.events:
            self._unchanged.append((row.sheet, row.row))
        self._number(row, change, before)

    def _number(self, row: GoodRow, change: Change, before: Remembered | None) -> None:
        """Give the row's events their ids, each following from the one before."""
        last = str(before["event_id"]) if before else ""
        numbered = []
        for event in change.events:
            content = _canonical(plain(event.model_dump(exclude_none=True)))
            seed = [self._unit, event.__avro_name__, row.key, content, last]
            last = str(uuid.uuid5(NAMESPACE, "\n".join(seed)))
            numbered.append((event, last))
        remember = {"kind": row.kind, "values": change.values, "event_id": last}
        self._events += [
            PlannedEvent(event, event_id, row.key, row.sheet, row.row, remember) for event, event_id in numbered
        ]

    def _problem(self, row: GoodRow, field: str, fault: CellFault) -> None:
        place = self._place(row, field)
        content = str(row.source_text.get(field, row.record.get(field, "")))
        self._problems.append(
            Problem(
                row.sheet,
                row.row,
                place.title,
                place.index,
                content[:200],
                fault.code,
                fault.zh,
                fault.en,
                fault.hint_zh,
                fault.hint_en,
                field,
                place.expected,
            )
        )

    def _place(self, row: GoodRow, field: str) -> Place:
        return self._places.get((row.sheet, row.kind, field), Place(field, None, NOTHING_EXPECTED))


def plain(value: Any) -> Any:
    """Return a value as JSON: decimals and dates as strings, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
