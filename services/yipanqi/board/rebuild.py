"""Rebuilding: a new generation is filled from Kafka beside the one in use, then the pointer is switched."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from yipanqi.board.projection import Projector, topics_of
from yipanqi.board.store import Database, Store
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import Closed
from yipanqi.bus.partition_reader import PartitionReader
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.clock import Clock, SystemClock

_POLL_S = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is: records applied, and offsets left to go (transaction markers included)."""

    records: int
    left: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A finished rebuild."""

    generation: str
    records: int
    events: int
    seconds: float


def rebuild(
    database_url: str,
    kafka: KafkaSettings,
    registry: RegistrySettings,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    clock: Clock | None = None,
) -> Rebuilt:
    """Build the board's database anew from Kafka, then switch to it; a serving board moves over by itself.

    Raises BrokerUnavailable or RegistryError when Kafka or the registry can't be reached; the generation in use
    is untouched then.
    """
    database = Database(database_url)
    with PartitionReader(kafka) as reader, SchemaRegistry(registry) as schemas:
        return build_generation(database, reader, AvroCodec(schemas), progress=progress, clock=clock)


def build_generation(
    database: Database,
    reader: PartitionReader,
    codec: AvroCodec,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    clock: Clock | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Rebuilt:
    """Fill a new generation up to where the topics end now, and switch to it; Closed when `stopped` says so."""
    begun = time.monotonic()
    in_use = database.generations.current()
    store = database.build((clock or SystemClock()).now().isoformat())
    with _disposed(store):
        records, events = _fill(database, store, reader, codec, progress, stopped)
    database.generations.switch(store.epoch)
    database.generations.drop_older(keep=in_use)
    return Rebuilt(store.epoch, records, events, time.monotonic() - begun)


def _fill(
    database: Database,
    store: Store,
    reader: PartitionReader,
    codec: AvroCodec,
    progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
) -> tuple[int, int]:
    projector = Projector(store, database.views, codec, announce=False)
    partitions = reader.partitions(topics_of(database.views))
    bounds = reader.bounds(partitions)
    ends = {tp: end for tp, (_, end) in bounds.items()}
    reader.assign({tp: first for tp, (first, _) in bounds.items()})
    records = events = 0
    while left := _left(reader, ends):
        if stopped():
            raise Closed("the rebuild was stopped; the database in use is unchanged")
        applied = projector.apply(reader.poll(_POLL_S))
        records, events = records + applied.records, events + applied.events
        progress(Progress(records, left))
    progress(Progress(records, 0))
    return records, events


def _left(reader: PartitionReader, ends: dict[TopicPartition, int]) -> int:
    return sum(max(0, ends[tp] - position) for tp, position in reader.positions(ends).items())


@contextmanager
def _disposed(store: Store) -> Iterator[None]:
    """Close the builder's connections, which brings everything to the disk, before anyone is sent there."""
    try:
        yield
        if store.engine.dialect.name == "sqlite":
            with store.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA synchronous=FULL")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        store.engine.dispose()
