"""What `yipanqi up`, `demo`, `status` and `clean` do: a district in the foreground, told on screen step by step."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from types import FrameType

from rich.console import Console
from rich.table import Table

from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.fetching import fetch
from yipanqi.local.layout import DistrictLock, Layout, RunFile
from yipanqi.local.stack import Addresses, Apply, Stack
from yipanqi.local.supervisor import is_ready
from yipanqi.local.terminal import own_foreground_group

Started = Callable[[Stack, Addresses], None]
"""Called once when everything is ready; what it prints is the last that the user sees while the district runs."""
Beside = Callable[[Addresses, threading.Event], None]
"""Goes on beside the district in a thread of its own, and returns soon after the event is set."""

_COMPANY_S = 20.0
_TITLES = {
    "kafka": "Kafka",
    "registry": "模式注册中心 schema registry",
    "catalog": "目录已落实：主题、用户、权限、模式 · topics, users, rights, schemas",
    "coordinator": "统筹 coordinator",
    "board": "一盘棋共享视图 board",
    "watch": "预警 watch",
}


def up(
    layout: Layout,
    apply_catalog: Apply,
    *,
    env: Mapping[str, str] | None = None,
    started: Started | None = None,
    beside: Beside | None = None,
    console: Console | None = None,
) -> None:
    """Run the district in the foreground until Ctrl-C or SIGTERM, then stop everything; returns normally."""
    console = console or Console()
    stop, company = threading.Event(), None
    stack = Stack(layout, apply_catalog, env=env)
    with own_foreground_group(), _stoppable(stop, console), stack:
        with suppress(KeyboardInterrupt):
            fetch(ArtifactStore(), console, stop)
            begun = time.monotonic()
            addresses = stack.start(lambda name, _what: _tell(console, name, time.monotonic() - begun))
            seconds = time.monotonic() - begun
            console.print(f"[bold green]✓ 全部就绪 ready[/] · {seconds:.1f} s · Ctrl-C 停止 stops", highlight=False)
            if started is not None:
                started(stack, addresses)
            if beside is not None:
                company = threading.Thread(target=beside, args=(addresses, stop), name="beside", daemon=True)
                company.start()
            stack.watch(stop, lambda name, what: _changed(console, layout, name, what))
        stop.set()
        console.print("\n正在停止 stopping …", highlight=False)
        if company is not None:
            company.join(_COMPANY_S)
        stack.stop()
        console.print("已停止，数据保存在 · stopped, the data is kept in", highlight=False)
        console.print(f"{layout.folder}", highlight=False, soft_wrap=True)


def status(layout: Layout, console: Console | None = None) -> bool:
    """Print what runs and where; False if nothing runs in the folder."""
    console = console or Console()
    running = RunFile.read(layout)
    if running is None:
        console.print(f"{layout.folder} 中没有运行 · nothing runs in this folder", highlight=False, soft_wrap=True)
        console.print("启动 start: yipanqi demo, yipanqi up", highlight=False)
        return False
    table = Table("", "地址 address", "进程 pid", "状态 state")
    table.add_row("Kafka", running.bootstrap, str(running.pids.get("kafka")), "")
    table.add_row("registry", running.registry_url, str(running.pids.get("registry")), "")
    for name, url in running.urls.items():
        state = "[green]就绪 ready" if is_ready(url) else "[red]未就绪 not ready"
        table.add_row(name, url, str(running.pids.get(name)), state)
    console.print(table)
    return True


def clean(layout: Layout, console: Console | None = None) -> None:
    """Remove the district's folder with all its data; ProcessError if a district runs in it."""
    console = console or Console()
    if layout.folder.is_dir():
        with DistrictLock(layout):
            layout.end_leftovers()
            shutil.rmtree(layout.folder)
    console.print(f"已清除 removed: {layout.folder}", highlight=False)


def clock_shift(layout: Layout, start: datetime, now: datetime) -> Mapping[str, str]:
    """The variable that sets the services' clocks so that the district's first start was at `start`.

    The shift is remembered in the folder: after a restart the district's time has gone on.
    """
    path = layout.clock
    if not path.is_file():
        layout.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(str(int((start - now).total_seconds())), encoding="utf-8")
    return {"YIPANQI_CLOCK_OFFSET_S": path.read_text(encoding="utf-8").strip()}


def _tell(console: Console, name: str, seconds: float) -> None:
    title = _TITLES.get(name, f"单位服务 unit {name}")
    console.print(f"  [green]✓[/] {title} [dim]{seconds:.1f} s[/]", highlight=False)


def _changed(console: Console, layout: Layout, name: str, what: str) -> None:
    word = {"crashed": "[red]✗ 异常退出，正在重启 ended, restarting", "restarted": "[yellow]↻ 已重启 restarted"}[what]
    console.print(f"{word}[/]: {name} · {layout.logs / name}.log", highlight=False)


@contextmanager
def _stoppable(stop: threading.Event, console: Console) -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into KeyboardInterrupt wherever we are; later ones only say: patience."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            console.print("正在停止，请稍候 · stopping, please wait", highlight=False)
            return
        stop.set()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
