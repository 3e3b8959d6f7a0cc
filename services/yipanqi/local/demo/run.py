"""`yipanqi demo`: the whole district with the departments' workbooks, and what to look at next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yipanqi.contract.catalog import Catalog
from yipanqi.local.commands import clock_shift
from yipanqi.local.demo.workbook_list import workbooks
from yipanqi.local.layout import Layout
from yipanqi.local.people import LEADER, OPERATIONS, People
from yipanqi.local.stack import Addresses
from yipanqi.unit.client import FileReport, import_files

#: The workbooks report the end of 2020: 09:00 in Suzhou on its last day.
FIRST_DAY = datetime(2020, 12, 31, 1, 0, tzinfo=UTC)


def environment(layout: Layout, people: People, now: datetime) -> Mapping[str, str]:
    """Return what the demo's services are told beside their addresses: the district's clock, and that it is a demo."""
    return {**clock_shift(layout, FIRST_DAY, now), **people.environment(), "YIPANQI_DEMO": "true"}


def import_workbooks(addresses: Addresses, people: People, console: Console) -> None:
    """Import every workbook through its unit's service and say in a line each what became of it."""
    console.print("\n[bold]导入各单位台账 · importing the units' workbooks[/]", highlight=False)
    for words in (("", "单位", "台账", "通过", "有误", "未变", "未受理"), ("", *_ENGLISH)):
        console.print(Text(_columns(*words), style="dim"))
    for unit, path in workbooks():
        report = import_files(addresses.services[unit], people.key(unit), [path])
        for file in report.files:
            console.print(_line(unit, file))


_ENGLISH = ("unit", "workbook", "good", "bad", "same", "refused")


def _columns(mark: str, unit: str, name: str, *figures: str) -> str:
    """Return one line of at most 80 cells; a Chinese character takes two."""
    cells = [set_cell_size(mark, 2), set_cell_size(unit, 11), set_cell_size(name, 33)]
    return "".join([*cells, *(" " * (8 - cell_len(figure)) + figure for figure in figures)])


def _line(unit: str, file: FileReport) -> Text:
    if file.answer is None:
        return Text(f"✗ {unit} {file.path.name}\n  {file.error_zh} · {file.error_en}", style="red")
    found, events = file.answer.report, file.answer.events
    figures = [found["good"], found["bad"], found["unchanged"], events.get("refused", 0)]
    line = Text(_columns("✓", unit, file.path.name, *(str(figure) for figure in figures)))
    line.stylize("green", 0, 1)
    if found["bad"] or events.get("refused") or file.answer.pending:
        line.stylize("yellow", 0, 1)
    if file.answer.pending:
        line.append(f"\n  {file.answer.pending} 项等待裁定 still wait for their receipts", style="yellow")
    return line


def show_next(addresses: Addresses, people: People, catalog: Catalog, console: Console) -> None:
    """Print the board's address, the accounts, and commands to try."""
    table = Table(title="演示账号 · demo accounts", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    for heading in ("账号 user", "密码 password", "身份 who"):
        table.add_column(heading, header_style="dim")
    who = {LEADER: "区领导 district leader", OPERATIONS: "运维 operations"}
    who |= {key: f"{unit.zh} {unit.en}" for key, unit in catalog.units.items()}
    for username in people.usernames:
        table.add_row(username, people.password(username).get_secret_value(), who[username])
    console.print()
    console.print(table)
    console.print(f"\n[bold]一盘棋 the board[/]  [bold cyan]{addresses.services['board']}[/]", highlight=False)
    console.print("[dim]演示数据，非官方记录 · demo data, no official record[/]", highlight=False)
    console.print("\n另开一个终端试试 · in another terminal, try:", highlight=False)
    for command, what in _TO_TRY:
        line = Text(f"  {set_cell_size(f'{_program()} {command}', 45)} {what}")
        line.stylize("cyan", 0, 2 + len(f"{_program()} {command}"))
        console.print(line)
    console.print("\nCtrl-C 停止全部 · stops everything", highlight=False)


_TO_TRY = (
    ("import investment 台账.xlsx", "导入台账 · import a workbook"),
    ("connect-info investment", "接入其他语言 · other languages"),
    ("catalog plan", "集群与目录的差异 · any drift?"),
    ("board rebuild", "重建视图 · rebuild from Kafka"),
    ("simulate --speed 0.2", "模拟日常往来 · a simulated year"),
    ("status", "运行状况 · what runs where"),
)


def _program() -> str:
    """Return how to call the command line from here: `make` leaves it in .venv, an installation on the path."""
    return ".venv/bin/yipanqi" if Path(".venv/bin/yipanqi").is_file() else "yipanqi"
