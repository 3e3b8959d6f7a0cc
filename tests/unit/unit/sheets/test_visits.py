"""Lists of leaders' time and of training: hours in the units that clerks write, and rows without numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yipanqi.unit.sheets import Fault


def test_a_list_of_leaders_time_is_read(good):
    rows = [
        ["领导招商活动台账"],
        ["编号", "日期", "带队领导", "活动类别", "用时（小时）", "企业名称", "成效"],
        ["HD-7", "2020.12.18", "区长", "走访", "3.5", "示例公司", "二期增资意向"],
    ]
    (row,) = good(rows, unit="commerce")
    assert row.aggregate_id == "commerce-visit-HD-7"
    assert (row.record["kind"], row.record["spent_hours"]) == ("VISIT", Decimal("3.5"))


def hours_of(good, title, cell):
    (row,) = good([["编号", "日期", "领导", "类别", title], ["1", "2020-12-18", "区长", "走访", cell]], unit="commerce")
    return row.record["spent_hours"]


@pytest.mark.parametrize(
    ("title", "cell", "hours"),
    [
        ("用时（小时）", "3.5小时", "3.5"),
        ("用时（小时）", "90分钟", "1.5"),
        ("用时（小时）", 2, "2.0"),
        ("时长（分钟）", 90, "1.5"),
        ("时长(h)", "2.5", "2.5"),
        ("用时", "3.5h", "3.5"),
        ("用时", "2个小时", "2.0"),
        ("活动时长（分钟）", "100", "1.7"),
    ],
)
def test_hours_are_read_in_the_unit_of_the_cell_or_of_the_title(good, title, cell, hours):
    assert hours_of(good, title, cell) == Decimal(hours)


@pytest.mark.parametrize(
    ("title", "cell"), [("时长（天）", 2), ("用时（小时）", "2天"), ("用时", "半天"), ("时长（工作日）", 1)]
)
def test_days_are_no_hours(read, xlsx, title, cell):
    rows = [["编号", "日期", "领导", "类别", title], ["1", "2020-12-18", "区长", "走访", cell]]
    (problem,) = read(xlsx(rows), "commerce").problems()
    assert (problem.column, problem.code in (Fault.UNKNOWN_UNIT, Fault.NOT_A_NUMBER)) == (title, True)


def test_a_training_of_days_is_reported_and_one_of_hours_is_read(read, xlsx):
    table = [["工号", "培训日期", "培训内容"], ["R1", "2020-12-18", "外商投资法"]]
    days = read(xlsx([[*table[0], "学时（天）"], [*table[1], 2]]))
    assert [(p.column, p.code) for p in days.problems()] == [("学时（天）", Fault.UNKNOWN_UNIT)]
    (row,) = read(xlsx([[*table[0], "学时"], [*table[1], "8学时"]])).good_rows()
    assert row.record["hours"] == Decimal("8.0")


def test_other_titles_of_a_list_of_leaders_time_are_known(good):
    rows = [
        ["序号", "时间", "领导", "活动形式", "地点", "拜访企业", "用时"],
        [1, "2020-12-18", "区长", "走访", "上海", "甲", 3],
    ]
    (row,) = good({"领导活动": rows}, unit="commerce")
    assert (row.record["kind"], row.record["enterprise_name"]) == ("VISIT", "甲")


def test_without_a_number_day_leader_and_kind_tell_visits_apart(read, xlsx):
    titles = ["序号", "日期", "领导", "类别", "企业名称", "用时"]
    first, other = [1, "2020-12-18", "区长", "走访", "甲", 3], [2, "2020-12-18", "书记", "走访", "甲", 3]
    one, two = read(xlsx([titles, first, other]), "commerce").good_rows()
    assert one.aggregate_id.startswith("commerce-visit-2020-12-18-VISIT-")
    assert one.aggregate_id != two.aggregate_id
    (moved,) = read(xlsx([titles, [7, *first[1:5], 2]]), "commerce").good_rows()
    assert moved.aggregate_id == one.aggregate_id


def test_two_visits_of_a_leader_on_a_day_need_numbers(read, xlsx):
    titles = ["序号", "日期", "领导", "类别", "企业名称", "用时"]
    rows = [titles, [1, "2020-12-18", "区长", "走访", "甲", 3], [2, "2020-12-18", "区长", "走访", "乙", 1]]
    (problem,) = read(xlsx(rows), "commerce").problems()
    assert (problem.row, problem.code) == (3, Fault.DUPLICATE)
    assert "编号列" in problem.zh
