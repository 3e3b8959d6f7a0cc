"""The projection is killed in the middle of its work, again and again; then we count."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

from sqlalchemy import func, select
from tests.support.boarddistrict import many_projects
from tests.support.boardserver import RunningBoard, eventually
from tests.support.boardworld import BoardWorld

from yipanqi.board.settings import BoardSettings
from yipanqi.board.store import Database

_PROGRAM = """
import sys
from yipanqi.board.main import serve
from yipanqi.board.settings import BoardSettings
from pydantic import SecretStr
import json, logging
raw = json.loads(sys.stdin.read())
for part in ("kafka", "registry"):
    if raw[part].get("password"):
        raw[part]["password"] = SecretStr(raw[part]["password"])
serve(BoardSettings.model_validate(raw), 0)
"""


def start(settings: BoardSettings) -> subprocess.Popen[bytes]:
    plain = settings.model_dump(mode="json")
    plain["session_secret"] = settings.session_secret.get_secret_value()
    for part, own in (("kafka", settings.kafka), ("registry", settings.registry)):
        plain[part]["password"] = own.password.get_secret_value() if own.password else None
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(json.dumps(plain).encode())
    process.stdin.close()
    return process


def test_a_projection_killed_five_times_skips_nothing_and_applies_nothing_twice(
    settings: BoardSettings, world: BoardWorld
) -> None:
    RunningBoard(settings).wait_ready().close()
    chance = random.Random(7)
    for round_ in range(5):
        for _ in many_projects(world.log, 120, 4):
            pass
        before = applied(settings)
        process = start(settings)
        world.publish()
        eventually(lambda before=before: applied(settings) > before, 60)  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, 0.4))
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL, f"round {round_}: it ended by itself"
    board = RunningBoard(settings).wait_ready()
    store = board.board.store()
    tables = store.tables
    with store.engine.connect() as connection:
        events = connection.scalar(select(func.count()).select_from(tables.history))
        distinct = connection.scalar(select(func.count(tables.history.c.event_id.distinct())))
        ends = {(t, p): o for t, p, o in connection.execute(select(tables.positions))}
        versions = connection.execute(select(tables.records["project"].c.id, tables.records["project"].c.version)).all()
        history = tables.history
        of_projects = select(history.c.id, func.count()).where(history.c.aggregate == "project").group_by(history.c.id)
        counted = {row[0]: row[1] for row in connection.execute(of_projects)}
        numbers = connection.scalars(select(tables.changes.c.seq).order_by(tables.changes.c.seq)).all()
    assert events == distinct == world.log.events
    assert {(topic, partition) for topic, partition in ends} >= {("ledger.project", n) for n in range(3)}
    assert all(counted[id_] >= version for id_, version in versions)
    assert list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
    board.close()


def applied(settings: BoardSettings) -> int:
    """Return how many offsets the projection has passed."""
    database = Database(settings.database_url)
    try:
        store = database.current()
        return sum(store.positions().values()) if store else 0
    finally:
        database.close()
