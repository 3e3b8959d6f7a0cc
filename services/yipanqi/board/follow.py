"""The board's loop: follows Kafka in a thread, applies what comes, and begins again after whatever went wrong."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from yipanqi.board.projection import Applied, Projector, topics_of
from yipanqi.board.rebuild import Progress, build_generation
from yipanqi.board.status import Phase, StatusBoard
from yipanqi.board.store import Database, Store
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import Closed, YipanqiError
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import Metrics
from yipanqi.bus.partition_reader import PartitionReader
from yipanqi.clock import Clock

_LOG = logging.getLogger(__name__)
_POLL_S = 0.25
_LOOK_AROUND_S = 2.0
# Asking for the position in each partition takes tens of milliseconds, in which nothing new is shown.
_MEASURE_EVERY_S = 10.0
_BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)


class Follower:
    """Keeps the generation in use up to date with Kafka, from its own thread and its own connections."""

    def __init__(
        self,
        database: Database,
        codec: AvroCodec,
        make_reader: Callable[[], PartitionReader],
        *,
        board: StatusBoard,
        health: Health,
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._database = database
        self._codec = codec
        self._make_reader = make_reader
        self._board = board
        self._health = health
        self._metrics = metrics
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="board-projection", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Let the batch at hand finish, then end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                self._health.beat("projection")
                with self._make_reader() as reader:
                    self._session(reader)
                failures = 0
            except Closed:
                break
            except (YipanqiError, SQLAlchemyError, OSError) as error:
                failures = 0 if self._board.status.phase is Phase.LIVE else failures
                self._note_failure(error)
                self._stop.wait(_BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)])
                failures += 1
        self._board.update(phase=Phase.STOPPED)
        self._health.end("projection")

    def _note_failure(self, error: Exception) -> None:
        text = error.message if isinstance(error, YipanqiError) else f"{type(error).__name__}: database"
        self._metrics["yipanqi_board_failures_total"].inc()
        self._board.update(phase=Phase.FAILING, error=text)
        _LOG.warning("projection interrupted", extra={"reason": text, "kind": type(error).__name__})

    def _session(self, reader: PartitionReader) -> None:
        """Follow until the generation in use changes or the service stops."""
        store = self._usable_store(reader)
        projector = Projector(store, self._database.views, self._codec)
        partitions = reader.partitions(topics_of(self._database.views))
        bounds = reader.bounds(partitions)
        reader.assign({tp: projector.positions.get(tp, bounds[tp][0]) for tp in partitions})
        self._board.update(phase=Phase.CATCHING_UP, epoch=store.epoch, error=None)
        self._board.committed()
        ends = {tp: end for tp, (_, end) in bounds.items()}
        self._note_lag(reader, ends)
        looked = measured = time.monotonic()
        while not self._stop.is_set():
            self._apply(projector, reader)
            self._health.beat("projection")
            if self._board.status.phase is not Phase.LIVE:
                self._note_lag(reader, ends)
            if time.monotonic() - looked > _LOOK_AROUND_S:
                looked = time.monotonic()
                if self._database.generations.current() != store.epoch:
                    _LOG.info("another generation is in use now", extra={"left": store.epoch})
                    return
            if time.monotonic() - measured > _MEASURE_EVERY_S:
                measured = time.monotonic()
                ends = reader.ends(partitions)
                self._note_lag(reader, ends)

    def _apply(self, projector: Projector, reader: PartitionReader) -> None:
        batches = reader.poll(_POLL_S)
        if not batches:
            return
        begun = time.monotonic()
        applied = projector.apply(batches)
        self._metrics["yipanqi_board_batch_seconds"].observe(time.monotonic() - begun)
        for records in batches:
            self._metrics["yipanqi_board_applied_total"].labels(records[0].topic).inc(len(records))
        self._board.update(applied_at_ms=max(records[-1].timestamp for records in batches))
        self._board.committed()
        if self._board.status.phase is Phase.LIVE:
            self._observe_latency(applied)

    def _observe_latency(self, applied: Applied) -> None:
        now = datetime.now(UTC)
        for text in applied.occurred_at:
            try:
                age = (now - datetime.fromisoformat(text)).total_seconds()
            except (ValueError, TypeError):
                continue
            self._metrics["yipanqi_board_visible_seconds"].observe(max(0.0, age))

    def _note_lag(self, reader: PartitionReader, ends: Mapping[TopicPartition, int]) -> None:
        lag: dict[str, int] = {}
        positions = reader.positions(ends)
        for tp, end in ends.items():
            position = positions[tp]
            self._health.moved(tp, position, end)
            lag[tp.topic] = lag.get(tp.topic, 0) + max(0, end - position)
        behind = sum(lag.values())
        phase = Phase.LIVE if behind == 0 or self._board.status.phase is Phase.LIVE else Phase.CATCHING_UP
        at = self._board.status.applied_at_ms
        seconds = max(0.0, time.time() - at / 1000) if behind and at else 0.0
        self._board.update(
            phase=phase,
            lag=lag,
            lag_seconds=seconds,
            caught_up_once=self._board.status.caught_up_once or behind == 0,
        )
        for topic, records in lag.items():
            self._metrics["yipanqi_board_lag_records"].labels(topic).set(records)
        self._metrics["yipanqi_board_lag_seconds"].set(seconds)
        self._metrics["yipanqi_board_caught_up"].set(0 if behind else 1)

    def _usable_store(self, reader: PartitionReader) -> Store:
        """Return the generation in use, rebuilt first if its layout is another or its positions fit no longer."""
        store = self._database.current()
        reason = self._unusable(store, reader)
        if store is not None and reason is None:
            return store
        _LOG.info("rebuilding the board", extra={"reason": reason})
        self._board.update(phase=Phase.REBUILDING, error=None)
        done = build_generation(
            self._database,
            reader,
            self._codec,
            progress=self._note_progress,
            clock=self._clock,
            stopped=self._stop.is_set,
        )
        self._metrics["yipanqi_board_rebuilds_total"].inc()
        _LOG.info("board rebuilt", extra={"records": done.records, "seconds": round(done.seconds, 2)})
        rebuilt = self._database.current()
        if rebuilt is None:
            raise YipanqiError(
                "重建后的数据库又被其他版本替换 | the rebuilt database was replaced by another layout at once: "
                "run one version of the board on one database",
                retriable=True,
            )
        return rebuilt

    def _note_progress(self, progress: Progress) -> None:
        self._health.beat("projection")
        self._board.update(lag={"rebuild": progress.left})

    def _unusable(self, store: Store | None, reader: PartitionReader) -> str | None:
        if store is None:
            return "no database of this layout"
        positions = store.positions()
        existing = set(reader.partitions(topics_of(self._database.views)))
        if not positions.keys() <= existing:
            return "the database knows partitions that Kafka does not have"
        for tp, (first, end) in reader.bounds(positions).items():
            if not first <= positions[tp] <= end:
                return f"{tp.topic}-{tp.partition} is stored at {positions[tp]}, Kafka has {first} to {end}"
        return None
