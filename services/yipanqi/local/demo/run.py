"""`yipanqi demo`: the whole district with the departments' workbooks, and what to look at next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

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
    console.print("\n[bold]导入各单位台账 importing the units' workbooks[/]", highlight=False)
    for unit, path in workbooks():
        report = import_files(addresses.services[unit], people.key(unit), [path])
        for file in report.files:
            console.print(_line(unit, file), highlight=False)


def _line(unit: str, file: FileReport) -> str:
    if file.answer is None:
        return f"  [red]✗[/] {unit:<10} {escape(file.path.name)}: {file.error_zh} · {file.error_en}"
    found = file.answer.report
    events = file.answer.events
    parts = [f"{found['good']} 行通过 good"]
    if found["bad"]:
        parts.append(f"[yellow]{found['bad']} 行有误 bad[/]")
    if found["unchanged"]:
        parts.append(f"{found['unchanged']} 行未变 unchanged")
    if events.get("refused"):
        parts.append(f"[yellow]{events['refused']} 项未获受理 refused[/]")
    if file.answer.pending:
        parts.append(f"[yellow]{file.answer.pending} 项等待裁定 waiting[/]")
    return f"  [green]✓[/] {unit:<10} {escape(file.path.name)} [dim]·[/] {' · '.join(parts)}"


def show_next(addresses: Addresses, people: People, catalog: Catalog, console: Console) -> None:
    """Print the board's address, the accounts, and commands to try."""
    table = Table(title="演示账号 demo accounts", title_justify="left", box=None, padding=(0, 2))
    for heading in ("账号 user", "密码 password", "身份 who"):
        table.add_column(heading)
    who = {LEADER: "区领导 district leader", OPERATIONS: "运维 operations"}
    who |= {key: f"{unit.zh} {unit.en}" for key, unit in catalog.units.items()}
    for username in people.usernames:
        table.add_row(username, people.password(username).get_secret_value(), who[username])
    console.print()
    console.print(table)
    console.print(f"\n[bold]一盘棋 the board[/]  [bold cyan]{addresses.services['board']}[/]", highlight=False)
    console.print("[dim]演示数据，非官方记录 · demo data, no official record[/]\n", highlight=False)
    console.print("另开一个终端试试 in another terminal, try:", highlight=False)
    for command, what in (
        ("yipanqi import investment 台账.xlsx", "导入一份台账 import a workbook"),
        ("yipanqi connect-info investment", "其他语言的客户端如何接入 connect a client in any language"),
        ("yipanqi catalog plan", "目录与集群是否一致 is the cluster as the catalogue says"),
        ("yipanqi board rebuild", "由 Kafka 重建视图 rebuild the board from Kafka"),
        ("yipanqi status", "运行状况 what runs where"),
    ):
        console.print(f"  [cyan].venv/bin/{command:<40}[/] {what}", highlight=False)
    console.print("\nCtrl-C 停止全部 stops everything", highlight=False)
