"""What requests need at hand is prepared beside them: a thread reads what changed, so that no request has to."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from yipanqi.board.store import Database, Store
from yipanqi.bus.errors import YipanqiError

_LOG = logging.getLogger(__name__)
_LOOK_S = 1.0
#: Of its time the thread rests this many times as long as it worked: requests and the projection come first.
_REST = 4
#: Under a steady stream once for several commits; whoever asks in between reads what came since.
_SHORTEST_REST_S = 0.25
_LONGEST_REST_S = 2.0
Task = Callable[[Store], object]


class Prepared:
    """Runs the tasks after the start, after every change of the board, and from time to time for a new day."""

    def __init__(self, database: Database, tasks: Sequence[Task]) -> None:
        self._database = database
        self._tasks = tuple(tasks)
        self._wanted, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="board-prepared", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """End the thread."""
        self._stopping.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def poke(self) -> None:
        """Say, from any thread, that the database has changed."""
        self._wanted.set()

    def work(self) -> None:
        """Run the tasks once, as the thread does."""
        store = self._database.opened() or self._database.current()
        for task in self._tasks if store is not None else ():
            if store is not None and not self._stopping.is_set():
                task(store)

    def _run(self) -> None:
        while not self._stopping.is_set():
            begun = time.monotonic()
            try:
                self.work()
            except (SQLAlchemyError, YipanqiError, OSError) as error:
                # A generation was switched or dropped under the reader: the next look takes the new one.
                _LOG.warning("preparing interrupted", extra={"kind": type(error).__name__})
            worked = time.monotonic() - begun
            self._wanted.wait(_LOOK_S)
            self._wanted.clear()
            self._stopping.wait(min(max(worked * _REST, _SHORTEST_REST_S), _LONGEST_REST_S))
