"""Decoded Avro values as JSON text and back: decimals and times as strings, nothing rounded."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        # Several times as fast as strftime, and there are five of them in a project.
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no JSON for a {type(value).__name__}")


#: One prepared encoder: making one per record costs as much as encoding.
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def from_json(text: str) -> Any:
    """Return the values of stored JSON; a number that is none (NaN, Infinity) counts as unknown."""
    return json.loads(text, parse_constant=lambda _: None)
