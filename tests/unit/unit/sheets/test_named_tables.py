"""A table that says what it is is read as that or not at all, never as another kind that its titles would fit too."""

from __future__ import annotations

import pytest

CODE = "91350100M000100Y43"
CLAIMED = ["企业名称", "统一社会信用代码", "首次接触时间", "投资意向"]
CLAIM = ["某半导体公司", CODE, "2020.12.1", "拟建封测基地"]
AS_PROJECTS = ["编号", "项目名称", "投资方", "产业链", "总投资（万元）", "目前进展"]
PROJECT = ["SB-1", "封测基地", "某半导体公司", "新一代信息技术", 50000, "在谈"]


def lacking(reading):
    sheet = reading.sheets[0]
    assert sheet.tables == ()
    assert sheet.rows == ()
    return [(n.row, n.zh) for n in sheet.notices if n.code == "lacking_columns"]


@pytest.mark.parametrize(
    ("sheet", "rows", "kind", "column"),
    [
        ("首报登记", [CLAIMED, CLAIM], "首报登记表", "产业链"),
        ("首报登记", [AS_PROJECTS, PROJECT], "首报登记表", "统一社会信用代码"),
        ("招商线索台账", [[*AS_PROJECTS, "登记日期"], [*PROJECT, "2020.12.1"]], "线索台账", "线索来源"),
        (
            "企业诉求台账",
            [["企业名称", "统一社会信用代码", "诉求内容", "提出时间"], ["甲", CODE, "缺工120人", "2020.12.1"]],
            "企业诉求台账",
            "诉求类别",
        ),
    ],
)
def test_a_list_that_names_itself_and_lacks_a_column_is_not_read_as_another_kind(read, xlsx, sheet, rows, kind, column):
    for reading in (
        read(xlsx({sheet: rows}), "zone"),
        read(xlsx({"Sheet1": [[f"2020年{sheet}"], ["填报单位：浒墅关经开区"], *rows]}), "zone"),
        read(xlsx({"Sheet1": rows}), "zone", f"{sheet}.xlsx"),
    ):
        ((row, zh),) = lacking(reading)
        assert row in (1, 3)
        assert f"“{kind}”" in zh
        assert column in zh


def test_a_list_that_names_itself_is_that_kind_even_where_another_fits_better(read, xlsx):
    rows = [[*AS_PROJECTS, "统一社会信用代码"], [*PROJECT, CODE]]
    reading = read(xlsx({"首报登记": rows}), "zone")
    assert [table.kind for table in reading.sheets[0].tables] == ["claim"]
    assert {notice.column for notice in reading.sheets[0].notices} == {"项目名称", "目前进展"}


def test_a_list_without_a_name_whose_columns_are_those_of_claims_is_not_read_as_enterprises(read, xlsx):
    ((row, zh),) = lacking(read(xlsx([CLAIMED, CLAIM]), "zone"))
    assert (row, "首报登记表" in zh) == (1, True)


def test_a_sheet_that_names_another_kind_is_not_bound_by_the_name_of_the_file(read, xlsx):
    reading = read(xlsx({"项目台账": [AS_PROJECTS, PROJECT]}), "zone", "2020年首报登记和项目台账.xlsx")
    assert [table.kind for table in reading.sheets[0].tables] == ["project"]


def test_what_a_note_mentions_is_no_name_of_the_table(read, xlsx):
    rows = [["2020年项目台账"], ["说明：首报登记另行填报"], AS_PROJECTS, PROJECT]
    assert [table.kind for table in read(xlsx(rows), "zone").sheets[0].tables] == ["project"]


def test_a_second_table_that_lacks_columns_ends_the_reading_and_is_told(read, xlsx):
    claims = [["编号", "产业链", *CLAIMED], ["SB-1", "医疗器械", *CLAIM]]
    reading = read(xlsx({"首报登记": [*claims, [], AS_PROJECTS, PROJECT]}), "zone")
    assert [row.kind for row in reading.good_rows()] == ["claim"]
    assert list(reading.bad_rows()) == []
    assert [(n.row, n.code) for n in reading.sheets[0].notices] == [(4, "lacking_columns")]


def test_a_sheet_of_instructions_beside_a_named_list_is_no_table(read, xlsx):
    claims = [["编号", "产业链", *CLAIMED], ["SB-1", "医疗器械", *CLAIM]]
    reading = read(xlsx({"首报登记": claims, "填表说明": [["一、每周五前填报"]]}), "zone")
    assert [n.code for n in reading.sheets[1].notices] == ["no_table"]


@pytest.mark.parametrize("title", ["重点项目汇总表（含企业诉求）", "重点项目进展及企业诉求"])
def test_what_a_title_says_beside_the_kind_of_table_does_not_bind_it(read, xlsx, title):
    rows = [[title], [*AS_PROJECTS, "存在问题及诉求"], [*PROJECT, "用地指标"]]
    assert [table.kind for table in read(xlsx(rows), "zone").sheets[0].tables] == ["project"]


def test_a_list_of_enterprises_with_their_chains_is_none_of_claims(read, xlsx):
    rows = [["企业名称", "统一社会信用代码", "产业链"], ["甲", CODE, "医疗器械"]]
    assert [table.kind for table in read(xlsx(rows), "zone").sheets[0].tables] == ["enterprise"]
    assert [table.kind for table in read(xlsx({"首报": rows}), "zone").sheets[0].tables] == ["claim"]
