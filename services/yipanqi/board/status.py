"""What the projection says about itself to health checks, metrics and the stream."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Phase(StrEnum):
    """What the projection is doing."""

    STARTING = "starting"
    REBUILDING = "rebuilding"
    CATCHING_UP = "catching_up"
    LIVE = "live"
    FAILING = "failing"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Status:
    """A snapshot: lag is by topic, in messages; `applied_at` is the timestamp (ms) of the last record applied."""

    phase: Phase = Phase.STARTING
    caught_up_once: bool = False
    epoch: str | None = None
    lag: Mapping[str, int] = field(default_factory=dict)
    lag_seconds: float = 0.0
    applied_at_ms: int = 0
    error: str | None = None


class StatusBoard:
    """Holds the snapshot and tells listeners when rows have changed. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._status = Status()
        self._listeners: list[Callable[[], None]] = []

    @property
    def status(self) -> Status:
        """The latest snapshot."""
        return self._status

    def update(self, **changes: object) -> None:
        """Replace parts of the snapshot."""
        with self._lock:
            self._status = replace(self._status, **changes)  # type: ignore[arg-type]  # names are Status's own

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` (from the projection's thread) after every commit; returns the way to stop that."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._forget(listener)

    def committed(self) -> None:
        """Tell the listeners."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    def _forget(self, listener: Callable[[], None]) -> None:
        with self._lock:
            self._listeners = [known for known in self._listeners if known is not listener]
