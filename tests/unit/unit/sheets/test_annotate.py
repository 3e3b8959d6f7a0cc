"""The copy with remarks opens again, keeps its layout, and holds each remark at its row."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from yipanqi.unit.sheets import annotate, report

TITLE = "校验结果"


def remarks_of(data: bytes, sheet: str) -> dict[int, str]:
    worksheet = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    column = next(c.column for row in worksheet.iter_rows() for c in row if c.value == TITLE)
    return {row: worksheet.cell(row, column).value for row in range(1, worksheet.max_row + 1)}


def test_the_ledger_comes_back_with_remarks_at_its_bad_rows(read, demo):
    source = demo / "招商中心_2020年招商项目台账.xlsx"
    data = annotate(source.read_bytes(), read(source))
    remarks = remarks_of(data, "项目台账")
    assert remarks[3] == TITLE
    assert remarks[5] == "通过"
    assert "12亿元或1.5亿美元" in remarks[37]
    assert "建议：已签约" in remarks[39]
    assert "第 5 行" in remarks[42]
    assert remarks[43].startswith("跳过")
    sheet, original = (openpyxl.load_workbook(f)["项目台账"] for f in (io.BytesIO(data), source))
    assert {str(m) for m in sheet.merged_cells.ranges} == {str(m) for m in original.merged_cells.ranges}
    assert sheet["C5"].value == original["C5"].value
    assert sheet.cell(37, 7).fill.fgColor.rgb == "FFFFC7CE"


@pytest.mark.parametrize(
    ("name", "unit", "sheet"),
    [("浒墅关经开区_项目和载体.xls", "zone", "载体"), ("苏高新集团_载体资源登记表.xlsx", "snd-group", "用地")],
)
def test_every_format_comes_back_and_reads_the_same(read, demo, name, unit, sheet):
    source = demo / name
    first = read(source, unit)
    data = annotate(source.read_bytes(), first)
    assert "通过" in remarks_of(data, sheet).values()
    again = read(data, unit, name)
    assert [r.record for r in again.good_rows()] == [r.record for r in first.good_rows()]
    assert [(p.row, p.column) for p in again.problems()] == [(p.row, p.column) for p in first.problems()]


def test_remarks_are_renewed_in_their_column_when_the_copy_is_handed_in_again(read, demo):
    source = demo / "招商中心_2020年招商项目台账.xlsx"
    once = annotate(source.read_bytes(), read(source))
    twice = annotate(once, read(once))
    titles = [c.value for row in openpyxl.load_workbook(io.BytesIO(twice))["项目台账"].iter_rows() for c in row]
    assert titles.count(TITLE) == 1
    assert report(read(once))["sheets"][0]["notices"] == []


def test_a_csv_comes_back_as_a_csv_with_remarks(read, demo):
    source = demo / "预留申请_2020年12月.csv"
    data = annotate(source.read_bytes(), read(source, "investment"), {("csv", 3): "已拒绝：载体已被预留"})
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][-1] == TITLE
    assert rows[2][-1] == "已拒绝：载体已被预留"
    assert "没有 31 日" in rows[8][-1]
    assert rows[4][-1] == "跳过：属于浒墅关经开区，请由其导入"


@pytest.mark.parametrize("evil", ["=cmd|'/c calc'!A1", "+1+1", "-1", "@SUM(A1)", "＝1"])
def test_a_remark_can_not_become_a_formula(read, xlsx, delimited, evil):
    rows = [["项目编号", "项目名称", "阶段"], ["ZS-1", "甲", "在谈"]]
    book = xlsx(rows)
    data = annotate(book, read(book), {("Sheet1", 2): evil})
    assert remarks_of(data, "Sheet1")[2] == f"'{evil}"
    text = delimited(rows)
    assert f"'{evil}" in annotate(text, read(text, filename="a.csv"), {("csv", 2): evil}).decode("utf-8-sig")


def test_the_content_of_a_bad_cell_can_not_become_a_formula(read, xlsx):
    book = xlsx([["项目编号", "项目名称", "阶段"], ["ZS-1", "甲", "＝HYPERLINK(1)\x0b"[:-1]]])
    data = annotate(book, read(book))
    cell = next(
        c
        for row in openpyxl.load_workbook(io.BytesIO(data))["Sheet1"].iter_rows()
        for c in row
        if c.value and "未导入" in str(c.value)
    )
    assert cell.data_type == "s"


def test_the_report_names_sheet_row_column_content_and_hint_in_two_languages(read, demo):
    found = report(read(demo / "苏高新集团_载体资源登记表.xlsx", "snd-group"))
    assert (found["good"], found["bad"]) == (19, 2)
    problem = found["sheets"][0]["problems"][1]
    assert (problem["sheet"], problem["row"], problem["column"], problem["content"]) == ("厂房", 16, "层高(m)", "60")
    assert problem["hint"] == {"zh": "可能是 6.0？请核对", "en": "probably 6.0? check it"}
