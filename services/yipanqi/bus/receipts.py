"""Receipts of a unit's events, read in the background and handed to whoever waits for them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from yipanqi.bus.cloudevents import parse_headers
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import DecodeError, DeliveryTimeout, YipanqiError
from yipanqi.bus.metrics import Metrics
from yipanqi.bus.reader import Start, TopicReader
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings

_log = logging.getLogger(__name__)
_MAX_WAITING = 100_000


class ReceiptReader:
    """Reads `receipts.<unit>` from its end at the time it is made; made before the first send, it misses nothing."""

    def __init__(self, settings: KafkaSettings, codec: AvroCodec, topic: str, metrics: Metrics) -> None:
        self._codec = codec
        self._metrics = metrics
        self._topic = topic
        self._waiting: dict[str, float] = {}
        self._arrived: dict[str, Mapping[str, Any]] = {}
        self._changed = threading.Condition()
        self._failure: YipanqiError | None = None
        self._stop = threading.Event()
        self._reader = TopicReader(settings, topic, start=Start.END)
        self._thread = threading.Thread(target=self._run, name=f"receipts-{topic}", daemon=True)
        self._thread.start()

    def expect(self, event_id: str) -> None:
        """Remember that this event's receipt is wanted; the oldest of too many are forgotten."""
        with self._changed:
            self._waiting[event_id] = time.monotonic()
            if len(self._waiting) > _MAX_WAITING:
                self._waiting.pop(next(iter(self._waiting)))

    def wait(self, event_id: str, timeout_s: float) -> Mapping[str, Any]:
        """Return the receipt's fields; DeliveryTimeout when it does not come in time."""
        with self._changed:
            self._changed.wait_for(lambda: event_id in self._arrived or self._failure is not None, timeout_s)
            found = self._arrived.get(event_id)
            if found is not None:
                return found
            if self._failure is not None:
                raise self._failure
        raise DeliveryTimeout(
            f"事件 {event_id} 在 {timeout_s:g} 秒内没有收到回执 | "
            f"no receipt for event {event_id} within {timeout_s:g} s: is the coordinator running?"
        )

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                for record in self._reader.poll(timeout_ms=100):
                    self._take(record)
        except YipanqiError as error:
            _log.error("the receipt reader stopped", extra={"topic": self._topic, "error": error.message})
            with self._changed:
                self._failure = error
                self._changed.notify_all()
        finally:
            self._reader.close()

    def _take(self, record: Record) -> None:
        try:
            meta = parse_headers(record.headers, default_id="-")
            receipt = self._codec.decode(record.value, meta.fingerprint).value
        except DecodeError as error:
            _log.warning("a receipt can't be read", extra={"offset": record.offset, "code": error.code})
            return
        outcome = str(receipt.get("outcome"))
        self._metrics["yipanqi_receipts_total"].labels(outcome, receipt.get("code") or "").inc()
        event_id = str(receipt.get("event_id"))
        with self._changed:
            since = self._waiting.pop(event_id, None)
            if since is None:
                return
            self._arrived[event_id] = receipt
            if len(self._arrived) > _MAX_WAITING:
                self._arrived.pop(next(iter(self._arrived)))
            self._changed.notify_all()
        self._metrics["yipanqi_receipt_seconds"].labels(outcome).observe(time.monotonic() - since)

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._thread.join(timeout=5)
