"""The ranking that commerce publishes grades by."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from fastapi.testclient import TestClient
from tests.unit.board.conftest import Filled

from yipanqi.models.codes import EvaluationPart
from yipanqi.models.evaluation import EvaluatedPart, EvaluationMade

Login = Callable[[str], TestClient]


def made(number: int, value: str, *, exempt: bool = False) -> EvaluationMade:
    subject = f"soe-2-carrier-{number}"
    parts = tuple(
        EvaluatedPart(part=part, value=Decimal(value), benchmark=Decimal(100), measure="分") for part in EvaluationPart
    )
    return EvaluationMade(
        evaluation_id=f"commerce-evaluation-2020-{subject}",
        subject_kind="CARRIER",
        subject_id=subject,
        keeper_unit="soe-2",
        year=2020,
        rule_version="1",
        parts=parts,
        exempt=exempt,
    )


def test_the_year_is_ranked_and_graded_for_those_who_see_the_totals(district: Filled, own_login: Login) -> None:
    for event in (made(1, "90"), made(2, "120"), made(3, "100"), made(4, "150", exempt=True)):
        district.log.say("commerce", event)
    district.catch_up()
    answer = own_login("commerce").get("/api/v1/evaluations/ranking?year=2020").json()
    assert answer["of_total"] == 3
    assert [(i["id"][-1], i["rank"], i["proposed_grade"], i["total_score"]) for i in answer["items"]] == [
        ("2", 1, "A", "1.2000"),
        ("3", 2, "B", "1.0000"),
        ("1", 3, "C", "0.9000"),
        ("4", None, "T", "1.5000"),
    ]
    assert own_login("soe-3").get("/api/v1/evaluations/ranking?year=2020").json()["items"] == []
    assert own_login("commerce").get("/api/v1/evaluations/ranking?year=2019").json()["items"] == []
    assert own_login("commerce").get("/api/v1/evaluations/ranking").status_code == 422
