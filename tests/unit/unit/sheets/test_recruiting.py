"""Lists of leads, activities, recruiters and listings as departments keep them."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.unit.sheets import Fault

LEADS = [
    "序号",
    "线索编号",
    "线索名称",
    "线索来源",
    "收到日期",
    "企业名称",
    "意向投资（亿元）",
    "产业链",
    "需求",
    "联系人",
    "联系电话",
]


def test_a_list_of_leads_is_read_as_the_investment_centre_keeps_it(good):
    rows = [
        ["招商中心2020年招商线索台账"],
        LEADS,
        [
            1,
            "XS-1",
            "车规传感器工厂",
            "商协会",
            "2020.12.28",
            "日东传感",
            3,
            "新一代信息技术",
            "厂房8000㎡",
            "佐藤",
            "138",
        ],
        [2, "XS-2", "体外诊断研发", "以企引企", "2020年12月30日", "某某医疗", "/", "医疗器械", "", "", ""],
    ]
    first, second = good(rows)
    assert first.aggregate_id == "investment-lead-XS-1"
    assert (first.record["channel"], first.record["received_on"]) == ("CHAMBER", "2020-12-28")
    assert first.record["planned_investment"] == {"amount": Decimal("300000000.00"), "currency": "CNY"}
    assert first.record["contact_name"] == "佐藤"
    assert second.record["channel"] == "REFERRAL"
    assert "planned_investment" not in second.record


def test_a_lead_without_a_known_channel_or_a_day_is_reported_at_its_cell(read, xlsx):
    rows = [LEADS, [1, "XS-1", "甲", "朋友圈", "2020年12月", "乙", 1, "", "", "", ""]]
    found = {(p.column, p.code) for p in read(xlsx(rows)).problems()}
    assert found == {("线索来源", Fault.UNKNOWN_CODE), ("收到日期", Fault.DAY_NEEDED)}
