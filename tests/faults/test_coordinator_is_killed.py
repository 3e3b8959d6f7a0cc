"""The coordinator is killed at random moments under load; afterwards everything is counted."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.district import District
from tests.support.load import Load
from tests.support.proof import Proof

from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry


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
    first = district.start_coordinator("1")
    second = district.start_coordinator("2")
    load = Load(district, seed=2).start()
    time.sleep(2)
    first.kill()
    time.sleep(2)
    third = district.start_coordinator("3")
    time.sleep(1)
    second.process.stop()
    time.sleep(1)
    load.stop()
    district.wait_quiet(90)
    assert third.process.running
    Proof(district).everything(load.published)


@pytest.mark.timeout(300)
def test_a_coordinator_frozen_until_another_took_over_commits_nothing_on_waking(district: District) -> None:
    frozen = district.start_coordinator("1")
    load = Load(district, seed=3).start()
    time.sleep(1.5)
    frozen.process.pause()
    other = district.start_coordinator("2")
    time.sleep(10)
    frozen.process.resume()
    time.sleep(2)
    load.stop()
    district.wait_quiet(90)
    assert other.process.running
    Proof(district).everything(load.published)


@pytest.mark.timeout(300)
def test_a_broker_that_is_killed_and_comes_back_costs_no_event(district: District) -> None:
    district.start_coordinator()
    load = Load(district, seed=4).start()
    time.sleep(2)
    district.kafka.kill()
    time.sleep(3)
    district.kafka.start()
    district.kafka.wait_ready()
    time.sleep(3)
    load.stop()
    district.wait_quiet(90)
    Proof(district).everything(load.published)
