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


def test_a_list_of_activities_is_read_with_the_units_that_took_part(read, xlsx):
    titles = ["编号", "活动名称", "活动类型", "活动时间", "活动地点", "参与单位", "产业链", "费用（万元）", "活动成效"]
    rows = [
        ["2020年招商活动一览表"],
        titles,
        [
            "HD-1",
            "东京医疗器械推介会",
            "投资推介会",
            "2020.11.18",
            "东京",
            "商务局、浒墅关经开区",
            "医疗器械",
            18,
            "意向12个",
        ],
        ["HD-2", "云招商专场", "线上活动", "2020.12.3", "/", "某某局", "", "", ""],
    ]
    reading = read(xlsx(rows))
    (row,) = reading.good_rows()
    assert row.aggregate_id == "investment-activity-HD-1"
    assert (row.record["kind"], row.record["units"]) == ("PROMOTION", ("commerce", "zone"))
    assert row.record["cost"] == {"amount": Decimal("180000.00"), "currency": "CNY"}
    assert [(p.row, p.column, p.code) for p in reading.problems()] == [(4, "参与单位", Fault.UNKNOWN_UNIT_NAME)]


def test_a_list_of_recruiters_is_read_with_chains_and_languages(good):
    titles = ["序号", "工号", "姓名", "岗位", "负责产业链", "外语", "到岗时间"]
    (row,) = good(
        [["招商队伍名册"], titles, [1, "ZSY-012", "陈某", "项目经理", "医疗器械、新一代信息技术", "日语", "2019年7月"]]
    )
    assert row.aggregate_id == "investment-recruiter-ZSY-012"
    assert (row.record["chains"], row.record["languages"]) == (("C2", "C3"), ("JA",))
    assert row.record["joined_on"] == "2019-07"


def test_a_list_of_firms_to_be_listed_is_taken_over_at_their_stages(read, xlsx):
    titles = ["企业名称", "统一社会信用代码", "拟上市板块", "上市阶段", "保荐机构", "下一步工作", "完成时限"]
    rows = [
        ["2020年上市培育企业台账"],
        titles,
        ["某某光电", "91350100M000100Y43", "科创板", "股改", "某某证券", "辅导备案", "2021.3.31"],
        ["某某医疗", "91350100M000100Y44", "创业板", "辅导", "", "", ""],
    ]
    reading = read(xlsx(rows), "commerce")
    (row,) = reading.good_rows()
    assert row.aggregate_id == "91350100M000100Y43"
    assert (row.record["stage"], row.record["board"], row.record["taken_over"]) == ("SHARE_REFORM", "STAR", True)
    assert [(p.row, p.code) for p in reading.problems()] == [(4, Fault.BAD_CREDIT_CODE)]
