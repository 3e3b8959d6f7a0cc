"""Says what an import found as JSON, and in a sentence a row, for people and programs to work from."""

from __future__ import annotations

from typing import Any

from yipanqi.unit.sheets.results import BadRow, GoodRow, Notice, Problem, Reading, RowResult, SheetReading


def report(reading: Reading) -> dict[str, Any]:
    """Return counts a sheet, every problem by sheet, row, column and content, skipped rows and notices.

    Texts come in Chinese (`zh`) and English (`en`), with a `hint` on what to write instead where there is one.
    """
    sheets = [_sheet(sheet, reading.filename) for sheet in reading.sheets]
    return {
        "file": reading.filename,
        "format": reading.kind,
        "unit": reading.unit,
        "good": sum(sheet["good"] for sheet in sheets),
        "bad": sum(sheet["bad"] for sheet in sheets),
        "skipped": sum(sheet["skipped"] for sheet in sheets),
        "sheets": sheets,
    }


def _sheet(sheet: SheetReading, filename: str) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "tables": [
            {"kind": t.kind, "zh": t.zh, "header_rows": [t.first_row, t.last_row], "columns": dict(t.columns)}
            for t in sheet.tables
        ],
        "good": len(sheet.good),
        "bad": len(sheet.bad),
        "skipped": len(sheet.skipped),
        "problems": [problem_entry(problem, filename) for row in sheet.bad for problem in row.problems],
        "skips": [{"row": r.row, "reason": r.reason.value, "zh": r.zh, "en": r.en} for r in sheet.skipped],
        "notices": [notice_entry(notice) for notice in sheet.notices],
    }


def problem_entry(problem: Problem, filename: str) -> dict[str, Any]:
    """Return a problem as JSON: where it is, what is wrong, what belongs there and what to do."""
    return {
        "file": filename,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "cell": problem.cell,
        "field": problem.field,
        "content": problem.content,
        "code": problem.code.value,
        "zh": problem.zh,
        "en": problem.en,
        "expected": {"zh": problem.expected.zh, "en": problem.expected.en},
        "hint": {"zh": problem.hint_zh, "en": problem.hint_en},
    }


def notice_entry(notice: Notice) -> dict[str, Any]:
    """Return a notice as JSON."""
    return {"row": notice.row, "column": notice.column, "code": notice.code, "zh": notice.zh, "en": notice.en}


def remark(row: RowResult) -> str:
    """Return what the person at the spreadsheet is told about a row, in Chinese."""
    if isinstance(row, GoodRow):
        return "通过"
    if isinstance(row, BadRow):
        return "\n".join(_sentence(problem) for problem in row.problems)
    return f"跳过：{row.zh}"


def _sentence(problem: Problem) -> str:
    content = f"“{problem.content}”" if problem.content else ""
    return f"未导入：{problem.column}{content} {problem.zh}{advice(problem.hint_zh, problem.expected.zh)}"


def advice(hint: str, expected: str) -> str:
    """Return what to do about a cell, in brackets: the hint, else what belongs there."""
    words = hint or (f"应填：{expected}" if expected else "")
    return f"（{words}）" if words else ""
