"""Time as a collaborator: services get a clock passed in, so that tests and the demo decide what "now" is."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what time it is."""

    def now(self) -> datetime:
        """Return the current time, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the wall clock time in UTC."""
        return datetime.now(UTC)


class OffsetClock:
    """A clock that was set to another moment when it was made and ticks on from there.

    The demo's workbooks are of 2020: its district clock starts then, or every deadline would be long past.
    """

    def __init__(self, start: datetime, base: Clock | None = None) -> None:
        self._base: Clock = base or SystemClock()
        self._offset: timedelta = _utc(start) - self._base.now()

    def now(self) -> datetime:
        """Return the shifted time in UTC."""
        return self._base.now() + self._offset


class FileClock:
    """A clock shifted by the seconds that a file holds, read again for every question; no file is no shift.

    A local district's services share one, so that who tries the district out can move its time on for all at once.
    """

    def __init__(self, path: Path, base: Clock | None = None) -> None:
        self._path = path
        self._base: Clock = base or SystemClock()
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the shifted time in UTC."""
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return self._base.now() + self._offset
        if (found.st_mtime_ns, found.st_ino) != self._seen:
            self._offset = timedelta(seconds=float(self._path.read_text(encoding="ascii")))
            self._seen = (found.st_mtime_ns, found.st_ino)
        return self._base.now() + self._offset

    def set(self, moment: datetime) -> None:
        """Move the time of everyone who follows this file to a moment, from which it ticks on."""
        shift = (_utc(moment) - self._base.now()).total_seconds()
        partial = self._path.with_suffix(".part")
        partial.write_text(f"{shift:.3f}", encoding="ascii")
        partial.replace(self._path)


def clock_from_env(env: Mapping[str, str] | None = None) -> Clock:
    """Return the district's clock: the machine's, or one shifted by YIPANQI_CLOCK_OFFSET_S seconds.

    YIPANQI_CLOCK_FILE names a file that holds the shift instead, and may change. All services of a district get the
    same shift, or they would disagree about what day it is.
    """
    env = os.environ if env is None else env
    if path := env.get("YIPANQI_CLOCK_FILE"):
        return FileClock(Path(path))
    shift = float(env.get("YIPANQI_CLOCK_OFFSET_S") or 0)
    if not shift:
        return SystemClock()
    return OffsetClock(SystemClock().now() + timedelta(seconds=shift))


class ManualClock:
    """A clock that moves only when told to; for tests."""

    def __init__(self, start: datetime) -> None:
        self._now = _utc(start)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the time that was last set."""
        with self._lock:
            return self._now

    def set(self, moment: datetime) -> None:
        """Jump to a moment (aware)."""
        with self._lock:
            self._now = _utc(moment)

    def advance(self, step: timedelta) -> None:
        """Move on by a step."""
        with self._lock:
            self._now += step


def _utc(moment: datetime) -> datetime:
    """Return the moment in UTC; ValueError for a naive one, whose meaning would depend on the machine."""
    if moment.tzinfo is None:
        raise ValueError(f"a clock takes timezone-aware times only, not {moment!r}")
    return moment.astimezone(UTC)
