"""Ids of what the coordinator tells itself: the same for the same cause, so that anyone can say what must follow."""

from __future__ import annotations

import uuid

from yipanqi.models.base import AggregateRecord

_NAMESPACE = uuid.UUID("6f6e6520-6368-6573-7362-6f6172640001")


def follow_up_id(unit: str, event_id: str, number: int) -> str:
    """Return the id of a follow-up of a unit's event; `number` counts them from zero."""
    return str(uuid.uuid5(_NAMESPACE, f"{unit}\n{event_id}\n{number}"))


def reminder_id(event: AggregateRecord) -> str:
    """Return the id of the event that a deadline brings about."""
    parts = [event.__avro_name__, event.aggregate_id(), event.model_dump_json()]
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))
