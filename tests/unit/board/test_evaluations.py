"""The ranking that commerce publishes grades by."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from fastapi.testclient import TestClient
from tests.unit.board.conftest import Filled

from yipanqi.models.codes import EvaluationPart
from yipanqi.models.evaluation import EvaluatedPart, EvaluationMade
from yipanqi.models.project import ProjectRegistered

Login = Callable[[str], TestClient]
RANKING = "/api/v1/evaluations/ranking?subject_kind=CARRIER"


def made(number: int, value: str, *, exempt: bool = False, unit: str = "soe-2") -> EvaluationMade:
    subject = f"{unit}-carrier-{number}"
    parts = tuple(
        EvaluatedPart(part=part, value=Decimal(value), benchmark=Decimal(100), measure="分") for part in EvaluationPart
    )
    return EvaluationMade(
        evaluation_id=f"commerce-evaluation-2020-{subject}",
        subject_kind="CARRIER",
        subject_id=subject,
        keeper_unit=unit,
        year=2020,
        rule_version="1",
        parts=parts,
        exempt=exempt,
    )


def test_the_year_is_ranked_and_graded_for_those_who_see_the_totals(district: Filled, own_login: Login) -> None:
    for event in (made(1, "90"), made(2, "120"), made(3, "100"), made(4, "150", exempt=True)):
        district.log.say("commerce", event)
    district.catch_up()
    answer = own_login("commerce").get(f"{RANKING}&year=2020").json()
    assert answer["of_total"] == 3
    assert [(i["id"][-1], i["rank"], i["proposed_grade"], i["total_score"]) for i in answer["items"]] == [
        ("2", 1, "A", "1.2000"),
        ("3", 2, "B", "1.0000"),
        ("1", 3, "C", "0.9000"),
        ("4", None, "T", "1.5000"),
    ]
    second = own_login("commerce").get(f"{RANKING}&year=2020&page=2&page_size=2").json()
    assert [(i["id"][-1], i["rank"], i["proposed_grade"]) for i in second["items"]] == [("1", 3, "C"), ("4", None, "T")]
    assert (second["total"], second["of_total"], second["page"], second["page_size"]) == (4, 3, 2, 2)
    assert own_login("soe-3").get(f"{RANKING}&year=2020").json()["items"] == []
    assert own_login("commerce").get(f"{RANKING}&year=2019").json()["items"] == []
    assert own_login("commerce").get(RANKING).status_code == 422
    assert own_login("commerce").get("/api/v1/evaluations/ranking?year=2020").status_code == 422


def test_enterprises_and_carriers_are_ranked_apart(district: Filled, own_login: Login) -> None:
    for event in (made(1, "90"), made(2, "80"), declared("foreign:JP:7", "ENTERPRISE", "300")):
        district.log.say("commerce", event)
    district.catch_up()
    carriers = own_login("commerce").get(f"{RANKING}&year=2020").json()
    assert [(i["id"][-1], i["rank"]) for i in carriers["items"]] == [("1", 1), ("2", 2)]
    assert (carriers["of_total"], carriers["subject_kind"]) == (2, "CARRIER")
    ask = "/api/v1/evaluations/ranking?subject_kind=ENTERPRISE&year=2020"
    (only,) = own_login("commerce").get(ask).json()["items"]
    # Worth less than either carrier, and first of its own kind.
    assert (only["id"][-1], only["rank"], only["total_score"]) == ("7", 1, "0.3023")


def test_who_does_not_see_all_totals_is_given_no_place_among_a_few(district: Filled, own_login: Login) -> None:
    for number, value in enumerate(("130", "120", "110", "100"), 1):
        district.log.say("commerce", made(number, value, unit="zone"))
    district.log.say("commerce", made(9, "90"))
    district.catch_up()
    seen = own_login("commerce").get(f"{RANKING}&year=2020").json()
    mine = next(item for item in seen["items"] if item["id"].endswith("soe-2-carrier-9"))
    assert (mine["rank"], seen["of_total"]) == (5, 5)
    answer = own_login("soe-2").get(f"{RANKING}&year=2020").json()
    (own,) = answer["items"]
    assert (own["total_score"], own["rank"], own["proposed_grade"], answer["of_total"]) == ("0.9000", None, None, None)


def declared(subject: str, kind: str, investment: str) -> EvaluationMade:
    """Return an evaluation that declares so much investment a mu."""
    value = {EvaluationPart.INVESTMENT: Decimal(investment)}
    parts = tuple(
        EvaluatedPart(part=part, value=value.get(part, Decimal(1)), benchmark=Decimal(300), measure="万元/亩")
        for part in EvaluationPart
    )
    id_ = f"commerce-evaluation-2020-{subject.replace(':', '.')}"
    given = {"subject_kind": kind, "subject_id": subject, "keeper_unit": "zone", "year": 2020, "rule_version": "1"}
    return EvaluationMade(evaluation_id=id_, parts=parts, exempt=False, **given)


def test_an_evaluation_stands_beside_the_districts_own_figures(district: Filled, own_login: Login) -> None:
    money = {"amount": "9000000.00", "currency": "CNY"}
    facts = {"investor_id": "foreign:JP:7", "land_m2": "2000", "planned_investment": money, "stage": "SIGNED"}
    project = ProjectRegistered(project_id="zone-project-77", name="评价项目", taken_over=True, **facts)
    district.log.say("zone", project)
    district.log.say("commerce", declared("foreign:JP:7", "ENTERPRISE", "360"))
    district.catch_up()
    path = "/api/v1/evaluations/commerce-evaluation-2020-foreign.JP.7/figures"
    found = own_login("commerce").get(path).json()
    parts = {part["part"]: part for part in found["parts"]}
    # 900 万元 on three mu are 300; 360 were declared.
    assert (parts["INVESTMENT"]["own"]["value"], parts["INVESTMENT"]["apart"]) == ("300.0000", "60.0000")
    assert parts["INVESTMENT"]["apart_percent"] == "20.0"
    (behind,) = parts["INVESTMENT"]["own"]["projects"]
    assert (behind["project_id"], behind["land_mu"]) == ("zone-project-77", "3.0000")
    assert parts["ENERGY"]["why_not"]["code"] == "not-from-events"
    assert Decimal(found["total_declared"]) - Decimal(found["total_with_own"]) == Decimal("0.0600")  # 0.3 × (1.2 − 1)
    assert own_login("zone").get(path).status_code == 200
    assert own_login("soe-2").get(path).status_code == 403
    assert own_login("commerce").get("/api/v1/evaluations/none/figures").status_code == 404


def test_the_records_propose_values_before_an_evaluation_is_made_and_hide_what_is_hidden(
    district: Filled, own_login: Login
) -> None:
    money = {"amount": "9000000.00", "currency": "CNY"}
    facts = {"investor_id": "foreign:JP:7", "land_m2": "2000", "planned_investment": money, "stage": "SIGNED"}
    district.log.say("zone", ProjectRegistered(project_id="zone-project-77", name="评价项目", taken_over=True, **facts))
    district.catch_up()
    ask = "/api/v1/evaluations/proposal?subject_kind=ENTERPRISE&subject_id=foreign:JP:7"
    seen = {part["part"]: part["own"] for part in own_login("commerce").get(ask).json()["parts"]}
    assert seen["INVESTMENT"]["value"] == "300.0000"
    hidden = {part["part"]: part["own"] for part in own_login("soe-2").get(ask).json()["parts"]}
    assert (hidden["INVESTMENT"]["value"], hidden["INVESTMENT"]["why_not"]["code"]) == (None, "hidden")
    assert hidden["INVESTMENT"]["projects"] == []
    other = own_login("commerce").get("/api/v1/evaluations/proposal?subject_kind=CARRIER&subject_id=none").json()
    assert other["parts"][0]["own"]["why_not"]["code"] == "no-data"


def test_the_values_behind_a_hidden_total_are_in_no_history_either(district: Filled, own_login: Login) -> None:
    event = made(1, "90")
    district.log.say("commerce", event)
    district.catch_up()
    for username, visible in (("commerce", True), ("soe-2", True), ("soe-3", False), ("operations", False)):
        items = own_login(username).get(f"/api/v1/evaluations/{event.evaluation_id}/history").json()["items"]
        assert ("parts" in items[0]["payload"]) is visible, username
