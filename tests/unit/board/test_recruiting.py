"""Leads, activities, recruiters and listings on the board: what lists find, and what is shown to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.support.desk import Desk, accepted, cny
from tests.unit.board.conftest import read_board

from yipanqi.clock import ManualClock
from yipanqi.models import activity as a
from yipanqi.models import lead as e
from yipanqi.models import listing as li
from yipanqi.models import recruiter as r

Login = Callable[[str], TestClient]
ACTIVITY, RECRUITER, FIRM = "investment-activity-1", "investment-recruiter-1", "91350100M000100Y43"


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    desk = Desk()
    _activity(desk)
    _leads(desk)
    _recruiter(desk)
    _listing(desk)
    folder = tmp_path_factory.mktemp("recruiting")
    url, clock = f"sqlite:///{folder}/board.sqlite", ManualClock(datetime(2020, 12, 31, 4, tzinfo=UTC))
    with read_board(url, folder, lambda log: log.tell(desk.ledger), clock) as login:
        yield login


def _leads(desk: Desk) -> None:
    for number, channel in (("1", "CHAMBER"), ("2", "INTERNET")):
        lead = e.LeadRegistered(
            lead_id=f"zone-lead-{number}",
            name=f"线索{number}",
            channel=channel,
            received_on=date(2020, 12, 30),
            investor_name="日东机密",
            planned_investment=cny("300000000.00"),
            activity_id=ACTIVITY,
            contact_name="佐藤",
            contact_phone="13800000000",
        )
        accepted(desk.say("zone", lead))
    accepted(desk.say("commerce", e.LeadJudged(lead_id="zone-lead-1", verdict="VALUABLE", verdict_reason="内部理由")))
    accepted(desk.say("commerce", e.LeadAssigned(lead_id="zone-lead-1", assigned_unit="snd-group")))
    project = desk.project(unit="snd-group", stage="SIGNED", stage_since="2020-12", taken_over=True)
    desk.ask("snd-group", e.LeadConverted(lead_id="zone-lead-1", project_id=project))


def _activity(desk: Desk) -> None:
    facts = {"kind": "PROMOTION", "starts_on": date(2020, 11, 18), "held_on": date(2020, 11, 19), "units": ("zone",)}
    event = a.ActivityRegistered(
        activity_id=ACTIVITY, name="东京推介会", cost=cny("180000.00"), results="机密意向", **facts
    )
    accepted(desk.say("investment", event))


def _recruiter(desk: Desk) -> None:
    event = r.RecruiterRegistered(recruiter_id=RECRUITER, name="陈某", chains=("C2",), languages=("JA", "EN"))
    accepted(desk.say("investment", event))
    training = {"held_on": date(2020, 9, 25), "hours": Decimal(6), "subject": "产业链招商"}
    accepted(desk.say("investment", r.TrainingRecorded(recruiter_id=RECRUITER, **training)))


def _listing(desk: Desk) -> None:
    facts = {"board": "STAR", "stage": "SHARE_REFORM", "taken_over": True, "sponsor": "某某证券"}
    event = li.ListingRegistered(enterprise_id=FIRM, name="某某光电", next_due_on=date(2021, 3, 31), **facts)
    accepted(desk.say("commerce", event))


def ids(client: TestClient, address: str) -> list[str]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return sorted(item["id"] for item in answer.json()["items"])


def test_leads_are_found_by_channel_limit_and_unit_in_charge(clients: Login) -> None:
    leader = clients("leader")
    assert ids(leader, "leads?channel=CHAMBER") == ["zone-lead-1"]
    assert ids(leader, "leads?assigned_unit=snd-group&feedback_due_on_to=2021-01-12&status=CONVERTED") == [
        "zone-lead-1"
    ]
    assert ids(leader, "leads?status=REGISTERED&judge_due_on_to=2021-01-06") == ["zone-lead-2"]
    assert ids(leader, "leads?q=机密") == ["zone-lead-1", "zone-lead-2"]


def test_leads_are_counted_down_by_the_open_step_those_that_wait_for_ones_own_unit_first(clients: Login) -> None:
    client = clients("zone")
    answer = client.get("/api/v1/leads/due").json()
    # The other lead became a project.
    (item,) = answer["items"]
    assert [(one["step"], one["unit"], one["due_on"], one["left_working_days"]) for one in item["clocks"]] == [
        ("ANSWER", "zone", "2021-01-04", 1),
        ("JUDGE", "investment", "2021-01-06", 3),
    ]
    assert (answer["total"], answer["own"], answer["overdue"]) == (1, 1, 0)
    for unit, own in (("investment", 1), ("soe-2", 0)):
        answer = clients(unit).get("/api/v1/leads/due").json()
        assert (answer["total"], answer["own"]) == (1, own)
    assert clients("soe-2").get("/api/v1/leads/due?mine=true").json()["items"] == []
    listed = {item["id"]: item.get("clock") for item in client.get("/api/v1/leads").json()["items"]}
    assert listed["zone-lead-1"] is None
    assert listed["zone-lead-2"]["step"] == client.get("/api/v1/leads/zone-lead-2").json()["clock"]["step"] == "ANSWER"


def test_a_list_shows_ones_own_first_where_that_is_asked(clients: Login) -> None:
    for sort, first in (("own,-name", "zone-lead-2"), ("own,name", "zone-lead-1")):
        items = clients("zone").get(f"/api/v1/leads?sort={sort}").json()["items"]
        assert items[0]["id"] == first
    other = [item["own"] for item in clients("snd-group").get("/api/v1/leads?sort=own,-name").json()["items"]]
    assert other == [True, False]
    assert [i["own"] for i in clients("snd-group").get("/api/v1/leads?sort=-own").json()["items"]] == [False, True]


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


def test_an_activity_is_found_by_a_unit_that_took_part_and_its_cost_is_for_government(clients: Login) -> None:
    assert ids(clients("leader"), "activities?units=zone&status=HELD&starts_on_from=2020-11-01") == [ACTIVITY]
    assert clients("zone").get(f"/api/v1/activities/{ACTIVITY}").json()["cost"]["amount"] == "180000.00"
    record = clients("soe-2").get(f"/api/v1/activities/{ACTIVITY}").json()
    assert not {"cost", "results"} & record.keys()


def test_a_recruiter_is_found_by_language_and_named_to_government_only(clients: Login) -> None:
    assert ids(clients("leader"), "recruiters?languages=JA&chains=C2&active=true") == [RECRUITER]
    record = clients("zone").get(f"/api/v1/recruiters/{RECRUITER}").json()
    assert (record["name"], record["training_years"]) == ("陈某", [{"year": 2020, "hours": "6.0"}])
    assert "name" not in clients("soe-2").get(f"/api/v1/recruiters/{RECRUITER}").json()


def test_a_list_of_recruiters_with_training_is_a_csv_too_in_words(clients: Login) -> None:
    answer = clients("leader").get("/api/v1/recruiters?format=csv")
    assert answer.status_code == 200
    assert "年度 2020，学时 6.0" in answer.text


def test_the_units_of_an_activity_are_named_in_its_csv(clients: Login) -> None:
    text = clients("leader").get("/api/v1/activities?format=csv").text
    assert "浒墅关" in text
    assert ",zone" not in text


def test_a_listing_is_found_by_stage_and_due_day_and_its_sponsor_is_for_government(clients: Login) -> None:
    assert ids(clients("leader"), "listings?stage=SHARE_REFORM&next_due_on_to=2021-03-31") == [FIRM]
    assert clients("investment").get(f"/api/v1/listings/{FIRM}").json()["sponsor"] == "某某证券"
    assert "sponsor" not in clients("soe-2").get(f"/api/v1/listings/{FIRM}").json()


def test_an_activitys_yield_is_counted_from_the_leads_that_name_it(clients: Login) -> None:
    found = clients("leader").get(f"/api/v1/activities/{ACTIVITY}/yield").json()
    assert [found[name] for name in ("leads", "valuable", "projects", "signed")] == [2, 1, 1, 1]
    assert found["units"] == ["investment", "zone"]
    assert [item["lead_id"] for item in found["items"]] == ["zone-lead-1", "zone-lead-2"]
    assert found["as_of"]
    assert clients("leader").get("/api/v1/activities/nothing/yield").status_code == 404


def test_the_yield_of_channels_is_a_figure_with_what_is_behind_it(clients: Login) -> None:
    found = clients("leader").get("/api/v1/figures/channel-yield").json()
    values = {value["series"]["code"]: value for value in found["values"]}
    assert (values["CHAMBER-signed"]["numerator"], values["CHAMBER-signed"]["denominator"]) == ("1", "1")
    behind = clients("leader").get("/api/v1/figures/channel-yield/explain?series=CHAMBER-signed").json()
    assert [term["id"] for term in behind["terms"]] == ["zone-lead-1"]


def test_a_lists_rows_count_down_as_their_records_do_whatever_a_lead_has_come_to(tmp_path: Path) -> None:
    desk = Desk()
    given = {"channel": "INTERNET", "received_on": desk.today, "investor_name": "某企业"}
    for number in range(5):
        accepted(desk.say("zone", e.LeadRegistered(lead_id=f"zone-lead-{number}", name=f"线索{number}", **given)))
    for number in range(1, 5):
        judged = e.LeadJudged(lead_id=f"zone-lead-{number}", verdict="VALUABLE", verdict_reason="可跟进")
        accepted(desk.say("commerce", judged))
    for number in range(2, 5):
        accepted(desk.say("commerce", e.LeadAssigned(lead_id=f"zone-lead-{number}", assigned_unit="soe-2")))
    accepted(desk.say("soe-2", e.LeadAnswered(lead_id="zone-lead-3", answer="正在洽谈")))
    accepted(desk.say("soe-2", e.LeadPooled(lead_id="zone-lead-4", pool_reason="无合适载体")))
    statuses = {state.status for state in desk.states.values() if isinstance(state, e.Lead)}
    assert statuses == {"REGISTERED", "JUDGED", "ASSIGNED", "ANSWERED", "POOLED"}
    url = f"sqlite:///{tmp_path}/board.sqlite"
    with read_board(url, tmp_path, lambda log: log.tell(desk.ledger)) as login:
        for who in ("leader", "investment", "soe-2", "soe-3"):
            client = login(who)
            listed = {item["id"]: item.get("clock") for item in client.get("/api/v1/leads").json()["items"]}
            assert listed == {id_: client.get(f"/api/v1/leads/{id_}").json().get("clock") for id_ in listed}
            due = {item["id"]: item["clocks"][0] for item in client.get("/api/v1/leads/due").json()["items"]}
            assert due == {id_: clock for id_, clock in listed.items() if clock is not None}
