"""`yipanqi demo` as its user has it: in a terminal of 80 columns, in a folder of its own, stopped by Ctrl-C."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path
from typing import Any

import psutil
from tests.support.plain_http import plain_client

from yipanqi.local.layout import Layout, RunFile

YIPANQI = Path(sys.executable).with_name("yipanqi")
DEADLINE_S = 180.0
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
# Makes the terminal the one that controls the program, as a shell does: Ctrl-C is then a character typed.
_IN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a command that works in `home`; the download cache and the ports are inherited."""
    ours = ("YIPANQI_CACHE", "YIPANQI_PORTS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIPANQI_") or name in ours}
    kept.pop("COLUMNS", None)
    return {**kept, "TERM": "xterm-256color", "YIPANQI_HOME": str(home), **more}


def yipanqi(home: Path, *arguments: str, columns: int = 80, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the command line to its end."""
    env = clean_environment(home, COLUMNS=str(columns), **more)
    command = [str(YIPANQI), *arguments]
    return subprocess.run(command, env=env, cwd=home.parent, capture_output=True, text=True, timeout=DEADLINE_S)


def remains(home: Path) -> list[str]:
    """Return the command lines of processes that work in the folder, zombies left out."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
            continue
        try:
            mine = process.environ().get("YIPANQI_HOME") == str(home)
        except psutil.Error:
            mine = False
        line = " ".join(process.info["cmdline"] or [])
        if mine or str(home) in line:
            found.append(line)
    return found


class Demo:
    """One start of the demo in a terminal; `text` is what it has printed so far, colours left out."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.layout = Layout(home)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _IN_TERMINAL, str(YIPANQI), "demo"],
            stdin=slave, stdout=slave, stderr=slave,
            env=clean_environment(home), cwd=home.parent, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self._printed = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def text(self) -> str:
        return _COLOURS.sub("", self._printed.decode("utf-8", "replace")).replace("\r\n", "\n")

    def wait_started(self) -> RunFile:
        """Wait for the last line that a start prints; return what runs where."""
        deadline = time.monotonic() + DEADLINE_S
        while "stops everything" not in self.text:
            assert self._process.poll() is None, f"the demo ended:\n{self.text}"
            assert time.monotonic() < deadline, f"the demo did not start:\n{self.text}"
            time.sleep(0.1)
        found = RunFile.read(self.layout)
        assert found is not None
        return found

    def ctrl_c(self) -> int:
        """Type Ctrl-C, wait for the end, return the exit code."""
        os.write(self._master, b"\x03")
        return self.wait()

    def wait(self) -> int:
        code = self._process.wait(DEADLINE_S)
        self._reader.join(5)
        return code

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self._master, 65_536)
            except OSError:  # the other end is gone
                return
            self._printed += piece


class Desk:
    """What a person of one account sees on the board, and what the unit's own service tells with its key."""

    def __init__(self, demo: Demo, username: str) -> None:
        self._run = RunFile.read(demo.layout)
        assert self._run is not None
        self._home = demo.home
        self.password = (demo.layout.secrets / "accounts" / username).read_text(encoding="utf-8")
        with plain_client(base_url=self._run.urls["board"]) as client:
            answer = client.post("/api/v1/login", json={"username": username, "password": self.password, "token": True})
        assert answer.status_code == 200, answer.text
        self._board = plain_client(
            base_url=f"{self._run.urls['board']}/api/v1/",
            headers={"Authorization": f"Bearer {answer.json()['token']}"},
        )

    def text(self, path: str, **params: str | int) -> str:
        """Return the board's answer as text."""
        answer = self._board.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.text

    def get(self, path: str, **params: str | int) -> Any:
        """Return the board's answer."""
        return json.loads(self.text(path, **params))

    def all(self, plural: str, **params: str | int) -> list[dict[str, Any]]:
        """Return all records of a list with all their fields."""
        answer = self.get(plural, page_size=500, fields="all", **params)
        assert answer["total"] == len(answer["items"])
        return list(answer["items"])


class Office:
    """A unit's own service, used with the key that the command line uses."""

    def __init__(self, demo: Demo, unit: str) -> None:
        run = RunFile.read(demo.layout)
        assert run is not None
        key = (demo.layout.secrets / "keys" / unit).read_text(encoding="utf-8").strip()
        self.http = plain_client(
            base_url=f"{run.urls[unit]}/api/v1/",
            headers={"Authorization": f"Bearer {key}"},
            timeout=60,
        )

    def imported(self, path: Path) -> dict[str, Any]:
        """Import a workbook and return the report that the service keeps of it."""
        answer = self.http.post("imports", files={"file": (path.name, path.read_bytes())})
        assert answer.status_code == 202, answer.text
        kept = self.http.get(f"imports/{answer.json()['import_id']}")
        assert kept.status_code == 200
        return dict(kept.json())
