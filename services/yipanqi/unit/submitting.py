"""Telling the district what became of a workbook's rows: one event an import, once all of them are answered."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from yipanqi.bus.cloudevents import source_of
from yipanqi.bus.metrics import Metrics
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.models.submission import WorkbookSubmitted
from yipanqi.unit import events, imports, submissions
from yipanqi.unit import metrics as names
from yipanqi.unit.database import reading, writing
from yipanqi.unit.intake import Event
from yipanqi.unit.outgoing import Outgoing
from yipanqi.unit.problems import RequestRefused
from yipanqi.unit.row_counts import counted

_LOG = logging.getLogger(__name__)
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:yipanqi:submissions")
_SYSTEM = "sheets"


class Submitter:
    """Tells of imports whose rows are answered; `tell` is called again and again by one thread.

    What is told, and that it was, is stored in one transaction, and the event's id follows from the import's: whatever
    dies in between, the district hears of an import once. Rows that nobody answers within `patience` are said to be so.
    """

    def __init__(
        self,
        engine: Engine,
        unit: str,
        catalog: Catalog,
        outgoing: Outgoing,
        *,
        clock: Clock,
        metrics: Metrics,
        patience: timedelta,
    ) -> None:
        self._engine = engine
        self._unit = unit
        self._may = WorkbookSubmitted.__avro_name__ in catalog.event_types(unit)
        self._outgoing = outgoing
        self._clock = clock
        self._metrics = metrics
        self._patience = patience

    def tell(self) -> None:
        """Put into the outbox what is to be told by now; nothing while schema ids are missing."""
        if not self._may:
            return
        given_up = self._clock.now() - self._patience
        with reading(self._engine) as connection:
            due = submissions.due(connection, round(given_up.timestamp() * 1000))
        for import_id in due:
            try:
                self._tell(import_id)
            except RequestRefused as refusal:
                _LOG.info("submission waits", extra={"import_id": import_id, "reason": refusal.problems[0].code})
                return
            except IntegrityError:
                # PostgreSQL: another process told it at the same moment.
                continue
        if due:
            self._outgoing.nudge()

    def _tell(self, import_id: str) -> None:
        with reading(self._engine) as connection:
            client, report = imports.told_of(connection, import_id)
            rows = imports.row_results(connection, import_id)
        record = counted(f"{self._unit}-submission-{import_id}", report, rows)
        event_id = str(uuid.uuid5(_NAMESPACE, import_id))
        source = source_of(self._unit, _SYSTEM)
        event = Event(event_id, source, record.__avro_name__, self._clock.now(), record)
        ready = self._outgoing.ready(event)
        with writing(self._engine) as connection:
            if not submissions.told(connection, import_id, event_id):
                return
            now_ms = round(event.time.timestamp() * 1000)
            events.take(connection, self._outgoing, [ready], client=client, now_ms=now_ms)
        self._metrics[names.EVENTS_TAKEN].labels(event.event_type, "submission").inc()
        _LOG.info("submission told", extra={"import_id": import_id, "rows": record.rows_read})
