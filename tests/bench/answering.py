"""Figures over the API at 5,000 projects and 20,000 carriers: each question asked for the first time, and again."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import uvicorn
from tests.bench.figures import Figure, percentile
from tests.support.boarddistrict import money
from tests.support.boardlog import BoardLog
from tests.support.boardserver import PASSWORD, eventually, settings_for

from yipanqi.board.api import build_api
from yipanqi.board.context import Board
from yipanqi.board.figures.service import FigureService
from yipanqi.board.main import BoardServer, make_board
from yipanqi.board.projection import Projector
from yipanqi.board.store import Database
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.clock import OffsetClock
from yipanqi.contract.chains import product_chains
from yipanqi.figures.figure import Period
from yipanqi.figures.progress import METRICS
from yipanqi.figures.registry import FIGURES
from yipanqi.models.project import ProjectUpdated, StageStep

PROJECTS, CARRIERS, ENTRIES, FIRMS = 5_000, 20_000, 10_000, 5_000
AIM_MS = 50
_UNITS = ("investment", "zone", "snd-group", "soe-2")
_CHAINS = ("C1", "C2", "C3", "C4", "C5")
_WAY = ("SCREENING", "NEGOTIATING", "PENDING_SIGN", "SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "COMPLETED")
_END = datetime(2020, 12, 31, 4, tzinfo=UTC)
_CHANGES = 20


def measure() -> list[Figure]:
    """Fill a board of SQLite, ask every figure by unit, chain, month and period over HTTP, then change records."""
    with TemporaryDirectory(prefix="yipanqi-bench-") as folder, _served(Path(folder)) as (board, log, apply, client):
        questions = list(_questions())
        first = [_asked(client, question) for question in questions]
        again = [_asked(client, question) for question in questions]
        behind = [_asked(client, question) for question in _explanations()]
        counting = [_counted_anew(board, log, apply, number) for number in range(_CHANGES)]
        begun = time.perf_counter()
        FigureService(board.database, board.catalog, board.clock).refresh()
        whole_s = time.perf_counter() - begun
    at = f"one client; {PROJECTS:,} projects, {CARRIERS:,} carriers, {ENTRIES:,} entries, {FIRMS:,} firms; SQLite"
    return [
        _answers(f"figures: {len(questions)} questions, first time", first, at),
        _answers("figures: the same again", again, "remembered until a record they are made of changes"),
        _answers(f"figures: what is behind, {len(behind)} questions", behind, "20 terms with their ledger events each"),
        Figure(
            "figures: a change counted, p50", _ms(percentile(counting, 0.5)), note="one project changes; background"
        ),
        Figure("figures: all read and counted", f"{whole_s:.1f} s", note="at the start; background"),
    ]


def _answers(name: str, seconds: list[float], note: str) -> Figure:
    p50, p99 = percentile(seconds, 0.5), percentile(seconds, 0.99)
    reached = p99 * 1000 < AIM_MS
    return Figure(
        name, f"{_ms(p50)} · {_ms(p99)}", aim=f"p99 < {AIM_MS} ms", reached=reached, note=f"p50 · p99; {note}"
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _asked(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path).raise_for_status()
    return time.perf_counter() - begun


def _questions() -> Iterator[str]:
    for figure in FIGURES.values():
        base = f"/api/v1/figures/{figure.id}"
        yield base
        for by in figure.by:
            yield f"{base}?by={by}"
        for unit in _UNITS if "unit" in figure.by else ():
            yield f"{base}?unit={unit}"
        for chain in _CHAINS if "chain" in figure.by else ():
            yield f"{base}?chain={chain}&by={figure.by[0]}"
        for month in range(1, 13) if figure.period is not Period.NOW else ():
            yield f"{base}?from=2020-{month:02d}-01&to=2020-{month:02d}-28"
    yield "/api/v1/figures"
    yield "/api/v1/targets/progress?year=2020"
    yield "/api/v1/targets/tree?year=2020"
    yield "/api/v1/assessment?year=2020"


def _explanations() -> Iterator[str]:
    for figure in FIGURES.values():
        yield f"/api/v1/figures/{figure.id}/explain"
        for unit in _UNITS if "unit" in figure.by else ():
            yield f"/api/v1/figures/{figure.id}/explain?unit={unit}&page=2"


def _counted_anew(board: Board, log: BoardLog, apply: Any, number: int) -> float:
    log.project(f"N{number}", "zone", stage="NEGOTIATING")
    apply()
    begun = time.perf_counter()
    board.figures.refresh()
    return time.perf_counter() - begun


@contextmanager
def _served(folder: Path) -> Iterator[tuple[Board, BoardLog, Any, httpx.Client]]:
    url = f"sqlite:///{folder / 'board.sqlite'}"
    database, log = Database(url), BoardLog()
    database.generations.switch(database.build("2020-12-31").epoch)
    store = database.current()
    assert store is not None
    projector = Projector(store, database.views, log.codec)

    def apply() -> None:
        projector.apply(log.drain())

    for fill in (_projects, _carriers, _entries, _firms, _targets):
        fill(log, random.Random(7))
        apply()
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
    registry = RegistrySettings(url="http://127.0.0.1:9")
    board = make_board(settings_for(folder, nowhere, registry, url), OffsetClock(_END))
    with _running(board) as address, httpx.Client(base_url=address, timeout=60) as client:
        login = {"username": "leader", "password": PASSWORD}
        client.post("/api/v1/login", json=login).raise_for_status()
        client.get("/api/v1/figures/fdi").raise_for_status()
        yield board, log, apply, client
    database.close()


@contextmanager
def _running(board: Board) -> Iterator[str]:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = build_api(board, lambda: None, lambda: None)
    server = BoardServer(uvicorn.Config(app, log_config=None, access_log=False), board.feed)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        eventually(lambda: httpx.get(f"{address}/health/live").status_code == 200, 30)
        yield address
    finally:
        board.feed.close()
        server.should_exit = True
        thread.join(15)


def _projects(log: BoardLog, random_: random.Random) -> None:
    for number in range(PROJECTS):
        steps, day = [], date(2018, 6, 1) + timedelta(days=random_.randrange(800))
        for stage in _WAY[: random_.randrange(1, len(_WAY) + 1)]:
            steps.append(
                StageStep(stage=stage, since=day.isoformat(), by_unit="commerce", event_id=f"{number}-{stage}")
            )
            day += timedelta(days=random_.randrange(5, 90))
        facts = {"stage": steps[-1].stage, "stage_since": steps[-1].since, "chain": random_.choice(_CHAINS)}
        amount = money(str(random_.randrange(10**6, 3 * 10**9)))
        more = {"planned_investment": amount, "expected_tax": money("1000000"), "land_m2": Decimal(20_000)}
        unit = _UNITS[number % 4]
        made = log.project(f"B{number}", unit, **facts, **more)
        on = next((step.since for step in steps if step.stage == "SIGNED"), None)
        signed = {"signed_on": on, "signed_amount": amount if on else None, "taken_over_confirmed": True}
        log.change(made, ProjectUpdated(project_id=made.project_id), unit, stage_history=tuple(steps), **signed)


def _carriers(log: BoardLog, random_: random.Random) -> None:
    for number in range(CARRIERS):
        chains = [random_.choice(_CHAINS)]
        area = Decimal(random_.randrange(500, 20_000))
        log.carrier(f"B{number}", _UNITS[number % 4], floor_m2=area, permitted_chains=chains)


def _entries(log: BoardLog, random_: random.Random) -> None:
    for number in range(ENTRIES):
        which = random_.randrange(PROJECTS)
        on = date(2020, 1, 1) + timedelta(days=random_.randrange(366))
        facts = {
            "kind": random_.choice(("CONTRACT", "UTILISED")),
            "usd": Decimal(random_.randrange(10**6)),
            "status": "VERIFIED",
        }
        log.fdi(f"B{number}", project_id=f"{_UNITS[which % 4]}-project-B{which}", received_on=on, **facts)


def _firms(log: BoardLog, random_: random.Random) -> None:
    nodes = product_chains().nodes()
    for number in range(FIRMS):
        chain = random_.choice(_CHAINS)
        log.enterprise(f"foreign:JP:{number}", chain=chain, chain_node=random_.choice(nodes[chain]).zh)


def _targets(log: BoardLog, _: random.Random) -> None:
    for metric in METRICS:
        for unit in ("district", *_UNITS):
            log.target(annual=Decimal(1200), metric=metric, measure="USD", responsible=unit)
