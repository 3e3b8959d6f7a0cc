"""Assignments asked for over HTTP: one at a time, each in a process of its own, the last results kept in memory."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from yipanqi.bus.errors import YipanqiError
from yipanqi.matching.assignment.task import EXIT_TOO_LARGE
from yipanqi.matching.assignment.whatif import WhatIf

_LOG = logging.getLogger(__name__)
#: Questions that wait or are being worked on; more are told to come back.
MOST_WAITING = 4
#: Answers kept: the oldest go first. An answer for 500 projects has about 2 MB.
MOST_KEPT = 20
MOST_BYTES = 64 * 1024 * 1024
#: The process has the time of the search, and this for reading, judging and wording.
BESIDES_S = 90.0


class RunState(StrEnum):
    """How an assignment stands."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass
class Run:
    """One assignment: who asked what, and the answer as JSON once it is there."""

    id: str
    by: str
    what_if: WhatIf
    asked_at: datetime
    state: RunState = RunState.QUEUED
    answer: bytes = b""
    problem_zh: str = ""
    problem_en: str = ""
    done: threading.Event = field(default_factory=threading.Event, repr=False)

    def head(self) -> dict[str, Any]:
        """Return what is told of it besides the answer."""
        told: dict[str, Any] = {
            "id": self.id,
            "by": self.by,
            "asked_at": self.asked_at.isoformat(),
            "state": self.state,
        }
        if self.state is RunState.FAILED:
            told["problem"] = {"zh": self.problem_zh, "en": self.problem_en}
        return told


class BusyError(YipanqiError):
    """Too many assignments wait already."""

    def __init__(self) -> None:
        super().__init__(
            f"已有 {MOST_WAITING} 个统筹配置在排队，请稍后再试 | "
            f"{MOST_WAITING} assignments are waiting already: try again later",
            retriable=True,
        )


class Assignments:
    """Works through the questions in order. Threads may share it; nothing runs before the first question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._pool: ThreadPoolExecutor | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def start(self, by: str, what_if: WhatIf, task: Callable[[], bytes]) -> Run:
        """Queue a question; `task` gives the process's input when its turn comes. BusyError when too many wait."""
        run = Run(uuid.uuid4().hex, by, what_if, datetime.now(UTC))
        with self._lock:
            waiting = sum(not each.done.is_set() for each in self._runs.values())
            if waiting >= MOST_WAITING or self._stopped:
                raise BusyError
            self._runs[run.id] = run
            self._pool = self._pool or ThreadPoolExecutor(1, thread_name_prefix="assignment")
            self._pool.submit(self._work, run, task)
        return run

    def find(self, id_: str) -> Run | None:
        """Return an assignment that is still kept."""
        with self._lock:
            return self._runs.get(id_)

    def latest(self) -> list[Run]:
        """Return those that are kept, the newest first."""
        with self._lock:
            return list(reversed(self._runs.values()))

    def stop(self) -> None:
        """End the process that works, and take no more questions."""
        with self._lock:
            self._stopped = True
            pool, process = self._pool, self._process
        if process is not None and process.poll() is None:
            process.kill()
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, run: Run, task: Callable[[], bytes]) -> None:
        run.state = RunState.RUNNING
        try:
            run.answer = self._ask(task(), run.what_if.effort.seconds + BESIDES_S)
            run.state = RunState.DONE
        except YipanqiError as error:
            run.problem_zh, _, run.problem_en = error.message.partition(" | ")
            run.state = RunState.FAILED
        finally:
            if run.state is RunState.RUNNING:
                # Whatever happened, whoever asked is told; the log has the rest.
                run.problem_zh, run.problem_en = "计算失败，请联系运维查看日志", "it failed: ask operations for the log"
                run.state = RunState.FAILED
                _LOG.error("assignment failed", extra={"run": run.id})
            run.done.set()
            self._forget()

    def _ask(self, task: bytes, seconds: float) -> bytes:
        process = launch()
        with self._lock:
            self._process = process
            if self._stopped:
                process.kill()
        try:
            return finish(process, task, seconds)
        finally:
            with self._lock:
                self._process = None

    def _forget(self) -> None:
        with self._lock:
            while len(self._runs) > MOST_KEPT or sum(len(run.answer) for run in self._runs.values()) > MOST_BYTES:
                oldest = next((id_ for id_, run in self._runs.items() if run.done.is_set()), None)
                if oldest is None:
                    return
                del self._runs[oldest]


def launch() -> subprocess.Popen[bytes]:
    """Start the process that works out an assignment."""
    command = [sys.executable, "-m", "yipanqi.matching.worker"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603  # our own module


def finish(process: subprocess.Popen[bytes], task: bytes, seconds: float) -> bytes:
    """Give the process its task and return its answer; YipanqiError when it takes too long or fails."""
    try:
        out, err = process.communicate(task, timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise YipanqiError(
            f"统筹配置超过 {seconds:.0f} 秒，已停止；请缩小范围 | "
            f"the assignment took more than {seconds:.0f} s and was stopped: narrow the question"
        ) from None
    if process.returncode == EXIT_TOO_LARGE:
        raise YipanqiError(err.decode("utf-8", "replace").strip())
    if process.returncode:
        _LOG.error("assignment process failed", extra={"code": process.returncode, "last": _last_line(err)})
        raise YipanqiError("统筹配置进程出错，请联系运维查看日志 | the assignment's process failed: see the log")
    return out


def _last_line(err: bytes) -> str:
    lines = err.decode("utf-8", "replace").strip().splitlines()
    # The kind of error only: its text may name records.
    return lines[-1].partition(":")[0][:120] if lines else ""
