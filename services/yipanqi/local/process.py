"""One child process with its log file, that can't outlive its parent and leaves a trace to find it after a crash."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from yipanqi.bus.errors import YipanqiError
from yipanqi.local import guard as guard_program

_LOG_LIMIT_BYTES = 20_000_000
_POLL_S = 0.05


class ProcessError(YipanqiError):
    """A local process did not start, or ended by itself."""


class Guard:
    """Ends the processes given to it if this process dies, even by kill -9; holds one small process of its own."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-S", str(Path(guard_program.__file__).resolve())]
        self._process = subprocess.Popen(  # noqa: S603 - our own file, our own interpreter
            command, stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        self._lock = threading.Lock()

    def watch(self, pid: int) -> None:
        """Take charge of the process group `pid`."""
        self._tell(f"+{pid}\n")

    def forget(self, pid: int) -> None:
        """Leave the process group `pid` alone: it has ended."""
        self._tell(f"-{pid}\n")

    def close(self) -> None:
        """End what is still watched, and the guard."""
        with self._lock:
            if self._process.stdin is not None and not self._process.stdin.closed:
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        with self._lock, contextlib.suppress(BrokenPipeError):
            if self._process.stdin is None or self._process.stdin.closed:
                return
            self._process.stdin.write(line)
            self._process.stdin.flush()


class ManagedProcess:
    """Starts, pauses, stops and kills one command; its output goes to `log`, its pid to `pid_file`."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        pid_file: Path,
        guard: Guard,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._pid_file = pid_file
        self._guard = guard
        self._env = dict(env) if env is not None else None
        self._cwd = cwd
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def running(self) -> bool:
        """Whether the process is alive (a paused one is)."""
        return self._process is not None and self._process.poll() is None

    @property
    def returncode(self) -> int | None:
        """How the process ended, None while it runs or before its first start."""
        return self._process.poll() if self._process is not None else None

    def start(self) -> None:
        """Start the command; one that a crashed parent left behind is ended first."""
        if self.running:
            return
        end_leftover(self._pid_file)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._rotate()
        with self.log.open("ab") as output:
            self._log_start = output.tell()
            self._process = subprocess.Popen(  # noqa: S603 - a command of this program, no shell
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
            )
        self._guard.watch(self._process.pid)
        write_pid_file(self._pid_file, self._process.pid)

    def output(self) -> str:
        """What the process has written since it was started."""
        if not self.log.is_file():
            return ""
        with self.log.open("rb") as file:
            file.seek(self._log_start)
            return file.read().decode("utf-8", "replace")

    def terminate(self) -> None:
        """Ask the process to end (SIGTERM), without waiting."""
        if self.running:
            self._signal(signal.SIGTERM)
            self._signal(signal.SIGCONT)

    def stop(self, timeout: float = 15.0) -> None:
        """Ask the process to end, and end it if it has not within `timeout` seconds."""
        if self._process is None:
            return
        self.terminate()
        if self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout)
        self.kill()

    def kill(self) -> None:
        """End the process and its children at once (SIGKILL)."""
        if self._process is None:
            return
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._guard.forget(self._process.pid)
        self._pid_file.unlink(missing_ok=True)

    def pause(self) -> None:
        """Freeze the process (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen process go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def _rotate(self) -> None:
        if self.log.is_file() and self.log.stat().st_size > _LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))


def write_pid_file(path: Path, pid: int) -> None:
    """Write down a process so that a later run knows it again even if the pid is used by another one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(psutil.NoSuchProcess):
        created = psutil.Process(pid).create_time()
        partial = path.with_name(f"{path.name}.part")
        partial.write_text(json.dumps({"pid": pid, "created": created}), encoding="utf-8")
        partial.replace(path)


def find_process(path: Path) -> psutil.Process | None:
    """The process that a pid file names, or None if that very process is gone."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        process = psutil.Process(entry["pid"])
        # Boot-clock rounding moves create_time by a few hundredths of a second.
        same = abs(process.create_time() - entry["created"]) < 1.0
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, KeyError, psutil.Error):
        return None


def end_leftover(pid_file: Path, timeout: float = 10.0) -> None:
    """End the process that a pid file of a crashed run names, so that it does not block the next start."""
    process = find_process(pid_file)
    if process is None:
        return
    with contextlib.suppress(psutil.Error):
        process.resume()
        process.terminate()
        try:
            process.wait(timeout)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(timeout)


def wait_until(ready: Callable[[], bool], process: ManagedProcess, timeout: float) -> None:
    """Poll `ready()` until it is true; ProcessError if the process ends or the time is over first."""
    deadline = time.monotonic() + timeout
    while not ready():
        if not process.running:
            raise ProcessError(_ended(process))
        if time.monotonic() > deadline:
            raise ProcessError(
                f"{process.name} 在 {timeout:.0f} 秒内未就绪，日志见 {process.log} / "
                f"{process.name} was not ready within {timeout:.0f} s; see {process.log}",
                retriable=True,
            )
        time.sleep(_POLL_S)


def _ended(process: ManagedProcess) -> str:
    tail = "\n".join(process.output().splitlines()[-15:])
    return (
        f"{process.name} 启动失败（退出码 {process.returncode}），日志见 {process.log} / "
        f"{process.name} ended while starting (code {process.returncode}); see {process.log}\n{tail}"
    )
