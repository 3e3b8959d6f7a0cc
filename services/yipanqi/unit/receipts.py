"""Receipts in the database: stored once, with the position of the log, in one transaction; read by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert, select, update

from yipanqi.bus.cluster import TopicPartition
from yipanqi.models.receipt import Receipt
from yipanqi.unit import tables

MAX_PAGE = 500
_CHUNK = 400


class StoredReceipt(BaseModel):
    """A receipt as the API gives it; `seq` is the cursor to read on from."""

    model_config = ConfigDict(frozen=True)

    seq: int
    event_id: str
    event_type: str
    aggregate_id: str
    outcome: str
    code: str | None
    reason_zh: str | None
    reason_en: str | None
    field: str | None
    ledger_topic: str | None
    ledger_partition: int | None
    ledger_offset: int | None
    version: int | None
    decided_at: datetime
    received_at: datetime


def store(connection: Connection, found: Sequence[Receipt], now_ms: int) -> list[Receipt]:
    """Store receipts and return the new ones; one that says the same as before is left as it is.

    The coordinator answers an event that arrives twice with the same receipt again. Should it ever answer otherwise,
    the later word stands, under a new `seq`, so that readers who have passed the first one see it.
    """
    table = tables.RECEIPTS
    said = _said(connection, [receipt.event_id for receipt in found])
    fresh: dict[str, Receipt] = {}
    for receipt in found:
        if said.get(receipt.event_id) != (receipt.outcome, receipt.code):
            said[receipt.event_id] = (receipt.outcome, receipt.code)
            fresh.pop(receipt.event_id, None)
            fresh[receipt.event_id] = receipt
    ids = list(fresh)
    for start in range(0, len(ids), _CHUNK):
        connection.execute(delete(table).where(table.c.event_id.in_(ids[start : start + _CHUNK])))
    if fresh:
        connection.execute(insert(table), [_row(receipt, now_ms) for receipt in fresh.values()])
    return list(fresh.values())


def _said(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    table, found = tables.RECEIPTS, {}
    for start in range(0, len(ids), _CHUNK):
        query = select(table.c.event_id, table.c.outcome, table.c.code)
        for event_id, outcome, code in connection.execute(
            query.where(table.c.event_id.in_(ids[start : start + _CHUNK]))
        ):
            found[str(event_id)] = (str(outcome), code)
    return found


def positions(connection: Connection, topic: str) -> dict[TopicPartition, int]:
    """Return where each partition is to be read from."""
    table = tables.POSITIONS
    rows = connection.execute(select(table).where(table.c.topic == topic))
    return {TopicPartition(row.topic, row.partition): row.next_offset for row in rows}


def move(connection: Connection, reached: Mapping[TopicPartition, int]) -> None:
    """Store positions, in the transaction of what was read before them."""
    table = tables.POSITIONS
    for tp, offset in reached.items():
        here = (table.c.topic == tp.topic) & (table.c.partition == tp.partition)
        if connection.execute(update(table).where(here).values(next_offset=offset)).rowcount == 0:
            connection.execute(insert(table).values(topic=tp.topic, partition=tp.partition, next_offset=offset))


def page(
    connection: Connection,
    *,
    after: int = 0,
    limit: int = 100,
    outcome: str | None = None,
    event_ids: Sequence[str] = (),
) -> list[StoredReceipt]:
    """Return receipts with `seq` greater than `after`, in the order they came, at most `limit`."""
    table = tables.RECEIPTS
    query = select(table).where(table.c.seq > after).order_by(table.c.seq).limit(min(limit, MAX_PAGE))
    if outcome is not None:
        query = query.where(table.c.outcome == outcome)
    if event_ids:
        query = query.where(table.c.event_id.in_(event_ids))
    return [_stored(dict(row)) for row in connection.execute(query).mappings()]


def forget(connection: Connection, before_ms: int) -> int:
    """Drop receipts that came before this; return how many."""
    return connection.execute(delete(tables.RECEIPTS).where(tables.RECEIPTS.c.received_ms < before_ms)).rowcount


def _row(receipt: Receipt, now_ms: int) -> dict[str, object]:
    row = receipt.model_dump(exclude={"aggregate", "decided_at"})
    return {**row, "decided_ms": round(receipt.decided_at.timestamp() * 1000), "received_ms": now_ms}


def _stored(values: dict[str, Any]) -> StoredReceipt:
    for name in ("decided", "received"):
        values[f"{name}_at"] = datetime.fromtimestamp(values.pop(f"{name}_ms") / 1000, UTC)
    return StoredReceipt.model_validate(values)
