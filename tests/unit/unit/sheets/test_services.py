"""The list of enterprises' requests as departments keep it."""

from __future__ import annotations

import json

import pytest
from tests.support.desk import Desk, accepted

from yipanqi.unit.sheets import Fault, plan_events

TITLES = ["序号", "诉求编号", "企业名称", "诉求事项", "诉求类别", "提出日期", "具体内容", "联系人", "联系电话"]


def test_a_list_of_requests_becomes_requests(good):
    rows = [
        ["2020年企业诉求台账"],
        TITLES,
        [1, "SQ-118", "示例精密制造公司", "节后用工缺口", "用工", "2020.12.28", "需普工120人", "张某", "138"],
        [2, "SQ-119", "示例电子公司", "流动资金", "融资", "2020-12-29", "——", None, None],
        ["注：本表每周五更新"],
    ]
    first, second = good(rows, unit="zone")
    assert first.aggregate_id == "zone-service-SQ-118"
    assert (first.record["category"], first.record["received_on"]) == ("LABOUR", "2020-12-28")
    assert first.record["contact_name"] == "张某"
    assert second.record["category"] == "FINANCE"
    assert "content" not in second.record


def test_a_category_that_nobody_knows_is_reported_and_not_guessed(read, xlsx):
    rows = [TITLES, [1, "SQ-1", "甲公司", "停车难", "停车", "2020.12.28", "", "", ""]]
    found = {(p.column, p.code) for p in read(xlsx(rows), "zone").problems()}
    assert found == {("诉求类别", Fault.UNKNOWN_CODE)}


def test_a_list_without_titles_is_titled_by_its_categories_and_its_content_is_kept_apart(good):
    titles = ["编号", "企业名称", "诉求类别", "诉求内容", "收集时间"]
    (row,) = good([titles, ["SQ-1", "甲公司", "融资", "流动资金1000万元，联系人张某", "2020-12-28"]], unit="zone")
    # Every unit sees titles, the content only those in government.
    assert (row.record["title"], row.record["content"]) == ("融资诉求", "流动资金1000万元，联系人张某")
    assert row.record["received_on"] == "2020-12-28"


def test_a_list_with_sequence_numbers_only_is_told_what_it_lacks(read, xlsx):
    rows = [["序号", "企业名称", "诉求事项", "诉求类别"], [1, "甲公司", "招普工", "用工"]]
    (problem,) = read(xlsx(rows), "zone").problems()
    assert (problem.column, problem.code) == ("诉求编号", Fault.MISSING)
    assert "编号列" in problem.zh


COURSE = ["诉求编号", "企业名称", "诉求事项", "诉求类别", "承办单位", "办理状态", "办理结果", "满意度"]


def line(unit="", status="", result="", rating=""):
    return ["SQ-1", "某某光电", "招普工", "用工", unit, status, result, rating]


@pytest.fixture
def run(read, xlsx):
    """Import a list as a unit, whose memory of it is its own."""
    memories = {}

    def importing(unit, *rows, titles=COURSE):
        memory = memories.setdefault(unit, {})
        plan = plan_events(read(xlsx([titles, *rows]), unit), unit, memory.get)
        memory.update({entry.key: json.loads(json.dumps(entry.remember, ensure_ascii=False)) for entry in plan})
        return plan

    return importing


def kinds(plan):
    return [entry.event_type.rsplit(".", 1)[-1] for entry in plan]


def test_commerce_accepts_and_dispatches_by_its_list_and_passes_the_rating_on(run):
    desk = Desk()
    first = run("commerce", line("浒墅关经开区", "已交办"))
    assert kinds(first) == ["ServiceSubmitted", "ServiceAccepted", "ServiceDispatched"]
    for entry in first:
        accepted(desk.say("commerce", entry.event, entry.event_id))
    state = desk.states["service", "commerce-service-SQ-1"]
    assert (state.status, state.responsible_unit) == ("DISPATCHED", "zone")
    again = run("commerce", line("浒墅关经开区", "办理中"))
    assert kinds(again) == []
    assert [notice.column for notice in again.notices] == ["办理状态"]
    rated = run("commerce", line("浒墅关经开区", "已确认", "已招30人", "满意"))
    assert [(entry.event.rating) for entry in rated] == [4]
    assert kinds(rated) == ["ServiceConfirmed"]
    assert kinds(run("commerce", line("浒墅关经开区", "已确认", "已招30人", "满意"))) == []


def test_a_request_that_commerce_gives_to_another_unit_is_dispatched_anew(run):
    run("commerce", line("浒墅关经开区", "已交办"))
    (entry,) = run("commerce", line("招商中心", "已交办"))
    assert (kinds([entry]), entry.event.responsible_unit) == (["ServiceDispatched"], "investment")


def test_a_unit_in_charge_tells_by_its_list_that_it_works_on_a_request_and_settles_it(run):
    first = run("zone", line("浒墅关经开区", "办理中", "已对接三家"))
    assert kinds(first) == ["ServiceSubmitted"]
    assert [notice.column for notice in first.notices] == ["办理状态"]
    (started,) = run("zone", line("浒墅关经开区", "办理中", "已对接三家"))
    assert (kinds([started]), started.event.progress) == (["ServiceStarted"], "已对接三家")
    (settled,) = run("zone", line("浒墅关经开区", "已办结", "已招30人"))
    assert (kinds([settled]), settled.event.result) == (["ServiceResolved"], "已招30人")
    # Who did the work does not rate it.
    assert kinds(run("zone", line("浒墅关经开区", "已确认", "已招30人", "非常满意"))) == []


def test_what_a_list_says_of_others_or_in_words_of_its_own_is_told_and_keeps_no_request_back(run, read, xlsx):
    reading = read(xlsx([COURSE, line("人社局", "已对接3家人力公司", "", "98%")]), "commerce")
    (row,) = reading.good_rows()
    assert row.aside["course"]["progress"] == "已对接3家人力公司"
    assert [(n.column, n.code) for n in reading.sheets[0].notices] == [
        ("办理状态", "not_read"),
        ("承办单位", "not_read"),
        ("满意度", "not_read"),
    ]
    plan = run("commerce", line("人社局", "已交办"))
    assert kinds(plan) == ["ServiceSubmitted", "ServiceAccepted"]
    assert [notice.column for notice in plan.notices] == ["承办单位"]
    assert [n.column for n in run("commerce", line("浒墅关经开区", "已撤回")).notices] == ["办理状态"]


def test_a_settled_request_without_its_result_is_told_and_not_published(run):
    run("zone", line("浒墅关经开区"))
    plan = run("zone", line("浒墅关经开区", "已办结"))
    assert kinds(plan) == []
    assert [notice.column for notice in plan.notices] == ["办理结果"]


def test_a_list_that_has_lost_its_titles_does_not_take_a_title_back(run):
    run("zone", line())
    assert kinds(run("zone", ["SQ-1", "某某光电", "用工", "30人"], titles=["编号", "企业名称", "类别", "内容"])) == [
        "ServiceUpdated"
    ]
    (entry,) = run("zone", ["SQ-1", "某某光电", "用工", "50人"], titles=["编号", "企业名称", "类别", "内容"])
    assert (entry.event.title, entry.event.content) == (None, "50人")


def test_a_title_that_came_from_the_category_follows_it(run):
    titles = ["编号", "企业名称", "类别", "内容"]
    run("zone", ["SQ-1", "某某光电", "用工", "30人"], titles=titles)
    (entry,) = run("zone", ["SQ-1", "某某光电", "融资", "30人"], titles=titles)
    assert (entry.event.title, entry.event.category) == ("融资诉求", "FINANCE")
