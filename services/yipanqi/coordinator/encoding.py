"""Values to records on the coordinator's output topics: bytes, keys, partitions, CloudEvents headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yipanqi.bus.cloudevents import EventMeta, RawHeaders, headers_for, rfc3339, source_of
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.contract.catalog import COORDINATOR, RECEIPT, Catalog, board, intake, ledger, receipts, state
from yipanqi.contract.masking import Share, product_mask
from yipanqi.contract.schemas import product_schemas
from yipanqi.coordinator.incoming import Incoming
from yipanqi.coordinator.memory import SentReceipt
from yipanqi.models.base import AggregateRecord
from yipanqi.models.receipt import Receipt

NO_HEADERS: RawHeaders = []


@dataclass(frozen=True, slots=True)
class Output:
    """A record to be written in the transaction."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: Sequence[tuple[str, bytes | None]]
    timestamp_ms: int


class Encoder:
    """Encodes the coordinator's outputs; asks the registry once per topic and type."""

    def __init__(self, codec: AvroCodec, registry: SchemaRegistry, catalog: Catalog) -> None:
        self._codec = codec
        self._registry = registry
        self._partitions = catalog.cluster.partitions
        self._schemas: dict[tuple[str, str], tuple[ParsedSchema, int]] = {}

    def home(self, aggregate_id: str) -> int:
        """Return the partition on which an aggregate is decided."""
        return partition_for(aggregate_id.encode(), self._partitions)

    def ledger(self, incoming: Incoming, partition: int, now: datetime, wall_ms: int) -> Output:
        """Return the ledger record of an accepted event: its own bytes where nothing had to be left out."""
        topic = ledger(incoming.aggregate)
        _, schema_id = self._schema(topic, incoming.event_type)
        value = incoming.wire if incoming.schema_id == schema_id else None
        if value is None:
            value = self._encode(topic, incoming.event_type, incoming.values)
        subject = incoming.event.aggregate_id()
        headers = self._event_headers(incoming.meta, incoming.unit, incoming.event_type, subject, wall_ms)
        headers.append(("ce_unit", incoming.unit.encode()))
        headers.append(("ce_decidedat", rfc3339(now)))
        return Output(topic, partition, subject.encode(), value, headers, wall_ms)

    def state(self, aggregate: str, record: AggregateRecord, partition: int, wall_ms: int) -> tuple[Output, Output]:
        """Return the state record and the board record, which is the same less what not every unit may see."""
        name = record.__avro_name__
        values = record.to_avro()
        key = record.aggregate_id().encode()
        full = self._encode(state(aggregate), name, values)
        public = self._encode(board(aggregate), name, product_mask(name, Share.ALL)(values))
        return (
            Output(state(aggregate), partition, key, full, NO_HEADERS, wall_ms),
            Output(board(aggregate), partition, key, public, NO_HEADERS, wall_ms),
        )

    def receipt(self, unit: str, receipt: Receipt, partition: int, wall_ms: int) -> Output:
        """Return a receipt for `unit`; its partition is the decision's, so that one member remembers both."""
        topic = receipts(unit)
        value = self._encode(topic, RECEIPT, receipt.to_avro())
        key = receipt.aggregate_id.encode()
        return Output(topic, partition, key, value, _receipt_headers(receipt.event_id, key, wall_ms), wall_ms)

    def repeated_headers(self, event_id: str, sent: SentReceipt, wall_ms: int) -> RawHeaders:
        """Return the headers of a receipt that is sent once more."""
        return _receipt_headers(event_id, sent.key, wall_ms)

    def follow_up(self, event: AggregateRecord, event_id: str, wall_ms: int) -> Output:
        """Return an event of the coordinator to an aggregate."""
        topic = intake(COORDINATOR)
        key = event.aggregate_id()
        headers = headers_for(
            event_id=event_id,
            source=source_of(COORDINATOR),
            event_type=event.__avro_name__,
            time=_at(wall_ms),
            subject=key,
        )
        value = self._encode(topic, event.__avro_name__, event.to_avro())
        return Output(topic, self.home(key), key.encode(), value, headers, wall_ms)

    def moved(self, incoming: Incoming, wall_ms: int) -> Output:
        """Return an event on its way to its right partition, with the unit that spoke vouched for."""
        topic = intake(COORDINATOR)
        subject = incoming.event.aggregate_id()
        headers = self._event_headers(incoming.meta, incoming.unit, incoming.event_type, subject, wall_ms)
        headers.append(("ce_unit", incoming.unit.encode()))
        value = self._encode(topic, incoming.event_type, incoming.values)
        return Output(topic, self.home(subject), subject.encode(), value, headers, wall_ms)

    @staticmethod
    def _event_headers(meta: EventMeta, unit: str, event_type: str, subject: str, wall_ms: int) -> RawHeaders:
        return headers_for(
            event_id=meta.id,
            source=meta.source or source_of(unit),
            event_type=event_type,
            time=meta.time or _at(wall_ms),
            subject=subject,
        )

    def _encode(self, topic: str, full_name: str, values: dict[str, Any]) -> bytes:
        schema, schema_id = self._schema(topic, full_name)
        return self._codec.encode(schema, values, schema_id)

    def _schema(self, topic: str, full_name: str) -> tuple[ParsedSchema, int]:
        known = self._schemas.get((topic, full_name))
        if known is None:
            schema = parse_schema(product_schemas().resolved(full_name))
            known = (schema, self._registry.schema_id(f"{topic}-{full_name}", schema))
            self._schemas[(topic, full_name)] = known
        return known


def _receipt_headers(event_id: str, key: bytes, wall_ms: int) -> RawHeaders:
    return headers_for(
        event_id=f"receipt:{event_id}",
        source=source_of(COORDINATOR),
        event_type=RECEIPT,
        time=_at(wall_ms),
        subject=key.decode(),
    )


def _at(wall_ms: int) -> datetime:
    return datetime.fromtimestamp(wall_ms / 1000, UTC)
