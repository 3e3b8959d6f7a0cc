"""Rankings over HTTP: reasons for and against, nothing that the viewer may not see, always as the board stands now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.support.boarddistrict import hold, money
from tests.support.boardlog import BoardLog
from tests.support.boardserver import PASSWORD
from tests.unit.board.conftest import Filled

from yipanqi.board.api import build_api
from yipanqi.board.context import Board
from yipanqi.models.carrier import CarrierUpdated, CarrierWithdrawn
from yipanqi.models.project import ProjectUpdated

Login = Callable[[str], TestClient]


def market(log: BoardLog) -> None:
    """A project that looks for a plant, and carriers of which each has its own flaw."""
    log.project(
        "plant",
        "investment",
        need_kinds=["PLANT"],
        need_floor_m2=Decimal(10000),
        need_rent_max_cny_m2_month=Decimal(30),
        need_area_codes=["A-SSTT"],
        chain="C2",
        planned_investment=money("100000000.00"),
    )
    log.carrier("good", floor_m2=Decimal(10500), rent_cny_m2_month=Decimal(20), area_code="A-SSTT", vacant_since="2019")
    log.carrier("dear", floor_m2=Decimal(10500), rent_cny_m2_month=Decimal(60), area_code="A-SSTT", vacant_since="2019")
    log.carrier("small", floor_m2=Decimal(500), area_code="A-SSTT")
    log.carrier("strict", floor_m2=Decimal(10500), area_code="A-SSTT", min_intensity_cny_m2=Decimal(5000))


@pytest.fixture
def clients(board: Board, filled: Filled) -> Iterator[Login]:
    """Clients over a board of the test's own."""
    market(filled.log)
    filled.catch_up()
    with api(board) as log_in:
        yield log_in


@contextmanager
def api(board: Board) -> Iterator[Login]:
    app = build_api(board, lambda: None, lambda: None)
    with TestClient(app):

        def log_in(username: str) -> TestClient:
            client = TestClient(app)
            assert client.post("/api/v1/login", json={"username": username, "password": PASSWORD}).status_code == 200
            return client

        yield log_in


PLANT = "/api/v1/projects/investment-project-plant/matches"


def items(client: TestClient, path: str = PLANT) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return {item["site"]: item for item in answer.json()["items"]}


def test_what_suits_comes_first_with_every_reason(clients: Login) -> None:
    answer = clients("commerce").get(PLANT).json()
    sites = [item["site"] for item in answer["items"]]
    assert sites[0] == "snd-group-carrier-good"
    assert sites.index("snd-group-carrier-good") < sites.index("snd-group-carrier-dear")
    best = answer["items"][0]
    assert (best["standing"], best["against"]) == ("suitable", ["cluster"])
    assert {"area", "kind", "free", "budget", "place"} <= set(best["for"])
    small = next(item for item in answer["items"] if item["site"] == "snd-group-carrier-small")
    assert (small["standing"], small["against"][0]) == ("barred", "area")
    for item in (best, small):
        reasons = [*item["requirements"], *item["preferences"]]
        for side in ("for", "against"):
            assert sorted(r["code"] for r in reasons if r["speaks"] == side) == sorted(item[side])
    assert "500 ㎡" in next(r["zh"] for r in small["requirements"] if r["code"] == "area")
    assert sum(answer["counts"].values()) == len(answer["items"])
    assert len(answer["rules_version"]) == 8


def test_a_limit_and_a_least_score_cut_the_list_and_not_the_counts(clients: Login) -> None:
    client = clients("commerce")
    whole, cut = client.get(PLANT).json(), client.get(f"{PLANT}?limit=1&min=50").json()
    assert cut["items"] == whole["items"][:1]
    assert cut["counts"] == whole["counts"]
    assert client.get(f"{PLANT}?limit=0").status_code == 422
    assert client.get(f"{PLANT}?min=101").status_code == 422


def test_hidden_rent_and_investment_are_in_no_reason_no_score_and_no_order(clients: Login, filled: Filled) -> None:
    hidden = clients("soe-2").get(PLANT)
    sites = {item["site"]: item for item in hidden.json()["items"]}
    good, dear = sites["snd-group-carrier-good"], sites["snd-group-carrier-dear"]
    assert good["score"] == dear["score"]
    assert [item["site"] for item in hidden.json()["items"][:2]] == [dear["site"], good["site"]]
    assert "budget" not in {p["code"] for p in good["preferences"]}
    strict = next(r for r in sites["snd-group-carrier-strict"]["requirements"] if r["code"] == "intensity")
    assert strict["verdict"] == "unknown"
    assert all(text not in hidden.text for text in ("100000000", "9,523", "20.00", "60.00"))


def test_a_unit_matches_its_own_project_and_carriers_with_all_it_knows(clients: Login, filled: Filled) -> None:
    needs = {"need_kinds": ["PLANT"], "need_floor_m2": Decimal(10000), "need_rent_max_cny_m2_month": Decimal(30)}
    filled.log.project("own", "snd-group", **needs)
    filled.catch_up()
    path = "/api/v1/projects/snd-group-project-own/matches"

    def budget(username: str, site: str) -> float | None:
        preferences = items(clients(username), path)[site]["preferences"]
        return next((p["score"] for p in preferences if p["code"] == "budget"), None)

    assert budget("snd-group", "snd-group-carrier-good") == 1.0
    assert budget("snd-group", "snd-group-carrier-dear") == 0.0
    assert budget("soe-2", "snd-group-carrier-good") is None


def test_a_carrier_ranks_the_projects_that_still_look_for_a_site(clients: Login) -> None:
    answer = clients("commerce").get("/api/v1/carriers/snd-group-carrier-good/matches").json()
    ids = [item["project_id"] for item in answer["items"]]
    assert ids[0] == "investment-project-plant"
    assert answer["items"][0]["space"]["site"] == "snd-group-carrier-good"
    assert "snd-group-project-3" not in ids, "it is under construction"


def test_what_does_not_exist_is_not_found(clients: Login) -> None:
    client = clients("commerce")
    assert client.get("/api/v1/projects/none/matches").status_code == 404
    assert client.get("/api/v1/carriers/none/matches").status_code == 404
    assert TestClient(client.app).get(PLANT).status_code == 401


def test_the_ranking_follows_the_board(clients: Login, filled: Filled) -> None:
    client = clients("commerce")
    assert next(iter(items(client))) == "snd-group-carrier-good"
    better = filled.log.carrier("new", floor_m2=Decimal(10000), rent_cny_m2_month=Decimal(10), area_code="A-SSTT")
    filled.catch_up()
    assert next(iter(items(client))) in ("snd-group-carrier-good", "snd-group-carrier-new")
    assert "snd-group-carrier-new" in items(client)
    gone = CarrierWithdrawn(carrier_id=better.carrier_id, reason="x")
    filled.log.change(better, gone, "snd-group", status="WITHDRAWN")
    filled.catch_up()
    assert "snd-group-carrier-new" not in items(client)


def test_a_reservation_takes_a_carrier_out_at_once(clients: Login, filled: Filled) -> None:
    client = clients("commerce")
    assert items(client)["snd-group-carrier-good"]["standing"] == "suitable"
    good = filled.log.carrier("good2", floor_m2=Decimal(10500), area_code="A-SSTT")
    update = CarrierUpdated(carrier_id=good.carrier_id)
    filled.log.change(good, update, "snd-group", status="RESERVED", holds=(hold("commerce-project-1"),))
    filled.catch_up()
    assert items(client)["snd-group-carrier-good2"]["against"][0] == "free"


def test_a_project_that_ends_is_matched_no_more(clients: Login, filled: Filled) -> None:
    client, path = clients("commerce"), "/api/v1/carriers/snd-group-carrier-good/matches"
    other = filled.log.project("other", "investment", need_kinds=["PLANT"], need_floor_m2=Decimal(9000))
    filled.catch_up()
    assert "investment-project-other" in [i["project_id"] for i in client.get(path).json()["items"]]
    filled.log.change(other, ProjectUpdated(project_id=other.project_id), "investment", stage="TERMINATED")
    filled.catch_up()
    assert "investment-project-other" not in [i["project_id"] for i in client.get(path).json()["items"]]


class TestAssignments:
    """Asked for over HTTP, worked out in a process of its own."""

    def test_commerce_asks_and_gets_the_answer(self, clients: Login) -> None:
        client = clients("commerce")
        asked = client.post("/api/v1/assignments", json={"withdraw": ["snd-group-carrier-dear"]})
        assert asked.status_code == 202, asked.text
        done = wait(client, asked.json()["location"])
        assert done["state"] == "DONE", done
        plans = {plan["project_id"]: plan for plan in done["answer"]["plans"]}
        assert [s["site"] for s in plans["investment-project-plant"]["sites"]] == ["snd-group-carrier-good"]
        assert done["answer"]["proof"]["gap"] == 0
        assert client.get("/api/v1/assignments").json()["items"][0]["id"] == asked.json()["id"]
        assert clients("leader").get(asked.json()["location"]).status_code == 200
        assert clients("snd-group").get(asked.json()["location"]).status_code == 403

    @pytest.mark.parametrize("username", ["zone", "snd-group", "leader", "operations"])
    def test_only_commerce_and_the_investment_centre_may_ask(self, clients: Login, username: str) -> None:
        assert clients(username).post("/api/v1/assignments", json={}).status_code == 403

    def test_a_question_that_makes_no_sense_is_refused(self, clients: Login) -> None:
        client = clients("investment")
        assert client.post("/api/v1/assignments", json={"withdrawn": []}).status_code == 422
        assert client.post("/api/v1/assignments", json={"effort": {"seconds": 10**9}}).status_code == 422
        assert client.post("/api/v1/assignments", json={}, headers={"Origin": "http://evil"}).status_code == 403
        assert client.get("/api/v1/assignments/none").status_code == 404

    def test_more_than_a_few_questions_at_once_are_told_to_come_back(self, clients: Login, board: Board) -> None:
        client = clients("investment")
        answers = [client.post("/api/v1/assignments", json={}) for _ in range(6)]
        assert answers[-1].status_code == 429
        assert answers[-1].headers["Retry-After"]
        board.assignments.stop()


def wait(client: TestClient, location: str) -> dict[str, Any]:
    """Return the assignment once it is done."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found: dict[str, Any] = client.get(location).json()
        if found["state"] in ("DONE", "FAILED"):
            return found
        time.sleep(0.1)
    raise AssertionError("the assignment did not end in a minute")
