"""Runs the district's services as processes: waits until they are ready, starts them again, stops them in order."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from yipanqi.local.ports import LOOPBACK
from yipanqi.local.process import Guard, ManagedProcess, wait_until

_PROBE_TIMEOUT_S = 2.0
_WATCH_S = 0.5
_BACKOFF_MAX_S = 30.0
_HEALTHY_AFTER_S = 60.0
_STOP_S = 15.0

EventSink = Callable[[str, str], None]
"""Called with a service's name and what became of it: `ready`, `crashed`, `restarted`."""


@dataclass(frozen=True)
class Service:
    """One service of ours: `yipanqi <args>` listening on `port`; a higher layer starts later and stops earlier."""

    name: str
    args: tuple[str, ...]
    port: int
    env: Mapping[str, str] = field(default_factory=dict)
    layer: int = 0

    @property
    def url(self) -> str:
        """The service's address."""
        return f"http://{LOOPBACK}:{self.port}"


class _Restart:
    """When a crashed service may be started again: at once, then after 1, 2, 4 … 30 seconds."""

    def __init__(self) -> None:
        self._crashes = 0
        self._started = time.monotonic()
        self.due: float | None = None

    def crashed(self, now: float) -> None:
        if now - self._started > _HEALTHY_AFTER_S:
            self._crashes = 0
        wait = 0.0 if self._crashes == 0 else min(_BACKOFF_MAX_S, 2.0 ** (self._crashes - 1))
        self._crashes += 1
        self.due = now + wait

    def started(self, now: float) -> None:
        self._started = now
        self.due = None


class Supervisor:
    """A set of named services, each a process of its own with a log `<logs>/<name>.log`."""

    def __init__(
        self,
        services: Sequence[Service],
        *,
        logs: Path,
        run: Path,
        guard: Guard,
        servers: Mapping[str, ManagedProcess] | None = None,
    ) -> None:
        """Take services to start, and running `servers` (Kafka, the registry) to start again if they crash."""
        self.services = tuple(services)
        self._servers = dict(servers or {})
        self._processes = {
            service.name: ManagedProcess(
                service.name,
                [sys.executable, "-m", "yipanqi", *service.args],
                log=logs / f"{service.name}.log",
                pid_file=run / f"{service.name}.pid",
                guard=guard,
                env=service.env,
            )
            for service in services
        }
        self._restarts = {name: _Restart() for name in [*self._processes, *self._servers]}
        self._stopping = threading.Event()

    def pids(self) -> dict[str, int | None]:
        """The process id of each service, None for one that is not running."""
        return {name: process.pid for name, process in self._processes.items()}

    def start(self) -> None:
        """Start every service, lowest layer first; returns at once, see wait_ready."""
        for service in sorted(self.services, key=lambda one: one.layer):
            self._processes[service.name].start()
            self._restarts[service.name].started(time.monotonic())

    def wait_ready(self, timeout: float = 120.0, report: EventSink | None = None) -> None:
        """Wait until each service answers ready; ProcessError names the first one that ends or takes too long."""

        def wait(service: Service) -> None:
            wait_until(lambda: is_ready(service.url), self._processes[service.name], timeout)
            if report is not None:
                report(service.name, "ready")

        if self.services:
            with ThreadPoolExecutor(len(self.services)) as pool:
                try:
                    list(pool.map(wait, self.services))
                except BaseException:
                    self.stop()  # one failed or Ctrl-C: the threads need not wait for the others
                    raise

    def watch(self, until: threading.Event, report: EventSink | None = None) -> None:
        """Start crashed services again, with growing pauses, until `until` is set or stop() is called."""
        while not until.wait(_WATCH_S) and not self._stopping.is_set():
            for name, process in [*self._servers.items(), *self._processes.items()]:
                self._tend(name, process, report)

    def stop(self) -> None:
        """Stop all services, highest layer first; those of one layer together."""
        self._stopping.set()
        for layer in sorted({service.layer for service in self.services}, reverse=True):
            members = [self._processes[s.name] for s in self.services if s.layer == layer]
            for process in members:
                process.terminate()
            for process in members:
                process.stop(_STOP_S)

    def _tend(self, name: str, process: ManagedProcess, report: EventSink | None) -> None:
        restart = self._restarts[name]
        if process.running:
            return
        now = time.monotonic()
        if restart.due is None:
            restart.crashed(now)
            if report is not None:
                report(name, "crashed")
        if restart.due is not None and now >= restart.due:
            process.kill()  # children that a crashed process may have left in its group
            process.start()
            restart.started(now)
            if report is not None:
                report(name, "restarted")


def is_ready(url: str) -> bool:
    """Whether the service at this address says it is ready."""
    # Not httpx: it would load the authorities of the web for each question, of which there are many at a start.
    connection = HTTPConnection(urlsplit(url).netloc, timeout=_PROBE_TIMEOUT_S)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
