"""The list of enterprises' requests as departments keep it."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.unit.sheets import Fault

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


def test_a_list_of_leaders_time_is_read(good):
    rows = [
        ["领导招商活动台账"],
        ["编号", "日期", "带队领导", "活动类别", "用时（小时）", "企业名称", "成效"],
        ["HD-7", "2020.12.18", "区长", "走访", "3.5", "示例公司", "二期增资意向"],
    ]
    (row,) = good(rows, unit="commerce")
    assert row.aggregate_id == "commerce-visit-HD-7"
    assert (row.record["kind"], row.record["spent_hours"]) == ("VISIT", Decimal("3.5"))
