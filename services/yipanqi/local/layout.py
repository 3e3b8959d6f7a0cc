"""The folder `.yipanqi/` that holds everything a local district keeps, and what other commands read in it."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from yipanqi.local.ports import free_port, is_free
from yipanqi.local.process import ProcessError, end_leftover, find_process, write_pid_file

_SUPERVISOR = "supervisor.pid"


@dataclass(frozen=True)
class Layout:
    """The places within one local district's folder."""

    folder: Path

    @classmethod
    def from_env(cls) -> Layout:
        """The folder named by `$YIPANQI_HOME`, else `.yipanqi` in the working directory."""
        return cls(Path(os.environ.get("YIPANQI_HOME") or ".yipanqi").absolute())

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        """One pid file per process."""
        return self.folder / "run"

    @property
    def secrets(self) -> Path:
        """One password file per user."""
        return self.folder / "secrets"

    @property
    def run_file(self) -> Path:
        """What runs, and where: see RunFile."""
        return self.folder / "run.json"

    @property
    def clock(self) -> Path:
        """How far the district's time is from the machine's, in seconds; no file: not at all."""
        return self.folder / "clock"

    def port(self, name: str, preferred: int) -> int:
        """The port that `name` had before if it is free, else `preferred` if free, else a free one; remembered."""
        path = self.folder / "ports.json"
        ports: dict[str, int] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        before = ports.get(name, 0)
        ports[name] = before if before and is_free(before) else free_port(preferred)
        path.write_text(json.dumps(ports, indent=1), encoding="utf-8")
        return ports[name]

    def end_leftovers(self) -> None:
        """End services that a crashed run left behind."""
        for pid_file in self.run.glob("*.pid"):
            if pid_file.name != _SUPERVISOR:
                end_leftover(pid_file)


class DistrictLock:
    """Keeps a second `yipanqi up` out of a folder that one already runs in; the system drops it at any death."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._descriptor: int | None = None

    def __enter__(self) -> DistrictLock:
        """Take the lock; ProcessError if another process holds it."""
        folder = self._layout.folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise ProcessError(
                f"{folder} 中已有一盘棋在运行，请先停止它（在其终端按 Ctrl-C），或用 yipanqi status 查看 / "
                f"a district already runs in {folder}: stop it first (Ctrl-C in its terminal), or see yipanqi status"
            ) from None
        self._descriptor = descriptor
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@dataclass(frozen=True)
class RunFile:
    """What runs in a folder: the supervisor, and the address and process of each part."""

    bootstrap: str
    registry_url: str
    urls: dict[str, str]
    pids: dict[str, int | None]

    def write(self, layout: Layout) -> None:
        """Write `run.json`, naming this process as the supervisor."""
        write_pid_file(layout.run / _SUPERVISOR, os.getpid())
        partial = layout.run_file.with_suffix(".part")
        partial.write_text(json.dumps(self.__dict__, indent=1, ensure_ascii=False), encoding="utf-8")
        partial.replace(layout.run_file)

    @classmethod
    def read(cls, layout: Layout) -> RunFile | None:
        """What runs in the folder now, or None if its supervisor is gone."""
        try:
            content: dict[str, Any] = json.loads(layout.run_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return cls(**content) if find_process(layout.run / _SUPERVISOR) else None

    @staticmethod
    def remove(layout: Layout) -> None:
        """Nothing runs any more."""
        layout.run_file.unlink(missing_ok=True)
        (layout.run / _SUPERVISOR).unlink(missing_ok=True)
