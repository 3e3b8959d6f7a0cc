"""Is this process alive and ready? Heartbeats of its loops, movement of its partitions, checks by name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yipanqi.bus.cluster import TopicPartition

Check = Callable[[], str | None]
"""Returns None when all is well, else what is wrong, in one sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a health question: whether it is well, and each part's state by name."""

    ok: bool
    parts: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what the health endpoints answer."""
        return {"status": "ok" if self.ok else "failing", "checks": dict(self.parts)}


@dataclass(slots=True)
class _Movement:
    position: int
    behind: bool
    since: float


class Health:
    """Liveness: loops beat and partitions with lag move. Readiness: the named checks, and liveness."""

    def __init__(
        self,
        *,
        stuck_loop_s: float = 60.0,
        stuck_partition_s: float = 120.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stuck_loop_s = stuck_loop_s
        self._stuck_partition_s = stuck_partition_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._beats: dict[str, float] = {}
        self._moves: dict[TopicPartition, _Movement] = {}
        self._checks: dict[str, Check] = {}
        self._failed: dict[str, str] = {}
        self._troubles: dict[str, str] = {}

    def beat(self, loop: str) -> None:
        """A loop says that it went round; from the first time on it has to keep doing so."""
        self._beats[loop] = self._monotonic()

    def end(self, loop: str) -> None:
        """A loop ended on purpose."""
        self._beats.pop(loop, None)

    def fail(self, part: str, reason: str) -> None:
        """Something broke for good: the process is not alive any more in any useful sense."""
        with self._lock:
            self._failed[part] = reason

    def trouble(self, part: str, reason: str | None) -> None:
        """Something does not get on now and is tried again (None: it does again): alive, but not ready."""
        with self._lock:
            if reason is None:
                self._troubles.pop(part, None)
            else:
                self._troubles[part] = reason

    def moved(self, partition: TopicPartition, position: int, end: int) -> None:
        """A consumer says where it is in a partition and where that ends; standing still with lag is being stuck."""
        with self._lock:
            known = self._moves.get(partition)
            if known is None or not known.behind or known.position != position or position >= end:
                self._moves[partition] = _Movement(position, position < end, self._monotonic())

    def lost(self, partition: TopicPartition) -> None:
        """A partition belongs to another member now."""
        with self._lock:
            self._moves.pop(partition, None)

    def add_check(self, name: str, check: Check) -> None:
        """Add a readiness check."""
        self._checks[name] = check

    def beat_ages(self) -> dict[str, float]:
        """Return the seconds since each loop's last beat."""
        now = self._monotonic()
        return {loop: now - at for loop, at in self._beats.items()}

    def live(self) -> Report:
        """Tell whether restarting the process would help."""
        now = self._monotonic()
        parts: dict[str, str] = {}
        with self._lock:
            parts.update(self._failed)
            for tp, movement in self._moves.items():
                still = now - movement.since
                # One that had nothing to read when it was last heard of waits for records, however long ago that was.
                if movement.behind and still > self._stuck_partition_s:
                    parts[f"partition {tp.topic}-{tp.partition}"] = f"stuck at {movement.position} for {still:.0f} s"
        for loop, age in self.beat_ages().items():
            if age > self._stuck_loop_s:
                parts[f"loop {loop}"] = f"no beat for {age:.0f} s"
        bad = bool(parts)
        for loop in self._beats:
            parts.setdefault(f"loop {loop}", "ok")
        return Report(not bad, parts)

    def ready(self) -> Report:
        """Tell whether the process can do its work now."""
        live = self.live()
        with self._lock:
            troubles = dict(self._troubles)
        parts, ok = {**live.parts, **troubles}, live.ok and not troubles
        for name, check in list(self._checks.items()):
            try:
                problem = check()
            except Exception as error:  # noqa: BLE001 - a check that breaks is a failing check
                problem = f"{type(error).__name__}: {error}"
            parts[name] = problem or "ok"
            ok = ok and problem is None
        return Report(ok, parts)
