"""A doubted field is marked on the board while its source owes an answer, for those who may see the field."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from fastapi.testclient import TestClient
from tests.unit.board.conftest import Filled

from yipanqi.board.query import read_docs
from yipanqi.board.stream import Change, ChangeFeed
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.models.alert import AlertRaised, AlertSnoozed
from yipanqi.models.correction import CorrectionMade, CorrectionRequested
from yipanqi.models.project import ApprovalSubmitted, ProjectRegistered, ProjectUpdated

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


def test_a_doubt_about_a_hidden_field_is_shown_to_those_who_see_the_field(doubted: Filled, own_login: Login) -> None:
    assert fields(own_login("investment")) == ["land_m2", "planned_investment"]
    assert fields(own_login("soe-2")) == ["land_m2"]


def of(client: TestClient, path: str, column: int = -1) -> dict[str, str]:
    """Return a column of a list as CSV by the first one's values, that of the doubts unless said otherwise."""
    rows = list(csv.reader(StringIO(client.get(f"/api/v1/{path}format=csv").text.removeprefix("\ufeff"))))
    return {row[0]: row[column] for row in rows}


def test_a_file_for_spreadsheets_names_the_doubted_fields(doubted: Filled, own_login: Login) -> None:
    named = of(own_login("investment"), "projects?")
    assert (named["项目标识"], named["commerce-project-1"]) == ("校核中", "用地面积(㎡)、计划总投资")
    assert not named["investment-project-2"]
    assert of(own_login("soe-2"), "projects?")["commerce-project-1"] == "用地面积(㎡)"
    assert "校核中" not in of(own_login("investment"), "corrections?").values(), "nobody doubts a doubt"


def test_a_change_in_the_stream_tells_of_the_doubts_to_those_who_see_the_field(doubted: Filled) -> None:
    doubted.log.say("commerce", ProjectUpdated(project_id="commerce-project-1", expected_jobs=7))
    doubted.catch_up()
    feed = ChangeFeed(doubted.database)
    changes = feed._read(doubted.store, 0)
    assert changes is not None
    last = next(change for change in reversed(changes) if change.id == "commerce-project-1")
    government, group = Viewer("a", ViewerKind.GOVERNMENT, "zone"), Viewer("b", ViewerKind.SOE, "soe-2")
    for viewer, names in ((government, ["land_m2", "planned_investment"]), (group, ["land_m2"])):
        record = json.loads(last.text(viewer))["record"]
        assert [entry["field"] for entry in record["disputed"]] == names
    other = next(change for change in changes if change.id == "investment-project-2")
    assert "disputed" not in json.loads(other.text(government))["record"]


def test_items_of_a_doubted_list_are_marked_and_so_is_what_stands_beside_them(
    district: Filled, own_login: Login
) -> None:
    say = district.log.say
    known = {"project_id": "zone-project-9", "name": "在批项目", "stage": "SIGNED", "taken_over": True}
    say("zone", ProjectRegistered(**known))
    about = {"project_id": "zone-project-9", "matter_id": "m1", "kind": "ENVIRONMENT", "authority": "生态环境局"}
    say("zone", ApprovalSubmitted(**about, submitted_on=date(2020, 12, 1), limit_working_days=30))
    for number, field in enumerate(("approvals", "name", "land_m2"), 1):
        named = {"subject_id": "zone-project-9", "source_unit": "zone", "field": field}
        one = doubt(field, number).model_copy(update={**named, "correction_id": f"commerce-correction-{number}"})
        say("commerce", one)
    district.catch_up()
    (item,) = own_login("commerce").get("/api/v1/approvals?project_id=zone-project-9").json()["items"]
    assert item["id"] == "zone-project-9/m1"
    assert [entry["field"] for entry in item["disputed"]] == ["approvals", "project_name"]
    assert own_login("commerce").get("/api/v1/approvals?format=csv").text.splitlines()[0].endswith("校核中")


def test_rankings_mark_the_doubted_fields_of_the_project_and_of_the_carriers(doubted: Filled, own_login: Login) -> None:
    needs = {"need_kinds": ("PLANT",), "need_floor_m2": Decimal(900)}
    doubted.log.say("commerce", ProjectUpdated(project_id="commerce-project-1", **needs))
    carrier = doubted.log.carrier("doubted", "snd-group", floor_m2=Decimal(1000), rent_cny_m2_month=Decimal(20))
    for number, field in ((8, "floor_m2"), (9, "rent_cny_m2_month")):
        about = {"subject_aggregate": "carrier", "subject_id": carrier.carrier_id, "source_unit": "snd-group"}
        doubted.log.say("zone", doubt(field, number).model_copy(update=about))
    doubted.catch_up()

    def found(username: str, path: str, of: str, id_: str) -> tuple[list[str], list[str]]:
        answer = own_login(username).get(f"/api/v1/{path}/matches?limit=100").json()
        (item,) = (item for item in answer["items"] if item[of] == id_)
        own, ranked = answer.get("disputed", []), item.get("disputed", [])
        return [entry["field"] for entry in own], [entry["field"] for entry in ranked]

    project, all_of_it = "commerce-project-1", ["land_m2", "planned_investment"]
    rent = ["floor_m2", "rent_cny_m2_month"]
    assert found("investment", f"projects/{project}", "carrier_id", carrier.carrier_id) == (all_of_it, rent)
    assert found("investment", f"carriers/{carrier.carrier_id}", "project_id", project) == (rent, all_of_it)
    assert found("soe-2", f"projects/{project}", "carrier_id", carrier.carrier_id) == (["land_m2"], ["floor_m2"])


def test_the_list_of_doubts_names_no_field_that_the_viewer_may_not_see(doubted: Filled, own_login: Login) -> None:
    def listed(username: str) -> dict[str, dict[str, str]]:
        items = own_login(username).get("/api/v1/corrections").json()["items"]
        return {item["id"]: item for item in items}

    assert listed("investment")["zone-correction-2"]["field"] == "planned_investment"
    assert listed("soe-2")["zone-correction-1"]["field"] == "land_m2"
    assert not {"field", "doubt"} & listed("soe-2")["zone-correction-2"].keys()
    client = own_login("soe-2")
    assert "field" not in client.get("/api/v1/corrections/zone-correction-2").json()
    history = client.get("/api/v1/corrections/zone-correction-2/history").json()["items"]
    assert "planned_investment" not in json.dumps(history)
    assert client.get("/api/v1/corrections?q=planned_investment").json()["total"] == 0
    assert client.get("/api/v1/corrections?field=planned_investment").status_code == 422
    changes = ChangeFeed(doubted.database)._read(doubted.store, 0) or []
    viewer = Viewer("b", ViewerKind.SOE, "soe-2")
    told = {change.id: change.text(viewer) for change in changes if change.view.aggregate == "correction"}
    assert "land_m2" in told["zone-correction-1"]
    assert "planned_investment" not in told["zone-correction-2"]


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
