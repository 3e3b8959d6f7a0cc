"""What the catalogue asks of a cluster: topics, least rights, quotas, subjects."""

from __future__ import annotations

import pytest

from yipanqi.bus.cluster import Operation, Pattern, Resource
from yipanqi.cluster.desired import SINGLE_NODE, desired
from yipanqi.cluster.subjects import records_by_topic
from yipanqi.cluster.topics import DEAD_LETTER_OVERHEAD
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.schemas import product_schemas

CATALOG = product_catalog()
WANTED = desired(CATALOG, product_schemas())
UNITS = sorted(CATALOG.units)


def names(user: str, operation: Operation, resource: Resource = Resource.TOPIC) -> set[str]:
    return {
        acl.name
        for acl in WANTED.acls
        if acl.principal == f"User:{user}" and acl.operation == operation and acl.resource == resource
    }


def test_every_topic_has_the_same_number_of_partitions() -> None:
    assert {spec.partitions for spec in WANTED.topics.values()} == {CATALOG.cluster.partitions}


def test_a_single_broker_keeps_one_copy_and_waits_for_one() -> None:
    for spec in desired(CATALOG, product_schemas(), SINGLE_NODE).topics.values():
        assert (spec.replication, spec.configs["min.insync.replicas"]) == (1, "1")
    assert {s.replication for s in WANTED.topics.values()} == {3}


def test_dead_letter_topics_take_messages_as_large_as_every_sources_and_what_is_added_to_them() -> None:
    sources = [int(s.configs["max.message.bytes"]) for n, s in WANTED.topics.items() if not n.startswith("deadletter.")]
    letters = [int(s.configs["max.message.bytes"]) for n, s in WANTED.topics.items() if n.startswith("deadletter.")]
    assert len(letters) == len(UNITS) + 1
    assert min(letters) >= max(sources) + DEAD_LETTER_OVERHEAD


def test_the_ledger_is_kept_for_ever_and_records_are_compacted() -> None:
    for aggregate in CATALOG.aggregates:
        ledger = WANTED.topics[f"ledger.{aggregate}"].configs
        assert (ledger["cleanup.policy"], ledger["retention.ms"], ledger["retention.bytes"]) == ("delete", "-1", "-1")
        for kind in ("state", "board"):
            configs = WANTED.topics[f"{kind}.{aggregate}"].configs
            assert configs["cleanup.policy"] == "compact"
            assert "retention.ms" not in configs


def test_receipts_are_kept_longer_than_events_are_accepted() -> None:
    kept_ms = int(WANTED.topics["receipts.zone"].configs["retention.ms"])
    assert kept_ms > CATALOG.dedupe_days * 86_400_000


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_writes_its_own_intake_and_dead_letters_and_nothing_else(unit: str) -> None:
    assert names(unit, Operation.WRITE) == {f"intake.{unit}", f"deadletter.{unit}"}
    writers = {a.principal for a in WANTED.acls if a.name == f"intake.{unit}" and a.operation == Operation.WRITE}
    assert writers == {f"User:{unit}"}


@pytest.mark.parametrize("unit", UNITS)
def test_a_units_intake_and_receipts_are_read_by_the_coordinator_and_receipts_by_itself(unit: str) -> None:
    def readers(topic: str) -> set[str]:
        return {a.principal for a in WANTED.acls if a.name == topic and a.operation == Operation.READ}

    assert readers(f"intake.{unit}") == {"User:coordinator"}
    assert readers(f"receipts.{unit}") == {"User:coordinator", f"User:{unit}"}


@pytest.mark.parametrize("unit", UNITS)
def test_ledger_and_full_records_are_for_government_units(unit: str) -> None:
    read = names(unit, Operation.READ)
    entry = CATALOG.units[unit]
    closed = {name for name, a in CATALOG.aggregates.items() if a.readers is not None and entry.role not in a.readers}
    open_ = CATALOG.aggregates.keys() - closed if entry.kind == "government" else set()
    assert {f"board.{name}" for name in CATALOG.aggregates} <= read
    for kind in ("ledger", "state"):
        assert {name for name in CATALOG.aggregates if f"{kind}.{name}" in read} == open_
    assert "alert" not in open_ or unit == "commerce"


def test_the_coordinator_alone_writes_ledger_state_board_and_receipts() -> None:
    for topic in WANTED.topics:
        if topic.split(".")[0] in ("ledger", "state", "board", "receipts"):
            writers = {a.principal for a in WANTED.acls if a.name == topic and a.operation == Operation.WRITE}
            assert writers == {"User:coordinator"}, topic


def test_the_watch_speaks_on_its_own_intake_and_reads_records_and_the_ledger() -> None:
    assert names("watch", Operation.WRITE) == {"intake.watch"}
    assert names("watch", Operation.READ) == {
        "receipts.watch",
        *(f"{kind}.{name}" for name in CATALOG.aggregates for kind in ("ledger", "state")),
    }


def test_the_board_and_the_monitor_write_nothing() -> None:
    for user in ("board", "monitor"):
        operations = {acl.operation for acl in WANTED.acls if acl.principal == f"User:{user}"}
        assert operations <= {Operation.READ, Operation.DESCRIBE}


def test_rights_on_topics_are_literal_and_nobody_has_all() -> None:
    for acl in WANTED.acls:
        assert acl.operation in (Operation.READ, Operation.WRITE, Operation.DESCRIBE)
        if acl.resource == Resource.TOPIC:
            assert acl.pattern == Pattern.LITERAL
            assert acl.name in WANTED.topics or (acl.name, acl.operation) == ("*", Operation.DESCRIBE)


def test_no_unit_has_a_transactional_id_or_another_units_groups() -> None:
    for unit in UNITS:
        assert names(unit, Operation.WRITE, Resource.TRANSACTIONAL_ID) == set()
        assert names(unit, Operation.READ, Resource.GROUP) == {f"{unit}."}
    prefixes = [f"{unit}." for unit in UNITS]
    assert not any(a != b and a.startswith(b) for a in prefixes for b in prefixes)


def test_every_unit_has_the_catalogues_quota() -> None:
    assert WANTED.quotas.keys() == CATALOG.units.keys()
    assert WANTED.quotas["zone"].limits == {
        "producer_byte_rate": 5_242_880.0,
        "consumer_byte_rate": 20_971_520.0,
        "request_percentage": 50.0,
    }


def test_subjects_follow_the_duties_and_the_aggregates() -> None:
    by_topic = records_by_topic(CATALOG, product_schemas())
    assert "yipanqi.fdi.FdiEntryVerified" in by_topic["intake.commerce"]
    assert "yipanqi.fdi.FdiEntryVerified" not in by_topic["intake.soe-2"]
    assert "yipanqi.carrier.ReservationExpired" not in by_topic["intake.commerce"]
    assert "yipanqi.carrier.ReservationExpired" in by_topic["intake.coordinator"]
    assert by_topic["state.project"] == by_topic["board.project"] == ["yipanqi.project.Project"]
    assert by_topic["receipts.zone"] == ["yipanqi.receipt.Receipt"]
    assert WANTED.subjects.keys() == {f"{topic}-{name}" for topic, found in by_topic.items() for name in found}


def test_every_topic_but_dead_letters_has_subjects() -> None:
    by_topic = records_by_topic(CATALOG, product_schemas())
    assert {t for t in WANTED.topics if not t.startswith("deadletter.")} == by_topic.keys()
