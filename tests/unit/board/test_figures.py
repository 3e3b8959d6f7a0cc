"""Figures over the API: values with reasons and times, what is behind them, and who may see which part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.support.boarddistrict import money, small_district
from tests.support.boardlog import BoardLog
from tests.unit.board.conftest import KINDS, Filled, _address, read_board

from yipanqi.board.context import Board
from yipanqi.figures.registry import FIGURES
from yipanqi.models.project import CreditShare, ProjectUpdated

Login = Callable[[str], TestClient]


def get(client: TestClient, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.text
    return answer.json()


def values(found: Any) -> dict[Any, Any]:
    return {(v.get("group", {}).get("code"), v.get("series", {}).get("code")): v for v in found["values"]}


def tell_a_year(log: BoardLog) -> None:
    """Write a year's foreign capital and targets beside the small district."""
    log.project("71", "investment", stage="SIGNED", stage_since="2020-03-01", planned_investment=money("200000000"))
    log.project("72", "zone", stage="SIGNED", stage_since="2020-03-01", planned_investment=money("1"))
    log.fdi("71", project_id="investment-project-71", usd=Decimal(24), received_on=date(2020, 2, 1), status="VERIFIED")
    log.fdi("72", project_id="zone-project-72", usd=Decimal(12), received_on=date(2020, 3, 1), status="VERIFIED")
    log.fdi("73", project_id="zone-project-72", usd=Decimal(5), received_on=date(2020, 3, 2))
    for unit in ("district", "investment", "zone", "snd-group"):
        log.target(annual=Decimal(120), measure="USD", metric="FDI_UTILISED", responsible=unit)


@pytest.fixture(scope="module", params=KINDS)
def year_login(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """A way to log in to a board of that year, which all tests only read."""
    folder = tmp_path_factory.mktemp("figures")

    def fill(log: BoardLog) -> None:
        small_district(log)
        tell_a_year(log)

    with read_board(_address(request, folder, "read_postgres"), folder, fill) as log_in:
        yield log_in


@pytest.fixture
def year(board: Board, district: Filled) -> Filled:
    """That year on a board of the test's own."""
    tell_a_year(district.log)
    district.catch_up()
    board.figures.refresh()
    return district


def test_every_figure_is_listed_with_its_formula_and_a_value_or_a_reason(login: Login) -> None:
    found = get(login("leader"), "figures")
    assert [item["id"] for item in found["items"]] == list(FIGURES)
    for item in found["items"]:
        assert item["formula"]["zh"]
        assert item["values"]
        assert all((value["value"] is None) == ("reason" in value) for value in item["values"])
        assert not [text for said in (item["formula"], item["note"]) for text in said.values() if "{" in text]
    assert found["position"]
    (leaders,) = (item for item in found["items"] if item["id"] == "leaders-time")
    assert leaders["asked"] == "0.3333"
    assert leaders["formula"]["zh"].endswith("（要求不低于 0.3333）")
    (overdue,) = (item for item in found["items"] if item["id"] == "overdue-unstarted")
    assert "180 天†" in overdue["formula"]["zh"]


def test_targets_progress_says_what_was_planned_reached_and_how_far_it_is_behind(
    year: Filled, own_login: Login
) -> None:
    found = get(own_login("leader"), "targets/progress?year=2020&metric=FDI_UTILISED")
    mine = {item["unit"]["code"]: item for item in found["items"]}
    # The year is over: all 120 were planned. The district reached 24 + 12, investment 24 of its project.
    assert (mine["district"]["actual"], mine["district"]["schedule_progress"]) == ("36", "0.3")
    assert (mine["investment"]["actual"], mine["investment"]["completion"]) == ("24", "0.2")
    assert (mine["investment"]["behind_percent"], mine["investment"]["behind_level"]) == ("80", 20)
    assert mine["zone"]["left_out"][0]["code"] == "unverified"
    assert mine["district"]["unit"]["zh"]
    # The targets came last; of those alone that are told here.
    assert mine["zone"]["last_input"] == get(own_login("leader"), f"targets/{mine['zone']['target_id']}")["updated_at"]
    assert found["as_of"] == max(item["last_input"] for item in found["items"])


def test_a_unit_sees_its_own_part_of_figures_over_hidden_amounts(year_login: Login) -> None:
    whole = values(get(year_login("commerce"), "figures/fdi?from=2020-01-01&to=2020-12-31"))[None, "UTILISED_VERIFIED"]
    assert Decimal(whole["value"]) >= 36
    found = get(year_login("snd-group"), "figures/fdi?from=2020-01-01&to=2020-12-31")
    assert found["scope"] == "own"
    assert values(found)[None, "UTILISED_VERIFIED"]["value"] is None
    progress = get(year_login("snd-group"), "targets/progress?year=2020")
    assert {item["unit"]["code"] for item in progress["items"]} == {"snd-group"}
    explained = get(year_login("snd-group"), "figures/fdi/explain?from=2020-01-01&to=2020-12-31")
    assert explained["terms"] == []
    hidden = get(year_login("operations"), "figures/fdi")
    assert [value["reason"]["code"] for value in hidden["values"]] == ["hidden"]
    assert get(year_login("operations"), "figures/fdi/explain")["total"] == 0
    shared = get(year_login("snd-group"), "figures/idle-space")
    assert shared["scope"] == "all"
    # What is counted from hidden fields and not by units has no part that is a unit's own.
    coverage = get(year_login("snd-group"), "figures/chain-coverage?by=chain")
    assert (coverage["scope"], [value["reason"]["code"] for value in coverage["values"]]) == ("own", ["hidden"])
    assert get(year_login("snd-group"), "figures/chain-coverage/explain")["terms"] == []


def test_what_is_explained_adds_up_to_the_value_and_so_do_the_events(year_login: Login) -> None:
    client, part = year_login("leader"), "from=2020-02-01&to=2020-03-31"
    value = values(get(client, f"figures/fdi?{part}"))[None, "UTILISED"]["value"]
    found = get(client, f"figures/fdi/explain?{part}&series=UTILISED")
    # 24 and 12 and 5, largest first.
    assert [term["numerator"] for term in found["terms"]] == ["24", "12", "5"]
    assert sum(Decimal(term["numerator"]) for term in found["terms"]) == Decimal(value) == 41
    said = [Decimal(term["events"][0]["payload"]["usd"]) for term in found["terms"]]
    assert sum(said) == 41
    # Its project says for whom an entry counts.
    assert found["terms"][0]["records"][0]["id"] == "investment-project-71"
    assert found["terms"][0]["events"][1]["event_type"] == "yipanqi.project.ProjectRegistered"
    history = get(client, f"fdi/{found['terms'][0]['id']}/history")["items"][0]
    event = found["terms"][0]["events"][0]
    assert (event["event_id"], event["position"]) == (history["event_id"], history["position"])
    assert found["total"] == 3


def test_a_value_by_unit_adds_to_the_whole(year_login: Login) -> None:
    client, part = year_login("leader"), "from=2020-02-01&to=2020-03-31"
    units = values(get(client, f"figures/fdi?{part}&by=unit"))
    found = {unit: v["value"] for (unit, series), v in units.items() if series == "UTILISED_VERIFIED"}
    assert found == {"investment": "24", "zone": "12"}
    months = get(client, f"figures/fdi?{part}&by=month")
    assert values(months)["2020-03", "UTILISED"]["running"] == "41"


def test_a_change_is_counted_and_what_did_not_change_is_not_counted_again(
    year: Filled, board: Board, own_login: Login
) -> None:
    before = board.figures.counted()
    year.log.fdi("79", project_id="zone-project-72", usd=Decimal(9), received_on=date(2020, 3, 5), status="VERIFIED")
    year.catch_up()
    board.figures.refresh()
    after = board.figures.counted()
    assert after.terms["stage-days"] is before.terms["stage-days"]
    assert after.terms["fdi"] is not before.terms["fdi"]
    assert after.snapshot.district.rows["carrier"] is before.snapshot.district.rows["carrier"]
    found = get(own_login("leader"), "figures/fdi?from=2020-03-05&to=2020-03-05")
    assert values(found)[None, "UTILISED"]["value"] == "9"
    assert found["position"] == f"{year.store.epoch}-{year.store.last_change()}"


def test_capital_counts_for_the_units_that_its_project_counts_for_now(
    year: Filled, board: Board, own_login: Login
) -> None:
    path = "figures/fdi?from=2020-03-01&to=2020-03-01&by=unit"
    before = values(get(own_login("leader"), path))
    assert before["zone", "UTILISED"]["value"] == "12"
    # Only the project changes; no entry of foreign capital does.
    shares = tuple(
        CreditShare(unit=unit, share_percent=part) for unit, part in (("zone", Decimal(75)), ("soe-2", Decimal(25)))
    )
    project = year.log.project("72", "zone", stage="SIGNED", stage_since="2020-03-01", planned_investment=money("1"))
    year.log.change(project, ProjectUpdated(project_id=project.project_id), "zone", credit_shares=shares)
    year.catch_up()
    board.figures.refresh()
    after = values(get(own_login("leader"), path))
    assert (after["zone", "UTILISED"]["value"], after["soe-2", "UTILISED"]["value"]) == ("9", "3")


def test_a_record_that_is_gone_counts_no_more_and_a_new_generation_is_read_whole(year: Filled, board: Board) -> None:
    assert "commerce-fdi-71" in board.figures.counted().snapshot.district.fdi
    year.log.remove("fdi", "commerce-fdi-71")
    year.catch_up()
    board.figures.refresh()
    assert "commerce-fdi-71" not in board.figures.counted().snapshot.district.fdi


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("figures/fdi?unit=nobody", "unit"),
        ("figures/fdi?chain=C9", "chain"),
        ("figures/fdi?by=week", "by"),
        ("figures/chain-coverage?by=unit", "by"),
        ("figures/chain-coverage?unit=zone", "unit"),
        ("figures/leaders-time?chain=C1", "chain"),
        ("figures/corrections-in-time?chain=C1", "chain"),
        ("figures/rows-refused/explain?chain=C1", "chain"),
        ("figures/freshness-kept?chain=C1", "chain"),
        ("figures/idle-space?from=2020-01-01", "from"),
        ("figures/fdi?from=2020-02-01&to=2020-01-01", "to"),
        ("figures/fdi?from=soon", "from"),
        ("targets/progress?unit=nobody", "unit"),
        ("targets/progress?metric=LUCK", "metric"),
        ("targets/progress?year=1", "year"),
    ],
)
def test_what_cannot_be_asked_is_said_in_both_languages(login: Login, path: str, field: str) -> None:
    problem = get(login("leader"), path, 422)["errors"][0]
    assert problem["field"] == field
    assert problem["zh"]


def test_there_is_no_such_figure(login: Login) -> None:
    assert get(login("leader"), "figures/luck", 404)["errors"][0]["code"] == "not_found"


def test_the_tree_of_targets_says_where_units_do_not_add_up(year_login: Login) -> None:
    found = get(year_login("leader"), "targets/tree?year=2020&metric=FDI_UTILISED")["items"][0]
    assert found["findings"][-1]["code"] in ("year-sum", "measures-differ")
    assert {"investment", "zone"} <= {unit["unit"] for unit in found["units"]}


def test_a_score_is_told_down_to_the_ledgers_events(year_login: Login) -> None:
    client = year_login("commerce")
    listed = get(client, "assessment?year=2020")
    mine = {item["unit"]["code"]: item for item in listed["items"]}
    tree = get(client, "assessment/investment/explain?year=2020")
    assert tree["score"] == mine["investment"]["score"]
    parts = {part["code"]: part for part in tree["parts"]}
    assert sum(Decimal(part["points"]) for part in tree["parts"]) == Decimal(tree["score"])
    # 24 of 120 dollars: 0.2 × 100 × 0.35 = 7.
    fdi = parts["FDI_UTILISED"]
    assert (fdi["points"], fdi["formula"]) == ("7", "24 ÷ 120 = 0.2; max(0, min(0.2, 1.5)) × 100 × 0.35 = 7")
    counted = [term for term in fdi["terms"] if term["aggregate"] == "fdi"]
    assert [term["numerator"] for term in counted] == ["24"]
    assert counted[0]["events"][0]["position"].startswith("ledger.fdi/")
    assert counted[0]["events"][0]["payload"]["usd"] == "24.00"
    # The twelve months of one target are told as one, with the events that set it told once.
    (plan,) = [term for term in fdi["terms"] if term["aggregate"] == "target"]
    assert plan["denominator"] == "120"
    assert [(month["on"], month["denominator"]) for month in plan["months"]] == [
        (f"2020-{number:02d}-01", "10") for number in range(1, 13)
    ]
    assert [event["event_type"] for event in plan["events"]] == ["yipanqi.target.TargetSet"]
    assert fdi["terms_total"] == 2
    assert listed["settings"]["falsified_points"]["policy"]


def test_what_is_told_of_a_score_is_remembered_for_whom_it_was_told_until_something_changes(
    year: Filled, board: Board, own_login: Login
) -> None:
    def told(who: str) -> Any:
        tree = get(own_login(who), "assessment/zone/explain?year=2020")
        return next(part for part in tree["parts"] if part["code"] == "FDI_UTILISED")

    before = told("leader")
    assert before["actual"] == "12"
    assert told("leader") == before
    # Commerce sees what the zone does; a unit of the SOE groups is not given what was remembered for others.
    assert told("commerce") == before
    get(own_login("soe-2"), "assessment/zone/explain?year=2020", 404)
    year.log.fdi("79", project_id="zone-project-72", usd=Decimal(9), received_on=date(2020, 3, 5), status="VERIFIED")
    year.catch_up()
    board.figures.refresh()
    after = told("leader")
    assert after["actual"] == "21"
    assert [term["id"] for term in after["terms"] if term["aggregate"] == "fdi"][:2] == [
        "commerce-fdi-72",
        "commerce-fdi-79",
    ]


def test_a_unit_of_the_soe_groups_sees_its_own_assessment_only(year_login: Login) -> None:
    client = year_login("snd-group")
    assert [item["unit"]["code"] for item in get(client, "assessment?year=2020")["items"]] == ["snd-group"]
    assert get(client, "assessment/snd-group/explain?year=2020")["unit"]["code"] == "snd-group"
    get(client, "assessment/zone/explain?year=2020", 404)
    get(year_login("commerce"), "assessment/commerce/explain?year=2019", 404)
    assert get(year_login("operations"), "assessment?year=2020")["items"] == []
