"""Framing, decoding, and everything that can be wrong with bytes."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.bus.codec import AvroCodec, fingerprint, frame, parse_schema
from yipanqi.bus.errors import DecodeCode, DecodeError, SchemaMismatch, SchemaNotFound, TooLarge
from yipanqi.bus.schema import ParsedSchema

SCHEMA = parse_schema(
    {
        "type": "record",
        "name": "yipanqi.test.Everything",
        "fields": [
            {"name": "id", "type": "string"},
            {"name": "note", "type": ["null", "string"], "default": None},
            {"name": "day", "type": {"type": "int", "logicalType": "date"}},
            {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 2}},
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "tags", "type": {"type": "array", "items": "string"}},
        ],
    }
)
VALUE: dict[str, Any] = {
    "id": "a",
    "note": "一",
    "day": date(2020, 12, 31),
    "amount": Decimal("12.50"),
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "tags": ["x", "y"],
}


class Schemas:
    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        if schema_id != 7:
            raise SchemaNotFound(f"no {schema_id}")
        return SCHEMA


CODEC = AvroCodec(Schemas(), max_bytes=2_000)
GOOD = CODEC.encode(SCHEMA, VALUE, 7)


def code_of(data: bytes | None, **how: Any) -> DecodeCode:
    with pytest.raises(DecodeError) as caught:
        CODEC.decode(data, **how)
    assert not caught.value.retriable
    return caught.value.code


def test_what_was_encoded_is_decoded() -> None:
    decoded = CODEC.decode(GOOD, fingerprint(SCHEMA))
    assert (decoded.full_name, decoded.value, decoded.schema_id) == ("yipanqi.test.Everything", VALUE, 7)
    assert GOOD[:5] == b"\x00\x00\x00\x00\x07"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, DecodeCode.TOO_SHORT),
        (b"\x00\x00", DecodeCode.TOO_SHORT),
        (b"\x01" + GOOD[1:], DecodeCode.BAD_MAGIC),
        (b"\x00\x00\x00\x00\x08" + GOOD[5:], DecodeCode.UNKNOWN_SCHEMA),
        (GOOD + b"\x00", DecodeCode.TRAILING_BYTES),
        (GOOD[:-1], DecodeCode.CORRUPT),
        (GOOD + b"x" * 2_000, DecodeCode.TOO_LARGE),
    ],
)
def test_each_way_of_being_wrong_has_its_code(data: bytes | None, code: DecodeCode) -> None:
    assert code_of(data) is code


def test_an_id_that_stands_for_another_schema_than_the_writers_is_noticed() -> None:
    assert code_of(GOOD, fingerprint="0" * 32) is DecodeCode.FINGERPRINT_MISMATCH


def test_a_schema_that_cannot_be_resolved_to_the_readers_is_noticed() -> None:
    other = parse_schema(
        {"type": "record", "name": "yipanqi.test.Everything", "fields": [{"name": "id", "type": "int"}]}
    )
    assert code_of(GOOD, reader_schema=other) is DecodeCode.TYPE_MISMATCH


@given(st.lists(st.tuples(st.integers(5, len(GOOD) - 1), st.integers(0, 255)), max_size=4), st.integers(0, len(GOOD)))
def test_damaged_bytes_never_raise_anything_but_decode_error(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    for damaged in (bytes(data), bytes(data[:cut])):
        with suppress(DecodeError):
            CODEC.decode(damaged)


def test_a_value_that_does_not_fit_is_named_by_field_without_its_content() -> None:
    with pytest.raises(SchemaMismatch, match="id") as caught:
        CODEC.encode(SCHEMA, VALUE | {"id": 13800138000}, 7)
    assert "13800138000" not in str(caught.value)
    with pytest.raises(SchemaMismatch):
        CODEC.encode(SCHEMA, VALUE | {"surprise": 1}, 7, strict=True)
    with pytest.raises(TooLarge):
        CODEC.encode(SCHEMA, VALUE | {"note": "n" * 3_000}, 7)


@pytest.mark.parametrize(
    "items",
    [
        "null",
        {"type": "record", "name": "Empty", "fields": []},
        {"type": "fixed", "name": "Nothing", "size": 0},
        {"type": "record", "name": "Nulls", "fields": [{"name": "n", "type": "null"}]},
    ],
)
def test_a_schema_whose_arrays_could_claim_a_billion_items_in_four_bytes_is_refused(items: Any) -> None:
    bomb = {"type": "record", "name": "Bomb", "fields": [{"name": "a", "type": {"type": "array", "items": items}}]}
    with pytest.raises(SchemaMismatch):
        parse_schema(bomb)


def test_documentation_does_not_change_a_fingerprint_and_a_field_does() -> None:
    raw = {"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}
    assert fingerprint(raw) == fingerprint(raw | {"doc": "said differently"})
    assert fingerprint(raw) != fingerprint(raw | {"fields": [{"name": "b", "type": "int"}]})
    assert len(fingerprint(raw)) == 32


def test_frame_puts_the_id_before_the_body() -> None:
    assert frame(258, b"body") == b"\x00\x00\x00\x01\x02body"


def test_random_bytes_with_a_known_id_are_refused_or_read_whole() -> None:
    chance = random.Random(1)
    for _ in range(2_000):
        with suppress(DecodeError):
            CODEC.decode(frame(7, chance.randbytes(chance.randrange(60))))
