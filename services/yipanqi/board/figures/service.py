"""Keeps the figures counted: a thread reads what changed and counts terms anew; requests only add them up.

A figure's terms are counted again when rows of the aggregates it is made of have changed or a new day has come; sums
that were asked for are remembered until then. A request therefore never reads the records; what it answers is as of
the position it states, a moment behind the board at most.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from yipanqi.board.figures.ordered import Ordered
from yipanqi.board.figures.remembered import Remembered
from yipanqi.board.figures.source import Snapshot, Source
from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.store import Database
from yipanqi.board.visibility import Viewer
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.chains import product_chains
from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.settings import product_defaults
from yipanqi.figures.assessment import Score, scores
from yipanqi.figures.basis import Basis, DayCounter, District
from yipanqi.figures.figure import Figure
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import Changes
from yipanqi.figures.progress import Standing, standings
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.tally import Tally
from yipanqi.figures.terms import By, Cell, Query, Term

_LOG = logging.getLogger(__name__)
_LOOK_S = 1.0
#: Of its time the thread rests this many times as long as it worked, so that requests get the processor.
_REST = 4
#: And at least this long: under a steady stream, one reading for several commits.
_PAUSE_S = 0.1
_REMEMBERED = 2_000
#: Lists of terms and answers about scores that are remembered, so that a reader can turn their pages.
_LISTS = 50
_FIRST_S = 20.0
_AGES_S = 600


@dataclass(frozen=True)
class Counted:
    """All terms at one moment. `keys` tell whether a figure's terms are still those that a sum was made of."""

    snapshot: Snapshot
    basis: Basis
    terms: Mapping[str, Tally] = field(default_factory=dict)
    keys: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a figure a viewer may see: everything, only what is its `unit`'s own, or nothing."""

    everything: bool
    unit: str | None = None


class FigureService:
    """Counts and answers. Threads may share it."""

    def __init__(self, database: Database, catalog: Catalog, clock: Clock) -> None:
        self._database = database
        self._views = {view.aggregate: view for view in database.views}
        self._source = Source(database.views, catalog)
        self._clock = clock
        self._zone = ZoneInfo(catalog.cluster.time_zone)
        self._days, self._chains = DayCounter(product_workdays()), product_chains().nodes()
        self._counted: Counted | None = None
        self._cells = Remembered[tuple[str, Query, Scope], tuple[Cell, ...]](_REMEMBERED)
        self._behind = Remembered[tuple[str, Query, Scope, str | None], Ordered](_LISTS)
        self._standings = Remembered[tuple[int, Scope], list[Standing]](_LISTS)
        self._scores = Remembered[int, tuple[Score, ...]](_LISTS)
        self._told = Remembered[tuple[Viewer, str, int], bytes](_LISTS)
        self._counting = threading.Lock()
        self._wanted, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._loaded: Callable[[], None] = _nothing

    def when_loaded(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, from the thread that counts, once all rows of a generation are read and counted."""
        self._loaded = listener

    def start(self) -> None:
        """Begin to count in the background."""
        self._thread = threading.Thread(target=self._run, name="board-figures", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(_FIRST_S)

    def poke(self) -> None:
        """Say, from any thread, that rows may have changed."""
        self._wanted.set()

    def refresh(self) -> None:
        """Read what changed and count what depends on it; a second caller waits for the first."""
        with self._counting:
            store = self._database.opened() or self._database.current()
            if store is None:
                return
            before = self._counted
            snapshot = self._source.read(store, before.snapshot if before else None)
            self._counted = self._count(snapshot, before)
            if before is None or before.snapshot.epoch != snapshot.epoch:
                self._loaded()

    def counted(self) -> Counted:
        """Return the latest terms; RequestError 503 while there are none."""
        if self._counted is None:
            self.refresh()
        if self._counted is None:
            problem = Problem(
                "not_ready", "看板正在准备数据，请稍候", "the board is loading its data, try again shortly"
            )
            raise RequestError(503, problem, headers={"Retry-After": "2"})
        return self._counted

    def scope(self, figure: Figure, viewer: Viewer) -> Scope:
        """Return what the viewer may see: a figure over fields that are hidden from it shows its own part only."""
        for aggregate, names in figure.fields.items():
            view = self._views.get(aggregate)
            if view is None:
                continue
            needed = max((view.fields[name].share for name in names if name in view.fields), default=viewer.share(view))
            if needed > viewer.share(view):
                return Scope(everything=False, unit=viewer.unit)
        return Scope(everything=True)

    def cells(self, counted: Counted, figure: Figure, query: Query, scope: Scope) -> tuple[Cell, ...]:
        """Return a figure's values; remembered until its records change."""
        if not _any_part(figure, scope):
            return (_hidden(figure, counted),)
        return self._cells.get(
            (figure.id, query, scope),
            counted.keys[figure.id],
            lambda: figure.cells(self.terms(counted, figure, scope), query, counted.basis),
        )

    def terms(self, counted: Counted, figure: Figure, scope: Scope) -> Collection[Term]:
        """Return a figure's terms, or those of them that are the unit's own: credited to it, or of its records."""
        found = counted.terms[figure.id]
        if scope.everything:
            return found
        return [term for term in found if scope.unit is not None and scope.unit in (term.unit, *term.row.owners)]

    def behind(self, counted: Counted, figure: Figure, query: Query, scope: Scope, series: str | None) -> Ordered:
        """Return the terms behind a figure, in their order."""
        if not _any_part(figure, scope):
            return Ordered(())

        def ordered() -> Ordered:
            terms = figure.chosen(self.terms(counted, figure, scope), query, counted.basis)
            return Ordered(term for term in terms if series in (None, term.series))

        return self._behind.get((figure.id, query, scope, series), counted.keys[figure.id], ordered)

    def standings(self, counted: Counted, year: int, scope: Scope) -> list[Standing]:
        """Return how each target of a year stands; remembered as the scores are."""
        figure = FIGURES["schedule-progress"]

        def stand() -> list[Standing]:
            targets = counted.snapshot.district.targets.values()
            return standings(self.terms(counted, figure, scope), targets, year, counted.basis)

        return self._standings.get((year, scope), counted.keys[figure.id], stand)

    def scores(self, counted: Counted, year: int) -> tuple[Score, ...]:
        """Return the units' assessments of a year; remembered until a record that they are made of changes."""
        progress = counted.terms["schedule-progress"]
        return self._scores.get(
            year,
            counted.keys["schedule-progress"],
            lambda: scores(counted.snapshot.district, progress, year, counted.basis),
        )

    def told(self, counted: Counted, viewer: Viewer, unit: str, year: int, make: Callable[[], bytes]) -> bytes:
        """Return what is told of a score, as `make` words it; remembered for the viewer as the scores are."""
        return self._told.get((viewer, unit, year), counted.keys["schedule-progress"], make)

    def _count(self, snapshot: Snapshot, before: Counted | None) -> Counted:
        now = self._clock.now()
        basis = Basis(now.astimezone(self._zone).date(), now, self._days, product_defaults(), self._chains)
        if before is not None and before.snapshot.epoch != snapshot.epoch:
            before = None
        changes = Changes(before.snapshot.district if before else District(), snapshot.district)
        terms, keys = {}, {}
        for figure in FIGURES.values():
            stamps = tuple(snapshot.stamps.get(name) for name in figure.inputs)
            # What units said last ages by itself: such a figure is counted anew from time to time.
            aging = None if figure.inputs else (snapshot.district.units, int(now.timestamp()) // _AGES_S)
            key = (snapshot.epoch, basis.today, stamps, aging)
            keys[figure.id] = key
            if before is None:
                terms[figure.id] = Tally.anew(figure.parts, snapshot.district, basis)
            elif before.keys[figure.id] == key:
                terms[figure.id] = before.terms[figure.id]
            else:
                terms[figure.id] = before.terms[figure.id].after(changes, basis)
        return Counted(snapshot, basis, terms, keys)

    def _run(self) -> None:
        while not self._stopping.is_set():
            begun = time.monotonic()
            try:
                self.refresh()
            except SQLAlchemyError as error:
                # A generation was switched or dropped under the reader: the next look takes the new one.
                _LOG.warning("figures not read", extra={"kind": type(error).__name__})
            worked = time.monotonic() - begun
            self._wanted.wait(_LOOK_S)
            self._wanted.clear()
            self._stopping.wait(max(_PAUSE_S, worked * _REST))


def _any_part(figure: Figure, scope: Scope) -> bool:
    """Return whether a viewer sees any of a figure: one that is not of units has no part that is a unit's own."""
    return scope.everything or (scope.unit is not None and By.UNIT in figure.by)


def _hidden(figure: Figure, counted: Counted) -> Cell:
    return Cell(None, next(iter(figure.series_under(counted.basis.defaults))), gap=Gap.HIDDEN)


def _nothing() -> None:
    """Nobody listens."""
