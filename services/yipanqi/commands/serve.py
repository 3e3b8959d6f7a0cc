"""`yipanqi serve …`: one service process."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

app = typer.Typer(help="运行一个服务进程 · run one service", no_args_is_help=True)
Port = Annotated[int, typer.Option(help="监听端口，0 为任意空闲端口 · port, 0 takes a free one")]


@app.command("coordinator")
def coordinator(port: Port = 0) -> None:
    """统筹：对每个事件作出唯一裁定 · decide every event once."""
    from yipanqi.coordinator.main import run

    _check_port(port)
    run(port)


@app.command("board")
def board(port: Port = 8020) -> None:
    """共享视图：投影、接口与页面 · projection, API and page."""
    from yipanqi.board.main import run

    _check_port(port)
    run(port)


@app.command("watch")
def watch(port: Port = 0) -> None:
    """预警：提出与解除预警 · raise and clear alerts."""
    from yipanqi.watch.main import run

    _check_port(port)
    run(port)


@app.command("unit")
def unit(unit: Annotated[str, typer.Option(help="单位代码 · unit")], port: Port = 0) -> None:
    """单位服务：上报、导入与回执 · intake, imports and receipts of one unit."""
    from yipanqi.unit.main import run

    _check_port(port)
    run(unit, port)


def _check_port(port: int) -> None:
    """Say in a line that the port can't be had, before anything is started; ConfigurationError."""
    from yipanqi.bus.errors import ConfigurationError

    host = os.environ.get("YIPANQI_HOST") or "127.0.0.1"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
        raise ConfigurationError(
            f"无法监听 {host} 的端口 {port}，可能已被占用，请用 --port 换一个 | "
            f"can't listen on port {port} of {host} ({reason}): choose another with --port"
        ) from None
