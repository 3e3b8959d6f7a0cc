"""The table of targets as commerce keeps it: what it needs, and what a changed row says."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.support.desk import Desk, accepted, refused

from yipanqi.unit.sheets import Fault, plan_events

QUARTERS = [f"{name}季度" for name in "一二三四"]
MONTHS = [f"{month}月" for month in range(1, 13)]
TITLES = ["指标", "单位", "责任单位", "全年目标", *MONTHS]
EVEN = ["引进人才", "人", "招商中心", 120, *[10] * 12]
LATE = ["引进人才", "人", "招商中心", 120, *[1] * 11, 109]
MORE = ["引进人才", "人", "招商中心", 125, *[10] * 11, 15]


@pytest.fixture
def run(read, xlsx):
    """Import a table of 2020 as commerce, which remembers what was said."""
    memory = {}

    def importing(titles, *rows):
        plan = plan_events(read(xlsx([["2020年目标"], titles, *rows]), "commerce"), "commerce", memory.get)
        memory.update({entry.key: json.loads(json.dumps(entry.remember, ensure_ascii=False)) for entry in plan})
        return plan

    return importing


def problems(reading):
    return [(p.row, p.column, p.code) for p in reading.problems()]


def test_twelve_months_are_enough_and_make_the_quarters(good):
    (row,) = good([["2020年目标"], TITLES, EVEN], unit="commerce")
    assert row.aggregate_id == "commerce-target-2020-TALENTS-investment"
    assert row.record["quarters"] == (Decimal(30),) * 4
    assert row.record["months"] == (Decimal(10),) * 12


def test_a_target_without_its_months_is_reported_at_its_row(read, xlsx):
    quarters = [[*TITLES[:4], *QUARTERS], [*EVEN[:4], 30, 30, 30, 30]]
    year = [TITLES[:4], EVEN[:4]]
    for table in (quarters, year):
        assert problems(read(xlsx([["2020年目标"], *table]), "commerce")) == [(3, "1月", Fault.MISSING)]
    eleven = [[*TITLES[:-1]], EVEN[:-1]]
    (problem,) = read(xlsx([["2020年目标"], *eleven]), "commerce").problems()
    assert (problem.column, "缺少：12月" in problem.zh) == ("12月", True)


def test_quarters_and_years_that_are_no_sum_are_reported_where_they_stand(read, xlsx):
    titles = [*TITLES[:4], *QUARTERS, *MONTHS]
    rows = [
        ["2020年目标"],
        titles,
        ["引进人才", "人", "招商中心", 120, 30, 30, 30, 30, *[10] * 12],
        ["引进人才", "人", "全区", 120, 30, 30, 31, 29, *[10] * 12],
        ["引进科技企业", "家", "全区", 121, 30, 30, 30, 30, *[10] * 12],
    ]
    reading = read(xlsx(rows), "commerce")
    assert problems(reading) == [
        (4, "三季度", Fault.SUM),
        (4, "四季度", Fault.SUM),
        (5, "全年目标", Fault.SUM),
    ]
    assert [row.row for row in reading.good_rows()] == [3]


def test_a_changed_target_is_a_revision_for_the_reason_that_its_row_gives(run):
    run(TITLES, EVEN)
    (planned,) = run([*TITLES, "调整原因"], [*MORE, "区政府专题会议纪要〔2020〕12号"])
    assert planned.event_type == "yipanqi.target.TargetRevised"
    assert planned.event.reason == "区政府专题会议纪要〔2020〕12号"
    assert (planned.event.annual, planned.event.months[-1]) == (Decimal(125), Decimal(15))
    assert len(run([*TITLES, "调整原因"], [*MORE, "区政府专题会议纪要〔2020〕12号"])) == 0


def test_a_new_remark_is_a_reason_and_an_old_one_is_not(run):
    titles = [*TITLES, "备注"]
    run(titles, [*EVEN, "不含柔性引才"])
    plan = run(titles, [*MORE, "不含柔性引才"])
    assert len(plan) == 0
    assert [(p.row, p.column, p.code) for p in plan.problems] == [(3, "调整原因", Fault.MISSING)]
    (planned,) = run(titles, [*MORE, "年中调整"])
    assert (planned.event.reason, planned.event.remarks) == ("年中调整", "年中调整")


def test_a_changed_target_without_a_reason_is_not_published(run):
    run(TITLES, EVEN)
    plan = run(TITLES, MORE)
    assert len(plan) == 0
    assert [p.code for p in plan.problems] == [Fault.MISSING]
    assert "更正原因" in plan.problems[0].hint_zh


def test_a_changed_target_is_a_correction_only_by_a_word_of_its_own_which_counts_once(run):
    (first,) = run(TITLES, EVEN)
    titles = [*TITLES, "更正原因"]
    (planned,) = run(titles, [*LATE, "下达时串行"])
    assert planned.event_type == "yipanqi.target.TargetCorrected"
    assert (planned.event.corrects, planned.event.reason) == (first.event_id, "下达时串行")
    assert planned.event.responsible == "investment"
    again = run(titles, [*EVEN, "下达时串行"])
    assert len(again) == 0
    assert [p.column for p in again.problems] == ["调整原因"]
    (further,) = run(titles, [*EVEN, "原表无误"])
    assert further.event.corrects == planned.event_id


def test_a_changed_ledger_does_not_rewrite_months_that_are_locked(run):
    desk = Desk(today=date(2020, 1, 2))
    (first,) = run(TITLES, EVEN)
    accepted(desk.say("commerce", first.event, first.event_id))
    desk.today = date(2020, 12, 20)
    (moved,) = run([*TITLES, "调整原因"], [*LATE, "目标后移"])
    refused(desk.say("commerce", moved.event, moved.event_id), "period-locked")


def test_a_ledger_that_says_that_the_old_figures_were_wrong_corrects_locked_months(run):
    desk = Desk(today=date(2020, 1, 2))
    (first,) = run(TITLES, EVEN)
    accepted(desk.say("commerce", first.event, first.event_id))
    desk.today = date(2020, 12, 20)
    (right,) = run([*TITLES, "更正原因"], [*LATE, "下达时串行"])
    assert accepted(desk.say("commerce", right.event, right.event_id)).months[0] == Decimal(1)
