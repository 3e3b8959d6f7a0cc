"""A group consumer of topics that belong together: one member gets the same partition number of all of them."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kafka import ConsumerRebalanceListener
from kafka import TopicPartition as KafkaPartition
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import KafkaTimeoutError

from yipanqi.bus.client import make_consumer, translated
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.errors import BrokerUnavailable, Fenced
from yipanqi.bus.records import Record
from yipanqi.bus.settings import KafkaSettings

_TOPICS_WITHIN_S = 15.0
#: How often the broker is asked where partitions end; in between, what the last fetch told is taken.
_ENDS_EVERY_S = 20.0


class CopartitionedConsumer:
    """Consumes committed records of several topics with equal partition counts; commits nothing by itself.

    The range strategy deals out each topic by itself over the same members in the same order, so topics with as many
    partitions fall alike. `on_assigned` is called inside `poll()`, by the thread that polls, with the numbers of all
    partitions that this member has from now on, before any record of them is handed out. By then the group's offsets
    are stable: transactions of the previous owner are decided, since the offsets are fetched with `require_stable`
    (KIP-447). `instance` makes the member static (KIP-345): a process that comes back under the same name gets its
    partitions at once, and whoever still bears the name is fenced.

    Raises BrokerUnavailable while the broker does not know all topics, or has dealt them out unevenly: a number of two
    topics with two members would be two writers for one aggregate.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        group: str,
        topics: Sequence[str],
        *,
        on_assigned: Callable[[frozenset[int]], None],
        instance: str,
        max_poll_records: int,
        session_timeout_s: float,
    ) -> None:
        self._on_assigned = on_assigned
        self._topics = frozenset(topics)
        self._next: dict[KafkaPartition, int] = {}
        self._member: Any = None
        self._ends_asked = 0.0
        self._told_ends: dict[KafkaPartition, int] = {}
        self._listener = _Listener()
        self._consumer = make_consumer(
            settings,
            group,
            max_poll_records=max_poll_records,
            session_timeout_s=session_timeout_s,
            assignors=(RangePartitionAssignor,),
            instance=instance,
        )
        try:
            self._await_topics()
            with translated(f"subscribe group {group}"):
                self._consumer.subscribe(topics=list(topics), listener=self._listener)
        except BaseException:
            self._consumer.close(timeout_ms=1_000)
            raise

    def poll(self, timeout_s: float) -> dict[TopicPartition, Sequence[Record]]:
        """Return the next records by partition; nothing when none came within the time."""
        with translated("poll"):
            polled = self._consumer.poll(timeout_ms=int(timeout_s * 1000))
        if self._listener.take_change():
            self._take_over()
            self._hand_back(polled)
            return {}
        for tp, records in polled.items():
            self._next[tp] = records[-1].offset + 1
        return {TopicPartition(tp.topic, tp.partition): records for tp, records in polled.items()}

    def _take_over(self) -> None:
        assigned = self._consumer.assignment()
        self._check(assigned)
        self._member = self._consumer.group_metadata()
        if not self._member.member_id:
            raise Fenced("the group put this member out as soon as it had joined: it is joined again")
        self._told_ends.clear()
        with translated("fetch committed offsets"):
            self._next = {tp: self._consumer.position(tp, timeout_ms=30_000) or 0 for tp in assigned}
        self._on_assigned(frozenset(tp.partition for tp in assigned))

    def _hand_back(self, polled: Iterable[KafkaPartition]) -> None:
        """Read again what was fetched while the assignment changed: it may have been fetched for the one before."""
        assigned = self._consumer.assignment()
        with translated("go back to committed offsets"):
            for tp in polled:
                if tp not in assigned:
                    continue
                committed = self._consumer.committed(tp)
                if committed is None:
                    self._consumer.seek_to_beginning(tp)
                else:
                    self._consumer.seek(tp, committed)
                self._next[tp] = committed or 0

    def _await_topics(self) -> None:
        """Join only once the broker tells of all topics, which it may not just after its start.

        A member that joins earlier deals out what it knows, and the rest lies idle until the next look at the topics.
        """
        deadline = time.monotonic() + _TOPICS_WITHIN_S
        while not self._counts_equal():
            if time.monotonic() > deadline:
                raise BrokerUnavailable(
                    "代理尚未给出全部主题，请确认已执行 yipanqi catalog apply | "
                    "the broker does not tell of all topics with equal partitions: was the catalogue applied?"
                )
            time.sleep(0.1)

    def _counts_equal(self) -> bool:
        with translated("look up the partitions"):
            counts = {len(self._consumer.partitions_for_topic(topic) or ()) for topic in self._topics}
        return len(counts) == 1 and 0 not in counts

    def _check(self, assigned: Iterable[KafkaPartition]) -> None:
        """Refuse to work with an uneven assignment: it is dealt out again when the group is joined anew.

        The member leaves for that. Under its old name it would be given the old assignment again, in which a topic
        that has come since is missing.
        """
        by_number: dict[int, set[str]] = {}
        for tp in assigned:
            by_number.setdefault(tp.partition, set()).add(tp.topic)
        if any(topics != self._topics for topics in by_number.values()):
            with translated("leave the group"):
                self._consumer.leave_group()
            raise BrokerUnavailable(
                "代理分派的分区不完整，重新加入消费组 | "
                "the group dealt out a partition number of some topics only: it is joined again"
            )

    @property
    def assignment(self) -> frozenset[TopicPartition]:
        """The partitions that this member has now."""
        return frozenset(TopicPartition(tp.topic, tp.partition) for tp in self._consumer.assignment())

    def member(self) -> Any:
        """Return what proves to the broker that this member still has its partitions: the group as it was joined.

        Not as the client sees it now. It forgets a membership that the broker ended, and without one an empty group
        takes offsets from anybody: from a member that slept while others decided the same and went.
        """
        return self._member

    def lag(self) -> Mapping[TopicPartition, int]:
        """Return for each partition how many offsets lie before its end, as far as that is known.

        Where the broker does not tell the end within a second, a partition that nothing was fetched from yet is left
        out. All ends are asked for now and then: a member that fetches nothing does not learn that it is behind.
        """
        found: dict[TopicPartition, int] = {}
        with translated("look up the lag"):
            for tp, end in self._ends().items():
                following = self._next.get(tp)
                if following is None:
                    continue
                if end > following:
                    # After the last record may come transaction markers only. Asking costs a turn of the client's loop.
                    following = self._consumer.position(tp, timeout_ms=1_000) or following
                found[TopicPartition(tp.topic, tp.partition)] = max(0, end - following)
        return found

    def _ends(self) -> dict[KafkaPartition, int]:
        """Return the end of each partition: told by the last fetch or by the broker when asked."""
        fetched = {tp: self._consumer.highwater(tp) for tp in self._consumer.assignment()}
        all_due = time.monotonic() - self._ends_asked > _ENDS_EVERY_S
        wanted = [tp for tp, end in fetched.items() if end is None or all_due]
        if wanted:
            with contextlib.suppress(KafkaTimeoutError):  # the next look asks again
                self._told_ends.update(self._consumer.end_offsets(wanted, timeout_ms=1_000))
                if all_due:
                    self._ends_asked = time.monotonic()
        known = {tp: max(end or 0, self._told_ends.get(tp, 0)) for tp, end in fetched.items()}
        return {tp: end for tp, end in known.items() if fetched[tp] is not None or tp in self._told_ends}

    def close(self) -> None:
        """Leave the group."""
        with translated("leave the group"):
            self._consumer.close(timeout_ms=3_000)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python has no type hints
    """Only notes that the assignment changed: it is called on the client's I/O loop, where nothing may block."""

    def __init__(self) -> None:
        self._changed = threading.Event()

    def take_change(self) -> bool:
        """Return whether the assignment changed since the last call."""
        if not self._changed.is_set():
            return False
        self._changed.clear()
        return True

    def on_partitions_revoked(self, revoked: Iterable[KafkaPartition]) -> None:
        """Do nothing: an open transaction of a member that lost its partitions can't commit."""

    def on_partitions_assigned(self, assigned: Iterable[KafkaPartition]) -> None:
        self._changed.set()
