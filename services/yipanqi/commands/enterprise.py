"""`yipanqi check-enterprise`: who is there already, before anything is filed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yipanqi.commands.account import board_account

if TYPE_CHECKING:
    from rich.console import RenderableType

_NOBODY, _SOMEBODY, _ERROR = 0, 1, 2
_COLOURS = {"same-id": "red", "same": "red", "similar": "yellow", "same-sound": "yellow", "same-group": "cyan"}


def check_enterprise(
    name: Annotated[str, typer.Argument(help="企业名称 · name")],
    credit_code: Annotated[
        str | None, typer.Option(help="统一社会信用代码，或 foreign:国别:编号 · credit code or foreign id")
    ] = None,
    name_en: Annotated[str | None, typer.Option(help="英文名 · name in English")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="别名，可多次 · other name, may be repeated")] = None,
    parent_name: Annotated[str | None, typer.Option(help="母公司名称 · parent's name")] = None,
    parent_id: Annotated[str | None, typer.Option(help="母公司标识 · parent's id")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="最多列出几家 · at most so many")] = 20,
    account: Annotated[str, typer.Option("--as", help="以哪个账号查询 · account")] = "investment",
) -> None:
    """登记前查重：已有谁、多相似、为何 · who is there already; exit code 0 nobody, 1 someone, 2 error."""
    from rich.console import Console

    from yipanqi.board.client import BoardClient
    from yipanqi.bus.errors import YipanqiError

    parent = {"parent_name": parent_name, "parent_id": parent_id}
    given = {"enterprise_id": credit_code, "name_en": name_en, **parent, "aliases": alias}
    question = {"name": name, "limit": limit, **{key: value for key, value in given.items() if value}}
    try:
        url, username, password = board_account(account)
        with BoardClient(url, username, password) as client:
            answer = client.check_enterprise(question)
    except YipanqiError as error:
        typer.secho(f"✗ {error.message}", fg=typer.colors.RED, err=True)
        raise typer.Exit(_ERROR) from None
    console = Console()
    console.print(render(answer))
    raise typer.Exit(_SOMEBODY if answer["matches"] else _NOBODY)


def render(answer: Mapping[str, Any]) -> RenderableType:
    """Return the answer of the board as people read it."""
    from rich.console import Group
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    verdict = answer["verdict"]
    colour = {"nobody": "green", "look": "yellow", "likely": "red"}[verdict["code"]]
    summary = Text(f"{verdict['zh']} · {verdict['en']}", style=colour)
    compared = Text(
        f"比对用名称 compared: {answer['asked']['compared']}，在 {answer['compared_with']} 家企业中 enterprises"
    )
    if not answer["matches"]:
        return Group(summary, compared)
    table = Table(show_lines=True, pad_edge=False)
    for heading in ("相似 kind", "%", "企业 enterprise", "负责单位 unit", "原因 why"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "%" else "left")
    for match in answer["matches"]:
        record, notice = match["enterprise"] or {}, match["notice"]
        kind = f"[{_COLOURS.get(match['kind'], 'white')}]{match['kind_zh']}\n{match['kind_en']}[/]"
        score = "" if match["score"] is None else f"{match['score']:.0f}"
        words = [*match["reasons"], *([notice] if notice else [])]
        why = "\n".join(f"{word['zh']}\n{word['en']}" for word in words)
        who = f"{record.get('name', '')}\n{match['id']}"
        table.add_row(kind, score, escape(who), escape(str(record.get("owner_unit", ""))), escape(why))
    return Group(summary, compared, table)
