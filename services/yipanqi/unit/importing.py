"""Importing a spreadsheet: read it, plan its events, store them with the memory and the report, answer about it."""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from yipanqi.bus.metrics import Metrics
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import product_codes
from yipanqi.unit import events, imports, memory, submissions
from yipanqi.unit import metrics as names
from yipanqi.unit.answers import ImportAnswer
from yipanqi.unit.database import reading, writing
from yipanqi.unit.import_report import Outcomes, full_report, outcomes_of
from yipanqi.unit.outgoing import Outgoing
from yipanqi.unit.planning import RowPlanner, Selection
from yipanqi.unit.problems import refused
from yipanqi.unit.row_counts import read_anything
from yipanqi.unit.settings import Limits
from yipanqi.unit.sheets import Reading, SheetFileError, annotate, plan_events, read_rows, read_workbook

_LOG = logging.getLogger(__name__)
_PLANS = 5
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with remarks, to be sent back."""

    filename: str
    content: bytes
    media_type: str


class Importer:
    """Imports of one unit; `run` is called by one thread at a time."""

    def __init__(
        self,
        engine: Engine,
        unit: str,
        catalog: Catalog,
        outgoing: Outgoing,
        *,
        clock: Clock,
        metrics: Metrics,
        limits: Limits,
        repeated_within: timedelta,
    ) -> None:
        self._engine = engine
        self._unit = unit
        self._catalog = catalog
        self._outgoing = outgoing
        self._clock = clock
        self._metrics = metrics
        self._limits = limits
        self._repeated_within = repeated_within
        self._planner = RowPlanner(unit, catalog, outgoing, clock)

    def run(self, content: bytes, filename: str, *, client: str, retry_refused: bool) -> ImportAnswer:
        """Import a file; when this returns its events are on the disk.

        Raises RequestRefused: 422 for a file that can't be read, 429 and 503 as for events.
        """
        began = time.perf_counter()
        found = self._read(content, filename)
        import_id = self._store(found, content, client, retry_refused)
        self._outgoing.nudge()
        with reading(self._engine) as connection:
            answer = imports.answer(connection, import_id)
        self._metrics[names.IMPORTS].labels("taken").inc()
        self._metrics[names.IMPORT_SECONDS].observe(time.perf_counter() - began)
        _LOG.info("imported", extra={"import_id": import_id, "events": len(answer.event_ids), "client": client})
        return answer

    def state(self, import_id: str) -> ImportAnswer:
        """Return what has become of an import so far. Raises RequestRefused (404)."""
        with reading(self._engine) as connection:
            return imports.answer(connection, import_id)

    def annotated(self, import_id: str) -> Copy:
        """Return the file with remarks, the coordinator's word included. Raises RequestRefused: 404, 410."""
        with reading(self._engine) as connection:
            filename, content, report = imports.file(connection, import_id)
            rows = imports.row_results(connection, import_id)
        found = self._read(content, filename)
        copy = annotate(content, found, outcomes_of(report, rows))
        path = PurePath(filename)
        ending, media_type = (".csv", "text/csv; charset=utf-8") if found.kind == "csv" else (".xlsx", _XLSX)
        return Copy(f"{path.stem}（校验结果）{ending}", copy, media_type)

    def _read(self, content: bytes, filename: str) -> Reading:
        try:
            workbook = read_workbook(content, filename)
            return read_rows(workbook, self._unit, self._catalog, product_codes(), salt=self._salt())
        except SheetFileError as error:
            self._metrics[names.IMPORTS].labels(str(error.code)).inc()
            raise refused(422, str(error.code), error.zh, error.en, field="file") from None

    def _salt(self) -> int:
        with writing(self._engine) as connection:
            return memory.salt(connection)

    def _store(self, found: Reading, content: bytes, client: str, retry_refused: bool) -> str:
        """Plan and store; plan anew when a receipt or another process changed the memory in between."""
        for _ in range(_PLANS):
            with reading(self._engine) as connection:
                version = memory.version(connection)
                rows = memory.SheetRows(connection, (row.key for row in found.good_rows()))
                plan = plan_events(found, self._unit, rows.get)
                self._check_size(len(plan))
                selection = self._planner.select(connection, plan, rows, retry_refused=retry_refused)
            report = full_report(found, plan, selection)
            entry = self._entry(found.filename, content, client, report)
            try:
                stored = self._write(entry, selection, version)
            except IntegrityError:
                continue  # PostgreSQL: one of the ids was taken at the same moment
            if stored:
                self._count(report, selection)
                return entry.import_id
        raise refused(
            503, "busy", "台账记录正在变化，请重试", "what the sheets said is changing: try again", retry_after=5
        )

    def _write(self, entry: imports.ImportRow, selection: Selection, version: int) -> bool:
        """Store everything in one transaction, in which nothing is computed any more: it keeps others waiting."""
        with writing(self._engine) as connection:
            if memory.version(connection) != version:
                return False
            events.take(connection, self._outgoing, selection.ready, client=entry.client, now_ms=entry.created_ms)
            if self._is_submission(connection, entry, selection):
                submissions.expect(connection, entry.import_id, entry.created_ms)
            imports.add(connection, entry, selection.rows)
            memory.bump(connection)
        return True

    def _is_submission(self, connection: Connection, entry: imports.ImportRow, selection: Selection) -> bool:
        """Tell whether the district is to hear of an import: not of one that repeats a file and sends nothing."""
        if not read_anything(entry.report):
            return False
        since_ms = entry.created_ms - round(self._repeated_within.total_seconds() * 1000)
        return bool(selection.ready) or not submissions.repeated(connection, entry.sha256, since_ms)

    def _entry(self, filename: str, content: bytes, client: str, report: Outcomes) -> imports.ImportRow:
        return imports.ImportRow(
            import_id=str(uuid.uuid4()),
            filename=filename,
            sha256=hashlib.sha256(content).hexdigest(),
            client=client,
            created_ms=round(self._clock.now().timestamp() * 1000),
            report=report,
            content=content,
        )

    def _check_size(self, count: int) -> None:
        if count > self._limits.import_events:
            raise refused(
                413,
                "too_many",
                f"一个文件至多产生 {self._limits.import_events} 个事件，请拆分",
                f"a file gives {self._limits.import_events} events at most: split it",
            )
        if self._outgoing.depth() + count > self._limits.outbox_events:
            raise refused(
                429,
                "outbox_full",
                "待发送的事件过多，请稍后再试",
                "too many events wait for the broker: try again later",
                retry_after=15,
            )

    def _count(self, report: Outcomes, selection: Selection) -> None:
        sheets = report["sheets"]
        for result in ("good", "bad", "skipped", "unchanged"):
            self._metrics[names.IMPORT_ROWS].labels(result).inc(sheets[result])
        self._metrics[names.IMPORT_ROWS].labels("refused_before").inc(len(selection.skipped))
        for entry in selection.ready:
            self._metrics[names.EVENTS_TAKEN].labels(entry.event.event_type, "import").inc()
