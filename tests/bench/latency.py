"""From `publish()` to the event in a viewer's live stream, through a coordinator and a board that are processes."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import httpx
import psutil
from pydantic import SecretStr
from tests.bench.events import project
from tests.bench.figures import Figure, percentile
from tests.bench.ground import Ground
from tests.support.district import Service, wait_for

from yipanqi.board.accounts import create_account
from yipanqi.contract.catalog import receipts

PER_SECOND = 100
SECONDS = 15
WARM_UP = 100
AIM_MS = 150
_PASSWORD = "measured-by-the-minute"
_FIRST = 50_000_000
RECEIPTS = receipts("investment")


def measure(ground: Ground) -> list[Figure]:
    """Publish at a steady rate, note when each project comes out of the stream, and where the time went."""
    before = ground.ends([RECEIPTS])
    with _services(ground) as services:
        seen = _Stream(services["board"].url)
        worked = _processor_s(services)
        published = _publish(ground, PER_SECOND * SECONDS + WARM_UP)
        with suppress(AssertionError):
            wait_for(lambda: published.keys() <= seen.arrived.keys(), 20, "all events in the stream")
        worked = {name: now - worked[name] for name, now in _processor_s(services).items()}
        seen.close()
    decided = {(r.key or b"").decode(): r.timestamp / 1000 for r in ground.records([RECEIPTS], before)}
    steady = list(published)[WARM_UP:]
    came = [id_ for id_ in steady if id_ in seen.arrived]
    taken = [seen.arrived[id_] - published[id_] for id_ in came]
    legs = (
        ("  of which until decided", [decided[id_] - published[id_] for id_ in came]),
        ("  then until in the board's database", [seen.stored[id_] - decided[id_] for id_ in came]),
        ("  then until at the viewer", [seen.arrived[id_] - seen.stored[id_] for id_ in came]),
    )
    lost = f"; {len(steady) - len(came)} never came" if len(came) < len(steady) else ""
    p99 = percentile(taken, 0.99) * 1000
    note = f"{len(came):,} events at {PER_SECOND}/s through coordinator, board and SSE{lost}"
    return [
        Figure("publish → stream, p50", f"{percentile(taken, 0.5) * 1000:.0f} ms", note=note),
        Figure(
            "publish → stream, p99",
            f"{p99:.0f} ms",
            aim=f"< {AIM_MS} ms",
            reached=p99 < AIM_MS and not lost,
            note=f"slowest {max(taken) * 1000:.0f} ms",
        ),
        *(_leg(name, values) for name, values in legs),
        *(_processor(name, seconds / len(published)) for name, seconds in worked.items()),
    ]


def _leg(name: str, values: list[float]) -> Figure:
    p50, p99 = percentile(values, 0.5) * 1000, percentile(values, 0.99) * 1000
    return Figure(name, f"{p50:.0f} ms", note=f"p50; p99 {p99:.0f} ms")


def _processor(name: str, seconds: float) -> Figure:
    return Figure(
        f"  processor time, {name}", f"{seconds * 1000:.1f} ms", note="an event; less when it is late: larger batches"
    )


def _processor_s(services: dict[str, Service]) -> dict[str, float]:
    """Return the processor time that each service has used."""
    times = {name: psutil.Process(service.process.pid).cpu_times() for name, service in services.items()}
    return {name: used.user + used.system for name, used in times.items()}


@contextmanager
def _services(ground: Ground) -> Iterator[dict[str, Service]]:
    district = ground.district
    create_account(district.folder / "board" / "accounts.json", "leader", None, SecretStr(_PASSWORD))
    coordinator = district.start_coordinator("latency")
    board = district.start_service("board", ["board"], "board")
    try:
        board.wait_ready(90)
        yield {"coordinator": coordinator, "board": board}
    finally:
        board.process.stop()
        coordinator.process.stop()


def _publish(ground: Ground, count: int) -> dict[str, float]:
    """Publish projects at the rate wanted; returns when `publish()` was called for each."""
    random_ = random.Random(3)
    publisher = ground.district.publisher("investment", receipts=False)
    begun, published = time.time() + 0.1, {}
    for number in range(count):
        event = project(_FIRST + number, random_)
        time.sleep(max(0.0, begun + number / PER_SECOND - time.time()))
        published[event.project_id] = time.time()
        publisher.publish(event)
    publisher.flush()
    return published


class _Stream:
    """A logged-in viewer's stream, read in a thread: when each id was `stored` by the board, when it `arrived`."""

    def __init__(self, url: str) -> None:
        self.arrived: dict[str, float] = {}
        self.stored: dict[str, float] = {}
        self._open = threading.Event()
        self._stop = threading.Event()
        self._client = httpx.Client(base_url=url, timeout=5)
        login = {"username": "leader", "password": _PASSWORD}
        self._client.post("/api/v1/login", json=login).raise_for_status()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self._open.wait(15), "the stream did not open"

    def _read(self) -> None:
        with suppress(httpx.HTTPError), self._client.stream("GET", "/api/v1/stream") as response:
            for line in response.iter_lines():
                if line.startswith("data:"):
                    now = time.time()
                    self._open.set()
                    change = json.loads(line[5:])
                    if id_ := change.get("id"):
                        self.arrived.setdefault(id_, now)
                        self.stored.setdefault(id_, datetime.fromisoformat(change["changed_at"]).timestamp())
                if self._stop.is_set():
                    return

    def close(self) -> None:
        """Hang up."""
        self._stop.set()
        self._thread.join(7)
        self._client.close()
