"""Dead letters: the original record, byte for byte, with headers that say where it came from and why it is here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from yipanqi.bus.client import close_producer, make_producer, translate
from yipanqi.bus.cloudevents import parse_time, rfc3339
from yipanqi.bus.errors import DeadLetterFailed, DeadLetterLimit
from yipanqi.bus.packing import PackedProducer, offset_of, pack_headers
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings

PREFIX = "dlq-"
_LONGEST_REASON = 500

RawHeaders = list[tuple[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record set aside: where it stood, why it was set aside, and the record itself."""

    topic: str
    partition: int
    offset: int
    code: str
    reason: str
    time: datetime | None
    attempts: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


def dead_letter_headers(record: Record, *, code: str, reason: str, attempts: int, now: datetime) -> RawHeaders:
    """Return the original headers followed by ours (dlq-topic, -partition, -offset, -code, -reason, -time, -attempts).

    The reason must not quote the payload: it is read by operators.
    """
    ours: RawHeaders = [
        ("dlq-topic", record.topic.encode()),
        ("dlq-partition", str(record.partition).encode()),
        ("dlq-offset", str(record.offset).encode()),
        ("dlq-code", code.encode()),
        ("dlq-reason", reason[:_LONGEST_REASON].encode()),
        ("dlq-time", rfc3339(now)),
        ("dlq-attempts", str(attempts).encode()),
    ]
    return [*record.headers, *ours]


def parse_dead_letter(record: Record) -> DeadLetter:
    """Read a dead letter back; missing headers give empty text and -1."""
    original = tuple((name, value) for name, value in record.headers if not name.startswith(PREFIX))
    # Ours come last; a header of the same name in the original can't pass for ours.
    ours = {
        name: (value or b"").decode("utf-8", "replace") for name, value in record.headers if name.startswith(PREFIX)
    }
    return DeadLetter(
        topic=ours.get("dlq-topic", ""),
        partition=_number(ours.get("dlq-partition")),
        offset=_number(ours.get("dlq-offset")),
        code=ours.get("dlq-code", ""),
        reason=ours.get("dlq-reason", ""),
        time=parse_time(ours.get("dlq-time")),
        attempts=_number(ours.get("dlq-attempts")),
        key=record.key,
        value=record.value,
        headers=original,
    )


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.lstrip("-").isdigit() else -1


class DeadLetterBudget:
    """Counts dead letters over a sliding window and stops the consumer when there are too many of them."""

    def __init__(
        self, limit: int = 100, window_s: float = 60.0, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._window_s = window_s
        self._monotonic = monotonic
        self._times: deque[float] = deque()

    def spend(self) -> None:
        """Count one; DeadLetterLimit if it is one too many."""
        now = self._monotonic()
        self._times.append(now)
        while self._times and self._times[0] < now - self._window_s:
            self._times.popleft()
        if len(self._times) > self._limit:
            raise DeadLetterLimit(
                f"{self._window_s:g} 秒内死信超过 {self._limit} 条，已停止消费 | "
                f"more than {self._limit} dead letters within {self._window_s:g} s: "
                "stopped rather than empty a topic into the dead letters; look at their codes"
            )


class DeadLetterWriter:
    """Writes dead letters and waits for the acknowledgement of each: the offset may be committed after that only."""

    def __init__(self, settings: KafkaSettings, topic: str, *, timeout_s: float = 30.0) -> None:
        self.topic = topic
        self._timeout_s = timeout_s
        self._producer = make_producer(settings, linger_ms=0, delivery_timeout_s=max(31.0, timeout_s))
        self._packed = PackedProducer(self._producer)

    def put(self, record: Record, *, code: str, reason: str, attempts: int) -> int:
        """Write one and return its offset; DeadLetterFailed if it was not acknowledged: stop, do not drop."""
        headers = dead_letter_headers(record, code=code, reason=reason, attempts=attempts, now=datetime.now(UTC))
        try:
            number = partition_for(record.key or b"", self._packed.count(self.topic))
            target = self._packed.partition(self.topic, number)
            batch, place = self._packed.append(
                target, int(time.time() * 1000), record.key, record.value, pack_headers(headers)
            )
            if not batch.produce_future.wait(self._timeout_s):
                raise TimeoutError(f"no acknowledgement within {self._timeout_s:g} s")
            return offset_of(batch, place)
        except Exception as error:
            cause = translate(error, f"write a dead letter to {self.topic}")
            raise DeadLetterFailed(
                f"死信写入 {self.topic} 失败，已停止消费 | a dead letter of {record.topic}-{record.partition} at "
                f"{record.offset} could not be written to {self.topic}; stopped rather than lose it: {cause.message}"
            ) from error

    def close(self) -> None:
        """Hang up."""
        close_producer(self._producer, 2.0)
