"""The live stream's source: numbered changes from the database, which every client reads at its own pace."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from yipanqi.board.disputes import Doubt, open_doubts, put
from yipanqi.board.encode import to_json
from yipanqi.board.query import read_docs, shown
from yipanqi.board.store import Database, Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, unmentionable
from yipanqi.contract.masking import Record, Share

_HELD = 2_000
_PAGE = 500
_LOOK_S = 1.0


@dataclass(frozen=True)
class Change:
    """One change: its number, what changed, and the record as it is now (None when it is gone)."""

    seq: int
    view: View
    id: str
    version: int
    changed_at: str
    record: Record | None
    doubts: Sequence[Doubt] = ()
    _texts: dict[tuple[Share, bool, bool], str] = field(default_factory=dict, compare=False, repr=False)

    def text(self, viewer: Viewer) -> str:
        """Return the change as JSON for one viewer; made once for all who see the same."""
        record = self.record or {}
        whole = not (record and unmentionable(self.view, viewer, record))
        key = (viewer.level(self.view, record), viewer.owns(self.view, record), whole)
        if key not in self._texts:
            self._texts[key] = self._render(viewer)
        return self._texts[key]

    def _render(self, viewer: Viewer) -> str:
        record = None if self.record is None else shown(self.view, self.record, viewer, listed=True)
        if record is not None and self.doubts:
            put(self.view, viewer, (record,), {(self.view.aggregate, self.id): self.doubts})
        return to_json(
            {
                "aggregate": self.view.aggregate,
                "list": self.view.plural,
                "id": self.id,
                "version": self.version,
                "changed_at": self.changed_at,
                "record": record,
            }
        )


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a client is: the generation whose numbers it counts by, and the last number it has."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"

    @classmethod
    def parse(cls, text: str | None) -> Cursor | None:
        """Read a Last-Event-ID; None if it is none of ours."""
        epoch, _, seq = (text or "").rpartition("-")
        return cls(epoch, int(seq)) if epoch and seq.isascii() and seq.isdigit() and len(seq) < 19 else None


class ChangeFeed:
    """Follows the changes table and wakes the clients. Lives on the event loop; `poke` may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._views = {v.aggregate: v for v in database.views}
        self._held: deque[Change] = deque(maxlen=_HELD)
        self._epoch = ""
        self._seq = 0
        self._wanted = asyncio.Event()
        self._news = asyncio.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self.closed = False

    @property
    def cursor(self) -> Cursor:
        """Where the feed is."""
        return Cursor(self._epoch, self._seq)

    async def start(self) -> None:
        """Begin to follow."""
        self._loop = asyncio.get_running_loop()
        await self._refresh()
        self._task = asyncio.create_task(self._follow(), name="change-feed")

    def poke(self) -> None:
        """Say, from any thread, that there may be something new."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wanted.set)

    def close(self) -> None:
        """End all streams; called on the event loop."""
        self.closed = True
        self._wanted.set()

    async def stop(self) -> None:
        """Stop following."""
        self.close()
        if self._task is not None:
            await self._task

    async def wait(self, cursor: Cursor, timeout_s: float) -> None:
        """Return when there is something after `cursor`, the feed closes, or the time is over."""
        async with self._news:
            try:
                async with asyncio.timeout(timeout_s):
                    await self._news.wait_for(lambda: self.closed or self.cursor != cursor)
            except TimeoutError:
                return

    async def after(self, cursor: Cursor) -> list[Change] | None:
        """Return the next changes after `cursor`; None if they are no longer known: the client has to start anew."""
        if cursor.epoch != self._epoch or cursor.seq > self._seq:
            return None
        if self._held and self._held[0].seq <= cursor.seq + 1:
            behind = self._seq - cursor.seq
            start = max(0, len(self._held) - behind)
            return list(islice(self._held, start, start + _PAGE))
        if cursor.seq == self._seq:
            return []
        store = self._database.opened()
        return await asyncio.to_thread(self._read, store, cursor.seq) if store else None

    async def _follow(self) -> None:
        while not self.closed:
            try:
                async with asyncio.timeout(_LOOK_S):
                    await self._wanted.wait()
            except TimeoutError:
                # Another process may write the database too: look now and then without being told.
                pass
            self._wanted.clear()
            try:
                await self._refresh()
            except SQLAlchemyError:
                await asyncio.sleep(_LOOK_S)
        async with self._news:
            self._news.notify_all()

    async def _refresh(self) -> None:
        # One turn of another thread for each page: every turn more waits for the interpreter again.
        while (news := await asyncio.to_thread(self._look)) is not None:
            cursor, changes = news
            if changes is None:
                # Another generation, or more was forgotten than this feed has seen: what it held leads nowhere now.
                self._held.clear()
            else:
                self._held.extend(changes)
            self._epoch, self._seq = cursor.epoch, cursor.seq
            await self._tell()
            if changes is None or len(changes) < _PAGE:
                return

    def _look(self) -> tuple[Cursor, list[Change] | None] | None:
        """Return where the feed gets to and the changes until there, None for these if they are not known.

        None if there is nothing new.
        """
        store = self._database.current()
        if store is None:
            return None
        changes = self._read(store, self._seq) if store.epoch == self._epoch else None
        if changes is None:
            return Cursor(store.epoch, store.last_change()), None
        return (Cursor(store.epoch, changes[-1].seq), changes) if changes else None

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    def _read(self, store: Store, after: int) -> list[Change] | None:
        """Return a page of changes after a number from the database; None if older ones were forgotten."""
        table = store.tables.changes
        with store.engine.connect() as connection:
            rows = connection.execute(select(table).where(table.c.seq > after).order_by(table.c.seq).limit(_PAGE)).all()
            # Numbers have no gaps: what comes next is missing only if it was forgotten.
            if rows and rows[0].seq > after + 1:
                return None
            wanted: dict[str, list[str]] = {}
            for row in rows:
                wanted.setdefault(row.aggregate, []).append(row.id)
            docs = {
                aggregate: read_docs(connection, store.tables.records[aggregate], ids)
                for aggregate, ids in wanted.items()
            }
            doubts = open_doubts(connection, store, ids={row.id for row in rows})
        return [
            Change(
                row.seq,
                self._views[row.aggregate],
                row.id,
                row.version,
                row.changed_at,
                docs[row.aggregate].get(row.id),
                doubts.get((row.aggregate, row.id), ()),
            )
            for row in rows
        ]
