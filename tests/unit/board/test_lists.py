"""Lists: filters, sorting, search, pages, CSV, and clear answers to bad parameters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from tests.support.boarddistrict import money
from tests.unit.board.conftest import Filled

Login = Callable[[str], TestClient]


def ids(client: TestClient, query: str, plural: str = "projects") -> list[str]:
    answer = client.get(f"/api/v1/{plural}?{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("stage=NEGOTIATING,SIGNED", {"1", "2"}),
        ("stage=NEGOTIATING&chain=C3", {"1"}),
        ("owner_unit=zone", {"4"}),
        ("taken_over=false", {"2"}),
        ("planned_investment_min=100000000", {"1"}),
        ("planned_investment_min=1&planned_investment_currency=USD", {"2"}),
        ("stage_since_from=2020-04&stage_since_to=2020-04", {"1"}),
        ("stage_since_to=2020", {"1", "2", "3"}),
        ("land_m2_min=66666.67&land_m2_max=66666.67", {"1"}),
        ("host_unit=none", {"2", "3"}),
        ("q=abc", {"2"}),
        ("q=华星 生产", {"1"}),
        ("q=新一代信息技术", {"1"}),
        ("q=%25", set()),
    ],
)
def test_filters_and_searches_find_what_they_say(login: Login, query: str, numbers: set[str]) -> None:
    assert {id_.rsplit("-", 1)[1] for id_ in ids(login("leader"), query)} == numbers


def test_a_carrier_is_found_by_one_of_its_permitted_chains(login: Login) -> None:
    assert ids(login("leader"), "permitted_chains=C3", "carriers") == ["snd-group-carrier-1"]


def test_amounts_sort_within_their_currency_and_unknown_ones_come_last(login: Login) -> None:
    order = [id_.rsplit("-", 1)[1] for id_ in ids(login("leader"), "sort=-planned_investment")]
    assert order == ["1", "3", "2", "4"]


def test_pages_hold_every_record_once(login: Login) -> None:
    client = login("leader")
    found = [id_ for page in (1, 2, 3) for id_ in ids(client, f"page={page}&page_size=2&sort=name")]
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=501", "page_size"),
        ("page=0", "page"),
        ("sort=doc", "sort"),
        ("stage=NOWHERE", "stage"),
        ("owner_unit=nobody", "owner_unit"),
        ("planned_investment_min=much", "planned_investment_min"),
        ("planned_investment_min=NaN", "planned_investment_min"),
        ("taken_over=maybe", "taken_over"),
        ("updated_at_from=yesterday", "updated_at_from"),
        ("unknown=1", "unknown"),
        ("format=xml", "format"),
    ],
)
def test_a_bad_parameter_is_named_in_both_languages(login: Login, query: str, field: str) -> None:
    answer = login("leader").get(f"/api/v1/projects?{query}")
    assert answer.status_code == 422
    problem = answer.json()["errors"][0]
    assert problem["field"] == field
    assert problem["zh"]
    assert problem["en"]


def test_a_record_that_is_not_there_is_a_404_in_both_languages(login: Login) -> None:
    for path in ("projects/nothing", "projects/nothing/history"):
        answer = login("leader").get(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert answer.json()["errors"][0]["zh"].startswith("没有项目")


def test_ids_with_colons_have_their_page_and_history(login: Login) -> None:
    client = login("leader")
    assert client.get("/api/v1/enterprises/foreign:JP:0001").json()["name"] == "华星集团"
    assert client.get("/api/v1/enterprises/foreign%3AJP%3A0001/history").json()["total"] == 1


def test_history_says_who_when_and_which_event(login: Login) -> None:
    item = login("leader").get("/api/v1/projects/commerce-project-1/history").json()["items"][0]
    assert (item["event_zh"], item["unit"], item["unit_zh"], item["version"]) == ("项目登记", "commerce", "商务局", 1)
    assert item["decided_at"]
    assert item["position"].startswith("ledger.project/")


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(own_login: Login, district: Filled) -> None:
    district.log.project("evil", name="=HYPERLINK(0)", investor_name="+86", planned_investment=money("-1.00"))
    district.catch_up()
    answer = own_login("leader").get("/api/v1/projects?format=csv&q=HYPERLINK")
    assert answer.content.startswith("\ufeff项目标识,项目名称,阶段".encode())
    assert "'=HYPERLINK(0)" in answer.text
    assert "'+86" in answer.text
    assert ",-1.00,CNY" in answer.text
    assert "在谈" in answer.text
    assert "attachment" in answer.headers["content-disposition"]


def test_figures_add_up_exactly(login: Login) -> None:
    projects = login("leader").get("/api/v1/summary").json()["projects"]
    assert projects["count"] == 4
    assert projects["planned_investment"] == {
        "CNY": {"sum": "1288000000.00", "known": 2},
        "USD": {"sum": "5000000.00", "known": 1},
    }
    assert sum(stage["count"] for stage in projects["by"]["stage"]) == 4
    assert projects["of_which"]["unconfirmed"]["count"] == 3


def test_a_unit_that_never_spoke_is_not_called_current(login: Login) -> None:
    states = {u["unit"]: u["state"] for u in login("leader").get("/api/v1/summary").json()["freshness"]}
    assert states["commerce"] == "current"
    assert set(states) == {"commerce", "investment", "zone", "snd-group", "soe-2", "soe-3"}


def test_the_interface_description_loads_nothing_from_elsewhere(login: Login) -> None:
    client = login("")
    document = client.get("/api/openapi.json").json()
    assert "/api/v1/projects/{id_}" in document["paths"]
    assert any(p["name"] == "stage" for p in document["paths"]["/api/v1/projects"]["get"]["parameters"])
    assert client.get("/docs").status_code == 404


def test_every_answer_carries_the_security_headers(login: Login) -> None:
    for path in ("/", "/web/js/main.js", "/api/v1/me"):
        headers = login("").get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
