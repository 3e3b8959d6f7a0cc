"""Figures from what units report of themselves, over the API: workbooks handed in, firms and talents introduced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.support.boardlog import BoardLog
from tests.support.desk import Desk, accepted
from tests.unit.board.conftest import read_board

from yipanqi.models.enterprise import (
    EnterpriseRecognised,
    EnterpriseRegistered,
    IntroductionDecided,
    TalentsIntroduced,
)
from yipanqi.models.submission import RefusedRows, WorkbookSubmitted
from yipanqi.models.target import TargetSet

Login = Callable[[str], TestClient]
FIRM = "91350100M000100Y43"
YEAR = "from=2020-01-01&to=2020-12-31"


def submission(unit: str, number: int, read: int, unreadable: int, refused: int) -> WorkbookSubmitted:
    return WorkbookSubmitted(
        submission_id=f"{unit}-submission-{number}",
        layouts=("CARRIER",),
        rows_read=read,
        rows_unreadable=unreadable,
        rows_unchanged=0,
        rows_accepted=read - unreadable - refused,
        rows_refused=refused,
        rows_unanswered=0,
        refusals=(RefusedRows(code="carrier-held", rows=refused),) if refused else (),
    )


def target(metric: str, responsible: str) -> TargetSet:
    return TargetSet(
        target_id=f"commerce-target-2020-{metric}-{responsible}",
        year=2020,
        metric=metric,
        measure="COUNT",
        responsible=responsible,
        annual=Decimal(12),
        quarters=(Decimal(3),) * 4,
        months=(Decimal(1),) * 12,
    )


def fill(log: BoardLog) -> None:
    desk = Desk()
    for unit, event, event_id in (
        ("snd-group", submission("snd-group", 1, 40, 3, 1), "s1"),
        ("soe-2", submission("soe-2", 1, 10, 0, 1), "s2"),
        ("investment", EnterpriseRegistered(enterprise_id=FIRM, name="甲精密制造有限公司"), "e1"),
        ("commerce", target("TALENTS", "zone"), "t1"),
        ("commerce", target("TECH_ENTERPRISES", "zone"), "t2"),
        ("commerce", target("QUALITY_PROJECTS", "zone"), "t3"),
        (
            "zone",
            TalentsIntroduced(
                enterprise_id=FIRM, level="NATIONAL", persons=3, document="第3号", introduced_on="2020-06"
            ),
            "i1",
        ),
        ("commerce", IntroductionDecided(enterprise_id=FIRM, introduction="i1", decision="VERIFIED"), "d1"),
        (
            "snd-group",
            TalentsIntroduced(
                enterprise_id=FIRM, level="DISTRICT", persons=1, document="第4号", introduced_on="2020-07"
            ),
            "i2",
        ),
        (
            "zone",
            EnterpriseRecognised(
                enterprise_id=FIRM,
                category="HIGH_TECH",
                recognised_on=date(2020, 12, 2),
                document="GR1",
                introduced_on="2020-05-06",
            ),
            "i3",
        ),
    ):
        accepted(desk.say(unit, event, event_id))
    log.tell(desk.ledger)


@pytest.fixture(scope="module")
def log_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """A board that all tests here only read."""
    folder = tmp_path_factory.mktemp("reported")
    with read_board(f"sqlite:///{folder}/board.sqlite", folder, fill) as login:
        yield login


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_rows_refused_by_unit_with_what_is_behind_them(log_in: Login) -> None:
    client = log_in("commerce")
    whole = get(client, f"figures/rows-refused?{YEAR}")
    # 3 unreadable and 1 refused of 40, 1 refused of 10: 5 of 50.
    (value,) = whole["values"]
    assert (value["value"], value["records"]) == ("0.1", 2)
    last = max(record["updated_at"] for record in get(client, "submissions")["items"])
    assert whole["as_of"] == value["last_input"] == last
    units = {
        one["group"]["code"]: one["value"] for one in get(client, f"figures/rows-refused?{YEAR}&by=unit")["values"]
    }
    assert units == {"snd-group": "0.1", "soe-2": "0.1"}
    behind = get(client, f"figures/rows-refused/explain?{YEAR}")
    assert [(term["numerator"], term["denominator"]) for term in behind["terms"]] == [("4", "40"), ("1", "10")]
    assert [(term["id"], [event["event_id"] for event in term["events"]]) for term in behind["terms"]] == [
        ("snd-group-submission-1", ["s1"]),
        ("soe-2-submission-1", ["s2"]),
    ]


def test_a_group_sees_its_own_counts_and_of_others_that_something_was_handed_in(log_in: Login) -> None:
    client = log_in("snd-group")
    records = {record["id"]: record for record in get(client, "submissions")["items"]}
    assert records["snd-group-submission-1"]["rows_unreadable"] == 3
    assert "rows_unreadable" not in records["soe-2-submission-1"]
    assert records["soe-2-submission-1"]["layouts"] == ["CARRIER"]
    found = get(client, f"figures/rows-refused?{YEAR}")
    (value,) = found["values"]
    assert (found["scope"], value["value"], value["records"]) == ("own", "0.1", 1)


def test_targets_of_firms_and_talents_have_actuals_from_what_commerce_verified(log_in: Login) -> None:
    found = {item["metric"]["code"]: item for item in get(log_in("leader"), "targets/progress?year=2020")["items"]}
    # Three of zone's twelve; snd-group's talents and zone's firm are not verified yet.
    assert (found["TALENTS"]["actual"], found["TALENTS"]["completion"]) == ("3", "0.25")
    assert (found["TECH_ENTERPRISES"]["actual"], found["TECH_ENTERPRISES"]["reason"]) == ("0", None)
    assert [gap["code"] for gap in found["TECH_ENTERPRISES"]["left_out"]] == ["unverified"]
    behind = get(
        log_in("leader"), "figures/schedule-progress/explain?series=TALENTS&unit=zone&from=2020-06-01&to=2020-06-30"
    )
    counted = [term for term in behind["terms"] if term["numerator"] not in (None, "0")]
    assert [(term["id"], [event["event_id"] for event in term["events"]]) for term in counted] == [(FIRM, ["i1", "d1"])]


def test_what_was_introduced_is_not_shared_with_groups(log_in: Login) -> None:
    record = get(log_in("snd-group"), f"enterprises/{FIRM}")
    assert "introductions" not in record
    kinds = [one["kind"] for one in get(log_in("commerce"), f"enterprises/{FIRM}")["introductions"]]
    assert kinds == ["TALENTS", "TALENTS", "TECH_ENTERPRISE"]


def test_nor_is_it_told_to_them_by_the_enterprises_history(log_in: Login) -> None:
    def told(name: str) -> dict[str, Any]:
        events = get(log_in(name), f"enterprises/{FIRM}/history")["items"]
        return {event["event_id"]: event["payload"] for event in events}

    assert told("commerce")["i3"]["document"] == "GR1"
    for event_id in ("i1", "i2", "i3", "d1"):
        assert {name for name, value in told("snd-group")[event_id].items() if value} == {"enterprise_id"}, event_id
