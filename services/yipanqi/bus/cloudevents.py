"""CloudEvents 1.0 in Kafka headers, binary content mode (CloudEvents Kafka protocol binding, section 3.2)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from yipanqi.bus.errors import DecodeCode, DecodeError
from yipanqi.bus.schema import FINGERPRINT_URN

SPECVERSION = "1.0"
CONTENT_TYPE = b"application/avro"
SOURCE_PREFIX = "urn:yipanqi:"
MAX_HEADERS = 64
MAX_HEADER_BYTES = 4_096

RawHeaders = list[tuple[str, bytes]]
_SPECVERSION_HEADER = ("ce_specversion", SPECVERSION.encode())
_CONTENT_HEADER = ("content-type", CONTENT_TYPE)


@dataclass(frozen=True, slots=True)
class EventMeta:
    """What an event's headers say, and where it was read. All but `id` may be missing from a foreign client's event."""

    id: str
    source: str | None = None
    type: str | None = None
    time: datetime | None = None
    subject: str | None = None
    dataschema: str | None = None
    unit: str | None = None
    decided_at: datetime | None = None
    specversion: str | None = None
    correlation_id: str | None = None
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None

    @property
    def fingerprint(self) -> str | None:
        """The schema fingerprint that the writer claims, if it claims one in our form."""
        if self.dataschema and self.dataschema.startswith(FINGERPRINT_URN):
            return self.dataschema[len(FINGERPRINT_URN) :]
        return None


@dataclass(frozen=True, slots=True)
class HeaderTemplate:
    """The headers that all events of one type from one source share, built once."""

    prefix: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, *, event_type: str, source: str, dataschema: str | None = None) -> HeaderTemplate:
        """Build the template; `source` is a URI, `dataschema` the schema's URN."""
        headers = [
            _SPECVERSION_HEADER,
            ("ce_type", event_type.encode()),
            ("ce_source", source.encode()),
            _CONTENT_HEADER,
        ]
        if dataschema:
            headers.append(("ce_dataschema", dataschema.encode()))
        return cls(tuple(headers))

    def build(self, event_id: str, time_rfc3339: bytes, subject: bytes) -> RawHeaders:
        """Return the headers of one event."""
        return [
            *self.prefix,
            ("ce_id", event_id.encode()),
            ("ce_time", time_rfc3339),
            ("ce_subject", subject),
        ]


def headers_for(
    *,
    event_id: str,
    source: str,
    event_type: str,
    time: datetime,
    subject: str,
    dataschema: str | None = None,
    unit: str | None = None,
    decided_at: datetime | None = None,
) -> RawHeaders:
    """Return all headers of one event; for hot loops use HeaderTemplate."""
    template = HeaderTemplate.of(event_type=event_type, source=source, dataschema=dataschema)
    headers = template.build(event_id, rfc3339(time), subject.encode())
    if unit is not None:
        headers.append(("ce_unit", unit.encode()))
    if decided_at is not None:
        headers.append(("ce_decidedat", rfc3339(decided_at)))
    return headers


def parse_headers(
    headers: Iterable[tuple[str, bytes | None]],
    *,
    default_id: str | None = None,
    place: tuple[str, int, int] | tuple[None, None, None] = (None, None, None),
) -> EventMeta:
    """Read an event's headers, whatever client wrote them.

    `default_id` stands in for a missing ce_id, `place` is topic, partition and offset. Unknown headers are
    passed over, times that can't be read count as missing. Raises DecodeError BAD_HEADERS for headers
    beyond MAX_HEADERS or MAX_HEADER_BYTES, for text that is not UTF-8, and for an id that is missing.
    """
    found: dict[str, str] = {}
    for count, (name, value) in enumerate(headers, 1):
        if count > MAX_HEADERS:
            raise DecodeError(DecodeCode.BAD_HEADERS, f"a record has more than {MAX_HEADERS} headers")
        if value is None or not name.startswith("ce_"):
            continue
        if len(value) > MAX_HEADER_BYTES:
            raise DecodeError(DecodeCode.BAD_HEADERS, f"header {name[:40]} has {len(value)} bytes")
        try:
            found[name] = value.decode("utf-8")
        except UnicodeDecodeError:
            raise DecodeError(DecodeCode.BAD_HEADERS, f"header {name[:40]} is not UTF-8") from None
    event_id = found.get("ce_id") or default_id
    if not event_id:
        raise DecodeError(DecodeCode.BAD_HEADERS, "the record has no ce_id header: it is no CloudEvent")
    return EventMeta(
        id=event_id,
        source=found.get("ce_source"),
        type=found.get("ce_type"),
        time=parse_time(found.get("ce_time")),
        subject=found.get("ce_subject"),
        dataschema=found.get("ce_dataschema"),
        unit=found.get("ce_unit"),
        decided_at=parse_time(found.get("ce_decidedat")),
        specversion=found.get("ce_specversion"),
        correlation_id=found.get("ce_correlationid"),
        topic=place[0],
        partition=place[1],
        offset=place[2],
    )


def parse_time(text: str | None) -> datetime | None:
    """Return an RFC 3339 time in UTC, or None if it is missing, naive or none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def rfc3339(moment: datetime) -> bytes:
    """Return an aware time as RFC 3339 in UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6].encode() + b"Z"


def source_of(unit: str, system: str | None = None) -> str:
    """Return the ce_source of a unit, or of one system of it."""
    return f"{SOURCE_PREFIX}{unit}:{system}" if system else f"{SOURCE_PREFIX}{unit}"


class MillisecondStamp:
    """RFC 3339 text of the wall clock, made once a millisecond."""

    def __init__(self) -> None:
        self._last: tuple[int, bytes] = (0, b"")

    def at(self, epoch_ms: int) -> bytes:
        """Return the text for this time in ms since the epoch."""
        known, text = self._last
        if known == epoch_ms:
            return text
        seconds, millis = divmod(epoch_ms, 1000)
        text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)).encode() + b".%03dZ" % millis
        self._last = (epoch_ms, text)
        return text


class EventIds:
    """Time-ordered unique ids in UUID version 7 form (RFC 9562, section 5.7)."""

    def __init__(self) -> None:
        self._pool = b""
        self._at = 0

    def next(self, epoch_ms: int) -> str:
        """Return a new id for an event of this time in ms since the epoch."""
        # One system call gives the randomness of 400 ids. Not thread-safe: callers hold their own lock.
        if self._at + 10 > len(self._pool):
            self._pool, self._at = os.urandom(4_000), 0
        text = self._pool[self._at : self._at + 10].hex()
        self._at += 10
        stamp = f"{epoch_ms:012x}"
        variant = "89ab"[int(text[3], 16) & 3]
        return f"{stamp[:8]}-{stamp[8:]}-7{text[:3]}-{variant}{text[4:7]}-{text[7:19]}"
