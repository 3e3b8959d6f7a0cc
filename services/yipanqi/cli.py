"""`yipanqi …`: the one command line. Each command imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from yipanqi.bus.errors import YipanqiError

app = typer.Typer(
    name="yipanqi",
    help="一盘棋 · the event bus and shared view of a district's investment promotion",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
serve = typer.Typer(help="运行一个服务进程 · run one service", no_args_is_help=True)
schemas = typer.Typer(help="契约：检查与生成 · the contract: check and generate", no_args_is_help=True)
catalog = typer.Typer(help="目录：对照与落实到集群 · the catalogue and the cluster", no_args_is_help=True)
board = typer.Typer(help="共享视图 · the board", no_args_is_help=True)
unit = typer.Typer(help="单位服务 · unit services", no_args_is_help=True)
for name, group in (("serve", serve), ("schemas", schemas), ("catalog", catalog), ("board", board), ("unit", unit)):
    app.add_typer(group, name=name)

Port = Annotated[int, typer.Option(help="监听端口，0 为任意空闲端口 · port, 0 takes a free one")]


@serve.command("coordinator")
def serve_coordinator(port: Port = 0) -> None:
    """统筹：对每个事件作出唯一裁定 · decide every event once."""
    from yipanqi.coordinator.main import run

    run(port)


@serve.command("board")
def serve_board(port: Port = 8020) -> None:
    """共享视图：投影、接口与页面 · projection, API and page."""
    from yipanqi.board.main import run

    run(port)


@serve.command("unit")
def serve_unit(unit: Annotated[str, typer.Option(help="单位 · unit")], port: Port = 0) -> None:
    """单位服务：上报、导入与回执 · intake, imports and receipts of one unit."""
    from yipanqi.unit.main import run

    run(unit, port)


@schemas.command("check")
def schemas_check() -> None:
    """检查模式、示例、兼容性与目录 · check schemas, examples, compatibility and catalogue."""
    from yipanqi.contract.check import check

    findings = check()
    for finding in findings:
        typer.echo(str(finding), err=True)
    if findings:
        raise typer.Exit(1)
    typer.echo("契约检查通过 · the contract is sound")


@schemas.command("generate")
def schemas_generate() -> None:
    """由模式生成 Python 模型 · write the Python models from the schemas."""
    from yipanqi import models
    from yipanqi.contract.generate import write

    changed = write(Path(models.__file__).parent)
    typer.echo("已更新 · written: " + (", ".join(changed) or "—"))


def main() -> None:
    """Run the command line; our own errors become one clear line instead of a traceback."""
    try:
        app()
    except YipanqiError as error:
        typer.secho(f"✗ {error.message}", fg=typer.colors.RED, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
