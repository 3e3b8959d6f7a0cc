"""Bodies of the API's answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from yipanqi.unit.problems import Problem
from yipanqi.unit.receipts import StoredReceipt


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class TakenEvent(_Answer):
    """An event that is safe in the outbox; `repeated`: it had been before, nothing was added."""

    id: str
    index: int
    repeated: bool


class Accepted(_Answer):
    """202: these events are safe. `errors` is filled only with `partial=true`."""

    accepted: tuple[TakenEvent, ...]
    errors: tuple[Problem, ...] = ()


class EventState(StrEnum):
    """How far an event has come: waiting for the broker, published, then as the coordinator decided."""

    WAITING = "waiting"
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEAD_LETTER = "dead_letter"


class EventStatus(_Answer):
    """One event's state, with its receipt once there is one."""

    id: str
    source: str
    type: str
    aggregate_id: str
    client: str
    taken_at: datetime
    state: EventState
    receipt: StoredReceipt | None = None


class ReceiptPage(_Answer):
    """Receipts in the order they came; `next` is the `since` of the next page."""

    receipts: tuple[StoredReceipt, ...]
    next: int


class RowResult(_Answer):
    """A row whose event was refused by the coordinator."""

    sheet: str
    row: int
    event_id: str
    outcome: str
    code: str | None
    reason_zh: str | None
    reason_en: str | None
    field: str | None


class RowStatus(_Answer):
    """What became of one event of a row so far."""

    sheet: str
    row: int
    state: str
    code: str | None
    reason_zh: str | None


class SkippedRow(_Answer):
    """A row that was refused before and has not changed since: sent again only with `retry_refused=true`."""

    sheet: str
    row: int
    event_id: str
    code: str | None
    reason_zh: str | None
    reason_en: str | None


class ImportAnswer(_Answer):
    """An import and what has become of it: `report` is the sheets' own, counts of events by state, refused rows.

    `submission` is the id of the event that told the district the counts of its rows, once they are all answered.
    """

    import_id: str
    filename: str
    created_at: datetime
    client: str
    report: dict[str, Any]
    event_ids: tuple[str, ...]
    events: dict[str, int]
    refused: tuple[RowResult, ...]
    skipped: tuple[SkippedRow, ...]
    submission: str | None = None

    @property
    def pending(self) -> int:
        """Events that still wait for their receipt."""
        return self.events.get("pending", 0)
