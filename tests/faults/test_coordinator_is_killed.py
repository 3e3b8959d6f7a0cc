"""The coordinator is killed at random moments under load; afterwards everything is counted."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.district import District, Service, wait_for
from tests.support.load import Load
from tests.support.proof import Proof

from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

# A member that is gone is noticed sooner than in the field; what happens then is the same.
QUICK = {"YIPANQI_COORDINATOR_SESSION_S": "2", "YIPANQI_COORDINATOR_TRANSACTION_S": "4"}


@pytest.fixture
def district(district_kafka: LocalKafka, registry: LocalRegistry, tmp_path: Path) -> Iterator[District]:
    """A district on a broker of the test's own."""
    district = District(district_kafka, registry, tmp_path)
    yield district
    district.close()


@pytest.mark.timeout(400)
def test_ten_kills_under_load_leave_every_event_decided_exactly_once(district: District) -> None:
    random_ = random.Random(20200401)
    coordinator = district.start_coordinator()
    load = Load(district, seed=1).start()
    for _ in range(10):
        time.sleep(random_.uniform(0.2, 1.5))
        coordinator.kill()
        coordinator = district.start_coordinator(wait=random_.random() < 0.5)
    load.stop()
    district.wait_quiet()
    assert len(load.published) > 300
    Proof(district).everything(load.published)


@pytest.mark.timeout(300)
def test_two_coordinators_share_the_partitions_and_one_that_dies_hands_them_over(district: District) -> None:
    first = district.start_coordinator("1", **QUICK)
    second = district.start_coordinator("2", **QUICK)
    load = Load(district, seed=2).start()
    await_partitions("the two to share", (first, 3), (second, 3))
    first.kill()
    await_partitions("the other to take over", (second, 6))
    third = district.start_coordinator("3", **QUICK)
    await_partitions("the third to get its share", (second, 3), (third, 3))
    second.process.stop()
    await_partitions("the third to take over", (third, 6))
    load.stop()
    district.wait_quiet(90)
    assert third.process.running
    Proof(district).everything(load.published)


@pytest.mark.timeout(300)
def test_a_coordinator_frozen_until_another_took_over_commits_nothing_on_waking(district: District) -> None:
    frozen = district.start_coordinator("1", **QUICK)
    load = Load(district, seed=3).start()
    wait_for(lambda: frozen.metric("yipanqi_decisions_total") > 100, 60, "it to be at work")
    frozen.process.pause()
    other = district.start_coordinator("2", **QUICK)
    await_partitions("the other to take over", (other, 6))
    frozen.process.resume()
    await_partitions("the woken one to join anew", (frozen, 3), (other, 3))
    load.stop()
    district.wait_quiet(90)
    assert other.process.running
    Proof(district).everything(load.published)


@pytest.mark.timeout(300)
def test_a_broker_that_is_killed_and_comes_back_costs_no_event(district: District) -> None:
    coordinator = district.start_coordinator()
    load = Load(district, seed=4).start()
    wait_for(lambda: coordinator.metric("yipanqi_decisions_total") > 100, 60, "it to be at work")
    district.kafka.kill()
    time.sleep(1)
    district.kafka.start()
    district.kafka.wait_ready()
    decided = coordinator.metric("yipanqi_decisions_total")
    wait_for(lambda: coordinator.metric("yipanqi_decisions_total") > decided + 100, 60, "it to be at work again")
    load.stop()
    district.wait_quiet(90)
    Proof(district).everything(load.published)


def await_partitions(what: str, *wanted: tuple[Service, int]) -> None:
    """Wait until each coordinator says that it decides so many partitions; fails with their logs."""

    def shared() -> bool:
        return all(service.metric("yipanqi_partitions") == count for service, count in wanted)

    try:
        wait_for(shared, 90, what)
    except AssertionError as error:
        told = [f"{s.name}: {s.metric('yipanqi_partitions')}\n{s.process.output()[-3000:]}" for s, _ in wanted]
        raise AssertionError("\n".join([str(error), *told])) from error
