"""The list of claims (首报登记表) as departments keep it."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal

import pytest
from tests.support.desk import Desk, accepted

from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.models.enterprise import EnterpriseRegistered
from yipanqi.unit.sheets import Fault, plan_events, read_rows, read_workbook

TITLES = [
    *("序号", "首报编号", "投资方", "统一社会信用代码", "产业方向", "首次接触日期", "投资意向", "意向投资（万美元）"),
    *("联系人", "联系电话"),
]
ROW = [1, "SB-7", "某化学公司", "91350100M000100Y43", "生物医药", "2020.11.11", "拟建生产基地", 5000, "张某", "138"]


def test_a_list_of_claims_becomes_filings(good):
    first, second = good([["2020年首报登记表"], TITLES, ROW, [2, "SB-8", *ROW[2:4], "全部", *ROW[5:]]], unit="zone")
    assert first.record["investor_id"] == "91350100M000100Y43"
    assert (first.record["scope"], second.record["scope"]) == ("C1", "ALL")
    assert first.record["first_contact_on"] == "2020-11-11"
    assert first.record["planned_investment"] == {"amount": Decimal("50000000"), "currency": "USD"}
    assert first.record["contact_name"] == "张某"


def claim_of(content: bytes, unit: str, salt: int) -> str:
    workbook = read_workbook(content, "首报登记表.xlsx")
    (row,) = read_rows(workbook, unit, product_catalog(), product_codes(), salt=salt).good_rows()
    return row.aggregate_id


def test_the_id_of_a_claim_is_the_same_each_time_and_does_not_tell_the_unit(xlsx):
    content = xlsx([TITLES, ROW])
    identifier = claim_of(content, "zone", 7)
    assert uuid.UUID(identifier).version == 5
    assert claim_of(content, "zone", 7) == identifier
    # Who knows number and unit, but not the unit's secret, cannot tell whose it is.
    assert claim_of(content, "zone", 8) != identifier
    assert claim_of(content, "commerce", 7) != identifier


class Memory(dict):
    """What was planned last, by row."""

    def put(self, key, remembered):
        self[key] = json.loads(json.dumps(remembered, ensure_ascii=False))


def test_a_changed_row_is_an_update_of_the_same_claim(xlsx, read):
    memory = Memory()
    (filed,) = plan_events(read(xlsx([TITLES, ROW]), "zone"), "zone", memory.get)
    memory.put(filed.key, filed.remember)
    (updated,) = plan_events(read(xlsx([TITLES, [*ROW[:6], "改建研发中心", *ROW[7:]]]), "zone"), "zone", memory.get)
    assert updated.event_type == "yipanqi.claim.ClaimUpdated"
    assert updated.event.content == "改建研发中心"
    assert updated.event.aggregate_id() == filed.event.aggregate_id()


def test_an_investor_without_a_valid_code_is_reported_and_not_guessed(read, xlsx):
    found = {(p.column, p.code) for p in read(xlsx([TITLES, [*ROW[:3], "91350100M000100Y44", *ROW[4:]]])).problems()}
    assert found == {("统一社会信用代码", Fault.BAD_CREDIT_CODE)}


CONTACTS = [*TITLES, "最近联系日期", "联系形式", "联系情况"]


@pytest.fixture
def run(read, xlsx):
    memory = Memory()

    def importing(*cells):
        plan = plan_events(read(xlsx([CONTACTS, [*ROW, *cells]]), "zone"), "zone", memory.get)
        for entry in plan:
            memory.put(entry.key, entry.remember)
        return plan

    return importing


def test_a_later_day_of_contact_is_recorded_and_keeps_the_protection_alive(run):
    desk = Desk()
    accepted(desk.say("zone", EnterpriseRegistered(enterprise_id=ROW[3], name=ROW[2])))
    (filed,) = run("2020-12-20", "电话", "")
    accepted(desk.say("zone", filed.event, filed.event_id))
    desk.settle()
    desk.pass_days(25)
    assert len(run("2020-12-20", "电话", "")) == 0
    (contact,) = run("2021-01-22", "拜访", "确认选址")
    assert contact.event_type == "yipanqi.claim.ClaimContactRecorded"
    assert (contact.event.method, contact.event.summary) == ("VISIT", "确认选址")
    before = desk.states["claim", filed.event.claim_id].contact_due_on
    claim = accepted(desk.say("zone", contact.event, contact.event_id))
    assert (claim.last_contact_on.isoformat(), claim.contacts) == ("2021-01-22", 1)
    assert claim.contact_due_on > before


def test_a_contact_without_its_form_or_of_an_earlier_day_is_told_and_not_recorded(run):
    run("2020-12-20", "电话", "")
    unsaid = run("2020-12-28", "", "")
    assert (len(unsaid), [n.column for n in unsaid.notices]) == (0, ["联系形式"])
    earlier = run("2020-12-01", "电话", "")
    assert (len(earlier), [n.column for n in earlier.notices]) == (0, ["最近联系日期"])
    assert [entry.event_type for entry in run("2020-12-28", "电话", "")] == ["yipanqi.claim.ClaimContactRecorded"]


def test_a_claim_that_its_list_shows_as_over_is_not_filed_which_would_protect_it_anew(read, xlsx):
    titles = [*TITLES, "状态"]
    rows = [titles, [*ROW, "保护中"], [2, "SB-8", *ROW[2:], "已到期（公海）"], [3, "SB-9", *ROW[2:], "已转化"]]
    plan = plan_events(read(xlsx(rows), "zone"), "zone", lambda key: None)
    assert [entry.row for entry in plan] == [2]
    assert [(p.row, p.column, p.code) for p in plan.problems] == [
        (3, "状态", Fault.CONTRACT),
        (4, "状态", Fault.CONTRACT),
    ]


def test_the_end_of_a_claim_that_was_filed_is_told_and_not_published(read, xlsx):
    memory = Memory()
    (filed,) = plan_events(read(xlsx([TITLES, ROW]), "zone"), "zone", memory.get)
    memory.put(filed.key, filed.remember)
    plan = plan_events(read(xlsx([[*TITLES, "状态"], [*ROW, "已撤回"]]), "zone"), "zone", memory.get)
    assert (len(plan), [notice.column for notice in plan.notices]) == (0, ["状态"])
