"""The catalogue on a real broker and registry: applied once it stands, applied twice it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.client import make_producer, translated
from yipanqi.bus.cluster import Acl, Operation, Resource, TopicSpec
from yipanqi.bus.errors import AuthorizationError, ConfigurationError, SchemaMismatch
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.cluster.commands import catalog_apply, catalog_plan, product_desired
from yipanqi.cluster.desired import SINGLE_NODE
from yipanqi.cluster.plan import Action, Kind, Plan
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.compatibility import full
from yipanqi.contract.schemas import product_schemas
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

USERS = product_desired().users


@dataclass(frozen=True)
class Servers:
    """A broker and a registry that only this file changes, and what the first apply did to them."""

    kafka: LocalKafka
    registry: LocalRegistry
    first: Plan

    @property
    def addresses(self) -> tuple[KafkaSettings, RegistrySettings]:
        return self.kafka.admin_settings(), self.registry.settings()

    @property
    def passwords(self) -> dict[str, SecretStr]:
        return {user: SecretStr(self.kafka.password(user)) for user in USERS}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("catalogue")
    kafka, registry = LocalKafka(folder / "kafka"), LocalRegistry(folder / "registry")
    try:
        kafka.start()
        registry.start()
        kafka.wait_ready()
        registry.wait_ready()
        empty = Servers(kafka, registry, Plan(()))
        first = catalog_apply(*empty.addresses, empty.passwords, overrides=SINGLE_NODE)
        yield Servers(kafka, registry, first)
    finally:
        registry.close()
        kafka.close()


@pytest.fixture
def admin(servers: Servers) -> Iterator[ClusterAdmin]:
    with ClusterAdmin(servers.kafka.admin_settings()) as client:
        yield client


def test_a_fresh_cluster_gets_all_of_the_catalogue_and_a_second_apply_changes_nothing(
    servers: Servers, admin: ClusterAdmin
) -> None:
    wanted = product_desired(SINGLE_NODE)

    again = catalog_apply(*servers.addresses, {}, overrides=SINGLE_NODE)

    assert {c.action for c in servers.first.changes} == {Action.CREATE}
    assert again.changes == ()
    topics = admin.topics()
    assert topics.keys() == wanted.topics.keys()
    assert all(topics[name].configs == spec.configs for name, spec in wanted.topics.items())
    assert wanted.users <= admin.users()
    assert admin.acls() == wanted.acls
    with SchemaRegistry(servers.registry.settings()) as schemas:
        assert set(schemas.subjects()) == wanted.subjects.keys()


def test_what_was_changed_by_hand_is_put_right_and_what_was_added_is_reported_but_stays(
    servers: Servers, admin: ClusterAdmin
) -> None:
    stray = Acl("User:soe-2", Resource.TOPIC, "intake.zone", Operation.WRITE)
    admin.create_topics([TopicSpec("private.topic", 1)])
    admin.set_configs("intake.zone", {"retention.ms": "1000", "segment.bytes": "1048576"})
    admin.create_acls([stray])
    admin.set_user("stranger", SecretStr("some-password-1"))
    with SchemaRegistry(servers.registry.settings()) as schemas:
        schemas.set_compatibility("ledger.project-yipanqi.project.ProjectUpdated", "NONE")
        schemas.register("private.topic-x.Y", parse_schema({"type": "record", "name": "x.Y", "fields": []}))

    found = catalog_plan(*servers.addresses, overrides=SINGLE_NODE)

    assert [(c.kind, c.name) for c in found.work] == [
        (Kind.TOPIC, "intake.zone"),
        (Kind.COMPATIBILITY, "ledger.project-yipanqi.project.ProjectUpdated"),
    ]
    assert {(c.kind, c.name) for c in found.of(Action.EXTRA)} == {
        (Kind.TOPIC, "private.topic"),
        (Kind.TOPIC, "intake.zone"),
        (Kind.ACL, "User:soe-2"),
        (Kind.USER, "stranger"),
        (Kind.SUBJECT, "private.topic-x.Y"),
    }
    catalog_apply(*servers.addresses, {}, overrides=SINGLE_NODE)
    assert catalog_plan(*servers.addresses, overrides=SINGLE_NODE).work == ()
    assert "private.topic" in admin.topic_names()
    assert stray in admin.acls()
    assert admin.topics()["intake.zone"].configs["segment.bytes"] == "1048576"


def test_a_topic_with_more_partitions_than_the_catalogue_stops_the_apply_before_anything_is_changed(
    servers: Servers,
) -> None:
    catalog = product_catalog()
    fewer = catalog.model_copy(
        update={
            "cluster": catalog.cluster.model_copy(update={"partitions": 4}),
            "units": {**catalog.units, "newcomer": catalog.units["soe-3"]},
        }
    )
    given = servers.passwords | {"newcomer": SecretStr("password-of-the-newcomer")}

    with pytest.raises(ConfigurationError, match="6 → 4"):
        catalog_apply(*servers.addresses, given, overrides=SINGLE_NODE, catalog=fewer)

    with ClusterAdmin(servers.kafka.admin_settings()) as admin:
        assert "intake.newcomer" not in admin.topic_names()


def test_a_password_is_changed_only_when_it_is_asked_for(servers: Servers, admin: ClusterAdmin) -> None:
    old = servers.passwords
    new = old | {"investment": SecretStr("another-password-of-this-unit")}

    catalog_apply(*servers.addresses, new, overrides=SINGLE_NODE)
    assert admin.password_works("investment", old["investment"])

    catalog_apply(*servers.addresses, new, overrides=SINGLE_NODE, rotate=["investment"])
    assert admin.password_works("investment", new["investment"])
    assert not admin.password_works("investment", old["investment"])


def test_a_missing_password_is_named_and_nothing_is_changed(servers: Servers, admin: ClusterAdmin) -> None:
    catalog = product_catalog()
    more = catalog.model_copy(update={"units": {**catalog.units, "newcomer": catalog.units["soe-3"]}})

    with pytest.raises(ConfigurationError, match="newcomer"):
        catalog_apply(*servers.addresses, servers.passwords, overrides=SINGLE_NODE, catalog=more)

    assert "intake.newcomer" not in admin.topic_names()


def test_the_registry_refuses_what_the_local_checker_calls_incompatible(servers: Servers) -> None:
    breaking = json.loads(json.dumps(product_schemas().resolved("yipanqi.carrier.CarrierListed")))
    breaking["fields"].append({"name": "needed", "type": "string"})
    assert full(breaking, product_schemas().resolved("yipanqi.carrier.CarrierListed")) != []
    subject = "ledger.carrier-yipanqi.carrier.CarrierListed"

    with SchemaRegistry(servers.registry.settings()) as schemas:
        assert schemas.check_compatibility(subject, parse_schema(breaking)) != []
        with pytest.raises(SchemaMismatch):
            schemas.register(subject, parse_schema(breaking))


def test_the_registry_takes_an_optional_field_as_the_local_checker_does(servers: Servers) -> None:
    wider = json.loads(json.dumps(product_schemas().resolved("yipanqi.carrier.CarrierListed")))
    wider["fields"].append({"name": "remarks", "type": ["null", "string"], "default": None})
    assert full(wider, product_schemas().resolved("yipanqi.carrier.CarrierListed")) == []

    with SchemaRegistry(servers.registry.settings()) as schemas:
        assert schemas.check_compatibility("ledger.carrier-yipanqi.carrier.CarrierListed", parse_schema(wider)) == []


def test_a_changed_decimal_scale_is_refused_by_the_local_checker_though_the_registry_overlooks_it(
    servers: Servers,
) -> None:
    now = product_schemas().resolved("yipanqi.carrier.CarrierDivided")
    finer = json.loads(json.dumps(now))
    finer["fields"][1]["type"]["items"]["fields"][1]["type"]["scale"] = 4
    assert {problem.code for problem in full(finer, now)} == {"logical_type"}

    with SchemaRegistry(servers.registry.settings()) as schemas:
        subject = "ledger.carrier-yipanqi.carrier.CarrierDivided"
        assert schemas.check_compatibility(subject, parse_schema(finer)) == []


def test_a_unit_may_write_its_own_intake_idempotently_and_no_other_topic(servers: Servers) -> None:
    with pytest.raises(AuthorizationError):
        _send(servers, "snd-group", "intake.commerce")
    with pytest.raises(AuthorizationError):
        _send(servers, "snd-group", "ledger.carrier")
    _send(servers, "snd-group", "intake.snd-group")


@pytest.mark.parametrize("unit", ["soe-3", "zone"])
def test_the_broker_shows_a_unit_the_topics_of_its_rights_and_no_others(servers: Servers, unit: str) -> None:
    catalog = product_catalog()
    expected = {f"intake.{unit}", f"receipts.{unit}", f"deadletter.{unit}"}
    expected |= {f"board.{aggregate}" for aggregate in catalog.aggregates}
    if unit == "zone":
        whole = [name for name, aggregate in catalog.aggregates.items() if aggregate.readers is None]
        assert len(whole) < len(catalog.aggregates)
        expected |= {f"{kind}.{name}" for name in whole for kind in ("ledger", "state")}

    with ClusterAdmin(servers.kafka.settings(unit)) as client:
        assert client.topic_names() == expected


def _send(servers: Servers, user: str, topic: str) -> None:
    producer = make_producer(servers.kafka.settings(user))
    try:
        with translated(f"send to {topic}"):
            producer.send(topic, key=b"k", value=b"v").get(timeout=30)
    finally:
        producer.close()


def test_what_one_request_brought_is_found_as_if_each_subject_had_been_registered(servers: Servers) -> None:
    wanted = product_desired(SINGLE_NODE)
    assert len(wanted.subjects) > 1000
    with SchemaRegistry(servers.registry.settings()) as schemas:
        for name in sorted(wanted.subjects)[::50]:
            schema = wanted.subjects[name]
            assert schemas.versions(name) == [1]
            assert schemas.compatibility(name) == wanted.compatibility
            number, found = schemas.version(name)
            assert schemas.schema_id(name, schema) == schemas.register(name, schema) == number
            assert schemas.register(f"one.by.one-{name}", schema) == number
            assert schemas.version(f"one.by.one-{name}")[1].raw == found.raw
        assert not schemas.fill({"another": schema}, wanted.compatibility)
        assert schemas.versions("another") == []


def test_ids_that_were_learnt_at_once_need_no_further_question(servers: Servers) -> None:
    wanted = product_desired(SINGLE_NODE)
    names = [name for name in sorted(wanted.subjects) if name.startswith("intake.zone-")]
    with SchemaRegistry(servers.registry.settings()) as schemas:
        asked = {name: schemas.schema_id(name, wanted.subjects[name]) for name in names[::10]}
    learnt = SchemaRegistry(servers.registry.settings())
    learnt.learn({name: wanted.subjects[name] for name in names} | {"no.such-subject": wanted.subjects[names[0]]})
    learnt.close()
    assert {name: learnt.schema_id(name, wanted.subjects[name]) for name in asked} == asked
    assert len({learnt.schema_id(name, wanted.subjects[name]) for name in names}) == len(names)
