"""The Follower against a real broker and registry."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from yipanqi.bus.client import make_producer
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.events import subject_of
from yipanqi.bus.follower import Follower
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PackedSink

SOON_S = 30.0


def eventually(true: Callable[[], bool], deadline_s: float = SOON_S) -> None:
    end = time.monotonic() + deadline_s
    while not true():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def board(make_topic: Callable[..., str]) -> str:
    return make_topic("board", cleanup_policy="compact")


@pytest.fixture
def encode(board: str, schemas: SchemaRegistry, parcel: type[Any]) -> Callable[[str, int], bytes]:
    schema = parse_schema(parcel.__avro_schema__)
    schema_id = schemas.register(subject_of(board, schema.full_name), schema)
    codec = AvroCodec(schemas)
    return lambda key, number: codec.encode(schema, {"parcel_id": key, "number": number, "note": None}, schema_id)


def test_a_follower_holds_the_latest_record_of_each_id_and_tells_each_change(
    settings: KafkaSettings, schemas: SchemaRegistry, board: str, parcel: type[Any], encode: Callable[[str, int], bytes]
) -> None:
    sink = PackedSink(settings, f"tx-{board}")

    def write(*records: tuple[str, int | None], abort: bool = False) -> None:
        sink.begin()
        for key, number in records:
            sink.send(board, 0, key.encode(), None if number is None else encode(key, number))
        sink.flush()
        sink.abort() if abort else sink.commit({}, None)

    write(("a", 1), ("b", 1), ("a", 2))
    write(("a", 666), ("c", 666), abort=True)
    changes: list[tuple[str, int | None, int | None]] = []

    def changed(key: str, old: Any, new: Any) -> None:
        changes.append((key, old and old.number, new and new.number))

    with Follower(settings, schemas, board, parcel, on_change=changed) as follower:
        follower.wait_ready(SOON_S)
        assert {key: record.number for key, record in follower.items()} == {"a": 2, "b": 1}
        write(("b", None), ("c", 3))
        eventually(lambda: follower.get("c") is not None)
        assert follower.get("b") is None
        assert changes == [("a", None, 1), ("b", None, 1), ("a", 1, 2), ("b", 1, None), ("c", None, 3)]
        positions, known = follower.snapshot()
    write(("c", 4))
    changes.clear()
    with Follower(settings, schemas, board, parcel, on_change=changed, positions=positions, known=known) as restarted:
        restarted.wait_ready(SOON_S)
        assert changes == [("c", 3, 4)]
        assert len(restarted) == 2
    sink.close()


def test_a_record_that_cannot_be_read_leaves_the_one_before_it(
    settings: KafkaSettings, schemas: SchemaRegistry, board: str, parcel: type[Any], encode: Callable[[str, int], bytes]
) -> None:
    producer = make_producer(settings)
    for value in (encode("a", 1), b"\x00broken", encode("b", 2)):
        producer.send(board, value, b"b" if value == encode("b", 2) else b"a", partition=1)
    producer.close()
    with Follower(settings, schemas, board, parcel) as follower:
        follower.wait_ready(SOON_S)
        assert {key: record.number for key, record in follower.items()} == {"a": 1, "b": 2}
        assert follower.problem() is None


def test_a_callback_that_raises_stops_the_follower_and_it_says_so(
    settings: KafkaSettings, schemas: SchemaRegistry, board: str, parcel: type[Any], encode: Callable[[str, int], bytes]
) -> None:
    producer = make_producer(settings)
    producer.send(board, encode("a", 1), b"a")
    producer.close()

    def refuse(key: str, old: Any, new: Any) -> None:
        raise RuntimeError("no")

    with Follower(settings, schemas, board, parcel, on_change=refuse) as follower:
        with pytest.raises(RuntimeError):
            follower.wait_ready(SOON_S)
        assert follower.problem() == "stopped: RuntimeError"


def test_following_a_topic_that_is_not_there_says_so(
    settings: KafkaSettings, schemas: SchemaRegistry, parcel: type[Any]
) -> None:
    with pytest.raises(ConfigurationError, match="no-such-board"):
        Follower(settings, schemas, "no-such-board", parcel)
