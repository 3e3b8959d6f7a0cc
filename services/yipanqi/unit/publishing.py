"""Publishing events through a unit service and waiting for what was decided about them; prints nothing."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr

from yipanqi.bus.cloudevents import SPECVERSION
from yipanqi.unit.client import UnitClient
from yipanqi.unit.jsonreading import read_json
from yipanqi.unit.problems import refused
from yipanqi.unit.receipts import StoredReceipt

#: So many events are asked after in one request: their ids stand in its address.
_ASKED = 40
_LONGEST_POLL_S = 10.0


class Published(BaseModel):
    """One event: `repeated` when the service knew it already, `receipt` once there is one."""

    model_config = ConfigDict(frozen=True)

    event_id: str
    event_type: str
    repeated: bool
    receipt: StoredReceipt | None = None

    @property
    def accepted(self) -> bool:
        """Whether the coordinator has accepted it."""
        return self.receipt is not None and self.receipt.outcome == "accepted"


def read_events(text: bytes) -> tuple[dict[str, Any], ...]:
    """Return the CloudEvents of a JSON document: one object or an array of them.

    An event needs its `type` and `data`; an id that is missing is made up, so that a repetition after a broken
    connection stays one event only where the document names it. Raises RequestRefused when it is no such document.
    """
    value = read_json(text)
    events = value if isinstance(value, list) else [value]
    if not events or not all(isinstance(event, dict) and {"type", "data"} <= event.keys() for event in events):
        raise refused(
            422,
            "not_an_event",
            "应为 CloudEvents 对象或其数组，至少有 type 和 data",
            "expected a CloudEvents object or an array of them, each with type and data at least",
        )
    return tuple({"specversion": SPECVERSION, "id": str(uuid.uuid4()), **event} for event in events)


def publish_events(
    base_url: str, api_key: SecretStr | str, events: Sequence[Mapping[str, Any]], *, timeout_s: float = 60.0
) -> tuple[Published, ...]:
    """Publish the events, in their order, and wait up to `timeout_s` for their receipts; 0 does not wait.

    Raises RequestRefused with each thing that is wrong (then nothing is published), YipanqiError when the service
    can't be reached, AuthenticationError when it refuses the key.
    """
    with UnitClient(base_url, api_key) as client:
        taken = client.publish(events).accepted
        receipts = _wait(client, [entry.id for entry in taken], time.monotonic() + timeout_s) if timeout_s else {}
    return tuple(
        Published(
            event_id=entry.id,
            event_type=str(events[entry.index]["type"]),
            repeated=entry.repeated,
            receipt=receipts.get(entry.id),
        )
        for entry in taken
    )


def _wait(client: UnitClient, ids: Sequence[str], deadline: float) -> dict[str, StoredReceipt]:
    found: dict[str, StoredReceipt] = {}
    while missing := [id_ for id_ in ids if id_ not in found][:_ASKED]:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        page = client.receipts(missing, wait_s=min(left, _LONGEST_POLL_S))
        found |= {receipt.event_id: receipt for receipt in page.receipts}
    return found
