"""The terminal's report: counts, rows to mend, the coordinator's refusals; a cell's content is never markup."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from yipanqi.unit.answers import ImportAnswer, RowResult, SkippedRow
from yipanqi.unit.client import FileReport, ImportReport
from yipanqi.unit.render import render


def text(report: ImportReport) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(render(report))
    return console.export_text()


def answer(**values: Any) -> ImportAnswer:
    problem = {
        "sheet": "厂房",
        "row": 7,
        "column": "层高",
        "content": "[red]79[/red]",
        "code": "too_high",
        "zh": "超过 30 米",
        "en": "above 30 m",
        "hint": {"zh": "请核对单位", "en": "check the unit"},
    }
    sheet = {
        "sheet": "厂房",
        "tables": [{}],
        "good": 3,
        "bad": 1,
        "skipped": 2,
        "unchanged": 0,
        "events": 3,
        "problems": [problem],
    }
    base = {
        "import_id": "1",
        "filename": "台账.xlsx",
        "created_at": datetime.now(UTC),
        "client": "tests",
        "report": {"good": 3, "bad": 1, "sheets": [sheet]},
        "event_ids": ("a", "b", "c"),
        "events": {"pending": 1, "accepted": 1, "refused": 1},
        "refused": (),
        "skipped": (),
    }
    return ImportAnswer.model_validate({**base, **values})


def test_a_report_names_sheet_row_column_content_and_what_to_do() -> None:
    shown = text(ImportReport(files=(FileReport(path=Path("台账.xlsx"), answer=answer()),), waited_out=True))
    for part in ("台账.xlsx", "厂房", "层高", "[red]79[/red]", "超过 30 米", "above 30 m", "请核对单位", "尚未收到"):
        assert part in shown


def test_refusals_and_rows_not_sent_again_are_told_with_their_reason() -> None:
    refused = RowResult(
        sheet="厂房",
        row=4,
        event_id="a",
        outcome="refused",
        code="carrier.duplicate",
        reason_zh="已由他人登记",
        reason_en="is registered",
        field=None,
    )
    skipped = SkippedRow(
        sheet="厂房", row=5, event_id="b", code="x", reason_zh="项目不存在", reason_en="no such project"
    )
    report = ImportReport(files=(FileReport(path=Path("a"), answer=answer(refused=(refused,), skipped=(skipped,))),))
    shown = text(report)
    for part in ("carrier.duplicate", "已由他人登记", "is registered", "项目不存在", "未重发"):
        assert part in shown
    assert not report.ok


def test_a_file_that_was_not_taken_says_why() -> None:
    report = ImportReport(files=(FileReport(path=Path("坏.xlsx"), error_zh="文件已损坏", error_en="damaged"),))
    assert "坏.xlsx" in text(report)
    assert "文件已损坏" in text(report)
    assert not report.ok
