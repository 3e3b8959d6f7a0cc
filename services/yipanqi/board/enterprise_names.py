"""The index of enterprise names over the board's database: built once a generation, then kept by its change numbers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.exc import SQLAlchemyError

from yipanqi.board.changes import ends_of
from yipanqi.board.encode import from_json
from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.query import read_docs
from yipanqi.board.store import Database, Store
from yipanqi.board.traffic import Traffic
from yipanqi.bus.errors import YipanqiError
from yipanqi.contract.masking import Record
from yipanqi.names.duplicates import Duplicates
from yipanqi.names.index import Listed, NameIndex
from yipanqi.names.likeness import Thresholds

_LOG = logging.getLogger(__name__)
_AGGREGATE = "enterprise"
#: A request itself brings this many enterprises up to date; a larger backlog is left to the thread.
_AT_ONCE = 500
_PAGE = 5_000
_LOOK_S = 2.0
_REST_S = 0.5
#: One slice of comparing, in enterprises; in between whoever asks gets the index, so it is short.
_SLICE = 1
_SLICES_A_TURN = 500


@dataclass(slots=True)
class _Built:
    """An index, which generation it is of, and the last change that it has."""

    epoch: str
    seq: int
    index: NameIndex
    duplicates: Duplicates


class EnterpriseNames:
    """Who is like whom, for the routes; a thread of its own keeps it current and looks for duplicates. Thread-safe."""

    def __init__(self, database: Database, thresholds: Thresholds, traffic: Traffic) -> None:
        self._database = database
        self._traffic = traffic
        self._thresholds = thresholds
        self._lock = threading.Lock()
        self._built: _Built | None = None
        self._wanted = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="board-names", daemon=True)
        self._loaded: Callable[[], None] = _nothing

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """End the thread."""
        self._stop.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def when_loaded(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, from the thread, once all names of a generation are indexed."""
        self._loaded = listener

    def poke(self) -> None:
        """Say that the database has changed."""
        self._wanted.set()

    @contextmanager
    def current(self, store: Store) -> Iterator[tuple[NameIndex, Duplicates]]:
        """Lend the index, as current as the database but for a large backlog; RequestError 503 while there is none."""
        with self._lock:
            if self._built is not None and not self._catch_up(store, self._built, _AT_ONCE):
                self._wanted.set()
            if self._built is None:
                self._begin(store)
            built = self._built
            if built is None:
                raise _not_ready()
            yield built.index, built.duplicates

    def work_off(self, slices: int = 1_000_000) -> None:
        """Bring the index up to date and compare, as the thread does, until nothing is left or the slices are used."""
        store = self._database.current()
        if store is None:
            return
        with self._lock:
            stale = self._built is None or self._built.epoch != store.epoch
        if stale:
            built = self._build(store)
            with self._lock:
                self._built = built
            self._loaded()
        while not self._stop.is_set():
            with self._lock:
                if self._built is None or self._catch_up(store, self._built, _AT_ONCE):
                    break
        while slices > 0 and not self._stop.is_set():
            begun = time.monotonic()
            if not self._compare():
                break
            slices -= 1
            # Half of the time at most, and hardly any while somebody asks: after a load there are hours of it.
            self._stop.wait(self._traffic.rest_s(time.monotonic() - begun) if slices else 0)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wanted.wait(_LOOK_S)
            self._wanted.clear()
            try:
                self.work_off(slices=_SLICES_A_TURN)
            except (SQLAlchemyError, YipanqiError, OSError) as error:
                _LOG.warning("names interrupted", extra={"kind": type(error).__name__})
                self._stop.wait(_LOOK_S)
            if self._work_left():
                self._wanted.set()
            else:
                # Whoever asks brings the index up to date anyway: there is no hurry to look after every commit.
                self._stop.wait(_REST_S)

    def _compare(self) -> bool:
        """Compare a slice; return whether there was anything to. Who asks may have begun anew since the last one."""
        with self._lock:
            built = self._built
            return built is not None and built.duplicates.work(_SLICE) > 0

    def _work_left(self) -> bool:
        with self._lock:
            return self._built is not None and bool(self._built.duplicates.left)

    def _begin(self, store: Store) -> None:
        """Build at once where it takes no time; else leave it to the thread."""
        table = store.tables.records[_AGGREGATE]
        with store.engine.connect() as connection:
            count = int(connection.scalar(select(func.count()).select_from(table)) or 0)
        self._built = self._build(store) if count <= _AT_ONCE else None
        self._wanted.set()

    def _build(self, store: Store) -> _Built:
        begun, index = time.monotonic(), NameIndex(self._thresholds)
        built = _Built(store.epoch, store.last_change(), index, Duplicates(index))
        table, last = store.tables.records[_AGGREGATE], ""
        while not self._stop.is_set():
            with store.engine.connect() as connection:
                page = select(table.c.id, table.c.doc).where(table.c.id > last).order_by(table.c.id).limit(_PAGE)
                rows = connection.execute(page).all()
            for id_, doc in rows:
                index.put(listed(from_json(doc)))
                built.duplicates.changed(id_)
            if len(rows) < _PAGE:
                break
            last = rows[-1].id
        seconds = round(time.monotonic() - begun, 2)
        _LOG.info("names indexed", extra={"enterprises": len(index), "seconds": seconds})
        return built

    def _catch_up(self, store: Store, built: _Built, most: int) -> bool:
        """Apply changes since the last; return whether that was all. A gap in their numbers begins anew."""
        table = store.tables.changes
        with store.engine.connect() as connection:
            first, end = ends_of(connection, store)
            if built.epoch != store.epoch or end < built.seq or first > built.seq + 1:
                self._built = None
                self._wanted.set()
                return True
            if end == built.seq:
                return True
            mine = and_(table.c.seq > built.seq, table.c.seq <= end, table.c.aggregate == _AGGREGATE)
            rows = connection.execute(
                select(table.c.seq, table.c.id).where(mine).order_by(table.c.seq).limit(most)
            ).all()
            ids = list(dict.fromkeys(row.id for row in rows))
            docs = read_docs(connection, store.tables.records[_AGGREGATE], ids)
        for id_ in ids:
            if id_ in docs:
                built.index.put(listed(docs[id_]))
            else:
                built.index.remove(id_)
            built.duplicates.changed(id_)
        whole = len(rows) < most
        built.seq = end if whole else rows[-1].seq
        return whole


def listed(record: Record) -> Listed:
    """Return what the index knows of a record: fields that every unit may see."""
    names = (record["name"], record.get("name_en"), *record.get("aliases", ()), *record.get("merged_names", ()))
    return Listed(
        record["enterprise_id"],
        tuple(name for name in names if name),
        record.get("parent_id"),
        record.get("parent_name"),
        record.get("merged_into"),
        frozenset(entry["enterprise_id"] for entry in record.get("distinct_from") or () if not entry["pending"]),
    )


def _nothing() -> None:
    """Nobody listens."""


def _not_ready() -> RequestError:
    problem = Problem("not_ready", "企业名称索引正在建立，请稍候", "the names are being indexed, try again shortly")
    return RequestError(503, problem, headers={"Retry-After": "5"})
