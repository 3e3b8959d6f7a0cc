"""A coordinator that is alive but does not get on in one partition says so, so that it is started anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.district import District, wait_for

from yipanqi.bus import copartitioned
from yipanqi.bus.errors import BrokerUnavailable
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import build
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.settings import RegistrySettings
from yipanqi.bus.transaction import PlainSink
from yipanqi.clock import SystemClock
from yipanqi.contract.catalog import COORDINATOR, product_catalog
from yipanqi.coordinator import session
from yipanqi.coordinator.metrics import COORDINATOR_METRICS, MetricsObserver
from yipanqi.coordinator.session import Session
from yipanqi.coordinator.settings import CoordinatorSettings
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

STUCK_AFTER_S = 120.0
PARTITIONS = product_catalog().cluster.partitions


class Ticks:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def district(district_kafka: LocalKafka, registry: LocalRegistry, tmp_path: Path) -> Iterator[District]:
    district = District(district_kafka, registry, tmp_path)
    yield district
    district.close()


def test_a_partition_that_stands_still_with_lag_ends_the_liveness_until_it_moves_again(district: District) -> None:
    ticks, metrics = Ticks(), build(COORDINATOR_METRICS)
    health = Health(stuck_partition_s=STUCK_AFTER_S, monotonic=ticks)
    settings = CoordinatorSettings(
        kafka=district.kafka.settings(COORDINATOR), registry=district.registry.settings(), session_timeout_s=30
    )
    observer = MetricsObserver(metrics)
    living = Session(settings, district.catalog, district.schemas, SystemClock(), observer, health)
    behind = metrics["yipanqi_intake_lag_records"].labels("snd-group")

    def until(condition: Callable[[], bool], what: str) -> None:
        def gone_on() -> bool:
            living.step(0.2)
            return condition()

        wait_for(gone_on, 60, what)

    def parts() -> list[str]:
        return [part for part in health.live().parts if part.startswith("partition ")]

    # Records of a transaction that is left open are there, but nobody may read on past them.
    sink = PlainSink(district.kafka.admin_settings(), "left-open", transaction_timeout_s=120)
    try:
        until(lambda: metrics["yipanqi_partitions"]._value.get() == PARTITIONS, "the group to be joined")
        sink.begin()
        sink.send("intake.snd-group", 3, b"k", b"no event", [("ce_id", b"x")])
        sink.flush()
        until(lambda: behind._value.get() > 0, "the lag to be seen")
        assert health.live().ok
        ticks.now += STUCK_AFTER_S + 1
        until(lambda: parts() == ["partition intake.snd-group-3"], "it alone to be called stuck")
        assert not health.live().ok
        sink.commit({}, None)
        until(lambda: parts() == [], "the partition to move")
        assert health.live().ok
    finally:
        sink.close()
        living.close()


def test_a_session_that_can_not_begin_leaves_no_connection_behind(
    kafka: LocalKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coordinator that waits for its catalogue to be applied begins anew every few seconds."""
    monkeypatch.setattr(copartitioned, "_TOPICS_WITHIN_S", 0.5)
    monkeypatch.setattr(session, "intake_topics", lambda _: ["intake.nobody"])
    settings = CoordinatorSettings(kafka=kafka.settings("admin"), registry=RegistrySettings(url="http://127.0.0.1:1"))
    observer, before = MetricsObserver(build(COORDINATOR_METRICS)), set(threading.enumerate())
    with SchemaRegistry(settings.registry) as registry, pytest.raises(BrokerUnavailable):
        Session(settings, product_catalog(), registry, SystemClock(), observer, Health())
    wait_for(lambda: not set(threading.enumerate()) - before, 20, "its threads to end")
