"""What of an event's time the coordinator takes: what its memory of decisions can still tell from a repetition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.boardlog import Raw
from tests.support.schemastores import MemorySchemas

from yipanqi.bus.cloudevents import headers_for, source_of
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.schema import parse_schema
from yipanqi.clock import ManualClock
from yipanqi.contract.catalog import intake, product_catalog
from yipanqi.coordinator.incoming import Incoming, IntakeReader, Rejected
from yipanqi.models.enterprise import EnterpriseRegistered

NOW = datetime(2020, 6, 15, 8, tzinfo=UTC)
CATALOG = product_catalog()


def read(spoken: datetime) -> Incoming | Rejected:
    schemas = MemorySchemas()
    codec, event = AvroCodec(schemas), EnterpriseRegistered(enterprise_id="foreign:JP:0001", name="甲")
    schema = parse_schema(event.__avro_schema__)
    headers = headers_for(
        event_id="e-1",
        source=source_of("investment"),
        event_type=event.__avro_name__,
        time=spoken,
        subject=event.aggregate_id(),
    )
    value = codec.encode(schema, event.to_avro(), schemas.id_of("", schema))
    record = Raw(intake("investment"), 0, 0, int(NOW.timestamp() * 1000), b"foreign:JP:0001", value, list(headers))
    reader = IntakeReader(codec, CATALOG, ManualClock(NOW))
    meta = reader.meta(record)
    assert not isinstance(meta, Rejected)
    return reader.read(record, meta)


@pytest.mark.parametrize(
    ("ago", "code"),
    [
        (timedelta(), None),
        (timedelta(days=CATALOG.dedupe_days), None),
        (timedelta(days=CATALOG.dedupe_days, seconds=1), "too-old"),
        # A clock may be a little ahead; an event of next year would look young long after its receipt is forgotten.
        (-timedelta(hours=23), None),
        (-timedelta(hours=25), "time-ahead"),
        (-timedelta(days=365), "time-ahead"),
    ],
)
def test_an_event_is_taken_while_a_repetition_of_it_would_be_known(ago: timedelta, code: str | None) -> None:
    found = read(NOW - ago)
    assert (found.refusal.code if isinstance(found, Rejected) else None) == code
