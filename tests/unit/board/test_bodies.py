"""A body beyond bounds is refused before anything else is asked, and without keeping it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from yipanqi.board.bodies import LARGER, MOST_BYTES

Login = Callable[[str], TestClient]
_PIECE = b"x" * 16_384
_QUESTION = "/api/v1/assignments"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Bodies do not depend on the kind of database."""
    return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"


def pieces(sent: list[int], most: int) -> Iterator[bytes]:
    """A body without a stated length, that counts how much of it was asked for."""
    while sum(sent) < most:
        sent.append(len(_PIECE))
        yield _PIECE


def test_nobody_sends_the_board_more_than_it_takes(own_login: Login) -> None:
    answer = own_login("").post("/api/v1/login", content=pieces([], 2 * MOST_BYTES))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "too_large")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_question_about_an_assignment_has_its_own_bound(own_login: Login) -> None:
    answer = own_login("leader").post(_QUESTION, content=pieces([], 2 * LARGER[_QUESTION]))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "too_large")


def test_a_large_question_is_read_from_nobody_who_is_not_logged_in(own_login: Login) -> None:
    sent: list[int] = []
    answer = own_login("").post(_QUESTION, content=pieces(sent, LARGER[_QUESTION] // 2))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "too_large")
    small = own_login("").post(_QUESTION, json={})
    assert (small.status_code, small.json()["errors"][0]["code"]) == (401, "not_logged_in")


def test_a_body_within_bounds_is_read_whole(own_login: Login) -> None:
    body = b'{"username": "' + b"u" * (MOST_BYTES - 100) + b'", "password": "x"}'
    assert own_login("").post("/api/v1/login", content=body).status_code == 422
    assert own_login("commerce").get("/api/v1/me").status_code == 200


def largest_question() -> dict[str, Any]:
    """The largest question about an assignment: every list full, with ids and unit numbers as long as they may be."""

    def ids(kind: str, count: int) -> list[str]:
        return [f"{'u' * (60 - len(kind) - 2)}-{kind}-{n:0100}" for n in range(count)]

    projects, carriers = ids("project", 5_000), ids("carrier", 5_000)
    pairs = [{"project_id": p, "site": f"{c}#{'栋' * 60}"} for p, c in zip(projects, carriers, strict=True)]
    added = {
        "name": "项" * 300,
        "kinds": ["LOW_EFFICIENCY_LAND"] * 20,
        "chain": "C5",
        "area_codes": ["A-DONGZHU"] * 50,
        **dict.fromkeys(("floor_m2", "land_m2", "rent_max_cny_m2_month", "investment_cny"), "1234567890123456.78"),
    }
    return {
        "withdraw": carriers,
        "leave_out": projects,
        "fix": pairs[:500],
        "forbid": pairs,
        "add": [{"project_id": id_, **added} for id_ in projects[:500]],
    }


def test_the_largest_question_about_an_assignment_is_read(own_login: Login) -> None:
    question = largest_question()
    assert {len(id_) for id_ in (*question["withdraw"], *question["leave_out"])} == {160}
    # A client may escape every character that is not ASCII.
    body = json.dumps(question).encode()
    assert LARGER[_QUESTION] // 2 < len(body) <= LARGER[_QUESTION]
    answer = own_login("soe-2").post(_QUESTION, content=body, headers={"Content-Type": "application/json"})
    # It was read and understood: what is refused is who asks.
    assert answer.status_code == 403, answer.text[:300]
