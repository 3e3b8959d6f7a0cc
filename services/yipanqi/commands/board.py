"""`yipanqi board …`: rebuilding the projection, making accounts."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="共享视图 · the board", no_args_is_help=True)


@app.command("rebuild")
def rebuild() -> None:
    """由 Kafka 重建视图，旧视图继续服务直到切换 · rebuild from Kafka; the old one serves until the switch."""
    import os

    from rich.console import Console

    from yipanqi.board.rebuild import Progress
    from yipanqi.board.rebuild import rebuild as build
    from yipanqi.clock import clock_from_env
    from yipanqi.local.connection import kafka_settings, registry_settings
    from yipanqi.local.layout import Layout

    layout = Layout.from_env()
    url = os.environ.get("YIPANQI_BOARD_DB") or f"sqlite:///{layout.folder / 'board' / 'board.sqlite'}"
    console = Console()
    with console.status("正在重建 rebuilding …") as shown:

        def tell(progress: Progress) -> None:
            shown.update(f"正在重建 rebuilding … 已处理 applied {progress.records}，剩余 left {progress.left}")

        done = build(
            url, kafka_settings(layout, "board"), registry_settings(layout), progress=tell, clock=clock_from_env()
        )
    console.print(
        f"[green]✓[/] 已重建并切换 rebuilt and switched: {done.events} 个事件 events, {done.seconds:.1f} s",
        highlight=False,
    )


@app.command("account")
def account(
    username: Annotated[str, typer.Argument(help="账号 · user name")],
    unit: Annotated[str | None, typer.Option(help="所属单位 · unit; none for leader and operations")] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="删除账号，其会话随即失效 · remove it, ends its sessions")
    ] = False,
) -> None:
    """新建账号、重设密码（现场输入）或删除账号 · make an account, set its password (asked for), or remove it."""
    import os
    from pathlib import Path

    from pydantic import SecretStr

    from yipanqi.board.accounts import create_account, remove_account
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.local.layout import Layout

    path = Path(os.environ.get("YIPANQI_ACCOUNTS") or Layout.from_env().folder / "board" / "accounts.json")
    if remove:
        if not remove_account(path, username):
            raise ConfigurationError(f"没有账号 {username} | there is no account {username} in {path}")
        typer.echo(f"已删除 removed: {username}")
        return
    password = typer.prompt("密码 password", hide_input=True, confirmation_prompt=True)
    create_account(path, username, unit, SecretStr(password))
    typer.echo(f"已保存 saved: {username}")
