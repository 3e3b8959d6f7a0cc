"""A group consumer of topics that belong together: one member gets the same partition number of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kafka import ConsumerRebalanceListener
from kafka import TopicPartition as KafkaPartition
from kafka.coordinator.assignors.range import RangePartitionAssignor

from yipanqi.bus.client import make_consumer, translated
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings

PartitionsChanged = Callable[[frozenset[int]], None]


class CopartitionedConsumer:
    """Consumes committed records of several topics with equal partition counts; commits nothing by itself.

    The range strategy deals out each topic by itself over the same members in the same order, so topics with as many
    partitions fall alike. `on_assigned` and `on_revoked` are called inside `poll()` with partition numbers. By the
    time `on_assigned` is called, the group's offsets are stable: transactions of the previous owner are decided, since
    the offsets were fetched with `require_stable` (KIP-447).
    """

    def __init__(
        self,
        settings: KafkaSettings,
        group: str,
        topics: Sequence[str],
        *,
        on_assigned: PartitionsChanged,
        on_revoked: PartitionsChanged,
        max_poll_records: int,
        session_timeout_s: float,
    ) -> None:
        self._topics = tuple(topics)
        self._consumer = make_consumer(
            settings,
            group,
            max_poll_records=max_poll_records,
            session_timeout_s=session_timeout_s,
            assignors=(RangePartitionAssignor,),
        )
        listener = _Listener(self._settle_then(on_assigned), on_revoked)
        with translated(f"subscribe group {group}"):
            self._consumer.subscribe(topics=list(self._topics), listener=listener)

    def poll(self, timeout_s: float) -> dict[TopicPartition, Sequence[Record]]:
        """Return the next records by partition; nothing when none came within the time."""
        with translated("poll"):
            polled = self._consumer.poll(timeout_ms=int(timeout_s * 1000))
        return {TopicPartition(tp.topic, tp.partition): records for tp, records in polled.items()}

    @property
    def assignment(self) -> frozenset[TopicPartition]:
        """The partitions that this member has now."""
        return frozenset(TopicPartition(tp.topic, tp.partition) for tp in self._consumer.assignment())

    def member(self) -> Any:
        """Return what proves to the broker that this member still has its partitions."""
        return self._consumer.group_metadata()

    def lag(self) -> Mapping[TopicPartition, int]:
        """Return, for partitions fetched from before, how many offsets lie before the last known end."""
        found: dict[TopicPartition, int] = {}
        for tp in self._consumer.assignment():
            end = self._consumer.highwater(tp)
            if end is not None:
                with translated("look up the position"):
                    position = self._consumer.position(tp, timeout_ms=1_000) or 0
                found[TopicPartition(tp.topic, tp.partition)] = max(0, end - position)
        return found

    def close(self) -> None:
        """Leave the group."""
        with translated("leave the group"):
            self._consumer.close(timeout_ms=3_000)

    def _settle_then(self, on_assigned: PartitionsChanged) -> Callable[[Iterable[KafkaPartition]], None]:
        def assigned(partitions: Iterable[KafkaPartition]) -> None:
            wanted = list(partitions)
            with translated("fetch committed offsets"):
                # Waits until no transaction is pending on these offsets; only then may the state be read.
                for tp in wanted:
                    self._consumer.position(tp)
            on_assigned(frozenset(tp.partition for tp in wanted))

        return assigned


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python has no type hints
    def __init__(self, assigned: Callable[[Iterable[KafkaPartition]], None], revoked: PartitionsChanged) -> None:
        self._assigned = assigned
        self._revoked = revoked

    def on_partitions_revoked(self, revoked: Iterable[KafkaPartition]) -> None:
        self._revoked(frozenset(tp.partition for tp in revoked))

    def on_partitions_assigned(self, assigned: Iterable[KafkaPartition]) -> None:
        self._assigned(assigned)
