"""A board of a district's full size, filled without a bus: how large it is, and how fast it answers over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID

from tests.bench.district import FULL
from tests.bench.duplicates import served
from tests.bench.figures import Figure, rate
from tests.bench.questions import Sample, ask_all, ask_once
from tests.support.boardlog import BoardLog
from tests.support.boardserver import settings_for

from yipanqi.board.main import make_board
from yipanqi.board.projection import Projector
from yipanqi.board.store import Database
from yipanqi.bus.garbage import settle
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.clock import OffsetClock
from yipanqi.contract.catalog import product_catalog
from yipanqi.models.alert import AlertRaised
from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import AlertKind, AlertLevel
from yipanqi.simulate.history import History
from yipanqi.simulate.scale import Scale

_PER_TRANSACTION = 20_000
_ALERTS = 15_000
#: So many enterprises are compared with all others before, for pairs that may be one; the rest would take an hour.
_COMPARED = 3_000


def measure(scale: Scale = FULL) -> list[Figure]:
    """Let the projection write all events of the history and the records as they end, then ask."""
    with TemporaryDirectory(prefix="yipanqi-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'board.sqlite'}"
        history, filled = History(scale), Filling(url)
        begun = time.perf_counter()
        filled.take(history)
        seconds = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in Path(folder).glob("*.sqlite*"))
        return [
            Figure("events of the district", f"{filled.log.events:,}", note=f"{len(history.model.states):,} records"),
            Figure(
                "board filled in one process",
                f"{seconds:,.0f} s",
                note=f"{rate(filled.log.events, seconds):,.0f} events/s, the making of the history included",
            ),
            Figure("board database (SQLite)", f"{size / 1e6:,.0f} MB"),
            *answers(url, Path(folder), scale, Sample.of(history)),
        ]


class Filling:
    """Writes a history into a new generation of a board's database."""

    def __init__(self, url: str) -> None:
        self.log = BoardLog()
        self._database = Database(url)
        self._database.generations.switch(self._database.build("2020-12-31").epoch)
        store = self._database.current()
        assert store is not None
        self._projector = Projector(store, self._database.views, self.log.codec, announce=False)
        self._waiting = 0

    def take(self, history: History) -> None:
        """Write every event; of the records only how they end, which is all that a board keeps of them."""
        history.model.listen = self._accepted
        for _ in history.days():
            pass
        for state in history.model.states.values():
            self.log.state(state)
            self._count()
        for alert in _alerts(history, _ALERTS):
            self.log.say("watch", alert)
            self._count()
        self._projector.apply(self.log.drain())
        self._database.close()

    def _accepted(self, unit: str, event: AggregateRecord, _state: AggregateRecord) -> None:
        self.log.event(unit, event)
        self._count()

    def _count(self) -> None:
        self._waiting += 1
        if self._waiting >= _PER_TRANSACTION:
            self._waiting = 0
            self._projector.apply(self.log.drain())


def _alerts(history: History, count: int) -> Iterator[AlertRaised]:
    """Yield as many alerts as the watch raises of such a district, about any of its projects and carriers."""
    subjects = [(kind, id_) for kind, id_ in history.model.states if kind in ("project", "carrier")]
    random, units = Random(3), tuple(product_catalog().units)
    for kind, id_ in random.choices(subjects, k=count):
        yield AlertRaised(
            alert_id=str(UUID(int=random.getrandbits(128), version=4)),
            kind=random.choice([*AlertKind]),
            level=random.choice([*AlertLevel]),
            subject_aggregate=kind,
            subject_id=id_,
            units=(random.choice(units),),
            reason_zh="请处理",
            reason_en="Please act.",
            due_on=history.scale.end - timedelta(days=random.randrange(60)),
        )


def answers(url: str, folder: Path, scale: Scale, sample: Sample) -> list[Figure]:
    """Serve the database and ask: once what a board that has just begun answers, then all."""
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
    settings = settings_for(folder, nowhere, RegistrySettings(url="http://127.0.0.1:9"), url)
    clock = OffsetClock(datetime.combine(scale.end, time_of_day(4, tzinfo=UTC)))
    board = make_board(settings, clock)
    board.names.work_off(slices=_COMPARED)
    # As the service does once its names are loaded.
    settle()
    try:
        with served(board, "leader") as client:
            return [ask_once(client, sample), *ask_all(client, sample)]
    finally:
        board.database.close()
