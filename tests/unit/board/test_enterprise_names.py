"""The index of names follows the board's database by its change numbers, on either kind of database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from tests.unit.board.conftest import Filled
from tests.unit.board.test_enterprises import CODE, check, told
from tests.unit.board.test_enterprises import firms as firms

from yipanqi.board.context import Board
from yipanqi.board.enterprise_names import EnterpriseNames
from yipanqi.board.problems import RequestError
from yipanqi.board.traffic import Traffic
from yipanqi.models.enterprise import EnterpriseMerged
from yipanqi.names.likeness import THRESHOLDS

Login = Callable[[str], TestClient]


def test_changes_are_seen_at_once_and_mergers_too(own_login: Login, firms: Filled) -> None:
    client = own_login("zone")
    assert check(client, name="启明半导体")["verdict"]["code"] == "nobody"
    new = firms.log.enterprise("foreign:CN:9", name="启明半导体有限公司")
    firms.catch_up()
    assert told(check(client, name="启明半导体")) == [("foreign:CN:9", "same")]
    merged = EnterpriseMerged(enterprise_id="foreign:CN:9", into_id=CODE, reason="同一企业")
    firms.log.change(new, merged, "commerce", merged_into=CODE)
    firms.catch_up()
    assert check(client, name="启明半导体")["verdict"]["code"] == "nobody"
    match = check(client, name="别的", enterprise_id="foreign:CN:9")["matches"][0]
    assert match["reasons"][1]["code"] == "merged"
    assert CODE in match["reasons"][1]["zh"]


def test_another_generation_is_indexed_anew(board: Board, firms: Filled, own_login: Login) -> None:
    client = own_login("zone")
    assert check(client, name="东方光学")["compared_with"] == 5
    database = board.database
    fresh = database.build("2020-12-31")
    database.generations.switch(fresh.epoch)
    assert database.current() is not None
    assert check(client, name="东方光学")["compared_with"] == 0


def test_a_large_register_is_indexed_beside_the_requests(
    board: Board, firms: Filled, own_login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yipanqi.board.enterprise_names._AT_ONCE", 2)
    client = own_login("zone")
    answer = client.post("/api/v1/enterprises/check", json={"name": "东方光学"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    board.names.work_off()
    assert check(client, name="东方光学")["verdict"]["code"] == "likely"
    for n in range(5):
        firms.log.enterprise(f"foreign:US:{n}", name=f"新来的{n}")
    firms.catch_up()
    assert check(client, name="东方光学")["compared_with"] == 7
    board.names.work_off()
    assert check(client, name="东方光学")["compared_with"] == 10


def test_forgotten_changes_are_no_gap_in_the_index(board: Board, firms: Filled, own_login: Login) -> None:
    client = own_login("zone")
    assert check(client, name="东方光学")["compared_with"] == 5
    for n in range(3):
        firms.log.enterprise(f"foreign:US:{n}", name=f"新来的{n}")
    firms.catch_up()
    store = board.store()
    with store.engine.begin() as connection:
        connection.execute(store.tables.changes.delete().where(store.tables.changes.c.seq < store.last_change()))
    assert check(client, name="东方光学")["compared_with"] == 8


def test_the_thread_keeps_the_index_current_by_itself(firms: Filled) -> None:
    names = EnterpriseNames(firms.database, THRESHOLDS, Traffic())
    names.start()
    try:
        names.work_off()
        with names.current(firms.store) as (index, found):
            assert (len(index), found.left) == (5, 0)
    finally:
        names.stop()


class AskedFirst:
    """A lock of which a request is quicker to take hold, the nth time that somebody wants it."""

    def __init__(self, nth: int, ask: Callable[[], None]) -> None:
        self._left, self._ask, self._lock = nth, ask, threading.Lock()

    def __enter__(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._ask()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@pytest.mark.parametrize("nth", range(1, 5))
def test_a_request_may_begin_anew_at_any_moment_of_the_threads_work(
    firms: Filled, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """One that finds another generation takes the index away, and leaves a new one to the thread."""
    monkeypatch.setattr("yipanqi.board.enterprise_names._AT_ONCE", 2)
    names = EnterpriseNames(firms.database, THRESHOLDS, Traffic())
    names.work_off(slices=0)
    asked: list[int] = []

    def ask() -> None:
        with pytest.raises(RequestError) as refused, names.current(replace(firms.store, epoch="another")):
            pass
        asked.append(refused.value.status)

    monkeypatch.setattr(names, "_lock", AskedFirst(nth, ask))
    names.work_off()
    assert asked == [503]
    names.work_off()
    with names.current(firms.store) as (index, found):
        assert (len(index), found.left) == (5, 0)
