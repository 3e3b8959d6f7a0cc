"""The district's best assignment of 500 projects to 2,000 carrier units, beside a greedy one; and rankings' latency."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient
from tests.bench.figures import Figure, percentile
from tests.support.boardserver import PASSWORD, settings_for
from tests.support.instances import district, market

from yipanqi.board.api import build_api
from yipanqi.board.main import make_board
from yipanqi.board.rows import RecordRows
from yipanqi.board.store import Store
from yipanqi.board.views import view_of
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.contract.codes import CodeLists
from yipanqi.matching.assignment.greedy import greedy
from yipanqi.matching.assignment.question import ask
from yipanqi.matching.assignment.solve import solve
from yipanqi.matching.assignment.whatif import WhatIf
from yipanqi.models.carrier import Carrier
from yipanqi.models.project import Project

PROJECTS, UNITS = 500, 2_000
BOARD_PROJECTS, BOARD_CARRIERS, ASKED = 5_000, 20_000, 200
_AIM_S = 60.0
_AIM_MS = 50.0
_SEED = 7


def measure() -> list[Figure]:
    """Solve one instance; ask a board of a whole district's size what suits whom."""
    return [_assigned(), *_ranked()]


def _assigned() -> Figure:
    projects, carriers = district(_SEED, PROJECTS, UNITS)
    begun = time.perf_counter()
    question = ask(projects, carriers, WhatIf(), market=market())
    instance = question.instance
    plain = instance.total(greedy(instance))
    solution = solve(instance, question.fixed)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note = (
        f"{PROJECTS} projects × {UNITS:,} units, {solution.pairs_feasible:,} feasible pairs, one core; "
        f"gap {solution.gap:.3%}{', proven optimal' if solution.gap == 0 else ''}; value {solution.value:,.0f}, "
        f"greedy {plain:,.0f} ({solution.value / plain - 1:+.1%}); {memory:,.0f} MB at most"
    )
    return Figure("assignment, s", f"{seconds:.1f}", "", None, f"≤ {_AIM_S:g}", seconds <= _AIM_S, note)


def _ranked() -> list[Figure]:
    projects, carriers = district(_SEED, BOARD_PROJECTS, BOARD_CARRIERS)
    with TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'board.sqlite'}"
        nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
        board = make_board(settings_for(Path(folder), nowhere, RegistrySettings(url="http://127.0.0.1:9"), url))
        database = board.database
        database.generations.switch(database.build("2020-12-31").epoch)
        store = database.current()
        if store is None:
            raise RuntimeError("the board's database did not open")
        _fill(store, board.codes, projects, carriers)
        app = build_api(board, lambda: None, lambda: None)
        with TestClient(app) as client:
            client.post("/api/v1/login", json={"username": "commerce", "password": PASSWORD})
            first = _timed(client, [f"/api/v1/projects/{projects[0].project_id}/matches"])[0]
            asked = Random(_SEED).sample(projects, ASKED)
            sites = _timed(client, [f"/api/v1/projects/{each.project_id}/matches" for each in asked])
            offered = Random(_SEED).sample(carriers, ASKED)
            needs = _timed(client, [f"/api/v1/carriers/{each.carrier_id}/matches" for each in offered])
        database.close()
    size = f"{BOARD_PROJECTS:,} projects × {BOARD_CARRIERS:,} carriers, {ASKED} requests over HTTP, one client"
    return [
        _latency("carriers for a project, ms (p99)", sites, f"{size}; the first one reads everything: {first:,.0f} ms"),
        _latency("projects for a carrier, ms (p99)", needs, size),
    ]


def _fill(store: Store, codes: CodeLists, projects: Sequence[Project], carriers: Sequence[Carrier]) -> None:
    for plural, records in (("projects", projects), ("carriers", carriers)):
        rows = RecordRows(view_of(plural), codes)
        values = [dict(zip(rows.columns, rows.row(record.to_avro()), strict=True)) for record in records]
        with store.engine.begin() as connection:
            connection.execute(store.tables.records[rows.view.aggregate].insert(), values)


def _timed(client: TestClient, paths: Sequence[str]) -> list[float]:
    """Return the milliseconds of each request."""
    taken = []
    for path in paths:
        begun = time.perf_counter()
        answer = client.get(path)
        taken.append((time.perf_counter() - begun) * 1000)
        answer.raise_for_status()
    return taken


def _latency(name: str, taken: list[float], note: str) -> Figure:
    slow, middle = percentile(taken, 0.99), percentile(taken, 0.5)
    return Figure(name, f"{slow:.1f}", "", None, f"≤ {_AIM_MS:g}", slow <= _AIM_MS, f"{note}; median {middle:.1f}")
