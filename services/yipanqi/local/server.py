"""A Java server on this machine: what Kafka and the registry have in common between their start and their end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.process import Guard, ManagedProcess, ProcessError, end_leftover


class LocalServer(ABC):
    """One server whose data, ports and log live in `folder` and survive restarts."""

    #: Name of its log and pid file.
    name: ClassVar[str]
    #: What messages call it.
    title: ClassVar[str]
    #: How long a clean end may take.
    stop_s: ClassVar[float]

    def __init__(
        self,
        folder: Path,
        *,
        logs: Path | None = None,
        store: ArtifactStore | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._folder = folder.absolute()
        self._logs = (logs or self._folder / "logs").absolute()
        self._store = store or ArtifactStore()
        self._own_guard = guard is None
        self._guard = guard
        self._process: ManagedProcess | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process is not None else None

    @property
    def running(self) -> bool:
        """Whether the server's process is alive."""
        return self._process is not None and self._process.running

    @property
    def process(self) -> ManagedProcess:
        """The server's process; ProcessError before start()."""
        if self._process is None:
            raise ProcessError(f"{self.title} 尚未启动 / {self.title} has not been started")
        return self._process

    def start(self) -> None:
        """Start the server (preparing its folder the first time); returns at once, see wait_ready."""
        if self.running:
            return
        if self._process is None:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            end_leftover(self._pid_file)
            command = self._prepare()
            self._guard = self._guard or Guard()
            self._process = ManagedProcess(
                self.title,
                command,
                log=self._logs / f"{self.name}.log",
                pid_file=self._pid_file,
                guard=self._guard,
                cwd=self._folder,
            )
        self._process.start()

    @abstractmethod
    def wait_ready(self, timeout: float) -> None:
        """Wait until clients are served; ProcessError if the process ends or `timeout` (seconds) is over first."""

    def stop(self, timeout: float | None = None) -> None:
        """Shut down cleanly, or by force after `timeout` seconds (by default `stop_s`); the data stays."""
        if self._process is not None:
            self._process.stop(self.stop_s if timeout is None else timeout)

    def kill(self) -> None:
        """End the server at once (SIGKILL), as a power cut would."""
        if self._process is not None:
            self._process.kill()

    def pause(self) -> None:
        """Freeze the server: connections stay open, nothing answers."""
        if self._process is not None:
            self._process.pause()

    def resume(self) -> None:
        """Let a frozen server go on."""
        if self._process is not None:
            self._process.resume()

    def close(self) -> None:
        """Stop, and give up the guard process if it is our own."""
        self.stop()
        if self._own_guard and self._guard is not None:
            self._guard.close()
            self._guard = None
            self._process = None

    @abstractmethod
    def _prepare(self) -> list[str]:
        """Choose ports, write what the server reads at its start, and return the command."""

    @property
    def _pid_file(self) -> Path:
        return self._folder / f"{self.name}.pid"
