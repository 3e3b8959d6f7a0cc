"""What a doubted record answers to a correction request: is it there, how its field stands, which event is its own.

The answer leaves the record as it is, whatever its aggregate. Values travel as fingerprints: what counts is whether a
value changed, and who may read a correction request may not always read the value.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.correction import ItemAsked, ItemChecked
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Context, Noted, Outcome

_MARK_LENGTH = 16


def answer(state: AggregateRecord | None, event: ItemAsked, context: Context) -> Outcome[AggregateRecord]:
    """Answer for a record of any aggregate."""
    refused = not_coordinator(context)
    if refused:
        return refused
    names = {"correction_id": event.correction_id, "request_id": event.request_id}
    if state is None:
        return Noted((ItemChecked(**names, found=False),))
    stands = {"item_version": state.__dict__["version"], "item_mark": mark(state, event.field)}
    return Noted((ItemChecked(**names, found=True, **stands, fix_version=_version_of(state, event.fixed_by)),))


def mark(state: AggregateRecord, field: str) -> str:
    """Return the fingerprint of a field's value: equal for equal values, however many zeros a number ends with."""
    value = state.model_dump(include={field})[field]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no value of the contract: {type(value).__name__}")


def _version_of(state: AggregateRecord, event_id: str | None) -> int | None:
    """Return the version to which one of the record's remembered events brought it."""
    recent: tuple[str, ...] = state.__dict__["recent_events"]
    if event_id not in recent:
        return None
    later = len(recent) - 1 - recent.index(event_id)
    return int(state.__dict__["version"]) - later
