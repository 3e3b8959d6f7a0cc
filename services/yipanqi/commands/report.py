"""`yipanqi report …`: the monthly report and the weekly meeting's packet, saved as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yipanqi.commands.account import board_account

app = typer.Typer(help="月报和周例会材料 · the monthly report and the weekly meeting's packet", no_args_is_help=True)

_FORMATS = ("xlsx", "html", "json")
OutOption = Annotated[
    Path | None, typer.Option(help="文件（.xlsx .html .json）；缺省为当前目录 · file, its ending says the format")
]
AccountOption = Annotated[str, typer.Option("--as", help="以哪个账号查询 · account")]


@app.command()
def monthly(
    month: Annotated[str | None, typer.Option(help="月份，如 2020-12；缺省为本月 · month, the current one")] = None,
    out: OutOption = None,
    account: AccountOption = "commerce",
) -> None:
    """商务局月报 · save the monthly report."""
    _save("monthly", "month", month, out, account)


@app.command()
def weekly(
    week: Annotated[str | None, typer.Option(help="周，如 2020-W53；缺省为本周 · ISO week, the current one")] = None,
    out: OutOption = None,
    account: AccountOption = "commerce",
) -> None:
    """周例会材料 · save the packet for the weekly meeting."""
    _save("weekly", "week", week, out, account)


def _save(kind: str, field: str, period: str | None, out: Path | None, account: str) -> None:
    from yipanqi.board.client import BoardClient
    from yipanqi.bus.errors import ConfigurationError

    path = out or Path(f"{kind}-{period or 'current'}.xlsx")
    format_ = path.suffix.removeprefix(".").lower()
    if format_ not in _FORMATS:
        endings = " ".join(f".{ending}" for ending in _FORMATS)
        raise ConfigurationError(
            f"文件名 {path.name} 的后缀应为 {endings} 之一 | {path.name} should end in one of {endings}"
        )
    url, username, password = board_account(account)
    with BoardClient(url, username, password) as client:
        content = client.report(kind, {"format": format_, **({field: period} if period else {})})
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(
            f"无法写入 {path}：{error.strerror} | cannot write {path}: {error.strerror}"
        ) from error
    typer.secho(f"✓ 已保存 {path} · saved ({len(content):,} bytes)", fg=typer.colors.GREEN)
