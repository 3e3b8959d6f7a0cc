"""Logs: structured, and not flooded."""

from __future__ import annotations

import logging

from yipanqi.bus.logs import NotAgain


def test_a_library_that_repeats_itself_is_cut_short_and_our_own_lines_are_not() -> None:
    now = [0.0]
    sieve = NotAgain(every_s=30, monotonic=lambda: now[0])

    def passes(name: str, line: int) -> bool:
        return sieve.filter(logging.LogRecord(name, logging.WARNING, "x.py", line, "again", (), None))

    assert [passes("kafka.cluster", 1), passes("kafka.cluster", 1), passes("kafka.cluster", 2)] == [True, False, True]
    assert [passes("yipanqi.coordinator", 3), passes("yipanqi.coordinator", 3)] == [True, True]
    now[0] = 31
    assert passes("kafka.cluster", 1)
