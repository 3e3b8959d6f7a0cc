"""Rebuilding beside the database in use; beginning anew when the stored database does not fit."""

from __future__ import annotations

import threading

import httpx
from sqlalchemy import text
from tests.support.boardserver import RunningBoard, eventually, settings_for
from tests.support.boardworld import BoardWorld
from tests.support.plain_http import plain_get

from yipanqi.board.rebuild import rebuild
from yipanqi.board.settings import BoardSettings
from yipanqi.board.store import Database


def everything(client: httpx.Client) -> dict[str, object]:
    answer: dict[str, object] = {}
    for plural in ("projects", "carriers", "enterprises", "fdi", "targets"):
        items = client.get(f"/api/v1/{plural}?fields=all&page_size=500").json()["items"]
        answer[plural] = sorted(items, key=lambda item: item["id"])
    for id_ in ("commerce-project-1", "snd-group-project-3"):
        answer[id_] = client.get(f"/api/v1/projects/{id_}/history").json()
    return answer


def test_a_rebuild_gives_the_same_board_and_nobody_notices(running: RunningBoard, world: BoardWorld) -> None:
    client = running.client("leader")
    before, epoch = everything(client), running.board.status.status.epoch
    statuses: set[int] = set()
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            statuses.add(client.get("/api/v1/projects").status_code)

    asking = threading.Thread(target=ask)
    asking.start()
    seen: list[int] = []
    result = rebuild(
        running.board.settings.database_url, world.kafka, world.registry, progress=lambda p: seen.append(p.left)
    )
    eventually(lambda: running.board.status.status.epoch == result.generation)
    eventually(lambda: running.board.feed.cursor.epoch == result.generation)
    done.set()
    asking.join()
    assert statuses == {200}
    assert result.generation != epoch
    assert seen[-1] == 0
    assert everything(client) == before


def test_a_database_of_another_layout_is_built_anew(settings: BoardSettings) -> None:
    first = RunningBoard(settings).wait_ready()
    before = everything(first.client("leader"))
    first.close()
    database = Database(settings.database_url)
    store = database.current()
    assert store is not None
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE meta SET value = 'an older layout' WHERE key = 'layout'"))
    database.close()
    second = RunningBoard(settings).wait_ready()
    assert second.board.status.status.epoch != store.epoch
    assert everything(second.client("leader")) == before
    second.close()


def test_a_database_that_is_ahead_of_kafka_is_built_anew(settings: BoardSettings) -> None:
    RunningBoard(settings).wait_ready().close()
    database = Database(settings.database_url)
    store = database.current()
    assert store is not None
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE positions SET next_offset = next_offset + 100000"))
    database.close()
    board = RunningBoard(settings).wait_ready()
    assert board.board.status.status.epoch != store.epoch
    board.close()


def test_a_board_without_kafka_serves_what_it_has_and_says_that_it_is_not_ready(
    settings: BoardSettings, world: BoardWorld
) -> None:
    RunningBoard(settings).wait_ready().close()
    away = world.kafka.model_copy(update={"bootstrap": "127.0.0.1:9", "connect_timeout_s": 0.5})
    folder = settings.accounts.parent
    board = RunningBoard(settings_for(folder, away, world.registry, settings.database_url))
    eventually(lambda: plain_get(f"{board.url}/health/ready").status_code == 503)
    eventually(lambda: board.board.status.status.phase == "failing")
    assert plain_get(f"{board.url}/health/live").status_code == 200
    assert board.client("leader").get("/api/v1/projects").json()["total"] >= 4
    board.close()
