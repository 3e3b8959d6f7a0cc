"""From planned rows to what is stored: ids that are new, rows that were refused before left out."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import Connection

from yipanqi.bus.cloudevents import source_of
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.models.base import AggregateRecord
from yipanqi.unit import events, memory, receipts
from yipanqi.unit.answers import SkippedRow
from yipanqi.unit.carried import changes_of
from yipanqi.unit.imports import PlannedRow
from yipanqi.unit.intake import Event
from yipanqi.unit.memory import Changes
from yipanqi.unit.outgoing import Outgoing
from yipanqi.unit.sheets import Plan, PlannedEvent

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:yipanqi:sheets:attempts")
_SYSTEM = "sheets"


@dataclass(slots=True)
class Selection:
    """What of a plan is published, with what is remembered for it, and which rows are not sent again."""

    ready: list[events.Ready] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)


class RowPlanner:
    """Chooses which planned events are sent and under which ids, and encodes them.

    The planner's ids follow from content and history: the same file again gives the same ids, which is what makes a
    repeated import harmless. But an event that was refused would be refused for ever by its id alone; so when its
    row is sent again (`retry_refused`, or something else of the record was accepted since), it gets a further id.
    """

    def __init__(self, unit: str, catalog: Catalog, outgoing: Outgoing, clock: Clock) -> None:
        self._source = source_of(unit, _SYSTEM)
        self._allowed = catalog.event_types(unit)
        self._unit = unit
        self._outgoing = outgoing
        self._clock = clock

    def select(self, connection: Connection, plan: Plan, rows: memory.SheetRows, *, retry_refused: bool) -> Selection:
        """Return what is to be stored. Raises RequestRefused (503) while schema ids are missing."""
        selection = Selection()
        known = set(events.digests(connection, [entry.event_id for entry in plan]))
        for key, group in groupby(plan, key=lambda entry: entry.key):
            row = list(group)
            for entry, changes in zip(row, changes_of(row, rows.get(key)), strict=True):
                reason = self._skip_reason(connection, entry, retry_refused or not rows.was_refused(key))
                if reason is not None:
                    selection.skipped.append(reason)
                    continue
                event_id = _free_id(connection, entry.event_id, known)
                known.add(event_id)
                self._add(selection, entry, event_id, changes)
        return selection

    def _add(self, selection: Selection, entry: PlannedEvent, event_id: str, changes: Changes) -> None:
        event = Event(event_id, self._source, entry.event_type, self._clock.now(), entry.event)
        selection.ready.append(self._outgoing.ready(event))
        selection.rows.append(
            PlannedRow(event_id, entry.key, entry.sheet, entry.row, signature_of(entry.event), changes)
        )

    def _skip_reason(self, connection: Connection, entry: PlannedEvent, retry: bool) -> SkippedRow | None:
        if entry.event_type not in self._allowed:
            return SkippedRow(
                sheet=entry.sheet,
                row=entry.row,
                event_id=entry.event_id,
                code="type_not_allowed",
                reason_zh=f"目录不允许 {self._unit} 发布 {entry.event_type}",
                reason_en=f"the catalogue does not let {self._unit} publish {entry.event_type}",
            )
        earlier = None if retry else memory.refused_before(connection, entry.key, signature_of(entry.event))
        if earlier is None:
            return None
        answered = receipts.page(connection, event_ids=[earlier], limit=1)
        return SkippedRow(
            sheet=entry.sheet,
            row=entry.row,
            event_id=earlier,
            code=answered[0].code if answered else None,
            reason_zh=answered[0].reason_zh if answered else None,
            reason_en=answered[0].reason_en if answered else None,
        )


def signature_of(event: AggregateRecord) -> str:
    """Return a hash of an event's type and content."""
    content = json.dumps(event.model_dump(mode="json", exclude_none=True), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{event.__avro_name__}\n{content}".encode()).hexdigest()


def _free_id(connection: Connection, wanted: str, known: set[str]) -> str:
    """Return the planned id, or the id of a further attempt when it was used."""
    found, attempt = wanted, 1
    while found in known or (attempt > 1 and events.digests(connection, [found])):
        attempt += 1
        found = str(uuid.uuid5(_NAMESPACE, f"{wanted}\n{attempt}"))
    return found
