"""Before filing: who is there already, how similar and why; which records may be one; who belongs to whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.unit.board.conftest import Filled

from yipanqi.board import enterprise_group, routes_enterprises
from yipanqi.board.context import Board
from yipanqi.board.store import Store
from yipanqi.board.views.enterprise import VIEW
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Share
from yipanqi.models.enterprise import (
    EnterpriseDistinguished,
    EnterpriseMerged,
    EnterpriseRegistered,
    EnterpriseUpdated,
)

Login = Callable[[str], TestClient]
CODE = "91350100M000100Y43"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What is answered does not depend on the kind of database; how the index follows it is tested beside this."""
    return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"


@pytest.fixture
def firms(district: Filled) -> Filled:
    """Besides 华星集团 of the small district, some that are like it and some that are not."""
    log = district.log
    log.enterprise("foreign:CN:2", name="苏州华兴电子材料有限公司", remarks="内部备注")
    log.enterprise(
        CODE, name="华星电子材料（苏州）股份有限公司", parent_id="foreign:JP:0001", name_en="Huaxing Materials"
    )
    log.enterprise("foreign:CN:4", name="东方光学", parent_id=CODE)
    log.enterprise("foreign:CN:5", name="恒达精密机械", parent_name="华星集团")
    district.catch_up()
    return district


def check(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/enterprises/check", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def told(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(match["id"], match["kind"]) for match in found["matches"]]


def test_the_check_says_who_is_there_how_similar_and_why(own_login: Login, firms: Filled) -> None:
    found = check(own_login("soe-2"), name="苏州华星电子材料有限公司")
    assert told(found) == [
        (CODE, "same"),
        ("foreign:CN:2", "similar"),
        ("foreign:JP:0001", "same-group"),
        ("foreign:CN:4", "same-group"),
    ]
    assert found["verdict"]["code"] == "likely"
    same, similar, parent, _ = found["matches"]
    assert same["reasons"][0]["zh"] == "名称去除地名和组织形式后相同（华星电子材料）"
    assert (same["score"], similar["score"], parent["score"]) == (100.0, 83.3, None)
    assert "拼音相同" in similar["reasons"][0]["zh"]
    assert same["enterprise"]["owner_unit"] == "investment"
    assert found["thresholds"] == {"same": 95.0, "similar": 80.0}
    assert all(match["notice"] is None for match in found["matches"])


def test_nobody_is_told_as_nobody(own_login: Login, firms: Filled) -> None:
    found = check(own_login("zone"), name="毫不相干生物医药有限公司", parent_name="无人知晓集团")
    assert (found["verdict"]["code"], found["matches"], found["compared_with"]) == ("nobody", [], 5)


def test_a_name_that_only_sounds_alike_is_for_a_person_to_look_at(own_login: Login, firms: Filled) -> None:
    assert check(own_login("zone"), name="东芳光学")["verdict"]["code"] == "look"


def test_an_enterprise_of_another_country_is_told_with_the_difference(own_login: Login, firms: Filled) -> None:
    def reasons(**more: str) -> str:
        found = check(own_login("zone"), name="华星集团", **more)["matches"]
        return str(next(match["reasons"] for match in found if match["id"] == "foreign:JP:0001"))

    assert "国别不同：所查为 KR，登记为 JP" in reasons(country="kr")
    assert "国别不同" not in reasons(country="JP")
    assert "国别不同" not in reasons()
    assert own_login("zone").post("/api/v1/enterprises/check", json={"name": "x", "country": "JPN"}).status_code == 422


def test_the_parents_name_brings_the_whole_group(own_login: Login, firms: Filled) -> None:
    found = check(own_login("zone"), name="全新企业", parent_name="华星集团有限公司")
    assert dict(told(found)) == {"foreign:JP:0001": "same-group", CODE: "same-group", "foreign:CN:5": "same-group"}
    assert [m["reasons"][0]["code"] for m in found["matches"]] == ["parent", "sister", "sister"]


def test_a_credit_code_finds_its_enterprise_whatever_the_name(own_login: Login, firms: Filled) -> None:
    found = check(own_login("zone"), name="另外的名称", enterprise_id=CODE)
    assert told(found)[0] == (CODE, "same-id")


def test_a_wrong_credit_code_is_answered_with_the_character_expected_but_not_as_the_truth(
    own_login: Login, firms: Filled
) -> None:
    answer = own_login("zone").post(
        "/api/v1/enterprises/check", json={"name": "某", "enterprise_id": "91350100M000100Y44"}
    )
    assert answer.status_code == 422
    problem = answer.json()["errors"][0]
    assert (problem["code"], problem["field"]) == ("bad_credit_code", "enterprise_id")
    assert "应为 3" in problem["zh"]
    assert "核对全部 18 位" in problem["zh"]
    assert "any one" in problem["en"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "某", "enterprise_id": "12345"}, "enterprise_id"),
        ({"name": "——"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "某" * 301}, "name"),
        ({"name": "某", "limit": 51}, "limit"),
        ({"name": "某", "aliases": ["甲"] * 21}, "aliases"),
        ({"name": "某", "other": 1}, "other"),
    ],
    ids=str,
)
def test_a_bad_check_is_named_in_both_languages(own_login: Login, body: dict[str, Any], field: str) -> None:
    answer = own_login("zone").post("/api/v1/enterprises/check", json=body)
    assert answer.status_code == 422
    problem = answer.json()["errors"][0]
    assert problem["field"] == field
    assert problem["zh"]
    assert problem["en"]


def test_a_check_needs_a_session_and_comes_from_this_site(own_login: Login, firms: Filled) -> None:
    for path in ("duplicates", "foreign:JP:0001/group"):
        assert own_login("").get(f"/api/v1/enterprises/{path}").status_code == 401
    assert own_login("").post("/api/v1/enterprises/check", json={"name": "某"}).status_code == 401
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert (
        own_login("zone").post("/api/v1/enterprises/check", json={"name": "某"}, headers=elsewhere).status_code == 403
    )


def test_the_answer_has_nothing_that_the_viewer_may_not_see(own_login: Login, firms: Filled) -> None:
    assert "内部备注" not in str(check(own_login("soe-2"), name="苏州华兴电子材料有限公司"))
    indexed = ("enterprise_id", "name", "name_en", "aliases", "merged_names", "parent_id", "parent_name", "merged_into")
    assert {VIEW.fields[name].share for name in indexed} == {Share.ALL}


def test_a_parent_given_by_its_id_is_looked_at_and_a_wrong_id_told(own_login: Login, firms: Filled) -> None:
    client = own_login("zone")
    found = check(client, name="全新公司", parent_id=CODE)
    assert told(found) == [(CODE, "same-group"), ("foreign:JP:0001", "same-group"), ("foreign:CN:4", "same-group")]
    wrong = client.post("/api/v1/enterprises/check", json={"name": "全新公司", "parent_id": "91350100M000100Y44"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "parent_id"


def test_duplicates_are_proposed_the_surest_first(board: Board, firms: Filled, own_login: Login) -> None:
    firms.log.enterprise("foreign:JP:1", name="全然不同")
    firms.catch_up()
    client = own_login("commerce")
    assert client.get("/api/v1/enterprises/duplicates").json()["left"] == 6
    board.names.work_off()
    found = client.get("/api/v1/enterprises/duplicates").json()
    pairs = [(item["one"]["id"], item["other"]["id"], item["kind"]) for item in found["items"]]
    assert pairs == [("foreign:JP:0001", "foreign:JP:1", "same-id"), (CODE, "foreign:CN:2", "similar")]
    assert (found["left"], found["total"], found["more"]) == (0, 2, False)
    assert found["items"][0]["reasons"][0]["code"] == "same-id-form"
    assert found["items"][1]["reasons"][0]["code"] == "same-sound"
    likely = client.get("/api/v1/enterprises/duplicates?kind=likely&page_size=1").json()
    assert [item["likely"] for item in likely["items"]] == [True]
    assert client.get("/api/v1/enterprises/duplicates?page=2&page_size=1").json()["items"][0]["kind"] == "similar"
    assert client.get("/api/v1/enterprises/duplicates?kind=x").status_code == 422


def test_a_parent_known_by_its_name_alone_is_proposed_to_be_linked_by_its_id(
    board: Board, firms: Filled, own_login: Login
) -> None:
    board.names.work_off()
    client = own_login("commerce")
    found = client.get("/api/v1/enterprises/duplicates?kind=parent").json()
    assert [(item["one"]["id"], item["other"]["id"]) for item in found["items"]] == [
        ("foreign:CN:5", "foreign:JP:0001")
    ]
    (reason,) = found["items"][0]["reasons"]
    assert reason["code"] == "named-parent"
    assert "foreign:CN:5 登记的母公司名称“华星集团”与 foreign:JP:0001" in reason["zh"]
    assert "foreign:CN:5" not in str(client.get("/api/v1/enterprises/duplicates").json()["items"])


def test_both_sides_of_a_pair_come_with_what_the_viewer_may_see_of_them(
    board: Board, firms: Filled, own_login: Login
) -> None:
    board.names.work_off()
    pair = own_login("soe-2").get("/api/v1/enterprises/duplicates").json()["items"][0]
    for side in (pair["one"], pair["other"]):
        assert side["enterprise"]["id"] == side["id"]
        assert side["enterprise"]["name"] == side["name"]
        assert "remarks" not in side["enterprise"]


def test_a_pair_goes_when_one_of_them_is_merged(board: Board, firms: Filled, own_login: Login) -> None:
    one = firms.log.enterprise("foreign:CN:8", name="东方光学有限公司")
    firms.catch_up()
    board.names.work_off()
    client = own_login("commerce")
    assert client.get("/api/v1/enterprises/duplicates?kind=likely").json()["total"] == 1
    merged = EnterpriseMerged(enterprise_id="foreign:CN:8", into_id="foreign:CN:4", reason="同一企业")
    firms.log.change(one, merged, "commerce", merged_into="foreign:CN:4")
    firms.catch_up()
    board.names.work_off()
    assert client.get("/api/v1/enterprises/duplicates?kind=likely").json()["total"] == 0


def test_two_firms_told_apart_are_no_pair_and_the_check_says_so(
    board: Board, district: Filled, own_login: Login
) -> None:
    say = district.log.say
    for number in (1, 2):
        say("zone", EnterpriseRegistered(enterprise_id=f"foreign:KR:{number}", name="三星光电"))
    district.catch_up()
    board.names.work_off()
    client = own_login("commerce")
    assert "foreign:KR:1" in str(client.get("/api/v1/enterprises/duplicates").json()["items"])
    decision = {"enterprise_id": "foreign:KR:1", "other_id": "foreign:KR:2", "reason": "法人不同"}
    say("commerce", EnterpriseDistinguished(**decision))
    district.catch_up()
    board.names.work_off()
    assert "foreign:KR" not in str(client.get("/api/v1/enterprises/duplicates").json()["items"])
    for asked in ({}, {"enterprise_id": "foreign:KR:2"}):
        match = next(m for m in check(client, name="三星光电", **asked)["matches"] if m["id"] == "foreign:KR:1")
        (word,) = (reason for reason in match["reasons"] if reason["code"] == "told-apart")
        assert word["zh"].endswith("认定与 foreign:KR:2 为不同企业：法人不同")
    say("zone", EnterpriseUpdated(enterprise_id="foreign:KR:2", name="三星光电科技"))
    district.catch_up()
    board.names.work_off()
    assert "foreign:KR:1" in str(client.get("/api/v1/enterprises/duplicates").json()["items"])
    assert "told-apart" not in str(check(client, name="三星光电"))


def test_the_group_goes_up_to_the_ultimate_parent_and_down_all_levels(own_login: Login, firms: Filled) -> None:
    client = own_login("zone")
    found = client.get("/api/v1/enterprises/foreign:CN:4/group").json()
    assert [parent["id"] for parent in found["parents"]] == [CODE, "foreign:JP:0001"]
    assert found["ultimate_parent"] == {"id": "foreign:JP:0001", "name": "华星集团", "registered": True}
    top = client.get("/api/v1/enterprises/foreign:JP:0001/group").json()
    below = [(child["id"], child["level"]) for child in top["subsidiaries"]]
    assert below == [(CODE, 1), ("foreign:CN:5", 1), ("foreign:CN:4", 2)]
    assert top["more_subsidiaries"] is False


def test_a_parent_that_nobody_registered_and_a_circle_are_harmless(own_login: Login, firms: Filled) -> None:
    log = firms.log
    log.enterprise("foreign:DE:1", name="甲厂", parent_id="foreign:DE:9")
    log.enterprise("foreign:DE:2", name="乙厂", parent_id="foreign:DE:3")
    log.enterprise("foreign:DE:3", name="丙厂", parent_id="foreign:DE:2")
    firms.catch_up()
    client = own_login("zone")
    found = client.get("/api/v1/enterprises/foreign:DE:1/group").json()
    assert found["ultimate_parent"] == {"id": "foreign:DE:9", "name": None, "registered": False}
    assert client.get("/api/v1/enterprises/foreign:DE:9/group").json()["registered"] is False
    circle = client.get("/api/v1/enterprises/foreign:DE:2/group").json()
    assert [parent["id"] for parent in circle["parents"]] == ["foreign:DE:3"]
    assert client.get("/api/v1/enterprises/foreign:DE:none/group").status_code == 404


def test_subsidiaries_are_told_up_to_a_bound(own_login: Login, firms: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enterprise_group, "MOST_SUBSIDIARIES", 2)
    top = own_login("zone").get("/api/v1/enterprises/foreign:JP:0001/group").json()
    assert (len(top["subsidiaries"]), top["more_subsidiaries"]) == (2, True)


def test_others_may_add_a_word_about_whom_they_protect(
    own_login: Login, firms: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    def protect(store: Store, ids: Any, viewer: Viewer) -> dict[str, Any]:
        return {CODE: {"code": "protected", "zh": "已受保护，请联系商务局", "en": "protected, contact commerce"}}

    monkeypatch.setattr(routes_enterprises, "NOTICES", (protect,))
    matches = check(own_login("soe-2"), name="苏州华星电子材料有限公司")["matches"]
    assert [m["notice"] and m["notice"]["code"] for m in matches] == ["protected", None, None, None]


def test_a_former_name_finds_the_record_in_the_list_too(own_login: Login, firms: Filled) -> None:
    record = firms.log.enterprise("foreign:CN:7", name="某企业")
    merged = EnterpriseMerged(enterprise_id="foreign:CN:2", into_id="foreign:CN:7", reason="同一企业")
    firms.log.change(record, merged, "commerce", merged_names=("曾用旧名",))
    firms.catch_up()
    found = own_login("zone").get("/api/v1/enterprises?q=曾用旧名").json()
    assert [item["id"] for item in found["items"]] == ["foreign:CN:7"]
