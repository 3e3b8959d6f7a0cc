"""CloudEvents over HTTP (HTTP protocol binding 1.0): structured, batch and binary mode to plain envelopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from yipanqi.unit.jsonreading import read_json
from yipanqi.unit.problems import refused

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
JSON = "application/json"
_ATTRIBUTES = frozenset({"id", "source", "specversion", "type", "subject", "time", "dataschema"})


@dataclass(frozen=True, slots=True)
class Envelopes:
    """What one request brings: envelopes as JSON values, and whether it came as a batch."""

    events: list[Any]
    batch: bool


def check_media(media: str, headers: Mapping[str, str]) -> None:
    """Raise RequestRefused (415) for a media type that is none of CloudEvents' three modes."""
    if media in (STRUCTURED, BATCH) or (media == JSON and "ce-specversion" in headers):
        return
    raise refused(
        415,
        "media_type",
        f"Content-Type 应为 {STRUCTURED}、{BATCH}，或 {JSON} 并带 ce-* 请求头",
        f"Content-Type must be {STRUCTURED}, {BATCH}, or {JSON} with ce-* headers",
    )


def read_envelopes(media: str, headers: Mapping[str, str], body: bytes, most: int) -> Envelopes:
    """Return the envelopes of a body. Raises RequestRefused: 400 no JSON, 413 too many, 422 an empty batch."""
    value = read_json(body)
    if media == STRUCTURED:
        return Envelopes([value], batch=False)
    if media == JSON:
        return Envelopes([_binary(headers, value)], batch=False)
    if not isinstance(value, list) or not value:
        raise refused(422, "not_a_batch", "批量应为非空的 JSON 数组", "a batch is a JSON array with at least one event")
    if len(value) > most:
        raise refused(413, "too_many", f"一批至多 {most} 个事件", f"a batch takes {most} events at most")
    return Envelopes(value, batch=True)


def _binary(headers: Mapping[str, str], data: Any) -> dict[str, Any]:
    envelope: dict[str, Any] = {"data": data, "datacontenttype": JSON}
    for name in _ATTRIBUTES:
        value = headers.get(f"ce-{name}")
        if value is not None:
            # The binding percent-encodes what a header can't carry (section 3.1.3.2).
            envelope[name] = unquote(value)
    return envelope
