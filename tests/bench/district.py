"""A simulated district of size on the real bus: time to take it in, its size, and how fast the board answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random

import httpx
import psutil
from pydantic import SecretStr
from tests.bench.figures import Figure, percentile, rate
from tests.bench.ground import Ground
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
AIM_MS = 50.0
QUESTIONS, WARM_UP, DOCUMENTS = 200, 5, 5
_PASSWORD = "measured-by-the-minute"
_CAUGHT_UP_S = 3600.0
_TOLD_EVERY_S = 20.0
_QUIET_S = 15.0

Ask = Callable[[httpx.Client], httpx.Response]


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of records to ask for."""

    projects: list[str]
    carriers: list[str]
    enterprises: list[str]
    names: list[str]


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
        ids = ids_of(history)
        figures = [*_ingest(history, played, decided_s, on_board_s, size), alerts]
        return [*figures, *_answers(board, ids), *_memory(memory, services)]
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


def ids_of(history: History) -> Ids:
    """Return some records of each kind, the same for the same history."""
    states, random = history.model.states, Random(5)
    by_kind = {kind: [i for k, i in states if k == kind] for kind in ("project", "carrier", "enterprise")}
    picked = {kind: random.sample(found, min(100, len(found))) for kind, found in by_kind.items()}
    names = [str(vars(states["enterprise", i])["name"]) for i in picked["enterprise"]]
    return Ids(picked["project"], picked["carrier"], picked["enterprise"], names)


def _answers(board: Service, ids: Ids) -> list[Figure]:
    with httpx.Client(base_url=board.url, timeout=120) as client:
        client.post("/api/v1/login", json={"username": "leader", "password": _PASSWORD}).raise_for_status()
        return ask_all(client, ids)


def ask_all(client: httpx.Client, ids: Ids) -> list[Figure]:
    """Ask everything, one question at a time."""
    asked = [_timed(client, name, ask) for name, ask in questions(ids).items()]
    return [*asked, *(_made(client, name, ask) for name, ask in documents().items())]


def questions(ids: Ids) -> dict[str, Ask]:
    """Return what is asked, by name: a page's worth each, as the page and its viewers ask."""
    projects, carriers, enterprises = cycle(ids.projects), cycle(ids.carriers), cycle(ids.enterprises)
    names = cycle(ids.names)
    return {
        "projects, first page": lambda c: c.get("/api/v1/projects"),
        "projects of a stage by amount": lambda c: c.get(
            "/api/v1/projects", params={"stage": "BUILDING", "sort": "-planned_investment"}
        ),
        "carriers, first page": lambda c: c.get("/api/v1/carriers"),
        "carriers free, by floor": lambda c: c.get(
            "/api/v1/carriers", params={"status": "AVAILABLE", "sort": "-floor_m2"}
        ),
        "enterprises, first page": lambda c: c.get("/api/v1/enterprises"),
        "enterprises of a chain, page 20": lambda c: c.get("/api/v1/enterprises", params={"chain": "C3", "page": 20}),
        "search enterprises": lambda c: c.get("/api/v1/enterprises", params={"q": next(names)[2:6]}),
        "search projects": lambda c: c.get("/api/v1/projects", params={"q": next(names)[2:5]}),
        "one project": lambda c: c.get(f"/api/v1/projects/{next(projects)}"),
        "one enterprise": lambda c: c.get(f"/api/v1/enterprises/{next(enterprises)}"),
        "history of a project": lambda c: c.get(f"/api/v1/projects/{next(projects)}/history"),
        "timeline of a project": lambda c: c.get(f"/api/v1/projects/{next(projects)}/timeline"),
        "group of an enterprise": lambda c: c.get(f"/api/v1/enterprises/{next(enterprises)}/group"),
        "summary": lambda c: c.get("/api/v1/summary"),
        "check before filing": lambda c: c.post("/api/v1/enterprises/check", json={"name": next(names)}),
        "carriers for a project": lambda c: c.get(f"/api/v1/projects/{next(projects)}/matches"),
        "projects for a carrier": lambda c: c.get(f"/api/v1/carriers/{next(carriers)}/matches"),
        "all figures": lambda c: c.get("/api/v1/figures"),
        "progress of targets": lambda c: c.get("/api/v1/targets/progress"),
        "events behind a figure": lambda c: c.get("/api/v1/figures/major-projects/explain"),
        "alerts, first page": lambda c: c.get("/api/v1/alerts"),
        "alerts by kind": lambda c: c.get("/api/v1/alerts/kinds"),
        "services open, by due day": lambda c: c.get("/api/v1/services", params={"status": "WORKING"}),
        "claims, first page": lambda c: c.get("/api/v1/claims"),
        "conflicts of claims": lambda c: c.get("/api/v1/claims/conflicts"),
        "leads, first page": lambda c: c.get("/api/v1/leads"),
        "doubts about data, first page": lambda c: c.get("/api/v1/corrections"),
        "approvals by due day": lambda c: c.get("/api/v1/approvals", params={"sort": "due_on"}),
    }


def documents() -> dict[str, Ask]:
    """Return what is made to be handed on, not to be looked at: it may take longer than a page."""
    return {
        "monthly report": lambda c: c.get("/api/v1/reports/monthly"),
        "packet for the weekly meeting": lambda c: c.get("/api/v1/reports/weekly"),
        "all carriers as CSV": lambda c: c.get("/api/v1/carriers", params={"format": "csv"}),
    }


def _made(client: httpx.Client, name: str, ask: Ask) -> Figure:
    times, size = [], 0
    for _ in range(DOCUMENTS):
        begun = time.perf_counter()
        answer = ask(client).raise_for_status()
        times.append((time.perf_counter() - begun) * 1000)
        size = len(answer.content)
    return Figure(name, f"{percentile(times, 0.5):,.0f} ms", note=f"median of {DOCUMENTS}; {size:,} bytes")


def _timed(client: httpx.Client, name: str, ask: Ask) -> Figure:
    """Ask one after the other; the first answers, which make what is kept afterwards, are told apart."""
    first = time.perf_counter()
    try:
        answer = ask(client)
    except httpx.TransportError as error:
        return Figure(name, "failed", reached=False, note=f"{type(error).__name__}: {error}")
    first_ms = (time.perf_counter() - first) * 1000
    if answer.is_error:
        return Figure(name, "failed", reached=False, note=f"{answer.status_code}: {answer.text[:150]}")
    for _ in range(WARM_UP):
        ask(client)
    times = []
    for _ in range(QUESTIONS):
        begun = time.perf_counter()
        ask(client)
        times.append((time.perf_counter() - begun) * 1000)
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    note = f"p50 {p50:.1f} ms; first {first_ms:.0f} ms; {len(answer.content):,} bytes"
    return Figure(f"{name}, p99", f"{p99:.1f} ms", aim=f"< {AIM_MS:g} ms", reached=p99 < AIM_MS, note=note)
