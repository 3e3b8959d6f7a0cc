"""Imports in the database: the report, the file, and what became of each row's event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from yipanqi.unit import submissions, tables
from yipanqi.unit.answers import ImportAnswer, RowResult, RowStatus
from yipanqi.unit.memory import Changes, RowState
from yipanqi.unit.problems import refused

MAX_REFUSED_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import as it is stored; `report` is the JSON of the sheets and what was skipped."""

    import_id: str
    filename: str
    sha256: str
    client: str
    created_ms: int
    report: dict[str, Any]
    content: bytes


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """An event of a row, as it is remembered."""

    event_id: str
    key: str
    sheet: str
    row: int
    signature: str
    changes: Changes


def add(connection: Connection, entry: ImportRow, planned: Sequence[PlannedRow]) -> None:
    """Store an import with its rows' events, all of them pending."""
    report = json.dumps(entry.report, ensure_ascii=False)
    values = {name: getattr(entry, name) for name in ("import_id", "filename", "sha256", "client", "created_ms")}
    connection.execute(insert(tables.IMPORTS).values(**values, report=report, content=entry.content))
    if planned:
        rows = [
            {
                "event_id": row.event_id,
                "import_id": entry.import_id,
                "memory_key": row.key,
                "sheet": row.sheet[:200],
                "row_number": row.row,
                "signature": row.signature,
                "changes": row.changes.to_json(),
                "state": RowState.PENDING,
            }
            for row in planned
        ]
        connection.execute(insert(tables.ROW_EVENTS), rows)


def answer(connection: Connection, import_id: str) -> ImportAnswer:
    """Return an import with what has become of its events so far. Raises RequestRefused (404)."""
    table = tables.IMPORTS
    columns = [column for column in table.c if column.name != "content"]
    row = connection.execute(select(*columns).where(table.c.import_id == import_id)).first()
    if row is None:
        raise refused(404, "unknown_import", "没有这次导入", "no such import", field="import_id")
    report = json.loads(row.report)
    return ImportAnswer(
        import_id=import_id,
        filename=row.filename,
        created_at=datetime.fromtimestamp(row.created_ms / 1000, UTC),
        client=row.client,
        report=report["sheets"],
        event_ids=_event_ids(connection, import_id),
        events=_counts(connection, import_id),
        refused=_refused_rows(connection, import_id),
        skipped=report["skipped"],
        submission=submissions.event_of(connection, import_id),
    )


def file(connection: Connection, import_id: str) -> tuple[str, bytes, dict[str, Any]]:
    """Return an import's file name, content and report. Raises RequestRefused: 404 unknown, 410 dropped by now."""
    table = tables.IMPORTS
    row = connection.execute(select(table).where(table.c.import_id == import_id)).first()
    if row is None:
        raise refused(404, "unknown_import", "没有这次导入", "no such import", field="import_id")
    if row.content is None:
        raise refused(410, "file_dropped", "原文件已过保存期", "the file is no longer kept", field="import_id")
    return row.filename, bytes(row.content), json.loads(row.report)


def told_of(connection: Connection, import_id: str) -> tuple[str, dict[str, Any]]:
    """Return the client that sent an import and its report. Raises RequestRefused (404)."""
    table = tables.IMPORTS
    row = connection.execute(select(table.c.client, table.c.report).where(table.c.import_id == import_id)).first()
    if row is None:
        raise refused(404, "unknown_import", "没有这次导入", "no such import", field="import_id")
    return row.client, json.loads(row.report)


def row_results(connection: Connection, import_id: str) -> list[RowStatus]:
    """Return what became of each of an import's events, in the order of the rows."""
    planned, answered = tables.ROW_EVENTS, tables.RECEIPTS
    query = (
        select(planned.c.sheet, planned.c.row_number, planned.c.state, answered.c.code, answered.c.reason_zh)
        .select_from(planned.outerjoin(answered, answered.c.event_id == planned.c.event_id))
        .where(planned.c.import_id == import_id)
        .order_by(planned.c.position)
    )
    return [
        RowStatus(sheet=sheet, row=row, state=state, code=code, reason_zh=reason)
        for sheet, row, state, code, reason in connection.execute(query)
    ]


def forget(connection: Connection, before_ms: int, files_before_ms: int) -> None:
    """Drop imports and settled row events older than `before_ms`, and files older than `files_before_ms`."""
    table, planned = tables.IMPORTS, tables.ROW_EVENTS
    connection.execute(update(table).where(table.c.created_ms < files_before_ms).values(content=None))
    old = select(table.c.import_id).where(table.c.created_ms < before_ms)
    settled = planned.c.state != RowState.PENDING
    connection.execute(delete(planned).where(settled & planned.c.import_id.in_(old)))
    connection.execute(delete(table).where(table.c.created_ms < before_ms))
    submissions.forget(connection, before_ms)


def _event_ids(connection: Connection, import_id: str) -> tuple[str, ...]:
    planned = tables.ROW_EVENTS
    query = select(planned.c.event_id).where(planned.c.import_id == import_id).order_by(planned.c.position)
    return tuple(connection.execute(query).scalars())


def _counts(connection: Connection, import_id: str) -> dict[str, int]:
    planned = tables.ROW_EVENTS
    query = select(planned.c.state, func.count()).where(planned.c.import_id == import_id).group_by(planned.c.state)
    counts = dict.fromkeys((str(state) for state in RowState), 0)
    return counts | {str(state): int(number) for state, number in connection.execute(query)}


def _refused_rows(connection: Connection, import_id: str) -> tuple[RowResult, ...]:
    planned, answered = tables.ROW_EVENTS, tables.RECEIPTS
    here = (planned.c.import_id == import_id) & (planned.c.state == RowState.REFUSED)
    query = (
        select(planned, answered)
        .select_from(planned.join(answered, answered.c.event_id == planned.c.event_id))
        .where(here)
        .order_by(planned.c.position)
        .limit(MAX_REFUSED_ROWS)
    )
    return tuple(
        RowResult(
            sheet=row[planned.c.sheet],
            row=row[planned.c.row_number],
            event_id=row[planned.c.event_id],
            outcome=row[answered.c.outcome],
            code=row[answered.c.code],
            reason_zh=row[answered.c.reason_zh],
            reason_en=row[answered.c.reason_en],
            field=row[answered.c.field],
        )
        for row in connection.execute(query).mappings()
    )
