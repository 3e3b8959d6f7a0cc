"""`yipanqi import` and `yipanqi unit …`: spreadsheets in, API keys."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="单位服务 · unit services", no_args_is_help=True)
Unit = Annotated[str, typer.Argument(help="单位代码 · unit")]


def import_(
    unit: Unit,
    files: Annotated[list[Path], typer.Argument(help="台账文件 xlsx、xls、ods、csv · workbooks")],
    retry_refused: Annotated[
        bool, typer.Option("--retry-refused", help="重新提交此前未获受理的行 · send again rows that were refused")
    ] = False,
    annotate: Annotated[
        Path | None, typer.Option(help="把带校验结果列的副本存入该文件夹 · folder for copies with a column of remarks")
    ] = None,
    wait: Annotated[bool, typer.Option(help="等待裁定结果 · wait for the receipts")] = True,
) -> None:
    """导入一个单位的台账，逐行说明结果 · import a unit's workbooks and say what became of each row."""
    from rich.console import Console

    from yipanqi.commands.service import unit_service
    from yipanqi.unit.client import UnitClient, import_files
    from yipanqi.unit.render import render

    url, key = unit_service(unit)
    report = import_files(url, key, files, wait=wait, retry_refused=retry_refused)
    console = Console()
    console.print(render(report))
    if annotate is not None:
        annotate.mkdir(parents=True, exist_ok=True)
        with UnitClient(url, key) as client:
            for file in report.files:
                if file.answer is not None:
                    name = file.path.stem + "_校验" + (".csv" if file.path.suffix.lower() == ".csv" else ".xlsx")
                    (annotate / name).write_bytes(client.annotated(file.answer.import_id))
                    console.print(f"校验副本 annotated copy: {annotate / name}", highlight=False)
    if not report.ok:
        raise typer.Exit(1)


@app.command("key")
def key(
    unit: Unit,
    name: Annotated[str, typer.Argument(help="客户端名称 · client's name")],
    scope: Annotated[list[str] | None, typer.Option(help="publish, import, read; 默认全部 · all by default")] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="作废该客户端的密钥，立即生效 · revoke it, at once")] = False,
) -> None:
    """为一个客户端新建 API 密钥（只显示这一次）或作废 · make an API key, shown this once, or revoke it."""
    from yipanqi.bus.errors import ConfigurationError
    from yipanqi.local.layout import Layout
    from yipanqi.unit.keys import KeyFile, Scope, create_key

    path = Path(os.environ.get("YIPANQI_KEYS_FILE") or Layout.from_env().folder / "units" / f"{unit}.keys.json")
    if revoke:
        if not KeyFile(path).revoke(name):
            raise ConfigurationError(f"{unit} 没有名为 {name} 的密钥 | {unit} has no key of the name {name}")
        typer.echo(f"已作废 revoked: {name}")
        return
    secret = create_key(path, name, tuple(Scope(s) for s in scope) if scope else tuple(Scope))
    typer.echo(secret.get_secret_value())
