"""What an import did, for a person at a terminal: Chinese first, with what to do about each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from yipanqi.unit.answers import ImportAnswer
from yipanqi.unit.client import FileReport, ImportReport
from yipanqi.unit.sheets.plan import CHANGE

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
    yield Text.assemble(("● ", _colour(file)), (answer.filename, "bold"))
    yield Text(f"  {_summary(answer)}")
    sheets = answer.report["sheets"]
    yield _sheets(sheets)
    for sheet in sheets:
        yield from _notices(sheet)
        changes = [notice for notice in sheet.get("notices", ()) if notice["code"] == CHANGE]
        if changes:
            yield _changes(sheet["sheet"], changes)
        if sheet["problems"]:
            yield _problems(sheet["sheet"], sheet["problems"])
    refused = [(row.sheet, row.row, row.code, row.reason_zh, row.reason_en) for row in answer.refused]
    if refused:
        yield _refusals("统筹未受理 · refused by the coordinator", refused)
    skipped = [(row.sheet, row.row, row.code, row.reason_zh, row.reason_en) for row in answer.skipped]
    if skipped:
        yield _refusals("此前未获受理，未重发 · refused before, not sent again (--retry-refused)", skipped)


def _colour(file: FileReport) -> str:
    answer = file.answer
    if answer is None or not file.ok or answer.report["bad"]:
        return "yellow"
    return "cyan" if answer.pending else "green"


def _summary(answer: ImportAnswer) -> str:
    events = answer.events
    return (
        f"事件 events {len(answer.event_ids)} · 受理 accepted {events['accepted']}"
        f" · 未受理 refused {events['refused']} · 待裁定 pending {events['pending']}"
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


def _notices(sheet: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Yield what is to be said about a sheet as a whole, such as that no header was found in it."""
    for notice in sheet.get("notices", ()):
        if notice["row"] is None:
            text = Text.assemble((f"{sheet['sheet']}：{notice['zh']}\n", "yellow"), (notice["en"], "dim"))
            yield Padding(text, (0, 0, 0, 2))


def _changes(sheet: str, changes: list[Mapping[str, Any]]) -> Table:
    table = _table(Text.assemble(sheet, "：与上次不同的行 · rows that have changed"))
    table.add_column("行 row", justify="right", no_wrap=True)
    table.add_column("报送为 published as", overflow="fold")
    for notice in changes[:MOST_ROWS]:
        table.add_row(str(notice["row"]), _both(notice["zh"], notice["en"]))
    return _limited(table, len(changes))


def _problems(sheet: str, problems: list[Mapping[str, Any]]) -> Table:
    title = Text.assemble(sheet, "：请修改后重新导入 · mend these and import again")
    table = _table(title)
    table.add_column("行 row", justify="right", no_wrap=True)
    for heading in ("列 column", "内容 content"):
        table.add_column(heading, overflow="fold", max_width=18)
    table.add_column("问题和办法 problem, what to do", overflow="fold")
    for problem in problems[:MOST_ROWS]:
        hint, expected = problem["hint"], problem.get("expected", {"zh": "", "en": ""})
        # Text, not str: what stands in a cell must not be taken for rich's markup.
        table.add_row(
            str(problem["row"]),
            Text(" ".join(part for part in (problem.get("cell"), str(problem["column"])) if part)),
            Text(str(problem["content"])[:60]),
            _both(
                _joined("，", problem["zh"], hint["zh"] or (expected["zh"] and f"应填：{expected['zh']}")),
                _joined(": ", problem["en"], hint["en"] or (expected["en"] and f"expected {expected['en']}")),
            ),
        )
    return _limited(table, len(problems))


def _joined(between: str, *parts: str | None) -> str:
    return between.join(part for part in parts if part)


def _table(title: Text) -> Table:
    title.stylize("yellow")
    return Table(title=title, title_justify="left", title_style="", box=SIMPLE_HEAD, pad_edge=True)


def _refusals(title: str, rows: list[tuple[str, int, str | None, str | None, str | None]]) -> Table:
    table = _table(Text(title))
    table.add_column("工作表 sheet", overflow="fold", max_width=18)
    table.add_column("行 row", justify="right", no_wrap=True)
    table.add_column("代码 code", no_wrap=True)
    table.add_column("原因 reason", overflow="fold")
    for sheet, row, code, zh, en in rows[:MOST_ROWS]:
        table.add_row(Text(sheet), str(row), Text(code or ""), _both(zh, en))
    return _limited(table, len(rows))


def _limited(table: Table, count: int) -> Table:
    if count > MOST_ROWS:
        table.caption = f"共 {count} 条，其余见带批注的副本 · {count} in all, the rest is in the copy with remarks"
    return table


def _both(zh: str | None, en: str | None) -> Text:
    return Text.assemble(zh or "", ("\n" + en if en else "", "dim"))
