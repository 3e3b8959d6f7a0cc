"""Leads, activities, recruiters and listings on the board: what lists find, and what is shown to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fastapi.testclient import TestClient
from tests.support.desk import Desk, accepted, cny
from tests.unit.board.conftest import Filled

from yipanqi.models import lead as e

Login = Callable[[str], TestClient]


@pytest.fixture
def clients(own_login: Login, district: Filled) -> Login:
    desk = Desk()
    _leads(desk)
    district.log.tell(desk.ledger)
    district.catch_up()
    return own_login


def _leads(desk: Desk) -> None:
    for number, channel in (("1", "CHAMBER"), ("2", "INTERNET")):
        lead = e.LeadRegistered(
            lead_id=f"zone-lead-{number}",
            name=f"线索{number}",
            channel=channel,
            received_on=date(2020, 12, 30),
            investor_name="日东机密",
            planned_investment=cny("300000000.00"),
            contact_name="佐藤",
            contact_phone="13800000000",
        )
        accepted(desk.say("zone", lead))
    accepted(desk.say("commerce", e.LeadJudged(lead_id="zone-lead-1", verdict="VALUABLE", verdict_reason="内部理由")))
    accepted(desk.say("commerce", e.LeadAssigned(lead_id="zone-lead-1", assigned_unit="snd-group")))


def ids(client: TestClient, address: str) -> list[str]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return sorted(item["id"] for item in answer.json()["items"])


def test_leads_are_found_by_channel_limit_and_unit_in_charge(clients: Login) -> None:
    leader = clients("leader")
    assert ids(leader, "leads?channel=CHAMBER") == ["zone-lead-1"]
    assert ids(leader, "leads?assigned_unit=snd-group&answer_until_on_to=2021-01-12") == ["zone-lead-1"]
    assert ids(leader, "leads?status=REGISTERED&judge_due_on_to=2021-01-06") == ["zone-lead-2"]
    assert ids(leader, "leads?q=机密") == ["zone-lead-1", "zone-lead-2"]


def test_a_leads_investor_is_for_government_and_the_unit_in_charge_and_its_contact_for_nobody(clients: Login) -> None:
    for username, sees in (("commerce", True), ("snd-group", True), ("soe-2", False), ("operations", False)):
        client = clients(username)
        record = client.get("/api/v1/leads/zone-lead-1").json()
        assert ("investor_name" in record) is sees
        assert ("planned_investment" in record) is sees
        history = client.get("/api/v1/leads/zone-lead-1/history").text
        assert ("内部理由" in history) is sees
        assert record["name"] == "线索1"
        for text in (str(record), history, client.get("/api/v1/leads?format=csv").text):
            assert "佐藤" not in text
            assert "13800000000" not in text
    assert ids(clients("soe-2"), "leads?q=机密") == []
