"""Rebuilding the board beside merely reading and decoding the same log."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figures import Figure, compared, rate
from tests.bench.ground import Ground

from yipanqi.board.rebuild import rebuild
from yipanqi.bus.codec import AvroCodec

COUNT = 18_000
ROUNDS = 2


def measure(ground: Ground) -> list[Figure]:
    """Rebuild into SQLite, and read and decode every record of the same topics, in turns; the better counts."""
    ground.decided_log(COUNT)
    ours, theirs, records = [], [], 0
    for number in range(ROUNDS):
        events, rebuilding_s = _rebuild(ground)
        records, reading_s = _read(ground)
        ours.append(rate(events, rebuilding_s))
        theirs.append(rate(events, reading_s))
        ground.say(f"round {number + 1}: {ours[-1]:,.0f} events/s, reading and decoding {theirs[-1]:,.0f}")
    note = f"SQLite; {records:,} records of ledger and state for {events:,} events; limit: read and decode them all"
    return [compared("board rebuild, events/s", max(ours), max(theirs), aim=0.3, note=note)]


def _rebuild(ground: Ground) -> tuple[int, float]:
    district = ground.district
    with TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'board.sqlite'}"
        begun = time.perf_counter()
        done = rebuild(url, district.kafka.admin_settings(), district.registry.settings())
        return done.events, time.perf_counter() - begun


def _read(ground: Ground) -> tuple[int, float]:
    codec = AvroCodec(ground.district.schemas)
    count = 0
    begun = time.perf_counter()
    for record in ground.records(ground.log):
        codec.decode(record.value)
        count += 1
    return count, time.perf_counter() - begun
