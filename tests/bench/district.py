"""A simulated district of size on the real bus: time to take it in, its size, and how fast the board answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import psutil
from pydantic import SecretStr
from tests.bench.figures import Figure, rate
from tests.bench.ground import Ground
from tests.bench.questions import Sample, ask_all, ask_once
from tests.support.district import Service, wait_for

from yipanqi.board.accounts import create_account
from yipanqi.clock import FileClock
from yipanqi.simulate.history import Day, History
from yipanqi.simulate.play import Player
from yipanqi.simulate.scale import Scale
from yipanqi.simulate.tally import Tally

#: What issue and design name as the size of a district.
FULL = Scale(projects=5_000, carriers=20_000, enterprises=100_000, days=366)
TENTH = Scale(projects=500, carriers=2_000, enterprises=10_000, days=366)
_PASSWORD = "measured-by-the-minute"
_CAUGHT_UP_S = 3600.0
_TOLD_EVERY_S = 20.0
_QUIET_S = 15.0


def measure(ground: Ground, scale: Scale = TENTH) -> list[Figure]:
    """Play the history with coordinator and board running, wait for the board, then ask it one question at a time.

    The watch looks at the district as it is at the end, and stays: the alerts are there when the questions come.
    """
    district = ground.district
    clock_file = district.folder / "clock"
    create_account(district.folder / "board" / "accounts.json", "leader", None, SecretStr(_PASSWORD))
    clock = FileClock(clock_file)
    clock.set(clock.now() + timedelta(days=(scale.start - clock.now().date()).days))
    coordinator = district.start_coordinator("district", YIPANQI_CLOCK_FILE=str(clock_file))
    board = district.start_service("board", ["board"], "board", YIPANQI_CLOCK_FILE=str(clock_file))
    watch: Service | None = None
    try:
        board.wait_ready(90)
        history = History(scale)
        begun = time.perf_counter()
        with Player(district.kafka.settings, district.registry.settings(), clock, district.catalog) as player:
            played = player.play(_told(ground, history, player))
            decided_s = time.perf_counter() - begun
        wait_for(lambda: _caught_up(board), _CAUGHT_UP_S, "the board", 0.5)
        on_board_s = time.perf_counter() - begun
        watch = district.start_service("watch", ["watch"], "watch", YIPANQI_CLOCK_FILE=str(clock_file))
        watch.wait_ready(_CAUGHT_UP_S)
        alerts = _alerts_told(watch, board)
        size = _database_bytes(district.folder / "board")
        services = {"coordinator": coordinator, "board": board, "watch": watch}
        memory = {name: _rss(service) for name, service in services.items()}
        sample = Sample.of(history)
        figures = [*_ingest(history, played, decided_s, on_board_s, size), alerts]
        figures += [*_answers(board, sample), *_memory(memory, services)]
        board.process.stop()
        begun = time.perf_counter()
        board = district.start_service("board", ["board"], "board", YIPANQI_CLOCK_FILE=str(clock_file))
        board.wait_ready(_CAUGHT_UP_S)
        return [*figures, *_just_started(board, sample, begun)]
    finally:
        if watch is not None:
            watch.process.stop()
        board.process.stop()
        coordinator.process.stop()


def _told(ground: Ground, history: History, player: Player) -> Iterator[Day]:
    last = 0.0
    for day in history.days():
        yield day
        if time.monotonic() - last > _TOLD_EVERY_S:
            last = time.monotonic()
            ground.say(f"{day.day}: {player.tally.events:,} events")


def _ingest(history: History, played: Tally, decided_s: float, on_board_s: float, size: int) -> list[Figure]:
    scale, model, events = history.scale, history.model, played.events
    differing = ", ".join(f"{kind} {told} → {found}" for (kind, told, found), _ in played.differing.most_common(3))
    note = (
        f"{scale.projects:,} projects, {scale.carriers:,} carriers, {scale.enterprises:,} enterprises, "
        f"{scale.days} days; {len(model.states):,} records; "
        f"{played.differing.total():,} decided otherwise than foretold {differing}"
    )
    ledger = model.accepted
    return [
        Figure("events of units", f"{events:,}", note=note),
        Figure("events in the ledger", f"{ledger:,}", note="with the coordinator's own"),
        Figure(
            "until all is decided", f"{decided_s:,.0f} s", note=f"{rate(events, decided_s):,.0f} events/s, day by day"
        ),
        Figure(
            "until all is on the board", f"{on_board_s:,.0f} s", note=f"{rate(ledger, on_board_s):,.0f} ledger events/s"
        ),
        Figure("board database (SQLite)", f"{size / 1e6:,.0f} MB", note=f"{size / max(1, ledger):,.0f} bytes an event"),
    ]


def _alerts_told(watch: Service, board: Service) -> Figure:
    """Wait until the watch has said all that it has to say of the last day, and the board shows it."""
    begun, told, since = time.perf_counter(), 0.0, time.perf_counter()
    while time.perf_counter() - since < _QUIET_S or told == 0.0:
        if time.perf_counter() - begun > _CAUGHT_UP_S:
            raise TimeoutError("the watch did not come to an end of what it has to say")
        time.sleep(1.0)
        if (now := watch.metric("yipanqi_watch_said_total")) != told:
            told, since = now, time.perf_counter()
    wait_for(lambda: _caught_up(board), _CAUGHT_UP_S, "the board", 0.5)
    took = since - begun
    return Figure("alerts of the last day", f"{told:,.0f}", note=f"all said {took:,.0f} s after the watch was ready")


def _memory(before: dict[str, int], services: dict[str, Service]) -> list[Figure]:
    after = {name: _rss(service) for name, service in services.items()}
    return [
        Figure(
            f"memory, {name}",
            f"{before[name] / 1e6:,.0f} MB",
            note=f"RSS when all was taken in; {after[name] / 1e6:,.0f} MB after the questions",
        )
        for name in after
    ]


def _rss(service: Service) -> int:
    return int(psutil.Process(service.process.pid or 0).memory_info().rss)


def _database_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.sqlite*"))


def _caught_up(board: Service) -> bool:
    """Return whether the board says so, and nothing is left in any topic."""
    text = httpx.get(f"{board.url}/metrics", timeout=30).text
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    lag = sum(float(value) for name, _, value in lines if name.startswith("yipanqi_board_lag_records"))
    caught = [float(value) for name, _, value in lines if name == "yipanqi_board_caught_up"]
    return lag == 0 and caught == [1.0]


def _answers(board: Service, sample: Sample) -> list[Figure]:
    with _asking(board) as client:
        return ask_all(client, sample)


def _just_started(board: Service, sample: Sample, begun: float) -> list[Figure]:
    """Ask once what may be slow or refused at first, and wait until the last of it, the index of names, is there."""
    ready_s = time.perf_counter() - begun
    with _asking(board) as client:
        first = ask_once(client, sample)
        wait_for(lambda: _checks(client, sample), _CAUGHT_UP_S, "the index of names", 0.2)
    whole_s = time.perf_counter() - begun
    return [
        Figure("a board started again, until ready", f"{ready_s:.1f} s", note="nothing to catch up with"),
        first,
        Figure("a board started again, until it checks names", f"{whole_s:.1f} s"),
    ]


def _checks(client: httpx.Client, sample: Sample) -> bool:
    return client.post("/api/v1/enterprises/check", json={"name": sample.names[0]}).is_success


@contextmanager
def _asking(board: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=board.url, timeout=120) as client:
        client.post("/api/v1/login", json={"username": "leader", "password": _PASSWORD}).raise_for_status()
        yield client
