"""Runs a board service in a thread of the test, and reads its stream."""

from __future__ import annotations

import contextlib
import json
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr
from tests.support.plain_http import plain_client

from yipanqi.board.accounts import create_account
from yipanqi.board.api import build_api
from yipanqi.board.context import Board
from yipanqi.board.main import BoardServer, create_app
from yipanqi.board.settings import BoardSettings
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.clock import Clock

PASSWORD = "correct horse"
UNITS = ("commerce", "investment", "zone", "snd-group", "soe-2", "soe-3")


def settings_for(
    folder: Path, kafka: KafkaSettings, registry: RegistrySettings, url: str, **more: Any
) -> BoardSettings:
    """Settings of a board with an account per unit, a leader and operations, all with one password."""
    accounts = folder / "accounts.json"
    if not accounts.exists():
        accounts.write_text(_accounts(), encoding="utf-8")
        accounts.chmod(0o600)
    return BoardSettings(
        kafka=kafka,
        registry=registry,
        database_url=url,
        accounts=accounts,
        ended_sessions=folder / "ended-sessions",
        session_secret=SecretStr("not so secret in a test"),
        **more,
    )


@lru_cache(maxsize=1)
def _accounts() -> str:
    """Return the text of the accounts file; hashing is slow on purpose, but cheap here: tests log in often."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accounts.json"
        for unit in UNITS:
            create_account(path, unit, unit, SecretStr(PASSWORD), hasher=cheap)
        for name in ("leader", "operations"):
            create_account(path, name, None, SecretStr(PASSWORD), hasher=cheap)
        return path.read_text(encoding="utf-8")


class RunningBoard:
    """A board that serves on a free port until it is closed."""

    def __init__(self, settings: BoardSettings, clock: Clock | None = None) -> None:
        self.app: FastAPI = create_app(settings, clock)
        self.board = self.app.state.board
        # Named as TCP, it has its small packets sent at once, as the sockets that a server opens for itself.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(self.app, log_config=None, access_log=False, timeout_graceful_shutdown=3)
        self._server = BoardServer(config, self.board.feed)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()

    def wait_ready(self, seconds: float = 60.0) -> RunningBoard:
        """Wait until it has caught up."""
        with plain_client() as client:
            eventually(lambda: client.get(f"{self.url}/health/ready").status_code == 200, seconds)
        return self

    def client(self, username: str) -> httpx.Client:
        """Return a client that is logged in."""
        client = plain_client(base_url=self.url, timeout=20)
        client.post("/api/v1/login", json={"username": username, "password": PASSWORD}).raise_for_status()
        return client

    def close(self) -> None:
        """Stop it as a signal would."""
        self.board.feed.close()
        self._server.should_exit = True
        self._thread.join(15)
        assert not self._thread.is_alive()


@dataclass
class SseEvent:
    """One event of a stream."""

    event: str
    id: str | None
    data: Any


class Stream:
    """Reads a live stream in a thread; `events` grows."""

    def __init__(self, client: httpx.Client, last_event_id: str | None = None) -> None:
        self.events: list[SseEvent] = []
        self._stop = threading.Event()
        self._headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        self._client = client
        self._response: httpx.Response | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        eventually(lambda: any(e.event == "hello" for e in self.events), 10)

    @property
    def changes(self) -> list[SseEvent]:
        return [e for e in self.events if e.event == "change"]

    def close(self) -> None:
        """Cut the connection, without waiting for the next sign of life."""
        self._stop.set()
        if self._response is not None:
            with contextlib.suppress(OSError):
                self._response.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def _read(self) -> None:
        with (
            contextlib.suppress(httpx.HTTPError),
            self._client.stream("GET", "/api/v1/stream", headers=self._headers, timeout=2.5) as response,
        ):
            self._response = response
            for event in _parse(response.iter_lines()):
                if self._stop.is_set():
                    return
                if event is not None:
                    self.events.append(event)


def _parse(lines: Iterator[str]) -> Iterator[SseEvent | None]:
    fields: dict[str, str] = {}
    for line in lines:
        if line == "":
            if "data" in fields:
                yield SseEvent(fields.get("event", "message"), fields.get("id"), json.loads(fields["data"]))
            fields = {}
        elif line.startswith(":"):
            yield None
        else:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")


@contextlib.contextmanager
def served(board: Board) -> Iterator[str]:
    """Yield the address of a board that listens on a free port; nothing follows Kafka there."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(build_api(board, lambda: None, lambda: None), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    eventually(lambda: server.started)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    board.feed.close()
    server.should_exit = True
    thread.join(15)
    assert not thread.is_alive()


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until the condition holds; fails after the deadline."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(httpx.TransportError):
            if condition():
                return
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
