"""Work that nobody waits for gives way to those who ask."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from yipanqi.board.context import Board
from yipanqi.board.traffic import Traffic


def test_work_rests_as_long_as_it_worked_and_far_longer_while_somebody_asks() -> None:
    now = [100.0]
    traffic = Traffic(lambda: now[0])
    assert not traffic.asked
    assert traffic.rest_s(0.01) == 0.01
    traffic.begin()
    traffic.begin()
    traffic.end()
    now[0] += 60
    assert traffic.asked
    assert traffic.rest_s(0.01) > 0.1
    traffic.end()
    now[0] += 0.5
    assert traffic.asked
    now[0] += 0.6
    assert not traffic.asked


def test_every_request_counts_and_a_refused_one_ends_too(board: Board, own_login: Callable[[str], TestClient]) -> None:
    client = own_login("commerce")
    assert board.traffic.asked
    for path in ("/api/v1/projects", "/api/v1/projects?sort=none", "/api/v1/nothing"):
        client.get(path)
    assert board.traffic._under_way == 0
