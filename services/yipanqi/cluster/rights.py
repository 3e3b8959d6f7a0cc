"""Who may do what on the broker. What is not listed here is denied.

READ and WRITE include DESCRIBE, and whoever may write a topic may write it idempotently (KIP-679): no right on the
cluster is needed for that. Everything about topics is literal; only groups and transactional ids go by prefix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yipanqi.bus.cluster import Acl, Operation, Pattern, Resource
from yipanqi.cluster.topics import dead_letters
from yipanqi.contract.catalog import COORDINATOR, WATCH, Catalog, Unit, board, intake, ledger, receipts, state
from yipanqi.contract.masking import Share


def all_rights(catalog: Catalog) -> Iterator[Acl]:
    """Yield every right of the catalogue's units and of the district's services."""
    for key, unit in catalog.units.items():
        yield from unit_rights(catalog, key, unit)
    yield from coordinator_rights(catalog)
    yield from board_rights(catalog)
    yield from watch_rights(catalog)
    yield from monitor_rights()


def unit_rights(catalog: Catalog, key: str, unit: Unit) -> Iterator[Acl]:
    """A unit speaks on its own intake, hears its own receipts, and reads what its kind may see."""
    yield from _topics(key, Operation.WRITE, [intake(key), dead_letters(key)])
    yield from _topics(key, Operation.READ, readable_topics(catalog, key, unit))
    yield from _group(key, group_prefix(key), Pattern.PREFIXED)


def readable_topics(catalog: Catalog, key: str, unit: Unit) -> list[str]:
    """Return the topics that a unit may read: the board, and where it sees full records the ledger and these too."""
    topics = [receipts(key), dead_letters(key), *(board(name) for name in catalog.aggregates)]
    full = [name for name, aggregate in catalog.aggregates.items() if unit.share(aggregate) > Share.ALL]
    return topics + [name(aggregate) for aggregate in full for name in (ledger, state)]


def coordinator_rights(catalog: Catalog) -> Iterator[Acl]:
    """The coordinator hears everyone, and is the only writer of ledger, state, board and receipts."""
    speakers, aggregates = [*catalog.speakers, COORDINATOR], list(catalog.aggregates)
    yield from _topics(COORDINATOR, Operation.READ, [intake(name) for name in speakers])
    yield from _topics(COORDINATOR, Operation.READ, [receipts(name) for name in speakers])
    yield from _topics(COORDINATOR, Operation.READ, [state(name) for name in aggregates])
    for name in (ledger, state, board):
        yield from _topics(COORDINATOR, Operation.WRITE, [name(aggregate) for aggregate in aggregates])
    yield from _topics(COORDINATOR, Operation.WRITE, [receipts(name) for name in speakers])
    yield from _topics(COORDINATOR, Operation.WRITE, [intake(COORDINATOR), dead_letters(COORDINATOR)])
    yield from _group(COORDINATOR, COORDINATOR, Pattern.LITERAL)
    # One transactional id per process, coordinator-<instance>.
    principal = f"User:{COORDINATOR}"
    yield Acl(principal, Resource.TRANSACTIONAL_ID, f"{COORDINATOR}-", Operation.WRITE, Pattern.PREFIXED)


def board_rights(catalog: Catalog) -> Iterator[Acl]:
    """The board service reads ledger and state, and writes nothing."""
    yield from _topics("board", Operation.READ, [f(name) for name in catalog.aggregates for f in (ledger, state)])
    yield from _group("board", "board", Pattern.PREFIXED)


def watch_rights(catalog: Catalog) -> Iterator[Acl]:
    """The watch reads full records, the ledger (who spoke when) and its receipts, and speaks on its own intake."""
    yield from _topics(WATCH, Operation.READ, [f(name) for name in catalog.aggregates for f in (ledger, state)])
    yield from _topics(WATCH, Operation.READ, [receipts(WATCH)])
    yield from _topics(WATCH, Operation.WRITE, [intake(WATCH)])
    yield from _group(WATCH, group_prefix(WATCH), Pattern.PREFIXED)


def monitor_rights() -> Iterator[Acl]:
    """The monitor sees how far topics and groups have got, and no record."""
    yield Acl("User:monitor", Resource.TOPIC, "*", Operation.DESCRIBE)
    yield Acl("User:monitor", Resource.GROUP, "*", Operation.DESCRIBE)
    yield Acl("User:monitor", Resource.CLUSTER, "kafka-cluster", Operation.DESCRIBE)


def group_prefix(unit: str) -> str:
    """Return how the consumer groups of a unit begin."""
    return f"{unit}."


def _topics(user: str, operation: Operation, names: Iterable[str]) -> Iterator[Acl]:
    for name in names:
        yield Acl(f"User:{user}", Resource.TOPIC, name, operation)


def _group(user: str, name: str, pattern: Pattern) -> Iterator[Acl]:
    yield Acl(f"User:{user}", Resource.GROUP, name, Operation.READ, pattern)
