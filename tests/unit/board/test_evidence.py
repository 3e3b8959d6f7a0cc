"""The events behind a number: those that say so, however long ago, on this record and the one it counts by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.support.boardlog import BoardLog
from tests.support.desk import Desk, accepted, cny
from tests.unit.board.conftest import read_board

from yipanqi.models.fdi import FdiEntryRecorded
from yipanqi.models.project import (
    CreditShare,
    ProjectCorrected,
    ProjectTransferAccepted,
    ProjectTransferOffered,
    ProjectUpdated,
)

Login = Callable[[str], TestClient]
YEAR = "from=2020-01-01&to=2020-12-31"
UPDATES = 55


def say(desk: Desk, unit: str, event: Any, event_id: str, on: date) -> None:
    desk.today = on
    accepted(desk.say(unit, event, event_id))


def fill(log: BoardLog) -> None:
    """A project signed in May, noted on 55 times, its entry of capital of May, and shared 40/60 in December."""
    desk = Desk(today=date(2020, 5, 6))
    project = desk.project(planned_investment=cny("300000000"), chain="C1")
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    entry = {"entry_id": "commerce-fdi-1", "kind": "UTILISED", "project_id": project, "project_name": "测试项目"}
    money = {"usd": Decimal(100), "voucher": "V1", "received_on": date(2020, 5, 6)}
    say(desk, "commerce", FdiEntryRecorded(**entry, **money), "capital", date(2020, 5, 6))
    for number in range(UPDATES):
        note = ProjectUpdated(project_id=project, remarks=f"第 {number} 次")
        say(desk, "investment", note, f"note-{number}", date(2020, 6, 1))
    shares = tuple(CreditShare(unit=unit, share_percent=Decimal(p)) for unit, p in (("investment", 40), ("zone", 60)))
    offer = ProjectTransferOffered(project_id=project, to_unit="zone", shares=shares, reason="落户开发区")
    say(desk, "investment", offer, "offer", date(2020, 12, 29))
    say(desk, "zone", ProjectTransferAccepted(project_id=project, offer_event="offer"), "taken", date(2020, 12, 30))
    right = ProjectCorrected(project_id=project, signed_on="2020-05-05", corrects="offer", reason="以合同落款为准")
    say(desk, "commerce", right, "set-right", date(2020, 12, 30))
    log.tell(desk.ledger)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Commerce's look at a board that all tests here only read."""
    folder = tmp_path_factory.mktemp("evidence")
    with read_board(f"sqlite:///{folder}/board.sqlite", folder, fill) as log_in:
        yield log_in("commerce")


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def events(term: Any) -> list[str]:
    return [event["event_id"] for event in term["events"]]


def types(term: Any) -> list[str]:
    return [event["event_type"].rpartition(".")[2] for event in term["events"]]


def test_a_signing_is_told_however_much_was_said_since_and_with_it_amount_day_and_shares(client: TestClient) -> None:
    told = get(client, f"figures/schedule-progress/explain?{YEAR}&series=QUALITY_PROJECTS")["terms"]
    assert [(term["unit"], term["numerator"], term["on"]) for term in told] == [
        ("zone", "0.6", "2020-05-05"),
        ("investment", "0.4", "2020-05-05"),
    ]
    for term in told:
        assert types(term) == [
            "ProjectRegistered",  # the amount that was frozen
            "ProjectStageChanged",
            "ProjectTransferOffered",
            "ProjectTransferAccepted",
            "ProjectCorrected",
        ]
        assert term["events"][1]["payload"]["to_stage"] == "SIGNED"


def test_capital_is_told_with_the_project_whose_shares_it_has_and_when_those_came(client: TestClient) -> None:
    answer = get(client, f"figures/fdi/explain?{YEAR}&series=UTILISED")
    assert [(term["unit"], term["numerator"]) for term in answer["terms"]] == [("zone", "60"), ("investment", "40")]
    for term in answer["terms"]:
        assert [record["id"] for record in term["records"]] == ["investment-project-1"]
        assert events(term)[0] == "capital"
        assert {"offer", "taken"} <= set(events(term))
        assert not [event for event in events(term) if event.startswith("note")]
    # The last input is the project's of December, not the entry's of May.
    assert answer["values"][0]["last_input"].startswith("2020-12-30")
    assert answer["as_of"] == answer["values"][0]["last_input"]
    progress = get(client, f"figures/schedule-progress?{YEAR}&unit=zone")["values"]
    (utilised,) = (value for value in progress if value["series"]["code"] == "FDI_UTILISED")
    assert utilised["last_input"].startswith("2020-12-30")


def test_what_names_no_event_is_told_with_the_latest_ones_beside_those_that_say_so(client: TestClient) -> None:
    (term,) = get(client, "figures/investment-per-mu/explain?unit=zone")["terms"]
    assert term["left_out"]["code"] == "no-area"
    notes = [event for event in events(term) if event.startswith("note")]
    assert {"offer", "taken", "set-right"} <= set(events(term))
    assert (len(notes), notes[-1]) == (50, f"note-{UPDATES - 1}")
