"""The first run's downloads, shown on screen while they arrive."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from yipanqi.local.artifacts import ArtifactError, ArtifactStore, Pin

_MEGABYTE = 1_000_000
_PLAIN_STEPS = 10


def fetch(store: ArtifactStore, console: Console, stop: threading.Event) -> None:
    """Fetch what is missing, or do nothing; ArtifactError if that fails or `stop` is set meanwhile."""
    missing = store.missing()
    if not missing:
        return
    total = sum(pin.size for pin in missing)
    console.print(
        f"首次运行：下载 Kafka 和模式注册中心（{total // _MEGABYTE} MB），以后不再需要网络 · "
        f"first run: fetching Kafka and the registry, once",
        highlight=False,
    )
    columns = (TextColumn("  {task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("下载 downloading", total=total)
        plain = _PlainProgress(total, None if console.is_terminal else console)

        def arrived(_pin: Pin, count: int) -> None:
            if stop.is_set():
                raise ArtifactError(
                    "下载已中断，重试时续传 / the download was interrupted; the next run goes on from there"
                )
            bar.advance(task, count)
            plain.advance(count)

        with ThreadPoolExecutor(2) as pool:
            try:
                registry = pool.submit(store.registry_home, arrived)
                pool.submit(store.kafka_jars, arrived).result()
                registry.result()
            except BaseException:
                stop.set()  # the other download gives up at its next piece
                raise


class _PlainProgress:
    """A line for every tenth, where there is no terminal to draw a bar on."""

    def __init__(self, total: int, console: Console | None) -> None:
        self._total, self._console = total, console
        self._count = 0
        self._lock = threading.Lock()

    def advance(self, count: int) -> None:
        with self._lock:
            before = self._count * _PLAIN_STEPS // self._total
            self._count += count
            now = self._count * _PLAIN_STEPS // self._total
        if self._console is not None and now > before:
            self._console.print(f"  下载 downloaded {100 * now // _PLAIN_STEPS}%", highlight=False)
