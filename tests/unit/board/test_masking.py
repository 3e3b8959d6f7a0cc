"""What a viewer may not see is in no answer, and no filter, order, search, sum, file or history gives it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.unit.board.conftest import Filled

Login = Callable[[str], TestClient]
GOVERNMENT_ONLY = ("planned_investment", "contract_fdi_usd", "contract_reference", "remarks", "source_text")


def ids(answer: Any) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


@pytest.mark.parametrize("username", ["commerce", "investment", "zone", "leader"])
def test_government_sees_amounts_of_every_unit(login: Login, username: str) -> None:
    items = {i["id"]: i for i in login(username).get("/api/v1/projects").json()["items"]}
    assert items["commerce-project-1"]["planned_investment"] == {"amount": "1200000000.00", "currency": "CNY"}
    assert "planned_investment" in items["snd-group-project-3"]


@pytest.mark.parametrize("username", ["soe-2", "soe-3", "snd-group", "operations"])
def test_other_units_projects_come_without_the_keys_of_hidden_fields(login: Login, username: str) -> None:
    record = login(username).get("/api/v1/projects/commerce-project-1").json()
    assert not set(GOVERNMENT_ONLY) & record.keys()
    assert record["name"] == "华星光电子生产基地"
    assert all("reason" not in step for step in record["stage_history"])


def test_a_unit_sees_its_own_records_whole(login: Login) -> None:
    record = login("snd-group").get("/api/v1/projects/snd-group-project-3").json()
    assert record["planned_investment"]["amount"] == "88000000.00"
    assert record["remarks"] == "自有项目备注"
    assert record["own"] is True


def test_the_manager_of_a_carrier_sees_it_as_its_own(login: Login) -> None:
    assert "price" in login("snd-group").get("/api/v1/carriers/soe-2-carrier-2").json()
    assert "price" not in login("soe-3").get("/api/v1/carriers/soe-2-carrier-2").json()


def test_a_hold_does_not_tell_other_groups_for_which_project(login: Login) -> None:
    assert login("zone").get("/api/v1/carriers/soe-3-carrier-3").json()["holds"][0]["project_id"]
    assert "project_id" not in login("soe-2").get("/api/v1/carriers/soe-3-carrier-3").json()["holds"][0]


@pytest.mark.parametrize(
    "query",
    [
        "planned_investment_min=1",
        "planned_investment_max=999999999999",
        "planned_investment=1200000000",
        "planned_investment_min=1&planned_investment_currency=USD",
        "contract_fdi_usd_min=0",
    ],
)
def test_a_filter_on_a_hidden_field_finds_own_records_only(login: Login, query: str) -> None:
    client = login("snd-group")
    assert set(ids(client.get(f"/api/v1/projects?{query}"))) <= {"snd-group-project-3"}
    assert ids(login("soe-2").get(f"/api/v1/projects?{query}")) == []
    assert login("soe-2").get(f"/api/v1/projects?{query}").json()["total"] == 0


def test_sorting_by_a_hidden_field_tells_no_order(login: Login) -> None:
    client = login("soe-2")
    assert ids(client.get("/api/v1/projects?sort=planned_investment")) == sorted(ids(client.get("/api/v1/projects")))
    assert ids(client.get("/api/v1/projects?sort=-planned_investment")) == sorted(ids(client.get("/api/v1/projects")))


def test_asking_for_what_is_not_given_tells_nothing_of_hidden_fields(login: Login) -> None:
    # zone-project-4 has no amount, the others have: all four look the same to a group that sees none of them.
    assert login("soe-2").get("/api/v1/projects?planned_investment=none").json()["total"] == 4


def test_a_search_does_not_reach_hidden_texts(login: Login) -> None:
    assert ids(login("commerce").get("/api/v1/projects?q=HT-机密")) == ["commerce-project-1"]
    assert ids(login("soe-2").get("/api/v1/projects?q=HT-机密")) == []
    assert ids(login("snd-group").get("/api/v1/projects?q=狮山")) == ["snd-group-project-3"]


def test_the_file_for_spreadsheets_hides_what_the_list_hides(login: Login) -> None:
    assert "1200000000.00" in login("leader").get("/api/v1/projects?format=csv").text
    own = login("snd-group").get("/api/v1/projects?format=csv").text
    assert "1200000000.00" not in own
    assert "88000000.00" in own
    assert "计划总投资" not in login("operations").get("/api/v1/projects?format=csv").text


def test_history_hides_what_the_record_hides(own_login: Login, district: Filled) -> None:
    project = district.log.project("77", planned_investment=None, remarks="内部")
    district.log.move(project, "SIGNED")
    district.catch_up()
    for username, visible in (("commerce", True), ("soe-2", False)):
        items = own_login(username).get(f"/api/v1/projects/{project.project_id}/history").json()["items"]
        assert ("contract_reference" in items[0]["payload"]) is visible
        # An event always has its reason; the record shares it with government only.
        assert ("reason" in items[0]["payload"]) is visible
        assert ("remarks" in items[1]["payload"]) is visible
        assert all(name not in item["payload"] for item in items for name in ("contact_name", "bargaining_position"))


def test_sums_of_hidden_amounts_are_not_in_the_figures(login: Login) -> None:
    assert login("leader").get("/api/v1/summary").json()["projects"]["planned_investment"]["CNY"]["known"] == 2
    figures = login("snd-group").get("/api/v1/summary")
    assert "planned_investment" not in figures.text
    assert "usd" not in figures.json()["fdi"]
    assert figures.json()["carriers"]["of_which"]["idle"]["floor_m2"]["sum"] == "12000.00"


def test_without_a_session_nothing_is_answered(login: Login) -> None:
    client = login("")
    for path in (
        "projects",
        "projects/commerce-project-1",
        "projects/x/history",
        "summary",
        "codes",
        "views",
        "me",
        "stream",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 401, path
