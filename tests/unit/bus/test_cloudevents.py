"""CloudEvents headers, ours and those of clients that leave things out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from yipanqi.bus.cloudevents import (
    EventIds,
    MillisecondStamp,
    headers_for,
    parse_headers,
    parse_time,
    rfc3339,
    source_of,
)
from yipanqi.bus.errors import DecodeCode, DecodeError

NOW = datetime(2026, 11, 23, 18, 0, 0, 123_000, tzinfo=UTC)


def test_headers_are_read_as_they_were_written() -> None:
    headers = headers_for(
        event_id="e1",
        source=source_of("commerce", "crm"),
        event_type="yipanqi.project.ProjectRegistered",
        time=NOW,
        subject="commerce-project-1",
        dataschema="urn:yipanqi:schema:" + "a" * 32,
        unit="commerce",
        decided_at=NOW,
    )
    names = dict(headers)
    assert names["ce_specversion"] == b"1.0"
    assert names["content-type"] == b"application/avro"
    assert names["ce_time"] == b"2026-11-23T18:00:00.123Z"
    meta = parse_headers(headers, place=("t", 1, 2))
    assert (meta.id, meta.source, meta.subject) == ("e1", "urn:yipanqi:commerce:crm", "commerce-project-1")
    assert (meta.time, meta.decided_at, meta.unit) == (NOW, NOW, "commerce")
    assert meta.fingerprint == "a" * 32
    assert (meta.topic, meta.partition, meta.offset) == ("t", 1, 2)


def test_a_foreign_clients_sparse_headers_will_do() -> None:
    meta = parse_headers([("traceparent", b"x"), ("ce_id", b"1"), ("ce_time", b"yesterday"), ("ce_source", None)])
    assert (meta.id, meta.time, meta.source, meta.type, meta.fingerprint) == ("1", None, None, None, None)
    assert parse_headers([], default_id="t/0/1").id == "t/0/1"
    assert parse_headers([("ce_id", b"1"), ("ce_dataschema", b"https://registry/7")]).fingerprint is None


@pytest.mark.parametrize(
    "headers",
    [[], [("ce_id", b"\xff\xfe")], [("ce_id", b"x" * 5_000)], [("ce_id", b"1")] * 65],
)
def test_headers_beyond_bounds_are_refused(headers: list[tuple[str, bytes]]) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_headers(headers)
    assert caught.value.code is DecodeCode.BAD_HEADERS


def test_times_are_brought_to_utc_and_naive_ones_count_as_missing() -> None:
    assert parse_time("2026-11-24T02:00:00.123+08:00") == NOW
    assert parse_time("2026-11-23T18:00:00") is None
    assert rfc3339(NOW.astimezone(timezone(timedelta(hours=8)))) == b"2026-11-23T18:00:00.123Z"


def test_the_stamp_of_a_millisecond_is_its_rfc3339_text() -> None:
    stamp = MillisecondStamp()
    for moment in (NOW, NOW, NOW + timedelta(milliseconds=1)):
        assert stamp.at(int(moment.timestamp() * 1000)) == rfc3339(moment)


def test_ids_are_uuids_of_version_7_in_the_order_of_time() -> None:
    import uuid

    ids = EventIds()
    made = [ids.next(1_700_000_000_000 + n) for n in range(2_000)]
    assert len(set(made)) == 2_000
    assert made == sorted(made)
    assert {uuid.UUID(text).version for text in made} == {7}
