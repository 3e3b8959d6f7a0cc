"""Others see that an investor is protected, not for what and by whom; commerce sees both sides, the owner the proof."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.support.claimdesk import claim_id, filing, investor
from tests.support.desk import cny
from tests.unit.board.conftest import Filled

from yipanqi.board.clocks import wait_of
from yipanqi.board.context import Board
from yipanqi.board.figures.evidence import events_of
from yipanqi.board.stream import ChangeFeed, Cursor
from yipanqi.board.views import VIEWS
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.figures.rows import Head
from yipanqi.models import claim as c
from yipanqi.models.enterprise import EnterpriseMerged, EnterpriseRegistered

Login = Callable[[str], TestClient]
HELD, LATER = claim_id("held"), claim_id("later")
#: Words that stand nowhere but in the content of the first claim.
SECRETS = ("拟建光刻胶工厂", "年产三千吨", "987000000", "2020-11-11", "赤坂某某株式会社")
OUTSIDERS = ("zone", "soe-2", "operations")
HIDDEN = (
    *("owner_unit=investment", "updated_by=investment", "contested=true", "q=光刻胶", "q=赤坂", "filed_on_from=2020"),
    *("protected_until_on_to=2022-01-01", "contact_due_on_from=2020", f"group_id={investor(1)}"),
)
PUBLIC = {
    *("id", "own", "claim_id", "investor_id", "scope", "status", "version", "registered_at", "updated_at"),
    "last_event_id",
}


@pytest.fixture
def filed(district: Filled) -> Filled:
    """Investment holds a claim on a parent; soe-3 filed a later one on its subsidiary."""
    say = district.log.say
    say("investment", EnterpriseRegistered(enterprise_id=investor(1), name="东海化学"))
    say("investment", EnterpriseRegistered(enterprise_id=investor(2), name="东海化学苏州", parent_id=investor(1)))
    given: dict[str, Any] = {
        "investor_name": "赤坂某某株式会社",
        "content": "拟建光刻胶工厂",
        "needs": "年产三千吨",
        "planned_investment": {"amount": "987000000.00", "currency": "CNY"},
        "first_contact_on": "2020-11-11",
    }
    say("investment", filing("held", investor(1), "C1", **given))
    met = {"met_on": "2020-12-31", "method": "VISIT", "summary": "拟建光刻胶工厂"}
    say("investment", c.ClaimContactRecorded(claim_id=HELD, **met))
    say("soe-3", filing("later", investor(2), "ALL", content="后报内容"))
    district.catch_up()
    return district


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1/claims{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_others_see_that_it_is_protected_and_nothing_else(filed: Filled, own_login: Login) -> None:
    for who in OUTSIDERS:
        client = own_login(who)
        record = get(client, f"/{HELD}")
        assert record.keys() == PUBLIC
        assert (record["status"], record["scope"], record["own"]) == ("PROTECTED", "C1", False)
        for path in ("", "?fields=all", f"/{HELD}", f"/{HELD}/history", "?format=csv"):
            text = client.get(f"/api/v1/claims{path}").text
            assert not [secret for secret in (*SECRETS, "investment", "招商中心", "soe-3") if secret in text], path
        assert get(client, f"/{HELD}/history") == {"items": [], "total": 0, "page": 1, "page_size": 50}


def test_events_behind_figures_are_as_hidden_as_the_history(filed: Filled) -> None:
    """No figure counts claims yet: whoever adds one must not open by it what the history keeps."""
    rows = [Head("claim", HELD, "", (), "", "")]
    views = {view.aggregate: view for view in VIEWS}

    def behind(unit: str | None, kind: ViewerKind) -> list[str]:
        found = events_of(filed.store, views, Viewer(unit or "x", kind, unit), rows)
        return [event.event_type for event in found.get(("claim", HELD), ())]

    for unit, kind in (("zone", ViewerKind.GOVERNMENT), ("soe-2", ViewerKind.SOE), (None, ViewerKind.OPERATIONS)):
        assert behind(unit, kind) == []
    for unit in ("investment", "commerce"):
        assert behind(unit, ViewerKind.GOVERNMENT)[0] == "yipanqi.claim.ClaimFiled"


def test_no_filter_search_or_order_tells_them_more(filed: Filled, own_login: Login) -> None:
    for who in OUTSIDERS:
        client = own_login(who)
        assert [query for query in HIDDEN if get(client, f"?{query}")["total"]] == []
        for name in ("owner_unit", "planned_investment", "investor_name", "protected_until_on"):
            assert [i["id"] for i in get(client, f"?sort={name}")["items"]] == sorted((HELD, LATER)), name
    seen = [query for query in HIDDEN if get(own_login("commerce"), f"?{query}")["total"]]
    assert len(seen) == len(HIDDEN) - 1  # the coordinator spoke last, not investment


def test_the_figures_tell_how_many_there_are_and_not_whose(filed: Filled, own_login: Login) -> None:
    figures = own_login("zone").get("/api/v1/summary").json()["claims"]
    assert figures["count"] == 2
    assert "owner_unit" not in figures["by"]
    assert "planned_investment" not in figures
    assert "owner_unit" in own_login("commerce").get("/api/v1/summary").json()["claims"]["by"]


def test_the_stream_tells_them_no_more_than_the_list(filed: Filled, board: Board) -> None:
    async def told(viewer: Viewer) -> list[str]:
        feed = ChangeFeed(board.database)
        await feed.start()
        changes = await feed.after(Cursor(feed.cursor.epoch, 0))
        await feed.stop()
        return [change.text(viewer) for change in changes or () if change.view.aggregate in ("claim", "protection")]

    outside = asyncio.run(told(Viewer("x", ViewerKind.GOVERNMENT, "zone")))
    assert outside
    assert not [secret for secret in (*SECRETS, "investment", "soe-3") if secret in "".join(outside)]
    assert "investment" in "".join(asyncio.run(told(Viewer("x", ViewerKind.GOVERNMENT, "commerce"))))


def test_a_unit_sees_its_own_claim_whole_and_that_it_is_contested(filed: Filled, own_login: Login) -> None:
    client = own_login("investment")
    record = get(client, f"/{HELD}")
    assert (record["own"], record["content"], record["contested"]) == (True, "拟建光刻胶工厂", True)
    assert get(client, f"/{LATER}").keys() == PUBLIC
    assert [item["event_type"] for item in get(client, f"/{HELD}/history")["items"]][-1] == "yipanqi.claim.ClaimFiled"
    assert [item["id"] for item in get(client, "?owner_unit=investment")["items"]] == [HELD]


def test_whom_it_is_offered_to_sees_what_it_is_about(filed: Filled, own_login: Login) -> None:
    assert "content" not in get(own_login("zone"), f"/{HELD}")
    filed.log.say("investment", c.ClaimTransferOffered(claim_id=HELD, to_unit="zone"))
    filed.catch_up()
    assert get(own_login("zone"), f"/{HELD}")["content"] == "拟建光刻胶工厂"


def test_commerce_sees_the_two_sides_of_a_conflict_beside_each_other(filed: Filled, own_login: Login) -> None:
    found = get(own_login("commerce"), "/conflicts")
    assert found["total"] == 1
    (conflict,) = found["items"]
    assert conflict["group_id"] == investor(1)
    assert conflict["ruling_due_on"] == "2021-01-06"
    assert (conflict["claim"]["owner_unit"], conflict["claim"]["content"]) == ("soe-3", "后报内容")
    assert conflict["ruling"] == {"possible": True, "own_claims": []}
    wait = conflict["wait"]
    assert (wait["since_on"], wait["due_on"]) == ("2020-12-31", "2021-01-06")
    counted = wait_of(wait["since_on"], wait["due_on"], date.fromisoformat(wait["as_of"]))
    assert wait == {"since_on": wait["since_on"], "due_on": wait["due_on"], **counted}
    assert found["overdue"] == (1 if wait["as_of"] > wait["due_on"] else 0)
    (other,) = conflict["against"]
    assert (other["owner_unit"], other["content"]) == ("investment", "拟建光刻胶工厂")
    assert own_login("leader").get("/api/v1/claims/conflicts?limit=1").json()["total"] == 1
    assert own_login("leader").get("/api/v1/claims/conflicts?limit=0").status_code == 422


def test_a_unit_whose_claims_a_merger_brings_together_is_no_conflict_to_rule_on(
    district: Filled, own_login: Login
) -> None:
    say = district.log.say
    for number in (1, 2):
        say("investment", EnterpriseRegistered(enterprise_id=investor(number), name=f"企业{number}"))
        say("zone", filing(f"own-{number}", investor(number)))
    say("commerce", EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同一家"))
    district.catch_up()
    assert get(own_login("zone"), f"/{claim_id('own-2')}")["status"] == "CONFLICT"
    found = get(own_login("commerce"), "/conflicts")
    assert (found["items"], found["total"], found["overdue"]) == ([], 0, 0)


def test_how_long_a_conflict_waits_is_counted_in_working_days() -> None:
    # 2021-01-01 to 03 are off, 4 to 8 are worked: the limit of 3 working days from 31 December ends on the 6th.
    since, due = "2020-12-31", "2021-01-06"
    told = {day: wait_of(since, due, date(2021, 1, day)) for day in (3, 6, 8)}
    assert [(one["used_working_days"], one["left_working_days"]) for one in told.values()] == [(0, 3), (3, 0), (5, -2)]
    assert wait_of(since, None, date(2021, 1, 6))["left_working_days"] is None
    assert wait_of("2198-01-01", None, date(2199, 1, 1))["used_working_days"] is None


def test_commerce_is_told_that_it_cannot_rule_before_it_gives_its_own_claim_up(filed: Filled, own_login: Login) -> None:
    filed.log.say("commerce", filing("own", investor(2), "C1"))
    filed.catch_up()
    for conflict in get(own_login("commerce"), "/conflicts")["items"]:
        assert conflict["ruling"]["possible"] is False
        assert conflict["ruling"]["own_claims"] == [claim_id("own")]
        assert conflict["ruling"]["code"] == "claim-own-case"
    assert get(own_login("commerce"), f"/{claim_id('own')}")["recusal_due_on"] == "2021-01-06"


def test_nobody_else_sees_both_sides_not_even_a_party(filed: Filled, own_login: Login) -> None:
    for who in ("investment", "soe-3", *OUTSIDERS):
        answer = own_login(who).get("/api/v1/claims/conflicts")
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["code"] == "not_a_reader"
        registers = own_login(who).get("/api/v1/claim-registers?fields=all").json()["items"]
        assert all("entries" not in register for register in registers)


def test_the_proof_names_the_ledgers_records_and_their_digests(filed: Filled, own_login: Login) -> None:
    found = get(own_login("investment"), f"/{HELD}/proof")
    assert found["filing"]["unit"] == "investment"
    assert found["filing"]["event_type"] == "yipanqi.claim.ClaimFiled"
    assert found["register"]["event_type"] == "yipanqi.protection.ProtectionAsked"
    assert found["register"]["group_id"] == investor(1)
    history = get(own_login("investment"), f"/{HELD}/history")["items"][-1]
    assert history["position"] == found["filing"]["position"]
    later = get(own_login("commerce"), f"/{LATER}/proof")
    first, second = (int(p["register"]["position"].rpartition("/")[2]) for p in (found, later))
    assert first < second, "one register, one order"
    assert found["register"]["position"].rpartition("/")[0] == later["register"]["position"].rpartition("/")[0]


def test_the_digests_are_those_of_the_records_bytes_in_the_log(own_login: Login, district: Filled) -> None:
    for event in (
        EnterpriseRegistered(enterprise_id=investor(1), name="东海化学"),
        filing("held", investor(1), first_contact_on=date(2020, 11, 11), planned_investment=cny("987000000.00")),
    ):
        district.log.say("investment", event)
    batches = district.log.drain()
    district.projector.apply(batches)
    written = [raw for batch in batches for raw in batch]
    found = get(own_login("commerce"), f"/{HELD}/proof")
    for step in ("filing", "register"):
        (raw,) = [raw for raw in written if f"{raw.topic}/{raw.partition}/{raw.offset}" == found[step]["position"]]
        assert found[step]["digest"] == hashlib.sha256(raw.value or b"").hexdigest()
    table = district.store.tables.history
    with district.store.engine.connect() as connection:
        kept = set(connection.scalars(select(table.c.aggregate).where(table.c.digest.is_not(None))))
    assert kept == {"claim", "protection"}


def test_the_proof_is_for_the_owner_and_commerce(filed: Filled, own_login: Login) -> None:
    for who in ("soe-3", "zone", "operations"):
        assert own_login(who).get(f"/api/v1/claims/{HELD}/proof").status_code == 403
    assert own_login("zone").get("/api/v1/claims/none/proof").status_code == 404
    assert own_login("commerce").get(f"/api/v1/claims/{HELD}/proof").status_code == 200


def test_the_check_before_filing_warns_of_a_parent_that_is_known_by_its_name_alone(
    filed: Filled, own_login: Login
) -> None:
    """No claim goes by a name: so whoever files has to be told."""
    given = {"enterprise_id": investor(7), "name": "恒达精密机械", "parent_name": "东海化学"}
    filed.log.say("zone", EnterpriseRegistered(**given))
    filed.catch_up()
    answer = own_login("zone").post("/api/v1/enterprises/check", json={"name": "恒达精密机械"}).json()
    notices = {match["id"]: match["notice"] for match in answer["matches"]}
    assert notices[investor(7)] is None
    assert notices[investor(1)]["code"] == "protected"


def test_the_check_before_filing_says_that_a_subsidiary_is_protected_by_its_parents_claim(
    filed: Filled, own_login: Login
) -> None:
    for who in ("zone", "soe-2"):
        answer = own_login(who).post("/api/v1/enterprises/check", json={"name": "东海化学苏州"})
        (match,) = (m for m in answer.json()["matches"] if m["id"] == investor(2))
        assert match["notice"]["code"] == "protected"
        assert match["notice"]["zh"] == "已受首报保护，请联系商务局（范围：生物医药与生命健康）"
        assert "investment" not in json.dumps(match["notice"])
    other = own_login("zone").post("/api/v1/enterprises/check", json={"name": "华星集团"}).json()["matches"][0]
    assert other["notice"] is None


def test_when_units_spoke_does_not_tell_who_filed_a_claim(filed: Filled, own_login: Login) -> None:
    """A claim's moment is seen by all: beside it the moment in which a unit last spoke would be its owner's name."""
    for who, exact in (("zone", {"zone"}), ("soe-2", {"soe-2"}), ("operations", set()), ("commerce", None)):
        told = {row["unit"]: row for row in own_login(who).get("/api/v1/summary").json()["freshness"]}
        spoken = {unit for unit, row in told.items() if row["state"] != "never"}
        assert spoken >= {"investment", "soe-3", "zone", "soe-2"}
        assert all(told[unit]["last_event_on"] for unit in spoken)
        assert {unit for unit in spoken if told[unit]["last_event_at"] or told[unit]["events"]} == (
            spoken if exact is None else exact
        )
    kept = own_login("zone").get("/api/v1/figures/freshness-kept", params={"by": "unit"}).json()
    assert {value["last_input"][10:] for value in kept["values"] if value["last_input"]} == {"T00:00:00Z"}
