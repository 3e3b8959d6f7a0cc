"""Tokens that were logged out, kept in a file until they would have expired anyway: a restart forgets none."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

#: Beyond this many the oldest are forgotten: who is logged in can't fill the disk by logging out.
_MOST = 100_000


class EndedTokens:
    """The ids of ended tokens, a line each with the second in which it may be forgotten. Threads may share it."""

    def __init__(self, path: Path, seconds: int, *, wall: Callable[[], float] = time.time) -> None:
        self._path = path
        self._seconds = seconds
        self._wall = wall
        self._lock = threading.Lock()
        self._until = self._read()
        if self._until:
            self._write()

    def add(self, token_id: str) -> None:
        """End a token, for as long as it could have lived on; it is in the file when this returns."""
        with self._lock:
            self._until[token_id] = int(self._wall()) + self._seconds
            if len(self._until) > _MOST:
                self._until = self._alive(self._until)
                self._write()
            else:
                self._append(token_id)

    def has(self, token_id: str) -> bool:
        """Tell whether a token was ended."""
        return token_id in self._until

    def _read(self) -> dict[str, int]:
        try:
            lines = self._path.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return {}
        # The last line may be half of one: the machine stopped while it was written.
        pairs = (line.split(" ") for line in lines)
        return self._alive({pair[1]: int(pair[0]) for pair in pairs if len(pair) == 2 and pair[0].isdigit()})

    def _alive(self, until: dict[str, int]) -> dict[str, int]:
        now = self._wall()
        alive = [(token_id, end) for token_id, end in until.items() if end > now]
        return dict(alive[-_MOST // 2 :])

    def _append(self, token_id: str) -> None:
        with os.fdopen(self._open(self._path, os.O_APPEND), "a", encoding="ascii") as file:
            file.write(f"{self._until[token_id]} {token_id}\n")

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        with os.fdopen(self._open(fresh, os.O_TRUNC), "w", encoding="ascii") as file:
            file.writelines(f"{end} {token_id}\n" for token_id, end in self._until.items())
        fresh.replace(self._path)

    @staticmethod
    def _open(path: Path, how: int) -> int:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
