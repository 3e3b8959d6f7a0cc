"""What the coordinator takes from its intake: of what age, and of which version."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.boardlog import Raw
from tests.support.schemastores import MemorySchemas

from yipanqi.bus.cloudevents import headers_for, source_of
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.clock import ManualClock
from yipanqi.contract.catalog import intake, product_catalog
from yipanqi.coordinator.incoming import Incoming, IntakeReader, Rejected
from yipanqi.models.base import AggregateRecord
from yipanqi.models.common import Evidence
from yipanqi.models.enterprise import EnterpriseRegistered
from yipanqi.models.project import ProjectStageChanged

NOW = datetime(2020, 6, 15, 8, tzinfo=UTC)
CATALOG = product_catalog()


def read(event: AggregateRecord, spoken: datetime = NOW, schema: ParsedSchema | None = None) -> Incoming | Rejected:
    schemas = MemorySchemas()
    codec, written = AvroCodec(schemas), schema or parse_schema(event.__avro_schema__)
    headers = headers_for(
        event_id="e-1",
        source=source_of("commerce"),
        event_type=event.__avro_name__,
        time=spoken,
        subject=event.aggregate_id(),
    )
    value = codec.encode(written, event.to_avro(), schemas.id_of("", written))
    key, at_ms = event.aggregate_id().encode(), int(NOW.timestamp() * 1000)
    record = Raw(intake("commerce"), 0, 0, at_ms, key, value, list(headers))
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
    found = read(EnterpriseRegistered(enterprise_id="foreign:JP:0001", name="甲"), NOW - ago)
    assert (found.refusal.code if isinstance(found, Rejected) else None) == code


def test_an_event_of_a_later_version_is_read_as_this_one_knows_it_in_its_inner_records_too() -> None:
    evidence = Evidence(kind="CONTRACT", reference="苏高新招〔2020〕18号")
    moved = ProjectStageChanged(
        project_id="zone-project-1", to_stage="SIGNED", effective_on=NOW.date(), evidence=[evidence], force=False
    )
    later = json.loads(json.dumps(moved.__avro_schema__))
    (inner,) = (field["type"]["items"] for field in later["fields"] if field["name"] == "evidence")
    inner["fields"].append({"name": "seal", "type": ["null", "string"], "default": None})
    found = read(moved, schema=parse_schema(later))
    assert isinstance(found, Incoming)
    assert found.event == moved
