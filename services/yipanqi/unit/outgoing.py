"""From an event to a row of the bus's outbox: encoded and framed when it is taken, so that only bytes wait.

Framing needs the schema's id; ids are kept in the database (`schemas.py`), so this works while broker and registry are
away, after a restart too. Should a registry ever be set up anew with other ids, rows that wait at that moment carry
the old ones; their fingerprint header then makes readers set them aside rather than misread them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from sqlalchemy import Connection, select

from yipanqi.bus.cloudevents import headers_for
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import SchemaMismatch, TooLarge
from yipanqi.bus.outbox import Outbox, OutboxRow, State, outbox_table
from yipanqi.bus.relay import OutboxRelay
from yipanqi.contract.catalog import intake as intake_topic
from yipanqi.unit.events import Ready
from yipanqi.unit.intake import Event
from yipanqi.unit.problems import refused
from yipanqi.unit.schemas import SchemaIds

_DEPTH_FOR_S = 0.5


class Outgoing:
    """The outbox of one unit, in terms of its events."""

    def __init__(self, outbox: Outbox, relay: OutboxRelay, codec: AvroCodec, ids: SchemaIds, unit: str) -> None:
        self._outbox = outbox
        self._relay = relay
        self._codec = codec
        self._ids = ids
        self._topic = intake_topic(unit)
        self._lock = threading.Lock()
        self._depth = (0.0, 0)

    def ready(self, event: Event) -> Ready:
        """Return the event with its row. Raises RequestRefused: 503 without a schema id, 422 when it is too large."""
        schema, schema_id = self._ids.of(event.event_type)
        if schema_id is None:
            raise refused(
                503,
                "no_schema_id",
                "首次启动后尚未连上模式注册中心，请稍后再试",
                "the schema registry has not been reached since the first start: try again later",
                retry_after=10,
            )
        try:
            value = self._codec.encode(schema, event.record.to_avro(), schema_id)
        except (SchemaMismatch, TooLarge) as error:
            raise refused(422, "not_encodable", "事件无法编码或过大", error.message, field="data") from None
        headers = headers_for(
            event_id=event.event_id,
            source=event.source,
            event_type=event.event_type,
            time=event.time,
            subject=event.aggregate_id,
            dataschema=schema.urn,
        )
        row = OutboxRow(event.event_id, self._topic, event.aggregate_id.encode(), value, tuple(headers))
        return Ready(event, row, event.digest)

    def put(self, connection: Connection, rows: Sequence[OutboxRow]) -> None:
        """Store rows in the caller's transaction, in this order."""
        self._outbox.add(connection, rows)

    def nudge(self) -> None:
        """Say that rows were committed."""
        self._relay.wake()

    def depth(self) -> int:
        """Return how many rows wait, as of at most half a second ago."""
        with self._lock:
            at, depth = self._depth
            if time.monotonic() - at > _DEPTH_FOR_S:
                depth = self._outbox.backlog().depth
                self._depth = (time.monotonic(), depth)
            return depth

    def waits(self, connection: Connection, event_id: str) -> bool:
        """Tell whether an event still waits for the broker."""
        query = select(outbox_table.c.state).where(outbox_table.c.event_id == event_id)
        return connection.execute(query).scalar() == State.WAITING
