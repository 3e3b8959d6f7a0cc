"""A transactional outbox: events are stored with the caller's own data, in its transaction, and published afterwards.

Needs SQLAlchemy (the extra `services`). The same code runs on SQLite (WAL) and PostgreSQL.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
    update,
)

from yipanqi.bus.errors import TooLarge
from yipanqi.bus.settings import MAX_RECORD_BYTES

_Sequence = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData()
outbox_table = Table(
    "outbox",
    metadata,
    Column("seq", _Sequence, primary_key=True, autoincrement=True),
    Column("event_id", String(200), nullable=False, unique=True),
    Column("topic", String(249), nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("headers", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("published_ms", BigInteger),
    Column("partition", Integer),
    Column("offset", BigInteger),
    Index("outbox_waiting", "state", "seq"),
)


class State(StrEnum):
    """Where a row is."""

    WAITING = "waiting"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An event to be published: encoded value and headers, and the key whose order counts."""

    event_id: str
    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it waits in the outbox."""

    seq: int
    row: OutboxRow
    created_ms: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Published:
    """Where a row went."""

    seq: int
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, and for how long the oldest has."""

    depth: int
    oldest_s: float


class Outbox:
    """The outbox table of one database. Call `create()` once before use; one OutboxRelay empties it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        if engine.dialect.name == "sqlite":
            _make_sqlite_durable(engine)

    def create(self) -> None:
        """Create the table if it is not there."""
        metadata.create_all(self.engine, tables=[outbox_table])

    def add(self, connection: Connection, rows: Iterable[OutboxRow]) -> int:
        """Store events in the caller's transaction; returns how many were new.

        An event id that is there already is passed over: the same request twice publishes once. Raises TooLarge
        for a value that the bus would refuse.
        """
        wanted = {row.event_id: row for row in rows}
        for row in wanted.values():
            if len(row.value) > MAX_RECORD_BYTES:
                raise TooLarge(f"event {row.event_id} has {len(row.value)} bytes, over {MAX_RECORD_BYTES}")
        known = self._known(connection, list(wanted))
        now_ms = int(time.time() * 1000)
        new = [_to_columns(row, now_ms) for row in wanted.values() if row.event_id not in known]
        if new:
            connection.execute(insert(outbox_table), new)
        return len(new)

    def _known(self, connection: Connection, event_ids: Sequence[str]) -> set[str]:
        known: set[str] = set()
        for start in range(0, len(event_ids), 500):
            chunk = event_ids[start : start + 500]
            query = select(outbox_table.c.event_id).where(outbox_table.c.event_id.in_(chunk))
            known.update(connection.execute(query).scalars())
        return known

    def waiting(self, limit: int) -> list[StoredRow]:
        """Return the first rows that wait, in the order in which they were stored."""
        query = (
            select(outbox_table)
            .where(outbox_table.c.state == State.WAITING.value)
            .order_by(outbox_table.c.seq)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            return [_from_columns(columns._mapping) for columns in connection.execute(query)]

    def mark_published(self, done: Sequence[Published]) -> None:
        """Note that rows were acknowledged by the broker."""
        if not done:
            return
        now_ms = int(time.time() * 1000)
        statement = (
            update(outbox_table)
            .where(outbox_table.c.seq == bindparam("of_seq"))
            .values(
                state=State.PUBLISHED.value,
                published_ms=now_ms,
                partition=bindparam("to_partition"),
                offset=bindparam("to_offset"),
            )
        )
        rows = [{"of_seq": i.seq, "to_partition": i.partition, "to_offset": i.offset} for i in done]
        with self.engine.begin() as connection:
            connection.execute(statement, rows)

    def mark_failed(self, seqs: Sequence[int]) -> None:
        """Count a failed attempt; the rows go on waiting."""
        with self.engine.begin() as connection:
            for start in range(0, len(seqs), 500):
                connection.execute(
                    update(outbox_table)
                    .where(outbox_table.c.seq.in_(seqs[start : start + 500]))
                    .values(attempts=outbox_table.c.attempts + 1)
                )

    def backlog(self) -> Backlog:
        """Return depth and age of what waits."""
        query = select(func.count(), func.min(outbox_table.c.created_ms)).where(
            outbox_table.c.state == State.WAITING.value
        )
        with self.engine.connect() as connection:
            depth, oldest_ms = connection.execute(query).one()
        return Backlog(int(depth), max(0.0, time.time() - oldest_ms / 1000) if oldest_ms else 0.0)

    def prune(self, older_than_s: float) -> int:
        """Delete rows that were published longer ago than this; returns how many.

        Their event ids are forgotten with them: `add` would take the same id again.
        """
        limit_ms = int((time.time() - older_than_s) * 1000)
        with self.engine.begin() as connection:
            result = connection.execute(
                delete(outbox_table).where(
                    outbox_table.c.state == State.PUBLISHED.value, outbox_table.c.published_ms < limit_ms
                )
            )
            return int(result.rowcount)


def _make_sqlite_durable(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.close()


def _to_columns(row: OutboxRow, now_ms: int) -> dict[str, object]:
    headers = [[name, value.decode("utf-8", "surrogateescape")] for name, value in row.headers]
    return {
        "event_id": row.event_id,
        "topic": row.topic,
        "key": row.key,
        "value": row.value,
        "headers": json.dumps(headers),
        "created_ms": now_ms,
        "state": State.WAITING.value,
        "attempts": 0,
    }


def _from_columns(columns: object) -> StoredRow:
    values = dict(columns)  # type: ignore[call-overload]  # SQLAlchemy's RowMapping
    headers = tuple((name, text.encode("utf-8", "surrogateescape")) for name, text in json.loads(values["headers"]))
    row = OutboxRow(values["event_id"], values["topic"], bytes(values["key"]), bytes(values["value"]), headers)
    return StoredRow(int(values["seq"]), row, int(values["created_ms"]), int(values["attempts"]))
