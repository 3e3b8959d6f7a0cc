"""A district in the foreground: up, restarted after a crash, stopped without a trace, its data kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from yipanqi.local.layout import Layout, RunFile
from yipanqi.local.ports import accepts

PROGRAM = Path(__file__).with_name("district.py")
DEADLINE_S = 90.0


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "the deadline passed"
        time.sleep(0.1)


def remains(folder: Path) -> list[str]:
    """Command lines of processes that have to do with the folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = " ".join(process.info["cmdline"] or [])
        if str(folder) in line and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(line)
    return found


class District:
    """The district as a separate process."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout(folder / ".yipanqi")
        self.folder = folder
        self.output = folder / "output.txt"
        self.process: subprocess.Popen[bytes]

    def start(self) -> RunFile:
        with self.output.open("ab") as output:
            command = [sys.executable, str(PROGRAM), str(self.layout.folder)]
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        until(lambda: RunFile.read(self.layout) or self.process.poll() is not None)
        found = RunFile.read(self.layout)
        assert found is not None, self.output.read_text()
        return found


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    made = District(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.wait()
    until(lambda: not remains(tmp_path))


def test_ctrl_c_and_a_kill_leave_nothing_running_and_the_next_start_finds_the_same_addresses(
    district: District,
) -> None:
    first = district.start()
    assert set(first.urls) == {
        "coordinator",
        "board",
        "watch",
        "commerce",
        "investment",
        "zone",
        "snd-group",
        "soe-2",
        "soe-3",
    }
    os.kill(district.process.pid, signal.SIGINT)
    assert district.process.wait(DEADLINE_S) == 0
    assert "Traceback" not in district.output.read_text()
    assert remains(district.folder) == []
    assert RunFile.read(district.layout) is None
    second = district.start()
    assert (second.bootstrap, second.registry_url, second.urls) == (first.bootstrap, first.registry_url, first.urls)
    district.process.kill()
    district.process.wait()
    until(lambda: not remains(district.folder))
    assert district.start().urls == first.urls


def test_a_second_district_is_refused_and_a_service_or_broker_that_crashes_is_started_again(
    district: District,
) -> None:
    found = district.start()
    command = [sys.executable, str(PROGRAM), str(district.layout.folder)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE_S)
    assert second.returncode != 0
    assert "already runs" in second.stderr
    assert district.process.poll() is None
    for name in ("zone", "kafka"):
        before = found.pids[name]
        assert before is not None
        os.kill(before, signal.SIGKILL)

        def started_again(name: str = name, before: int = before) -> bool:
            now = RunFile.read(district.layout)
            return now is not None and now.pids[name] not in (before, None)

        until(started_again)
    until(lambda: accepts(int(found.bootstrap.split(":")[1])))
