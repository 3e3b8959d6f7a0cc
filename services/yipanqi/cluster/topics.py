"""The topics of the catalogue with their settings."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.bus.cluster import TopicSpec
from yipanqi.contract.catalog import COORDINATOR, Catalog, TopicClass, board, intake, ledger, receipts, state

_DAY_MS = 86_400_000
#: Room for what a dead letter says about its record: where it was, why it failed, and the CloudEvents headers again.
DEAD_LETTER_OVERHEAD = 65_536
#: How long a reader that was away still sees that a record of a compacted topic was deleted.
_TOMBSTONE_DAYS = 7
#: By then an older value is gone from a compacted topic, also when little else is written.
_COMPACTION_DAYS = 1


def dead_letters(user: str) -> str:
    """Return the topic for what `user` (a unit or the coordinator) could not process."""
    return f"deadletter.{user}"


def topic_names(catalog: Catalog) -> dict[str, list[str]]:
    """Return the names of all topics by class."""
    speakers, aggregates = [*catalog.speakers, COORDINATOR], list(catalog.aggregates)
    return {
        "intake": [intake(name) for name in speakers],
        "ledger": [ledger(name) for name in aggregates],
        "state": [state(name) for name in aggregates],
        "board": [board(name) for name in aggregates],
        # The coordinator's own follow-ups are answered as well: receipts are its memory of what it has decided.
        "receipts": [receipts(name) for name in speakers],
        "deadletter": [dead_letters(name) for name in (*catalog.units, COORDINATOR)],
    }


def all_topics(catalog: Catalog, *, replication: int, min_insync: int) -> dict[str, TopicSpec]:
    """Return every topic by name; all have the same number of partitions, so that one key has one number everywhere."""
    found = {}
    for kind, names in topic_names(catalog).items():
        configs = {
            "min.insync.replicas": str(min_insync),
            "max.message.bytes": str(_max_message_bytes(catalog, kind)),
            **dict(_cleanup(catalog.topics[kind])),
            **_by_kind(kind),
        }
        for name in names:
            found[name] = TopicSpec(name, catalog.cluster.partitions, replication, configs)
    return found


def _max_message_bytes(catalog: Catalog, kind: str) -> int:
    return catalog.cluster.max_message_bytes + (DEAD_LETTER_OVERHEAD if kind == "deadletter" else 0)


def _cleanup(entry: TopicClass) -> Iterator[tuple[str, str]]:
    yield "cleanup.policy", entry.cleanup
    if entry.cleanup == "compact":
        yield "delete.retention.ms", str(_TOMBSTONE_DAYS * _DAY_MS)
        yield "max.compaction.lag.ms", str(_COMPACTION_DAYS * _DAY_MS)
        return
    days = -1 if entry.retention_days is None else entry.retention_days
    yield "retention.ms", "-1" if days < 0 else str(days * _DAY_MS)
    # A broker's default may limit the size as well; only age decides what goes.
    yield "retention.bytes", "-1"


def _by_kind(kind: str) -> dict[str, str]:
    # The broker's clock, not the sender's: a unit with a wrong clock must not get its events deleted early.
    return {"message.timestamp.type": "LogAppendTime"} if kind in ("intake", "deadletter") else {}
