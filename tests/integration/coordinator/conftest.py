"""A district of these tests' own: topics have fixed names, so two districts can't share a broker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from kafka import KafkaProducer
from tests.support.district import District, Service
from tests.support.prepared import PreparedKafka, throw_away

from yipanqi.bus.cloudevents import RawHeaders, headers_for
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import producer_options
from yipanqi.local.registry import LocalRegistry
from yipanqi.models.base import AggregateRecord


@dataclass
class Desk:
    """A district with a running coordinator, and the means to speak well or badly."""

    district: District
    coordinator: Service
    shift_s: float = 0.0

    def restart(self, *, days_later: float = 0.0) -> None:
        """Stop the coordinator and start it again, perhaps with the district's clock ahead."""
        self.coordinator.process.stop()
        self.shift_s += days_later * 86_400
        self.coordinator = self.district.start_coordinator(YIPANQI_CLOCK_OFFSET_S=str(self.shift_s))

    def say(self, unit: str, event: AggregateRecord, event_id: str | None = None) -> dict[str, object]:
        """Publish as a unit and return the receipt."""
        return dict(self.district.publisher(unit).publish(event, event_id=event_id).receipt(60))

    def raw(
        self,
        unit: str,
        value: bytes | None,
        headers: RawHeaders,
        *,
        key: bytes = b"k",
        partition: int = 0,
        compression: str | None = None,
    ) -> None:
        """Put any bytes on a unit's intake topic, as a foreign or hostile client could."""
        options = producer_options(self.district.kafka.settings(unit))
        producer = KafkaProducer(**options | {"compression_type": compression, "max_request_size": 16_000_000})
        try:
            producer.send(f"intake.{unit}", value, key, headers, partition=partition).get(timeout=20)
        finally:
            producer.close()

    def encoded(self, unit: str, event: AggregateRecord) -> bytes:
        """Return the wire bytes of an event as `unit` would write them."""
        schema = parse_schema(event.__avro_schema__)
        subject = f"intake.{unit}-{event.__avro_name__}"
        known = self.district.schemas.versions(subject)
        schema_id = (
            self.district.schemas.schema_id(subject, schema)
            if known
            else self.district.schemas.schema_id(f"ledger.{event.__aggregate__}-{event.__avro_name__}", schema)
        )
        return AvroCodec(self.district.schemas).encode(schema, event.to_avro(), schema_id)

    @staticmethod
    def headers(event: AggregateRecord, event_id: str, source: str) -> RawHeaders:
        """Return CloudEvents headers."""
        return headers_for(
            event_id=event_id,
            source=source,
            event_type=event.__avro_name__,
            time=datetime.now(UTC),
            subject=event.aggregate_id(),
        )

    def home(self, event: AggregateRecord) -> int:
        """Return the partition on which the event belongs."""
        return partition_for(event.aggregate_id().encode(), self.district.catalog.cluster.partitions)

    def receipts_of(self, unit: str, event_id: str) -> list[dict[str, object]]:
        """Return all receipts of one event."""
        found = self.district.read([f"receipts.{unit}"])
        return [read.value for read in found if read.value["event_id"] == event_id]


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry, prepared_kafka: PreparedKafka
) -> Iterator[Desk]:
    """A district with a coordinator, for the tests of one file."""
    folder = tmp_path_factory.mktemp("district")
    kafka = prepared_kafka.start_copy(folder / "kafka")
    district = District(kafka, registry, folder)
    yield Desk(district, district.start_coordinator())
    district.close()
    throw_away(kafka)
