"""Values to records on the coordinator's output topics: bytes, keys, partitions, CloudEvents headers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yipanqi.bus.cloudevents import EventMeta, RawHeaders, headers_for, rfc3339, source_of
from yipanqi.bus.codec import AvroCodec, frame
from yipanqi.bus.packing import NO_HEADERS, HeaderBlock
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.bus.transaction import Headers
from yipanqi.contract.catalog import COORDINATOR, RECEIPT, Catalog, board, intake, ledger, receipts, state
from yipanqi.contract.masking import Share, product_mask
from yipanqi.contract.schemas import product_schemas
from yipanqi.coordinator.headers import HeaderBlocks
from yipanqi.coordinator.incoming import Incoming
from yipanqi.coordinator.memory import SentReceipt
from yipanqi.models.base import AggregateRecord

_FRAMING = 5


@dataclass(frozen=True, slots=True)
class Output:
    """A record to be written in the transaction."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: Headers
    timestamp_ms: int


class Encoder:
    """Encodes the coordinator's outputs; asks the registry once per topic and type."""

    def __init__(self, codec: AvroCodec, registry: SchemaRegistry, catalog: Catalog) -> None:
        self._codec = codec
        self._registry = registry
        self._partitions = catalog.cluster.partitions
        self._schemas: dict[tuple[str, str], tuple[ParsedSchema, int]] = {}
        self._headers = HeaderBlocks()

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
        key = subject.encode()
        meta = incoming.meta
        headers = self._headers.ledger(
            event_id=meta.id,
            source=meta.source or source_of(incoming.unit),
            event_type=incoming.event_type,
            time=rfc3339(meta.time or _at(wall_ms)),
            subject=key,
            unit=incoming.unit,
            decided_at=rfc3339(now),
        )
        return Output(topic, partition, key, value, headers, wall_ms)

    def state(self, aggregate: str, record: AggregateRecord, partition: int, wall_ms: int) -> tuple[Output, Output]:
        """Return the state record and the board record, which is the same less what not every unit may see."""
        name = record.__avro_name__
        values = record.to_avro()
        key = record.aggregate_id().encode()
        full = self._encode(state(aggregate), name, values)
        public = product_mask(name, Share.ALL)(values)
        if public == values:
            _, board_id = self._schema(board(aggregate), name)
            shown = frame(board_id, full[_FRAMING:])  # nothing to hide: the same body, encoded once
        else:
            shown = self._encode(board(aggregate), name, public)
        return (
            Output(state(aggregate), partition, key, full, NO_HEADERS, wall_ms),
            Output(board(aggregate), partition, key, shown, NO_HEADERS, wall_ms),
        )

    def receipt(self, unit: str, values: dict[str, Any], partition: int, wall_ms: int) -> Output:
        """Return a receipt with these fields for `unit`; its partition is the decision's: one member remembers both."""
        topic = receipts(unit)
        value = self._encode(topic, RECEIPT, values)
        key = str(values["aggregate_id"]).encode()
        headers = self._headers.receipt(event_id=values["event_id"], subject=key, wall_ms=wall_ms)
        return Output(topic, partition, key, value, headers, wall_ms)

    def repeated_headers(self, event_id: str, sent: SentReceipt, wall_ms: int) -> HeaderBlock:
        """Return the headers of a receipt that is sent once more."""
        return self._headers.receipt(event_id=event_id, subject=sent.key, wall_ms=wall_ms)

    def follow_up(self, event: AggregateRecord, event_id: str, wall_ms: int) -> Output:
        """Return an event of the coordinator to an aggregate."""
        topic = intake(COORDINATOR)
        _, key = event.addressee()
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
        _, subject = incoming.event.addressee()
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


def _at(wall_ms: int) -> datetime:
    return datetime.fromtimestamp(wall_ms / 1000, UTC)
