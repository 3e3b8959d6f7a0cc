"""Bytes to events and back: Confluent framing around Avro, with every way of being wrong named."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from fastavro import schemaless_reader, schemaless_writer
from fastavro.read import SchemaResolutionError

from yipanqi.bus.errors import DecodeCode, DecodeError, SchemaMismatch, SchemaNotFound, TooLarge
from yipanqi.bus.schema import ParsedSchema, fingerprint, parse_schema
from yipanqi.bus.settings import MAX_RECORD_BYTES

__all__ = ["AvroCodec", "Decoded", "SchemaSource", "fingerprint", "frame", "parse_schema"]

_FRAME = struct.Struct(">bI")
_HEADER_BYTES = 5
_ENCODE_ERRORS = (TypeError, ValueError, KeyError, AttributeError, ArithmeticError, IndexError)
# What fastavro was seen to raise on damaged bytes, logical types (dates, decimals, uuids) included.
_DECODE_ERRORS = (
    EOFError,
    IndexError,
    UnicodeDecodeError,
    ValueError,
    ArithmeticError,
    KeyError,
    TypeError,
    MemoryError,
    RecursionError,
    AttributeError,
)


class SchemaSource(Protocol):
    """Whoever knows schemas by id; the registry, or a dictionary in a test."""

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        """Return the schema; SchemaNotFound if there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded record: its Avro full name, its fields, and id and fingerprint of the schema it was written with."""

    full_name: str
    value: dict[str, Any]
    schema_id: int
    fingerprint: str


def frame(schema_id: int, body: bytes) -> bytes:
    """Put the magic byte and the schema id (4 bytes, big endian) before an Avro body."""
    return _FRAME.pack(0, schema_id) + body


class AvroCodec:
    """Encodes with a schema in hand, decodes with the schema that the framing names. Threads may share it."""

    def __init__(self, schemas: SchemaSource, *, max_bytes: int = MAX_RECORD_BYTES) -> None:
        self._schemas = schemas
        self._max_bytes = max_bytes

    def encode(self, schema: ParsedSchema, value: dict[str, Any], schema_id: int, *, strict: bool = False) -> bytes:
        """Return the framed bytes of `value`.

        `strict` also refuses fields that the schema does not have. Raises SchemaMismatch when the value does
        not fit, TooLarge when the result is larger than the bus accepts.
        """
        out = BytesIO()
        out.write(_FRAME.pack(0, schema_id))
        try:
            schemaless_writer(out, schema.parsed, value, strict_allow_default=strict, disable_tuple_notation=True)
        except _ENCODE_ERRORS as error:
            raise SchemaMismatch(f"a value does not fit {schema.full_name}: {_safe_reason(error)}") from error
        data = out.getvalue()
        if len(data) > self._max_bytes:
            raise TooLarge(
                f"a {schema.full_name} of {len(data)} bytes exceeds {self._max_bytes}: "
                "put large content elsewhere and send a reference"
            )
        return data

    def decode(
        self,
        data: bytes | None,
        fingerprint: str | None = None,
        reader_schema: ParsedSchema | None = None,
    ) -> Decoded:
        """Return the record in framed bytes; the whole of them must be one record.

        Raises DecodeError (never to be retried) for anything wrong with the bytes, and RegistryError
        (retriable) when the registry can't be asked about the schema id.
        """
        if data is None or len(data) < _HEADER_BYTES:
            raise DecodeError(DecodeCode.TOO_SHORT, "a record is shorter than its 5 bytes of framing")
        if len(data) > self._max_bytes:
            raise DecodeError(DecodeCode.TOO_LARGE, f"a record has {len(data)} bytes, over {self._max_bytes}")
        magic, schema_id = _FRAME.unpack_from(data)
        if magic != 0:
            raise DecodeError(DecodeCode.BAD_MAGIC, f"the first byte is {magic & 0xFF:#04x}, not 0x00")
        schema = self._writer_schema(schema_id, fingerprint)
        source = BytesIO(data)
        source.seek(_HEADER_BYTES)
        try:
            value: Any = schemaless_reader(source, schema.parsed, reader_schema.parsed if reader_schema else None)
        except SchemaResolutionError as error:
            raise DecodeError(
                DecodeCode.TYPE_MISMATCH, f"schema {schema_id} can't be read as the expected schema: {error}"
            ) from error
        except _DECODE_ERRORS as error:
            raise DecodeError(
                DecodeCode.CORRUPT,
                f"the bytes are no {schema.full_name} (schema {schema_id}): {type(error).__name__}",
            ) from error
        if source.tell() != len(data):
            raise DecodeError(
                DecodeCode.TRAILING_BYTES,
                f"{len(data) - source.tell()} bytes are left after a {schema.full_name} (schema {schema_id})",
            )
        return Decoded(schema.full_name, value, schema_id, schema.fingerprint)

    def _writer_schema(self, schema_id: int, expected: str | None) -> ParsedSchema:
        try:
            schema = self._schemas.schema_by_id(schema_id)
        except (SchemaNotFound, SchemaMismatch) as error:
            raise DecodeError(
                DecodeCode.UNKNOWN_SCHEMA, f"schema id {schema_id} can't be used: {error.message}"
            ) from error
        if expected is not None and expected != schema.fingerprint:
            raise DecodeError(
                DecodeCode.FINGERPRINT_MISMATCH,
                f"schema id {schema_id} is {schema.full_name} with fingerprint {schema.fingerprint}, "
                f"the record was written with {expected[:32]}",
            )
        return schema


def _safe_reason(error: Exception) -> str:
    """Say which field was wrong, and no more: fastavro's text may quote the value."""
    text = str(error)
    marker = text.find(" on field ")
    return type(error).__name__ + (text[marker:][:120] if marker >= 0 else "")
