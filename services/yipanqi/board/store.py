"""The board's database: which generation is in use, its tables, what it says about itself."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine, func, select

from yipanqi.board.generations import Generations, generations, new_name
from yipanqi.board.tables import Tables, build_tables
from yipanqi.board.views import VIEWS, View, layout
from yipanqi.bus.cluster import TopicPartition

LAYOUT_KEY = "layout"
BUILT_AT_KEY = "built_at"


@dataclass(frozen=True, eq=False)
class Store:
    """One open generation; its name is the epoch of the change numbers in it."""

    epoch: str
    engine: Engine = field(repr=False)
    tables: Tables = field(repr=False)

    def create(self, layout_: str, built_at: str) -> None:
        """Create the tables and note which layout they have."""
        self.tables.metadata.create_all(self.engine)
        rows = [{"key": LAYOUT_KEY, "value": layout_}, {"key": BUILT_AT_KEY, "value": built_at}]
        with self.engine.begin() as connection:
            connection.execute(self.tables.meta.insert(), rows)

    def note(self, key: str) -> str | None:
        """Return what the database says about itself under `key`."""
        meta = self.tables.meta
        with self.engine.connect() as connection:
            return connection.scalar(select(meta.c.value).where(meta.c.key == key))

    def positions(self) -> dict[TopicPartition, int]:
        """Return the next offset to apply per partition."""
        table = self.tables.positions
        with self.engine.connect() as connection:
            rows = connection.execute(select(table.c.topic, table.c.partition, table.c.next_offset)).all()
        return {TopicPartition(topic, partition): offset for topic, partition, offset in rows}

    def last_change(self) -> int:
        """Return the number of the last change, 0 before the first."""
        with self.engine.connect() as connection:
            return int(connection.scalar(select(func.max(self.tables.changes.c.seq))) or 0)


class Database:
    """Opens generations and follows the pointer. Threads may share it."""

    def __init__(self, url: str, views: Sequence[View] = VIEWS) -> None:
        self.views = tuple(views)
        self.tables = build_tables(self.views)
        self.layout = layout(self.views)
        self.generations: Generations = generations(url)
        self._lock = threading.Lock()
        self._open: Store | None = None

    def current(self) -> Store | None:
        """Return the generation in use when its layout is ours, opening it after a switch; else None."""
        name = self.generations.current()
        with self._lock:
            if name is None:
                return None
            if self._open is None or self._open.epoch != name:
                store = Store(name, self.generations.engine(name), self.tables)
                if store.note(LAYOUT_KEY) != self.layout:
                    store.engine.dispose()
                    return None
                left, self._open = self._open, store
                if left is not None:
                    # Requests that are still reading there keep their connections; the rest are closed.
                    left.engine.dispose()
            return self._open

    def opened(self) -> Store | None:
        """Return the generation that `current` opened last, without looking at the pointer."""
        return self._open

    def build(self, built_at: str) -> Store:
        """Create a new generation beside the one in use."""
        name = new_name()
        store = Store(name, self.generations.engine(name, building=True), self.tables)
        store.create(self.layout, built_at)
        return store

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            if self._open is not None:
                self._open.engine.dispose()
