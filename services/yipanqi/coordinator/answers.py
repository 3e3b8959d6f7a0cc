"""The words of an answer: receipts, the reasons that are not a rule's, dead letters."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from yipanqi.bus.deadletter import PREFIX, dead_letter_headers
from yipanqi.bus.records import Record
from yipanqi.contract.catalog import DEAD_LETTERS
from yipanqi.coordinator.encoding import Output
from yipanqi.coordinator.incoming import Incoming, Rejected
from yipanqi.models.receipt import Receipt
from yipanqi.rules.outcome import Refused, Settlement

_LARGEST_DEAD_LETTER = 950_000
_KEPT_OF_TOO_LARGE = 65_536


def receipt_of(incoming: Incoming, now: datetime, refusal: Refused | None, version: int | None) -> Receipt:
    """Return the answer to an event that a rule decided; its ledger position comes later."""
    subject = incoming.event.aggregate_id()
    return _receipt(incoming.meta.id, incoming.event_type, incoming.aggregate, subject, now, refusal, version)


def receipt_of_settlement(cause: Incoming, settled: Settlement, now: datetime, version: int) -> Receipt:
    """Return the answer to an earlier event of the same aggregate that had to wait for `cause`."""
    granted = settled.refusal is None
    receipt = _receipt(
        settled.event_id,
        settled.event_type,
        cause.aggregate,
        cause.event.aggregate_id(),
        now,
        settled.refusal,
        version if granted else None,
    )
    notice = settled.notice
    if not granted or notice is None:
        return receipt
    told = {"code": notice.code, "reason_zh": notice.reason_zh, "reason_en": notice.reason_en}
    return receipt.model_copy(update=told)


def receipt_of_rejected(rejected: Rejected, event_id: str, now: datetime) -> Receipt:
    """Return the answer to a record that no rule saw."""
    parts = rejected.event_type.split(".")
    aggregate = parts[-2] if len(parts) == 3 else ""
    outcome = "dead_letter" if rejected.dead_letter else "refused"
    receipt = _receipt(event_id, rejected.event_type, aggregate, rejected.aggregate_id, now, rejected.refusal, None)
    return receipt.model_copy(update={"outcome": outcome})


def rule_failed(incoming: Incoming) -> Rejected:
    """Return what becomes of an event on which a rule broke."""
    refusal = Refused(
        "rule-failed",
        "裁定程序出错，事件已存入死信，运维人员已收到告警",
        "the rule failed on this event; it is kept as a dead letter and operations are alerted",
    )
    return Rejected(
        incoming.unit,
        incoming.meta.id,
        incoming.event_type,
        refusal,
        dead_letter=True,
        aggregate_id=incoming.event.aggregate_id(),
    )


def dead_letter_of(record: Record, rejected: Rejected) -> Output:
    """Return the record kept aside: the original bytes, and why.

    A small compressed batch can hold a record too large for any topic; of that only the beginning is kept, since
    the whole stays in the intake topic for its retention, where `dlq-offset` finds it.
    """
    refusal = rejected.refusal
    headers = dead_letter_headers(
        record, code=refusal.code, reason=refusal.reason_en, attempts=1, now=datetime.now(UTC)
    )
    value = record.value or b""
    size = len(value) + sum(len(name) + len(content or b"") for name, content in headers)
    if size > _LARGEST_DEAD_LETTER:
        headers = [h for h in headers if h[0].startswith(PREFIX)]
        headers.append(("dlq-truncated-from", str(len(value)).encode()))
        value = value[:_KEPT_OF_TOO_LARGE]
    return Output(DEAD_LETTERS, record.partition, (record.key or b"")[:1000], value, headers, wall_ms())


def wall_ms() -> int:
    """Return the wall clock in ms since the epoch."""
    return int(time.time() * 1000)


def _receipt(
    event_id: str,
    event_type: str,
    aggregate: str,
    aggregate_id: str,
    now: datetime,
    refusal: Refused | None,
    version: int | None,
) -> Receipt:
    return Receipt.model_construct(
        event_id=event_id,
        event_type=event_type,
        aggregate=aggregate,
        aggregate_id=aggregate_id,
        outcome="accepted" if refusal is None else "refused",
        code=refusal.code if refusal else None,
        reason_zh=refusal.reason_zh if refusal else None,
        reason_en=refusal.reason_en if refusal else None,
        field=refusal.field if refusal else None,
        ledger_topic=None,
        ledger_partition=None,
        ledger_offset=None,
        version=version,
        decided_at=now,
    )
