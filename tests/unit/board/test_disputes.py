"""A doubted field is marked on the board while its source owes an answer, for those who may see the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from tests.support.claimdesk import claim_id, filing, investor
from tests.unit.board.conftest import Filled

from yipanqi.board.query import read_docs
from yipanqi.board.stream import Change
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.models.alert import AlertRaised, AlertSnoozed
from yipanqi.models.correction import CorrectionMade, CorrectionRequested
from yipanqi.models.enterprise import EnterpriseRegistered
from yipanqi.models.project import ProjectUpdated

Login = Callable[[str], TestClient]


def doubt(field: str, number: int, subject: str = "commerce-project-1") -> CorrectionRequested:
    return CorrectionRequested(
        correction_id=f"zone-correction-{number}",
        subject_aggregate="project",
        subject_id=subject,
        field=field,
        source_unit="commerce",
        doubt="与批复不符",
    )


@pytest.fixture
def doubted(district: Filled) -> Filled:
    district.log.say("zone", doubt("land_m2", 1))
    district.log.say("zone", doubt("planned_investment", 2))
    district.catch_up()
    return district


def fields(client: TestClient) -> list[str]:
    (listed,) = (i for i in client.get("/api/v1/projects").json()["items"] if i["id"] == "commerce-project-1")
    whole = client.get("/api/v1/projects/commerce-project-1").json()
    assert listed.get("disputed") == whole.get("disputed")
    return [entry["field"] for entry in whole.get("disputed", [])]


def test_everyone_sees_that_a_field_is_doubted_by_whom_and_until_when(doubted: Filled, own_login: Login) -> None:
    record = own_login("soe-2").get("/api/v1/projects/commerce-project-1").json()
    assert record["disputed"] == [
        {"field": "land_m2", "correction_id": "zone-correction-1", "by": "zone", "due_on": "2021-01-15"}
    ]
    assert "disputed" not in own_login("soe-2").get("/api/v1/projects/investment-project-2").json()


def test_a_claim_keeps_its_own_field_of_that_name_beside_the_doubts_about_it(
    district: Filled, own_login: Login
) -> None:
    say = district.log.say
    say("investment", EnterpriseRegistered(enterprise_id=investor(1), name="东海化学"))
    say("investment", filing("held", investor(1), "C1", content="研发中心"))
    about = {"subject_aggregate": "claim", "subject_id": claim_id("held"), "source_unit": "investment"}
    say("commerce", CorrectionRequested(correction_id="commerce-correction-1", field="content", doubt="不符", **about))
    district.catch_up()
    record = own_login("investment").get(f"/api/v1/claims/{claim_id('held')}").json()
    assert not record["disputed"], "it was in no conflict"
    assert [entry["field"] for entry in record["doubted"]] == ["content"]
    assert own_login("investment").get("/api/v1/claims?fields=all").status_code == 200


def test_a_doubt_about_a_hidden_field_is_shown_to_those_who_see_the_field(doubted: Filled, own_login: Login) -> None:
    assert fields(own_login("investment")) == ["land_m2", "planned_investment"]
    assert fields(own_login("soe-2")) == ["land_m2"]


def test_the_mark_goes_with_the_answer(doubted: Filled, own_login: Login) -> None:
    fixed = doubted.log.say("commerce", ProjectUpdated(project_id="commerce-project-1", land_m2=Decimal("1.00")))
    made = CorrectionMade(correction_id="zone-correction-1", fixed_by=fixed.last_event_id, answer="已更正")
    doubted.log.say("commerce", made)
    doubted.catch_up()
    assert fields(own_login("commerce")) == ["planned_investment"]


ALERT = "6f6e6520-6368-5573-a2b6-0f6172640001"
SEEING = {"zone": True, "commerce": True, "leader": True, "investment": False, "soe-2": False}


@pytest.fixture
def warned(district: Filled) -> Filled:
    """An alert on a claim of the zone's."""
    district.log.say(
        "watch",
        AlertRaised(
            alert_id=ALERT,
            kind="CLAIM_ENDING",
            level="WARNING",
            subject_aggregate="claim",
            subject_id="zone-claim-1",
            subject_name="东海化学",
            units=("zone",),
            reason_zh="将到期。",
            reason_en="Ends soon.",
        ),
    )
    district.catch_up()
    return district


def test_an_alert_is_seen_whole_by_who_must_act_and_by_commerce(warned: Filled, own_login: Login) -> None:
    for username, whole in SEEING.items():
        (alert,) = own_login(username).get("/api/v1/alerts").json()["items"]
        assert ("subject_id" in alert) is whole, username
        assert ("subject_name" in alert) is whole, username
        assert ("units" in alert) is whole, username
    assert own_login("zone").get("/api/v1/alerts?units=zone").json()["total"] == 1
    assert own_login("investment").get("/api/v1/alerts?units=zone").json()["total"] == 0
    assert own_login("investment").get("/api/v1/alerts?subject_id=zone-claim-1").json()["total"] == 0
    assert own_login("zone").get("/api/v1/alerts?q=东海化学").json()["total"] == 1
    assert own_login("investment").get("/api/v1/alerts?q=东海化学").json()["total"] == 0


@pytest.fixture
def put_off(warned: Filled) -> Filled:
    """The same, put off by the zone."""
    warned.log.say("zone", AlertSnoozed(alert_id=ALERT, until_on=date(2021, 1, 10), reason="东海化学已约见"))
    warned.catch_up()
    return warned


def test_putting_an_alert_off_tells_others_neither_who_must_act_nor_why(put_off: Filled, own_login: Login) -> None:
    for username, whole in SEEING.items():
        client = own_login(username)
        alert = client.get(f"/api/v1/alerts/{ALERT}").json()
        assert (alert["status"], alert["snoozed_until_on"]) == ("SNOOZED", "2021-01-10")
        assert (alert.get("snoozed_by"), alert.get("snooze_reason")) == (
            ("zone", "东海化学已约见") if whole else (None, None)
        ), username
        assert alert["updated_by"] == "watch"
        texts = [client.get(f"/api/v1/alerts/{ALERT}{part}").text for part in ("", "/history")]
        assert any("zone" in text or "东海化学" in text for text in texts) is whole, username
    assert own_login("zone").get("/api/v1/alerts?updated_by=zone").json()["total"] == 0


def test_the_stream_tells_each_viewer_of_an_alert_what_the_list_does(put_off: Filled) -> None:
    view = next(view for view in put_off.database.views if view.aggregate == "alert")
    with put_off.store.engine.connect() as connection:
        record = read_docs(connection, put_off.store.tables.records["alert"], [ALERT])[ALERT]
    change = Change(1, view, ALERT, record["version"], record["updated_at"], record)
    viewers = {
        "zone": Viewer("zone", ViewerKind.GOVERNMENT, "zone"),
        "leader": Viewer("leader", ViewerKind.GOVERNMENT),
        "investment": Viewer("investment", ViewerKind.GOVERNMENT, "investment"),
        "soe-2": Viewer("soe-2", ViewerKind.SOE, "soe-2"),
        "operations": Viewer("operations", ViewerKind.OPERATIONS),
    }
    told = {name: change.text(viewer) for name, viewer in viewers.items()}
    assert {name for name, text in told.items() if "东海化学" in text or "zone" in text} == {"zone", "leader"}
    assert all('"status":"SNOOZED"' in text for text in told.values())


def test_alerts_are_counted_by_kind_the_most_urgent_first_for_whom_they_are(district: Filled, own_login: Login) -> None:
    def raised(number: int, kind: str, level: str, due: str | None, unit: str = "zone") -> str:
        id_ = f"6f6e6520-6368-5573-a2b6-0f617264001{number}"
        about = {"subject_aggregate": "project", "subject_id": "commerce-project-1", "units": (unit,)}
        words = {"reason_zh": "请处理", "reason_en": "Act.", "due_on": due and date.fromisoformat(due)}
        district.log.say("watch", AlertRaised(alert_id=id_, kind=kind, level=level, **about, **words))
        return id_

    raised(1, "CARRIER_IDLE", "NOTICE", None)
    raised(2, "APPROVAL_DUE", "WARNING", "2021-01-05")
    raised(3, "APPROVAL_DUE", "URGENT", "2021-01-09")
    raised(4, "APPROVAL_DUE", "WARNING", None, "investment")
    raised(5, "PROBLEM_OVERDUE", "URGENT", "2020-12-29")
    put_off = raised(6, "PROBLEM_OVERDUE", "URGENT", "2020-12-01")
    say = {"until_on": date(2021, 1, 20), "reason": "节后"}
    district.log.say("zone", AlertSnoozed(alert_id=put_off, **say))
    district.catch_up()
    found = own_login("zone").get("/api/v1/alerts/kinds").json()
    assert [(one["kind"], one["level"], one["count"], one["due_on"]) for one in found["items"]] == [
        ("PROBLEM_OVERDUE", "URGENT", 1, "2020-12-29"),
        ("APPROVAL_DUE", "URGENT", 2, "2021-01-05"),
        ("CARRIER_IDLE", "NOTICE", 1, None),
    ]
    assert found["items"][1]["levels"] == {"URGENT": 1, "WARNING": 1}
    assert (found["total"], found["snoozed"]) == (4, 1)
    assert own_login("leader").get("/api/v1/alerts/kinds").json()["total"] == 5
    assert own_login("soe-2").get("/api/v1/alerts/kinds").json() == {"items": [], "total": 0, "snoozed": 0}
