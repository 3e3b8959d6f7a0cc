"""What an import did, for a person at a terminal: Chinese first, with what to do about each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from yipanqi.unit.answers import ImportAnswer
from yipanqi.unit.client import FileReport, ImportReport

MOST_ROWS = 40


def render(report: ImportReport) -> RenderableType:
    """Return the whole report: per file its sheets, the rows that need a hand, and what the coordinator said."""
    parts: list[RenderableType] = []
    for file in report.files:
        parts.extend(_file(file))
    if report.waited_out:
        parts.append(
            Text(
                "部分回执尚未收到，可稍后查询 · some receipts have not come yet: ask again later",
                style="yellow",
            )
        )
    return Group(*parts)


def _file(file: FileReport) -> Iterator[RenderableType]:
    if file.answer is None:
        yield Text(f"✗ {file.path.name}", style="bold red")
        yield Text(f"  {file.error_zh} · {file.error_en}", style="red")
        return
    answer = file.answer
    yield Text.assemble(("● ", _colour(answer)), (answer.filename, "bold"), "  ", _summary(answer))
    yield _sheets(answer.report["sheets"])
    problems = [problem for sheet in answer.report["sheets"] for problem in sheet["problems"]]
    if problems:
        yield _problems(problems)
    refused = [(row.sheet, row.row, row.code, row.reason_zh, row.reason_en) for row in answer.refused]
    if refused:
        yield _refusals("统筹未受理 · refused by the coordinator", refused)
    skipped = [(row.sheet, row.row, row.code, row.reason_zh, row.reason_en) for row in answer.skipped]
    if skipped:
        yield _refusals("此前未获受理，未重发 · refused before, not sent again (--retry-refused)", skipped)


def _colour(answer: ImportAnswer) -> str:
    if answer.refused or answer.report["bad"]:
        return "yellow"
    return "cyan" if answer.pending else "green"


def _summary(answer: ImportAnswer) -> str:
    events = answer.events
    return (
        f"事件 events {len(answer.event_ids)}：已受理 accepted {events['accepted']}，"
        f"未受理 refused {events['refused']}，待裁定 pending {events['pending']}"
    )


def _sheets(sheets: Iterable[Mapping[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=True, header_style="dim")
    table.add_column("工作表 sheet", overflow="fold")
    for title in ("通过 good", "有误 bad", "跳过 skipped", "未变 unchanged", "事件 events"):
        table.add_column(title, justify="right")
    for sheet in sheets:
        bad = Text(str(sheet["bad"]), style="red" if sheet["bad"] else "")
        others = (str(sheet[name]) for name in ("skipped", "unchanged", "events"))
        table.add_row(Text(str(sheet["sheet"])), str(sheet["good"]), bad, *others)
    return table


def _problems(problems: list[Mapping[str, Any]]) -> Table:
    table = Table(title="请修改后重新导入 · mend these and import again", title_justify="left", title_style="yellow")
    for title in ("工作表 sheet", "行 row", "列 column", "内容 content", "问题 problem", "怎么办 what to do"):
        table.add_column(title, overflow="fold")
    for problem in problems[:MOST_ROWS]:
        # Text, not str: what stands in a cell must not be taken for rich's markup.
        table.add_row(
            Text(str(problem["sheet"])),
            str(problem["row"]),
            Text(str(problem["column"])),
            Text(str(problem["content"])[:60]),
            _both(problem["zh"], problem["en"]),
            _both(problem["hint"]["zh"], problem["hint"]["en"]),
        )
    return _limited(table, len(problems))


def _refusals(title: str, rows: list[tuple[str, int, str | None, str | None, str | None]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="yellow")
    for column in ("工作表 sheet", "行 row", "代码 code", "原因 reason"):
        table.add_column(column, overflow="fold")
    for sheet, row, code, zh, en in rows[:MOST_ROWS]:
        table.add_row(Text(sheet), str(row), Text(code or ""), _both(zh, en))
    return _limited(table, len(rows))


def _limited(table: Table, count: int) -> Table:
    if count > MOST_ROWS:
        table.caption = f"共 {count} 条，其余见带批注的副本 · {count} in all, the rest is in the copy with remarks"
    return table


def _both(zh: str | None, en: str | None) -> Text:
    return Text.assemble(zh or "", ("\n" + en if en else "", "dim"))
