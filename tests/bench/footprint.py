"""A whole district by `yipanqi up`: how long until it is ready, and how much memory each process takes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from tests.bench.figures import Figure
from tests.support.district import wait_for

from yipanqi.local.layout import Layout, RunFile

AIM_S = 30
_SETTLE_S = 5.0


def measure() -> list[Figure]:
    """Start a district in an empty folder, look at it, stop it, and start it again on what it left."""
    with TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        layout = Layout(Path(folder) / "home")
        with _up(layout) as (first_s, running):
            time.sleep(_SETTLE_S)
            memory = _memory(running)
        with _up(layout) as (again_s, _):
            pass
    start = Figure(
        "yipanqi up → ready, first",
        f"{first_s:.1f} s",
        aim=f"< {AIM_S} s",
        reached=first_s < AIM_S,
        note="empty folder, downloads cached: topics, users, rights and schemas are made",
    )
    again = Figure("yipanqi up → ready, again", f"{again_s:.1f} s", note="the same folder")
    total = Figure("memory, all processes", _mb(sum(memory.values())), note=f"RSS {_SETTLE_S:.0f} s after ready, idle")
    return [start, again, total, *(Figure(f"  {name}", _mb(rss)) for name, rss in memory.items())]


@contextmanager
def _up(layout: Layout) -> Iterator[tuple[float, RunFile]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YIPANQI_")}
    cache = {k: v for k, v in os.environ.items() if k == "YIPANQI_CACHE"}
    output = layout.folder.parent / "output.txt"
    with output.open("ab") as file:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "yipanqi", "up"],
            env={**environment, **cache, "YIPANQI_HOME": str(layout.folder)},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(lambda: RunFile.read(layout) is not None or process.poll() is not None, 180, "the district", 0.05)
        seconds = time.perf_counter() - begun
        running = RunFile.read(layout)
        assert running is not None, f"the district did not start:\n{output.read_text(encoding='utf-8')[-4000:]}"
        yield seconds, running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(60)


def _memory(running: RunFile) -> dict[str, int]:
    """Return the resident bytes of every process by name, the largest first."""
    found = {name: psutil.Process(pid).memory_info().rss for name, pid in running.pids.items() if pid}
    supervisor = psutil.Process(running.pids["kafka"] or 0).ppid()
    found["yipanqi up"] = psutil.Process(supervisor).memory_info().rss
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
