"""A local copy of a compacted topic, kept up to date: a department's own view of the board in a few lines."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Generic, TypeVar

from yipanqi.bus.cloudevents import parse_headers
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import DecodeCode, DecodeError, DeliveryTimeout, RegistryError
from yipanqi.bus.events import AvroEvent
from yipanqi.bus.metrics import BUS_METRICS, Metrics, build
from yipanqi.bus.reader import Start, TopicReader
from yipanqi.bus.records import Record
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import KafkaSettings

_log = logging.getLogger(__name__)
R = TypeVar("R", bound=AvroEvent)


class Follower(Generic[R]):
    """Follows one compacted topic of one record type in a thread of its own.

    `on_change(id, old, new)` is called for each change, in order per id, by that thread; `new` is None when the record
    was deleted. To go on after a restart pass `positions` and `known` as they were at the same moment: see
    `snapshot()`. A callback that raises stops the follower: `problem()` says so.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        registry: SchemaRegistry,
        topic: str,
        record_class: type[R],
        *,
        on_change: Callable[[str, R | None, R | None], None] | None = None,
        positions: Mapping[int, int] | None = None,
        known: Mapping[str, R] | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._topic = topic
        self._class = record_class
        self._schema = parse_schema(record_class.__avro_schema__)
        self._codec = AvroCodec(registry)
        self._on_change = on_change
        self._metrics = metrics if metrics is not None else build(BUS_METRICS)
        self._records: dict[str, R] = dict(known or {})
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._failure: Exception | None = None
        self._reader = TopicReader(kafka, topic, start=Start.BEGINNING, positions=positions)
        self._positions = self._reader.positions
        self._thread = threading.Thread(target=self._run, name=f"follower-{topic}", daemon=True)

    def start(self) -> Follower[R]:
        """Begin to follow."""
        self._thread.start()
        return self

    @property
    def ready(self) -> bool:
        """Whether everything that was there at the start has been read."""
        return self._ready.is_set() and self._failure is None

    def wait_ready(self, timeout: float = 60.0) -> None:
        """Wait until ready; raises what stopped the follower, or DeliveryTimeout."""
        self._ready.wait(timeout)
        if self._failure is not None:
            raise self._failure
        if not self._ready.is_set():
            raise DeliveryTimeout(f"topic {self._topic} was not read to its end within {timeout:g} s")

    def get(self, record_id: str) -> R | None:
        """Return the current record with this id, or None."""
        return self._records.get(record_id)

    def items(self) -> list[tuple[str, R]]:
        """Return all current records with their ids."""
        with self._lock:
            return list(self._records.items())

    def __len__(self) -> int:
        return len(self._records)

    def snapshot(self) -> tuple[dict[int, int], dict[str, R]]:
        """Return positions and records as of one moment, to be stored and passed in at the next start."""
        with self._lock:
            return dict(self._positions), dict(self._records)

    def problem(self) -> str | None:
        """Return what is wrong, for a readiness check."""
        if self._failure is not None:
            return f"stopped: {type(self._failure).__name__}"
        return None if self._ready.is_set() else "still reading what was there at the start"

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._take_all(self._reader.poll())
                if not self._ready.is_set() and self._reader.caught_up:
                    self._ready.set()
        except Exception as error:  # noqa: BLE001 - whatever stops the thread is told by wait_ready() and problem()
            _log.error("follower stopped", extra={"topic": self._topic}, exc_info=error)
            self._failure = error
            self._ready.set()
        finally:
            self._reader.close()

    def _take_all(self, records: list[Record]) -> None:
        for record in records:
            while not self._stop.is_set():
                try:
                    self._take(record)
                    break
                except RegistryError as error:
                    if not error.retriable:
                        raise
                    self._stop.wait(1.0)
        if not self._stop.is_set():
            with self._lock:
                self._positions = self._reader.positions

    def _take(self, record: Record) -> None:
        record_id = (record.key or b"").decode("utf-8", "replace")
        try:
            new = self._decode(record)
        except DecodeError as error:
            self._metrics["yipanqi_dead_letters_total"].labels("follower", self._topic, str(error.code)).inc()
            _log.error(
                "a record can't be read; the one before it stays",
                extra={"topic": self._topic, "offset": record.offset, "code": str(error.code)},
            )
            return
        old = self._records.get(record_id)
        with self._lock:
            if new is None:
                self._records.pop(record_id, None)
            else:
                self._records[record_id] = new
            self._positions[record.partition] = record.offset + 1
        if self._on_change is not None and old != new:
            self._on_change(record_id, old, new)

    def _decode(self, record: Record) -> R | None:
        if record.value is None:
            return None
        meta = parse_headers(record.headers, default_id="-")
        decoded = self._codec.decode(record.value, meta.fingerprint, self._schema)
        try:
            return self._class.from_avro(decoded.value)
        except ValueError as error:
            raise DecodeError(DecodeCode.BAD_MODEL, f"a {decoded.full_name} breaks its model") from error

    def close(self) -> None:
        """Stop following."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def __enter__(self) -> Follower[R]:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
