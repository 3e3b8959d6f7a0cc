"""The district's clock in a file: who moves it moves everyone who follows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from yipanqi.clock import FileClock, ManualClock, SystemClock, clock_from_env

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
THEN = datetime(2020, 12, 31, 1, tzinfo=UTC)


def test_without_the_file_it_is_the_machines_time(tmp_path: Path) -> None:
    assert FileClock(tmp_path / "clock", ManualClock(NOW)).now() == NOW


def test_all_who_follow_the_file_are_moved_and_time_ticks_on_from_there(tmp_path: Path) -> None:
    base = ManualClock(NOW)
    mover, follower = FileClock(tmp_path / "clock", base), FileClock(tmp_path / "clock", base)
    mover.set(THEN)
    assert follower.now() == mover.now() == THEN
    base.advance(timedelta(hours=3))
    assert follower.now() == THEN + timedelta(hours=3)
    mover.set(THEN + timedelta(days=1))
    assert follower.now() == THEN + timedelta(days=1)


def test_services_follow_the_file_that_their_environment_names(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    FileClock(file).set(THEN)
    clock = clock_from_env({"YIPANQI_CLOCK_FILE": str(file), "YIPANQI_CLOCK_OFFSET_S": "5"})
    assert abs(clock.now() - THEN) < timedelta(minutes=1)
    assert isinstance(clock_from_env({}), SystemClock)
