"""Events as CloudEvents in JSON, one a line: a history that other programs can read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from yipanqi.bus.cloudevents import source_of
from yipanqi.simulate.world import Said


def as_cloudevent(said: Said, day: date) -> dict[str, Any]:
    """Return an event in the JSON format of CloudEvents 1.0; its time is nine o'clock of its day in the district."""
    return {
        "specversion": "1.0",
        "id": said.event_id,
        "source": source_of(said.unit, None),
        "type": said.event.__avro_name__,
        "subject": said.event.aggregate_id(),
        "time": f"{day.isoformat()}T01:00:00Z",
        "datacontenttype": "application/json",
        "data": said.event.model_dump(mode="json", exclude_none=True),
    }


def as_line(said: Said, day: date) -> str:
    """Return the event as one line."""
    return json.dumps(as_cloudevent(said, day), ensure_ascii=False, separators=(",", ":")) + "\n"
