"""What was answered with 202 reaches the broker: the service is killed, the broker goes away, the registry too."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from tests.support.plain_http import plain_get
from tests.support.prepared import register_subjects
from tests.support.unitdesk import Coordinator, UnitDesk, carrier_event

from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

UNIT = "snd-group"


@pytest.fixture
def coordinator(district_kafka: LocalKafka, registry: LocalRegistry) -> Iterator[Coordinator]:
    speaker = Coordinator(district_kafka, registry, UNIT)
    yield speaker
    speaker.close()


def make_desk(kafka: LocalKafka, registry: LocalRegistry, folder: Path, database: str | None = None) -> UnitDesk:
    return UnitDesk(kafka.settings(UNIT), registry.url, folder, UNIT, database)


@dataclass
class Load:
    """A client that posts events of a few keys, each id numbered within its key, and notes what got a 202."""

    desk: UnitDesk
    keys: int = 8
    taken: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    _next: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def post_some(self, count: int) -> None:
        """Post `count` events, one by one and in batches; stop at the first that gets no answer."""
        with self.desk.client() as client:
            while count > 0 and not self._stop.is_set():
                size = min(count, random.choice((1, 1, 5, 40)))
                events = [self._event() for _ in range(size)]
                ids = [str(event["id"]) for event in events]
                kind = "application/cloudevents-batch+json"
                try:
                    answer = client.post("events", json=events, headers={"Content-Type": kind})
                except httpx.HTTPError:
                    self.unanswered += ids
                    return
                assert answer.status_code == 202, answer.text
                assert [entry["id"] for entry in answer.json()["accepted"]] == ids
                self.taken += ids
                count -= size

    def _event(self) -> dict[str, object]:
        self._next += 1
        key = self._next % self.keys
        return dict(carrier_event(f"k{key}", id=f"k{key}-{self._next:06}"))


def check(published: Sequence[tuple[str, str, int]], load: Load) -> Counter[str]:
    """Every 202 is published, nothing else but what got no answer, and first copies keep the order of their key."""
    counts = Counter(event_id for event_id, _, _ in published)
    assert not set(load.taken) - set(counts), "an event with a 202 was lost"
    assert set(counts) <= set(load.taken) | set(load.unanswered)
    firsts: dict[str, list[str]] = {}
    for event_id, key, _ in published:
        order = firsts.setdefault(key, [])
        if event_id not in order:
            order.append(event_id)
    for order in firsts.values():
        assert order == sorted(order), "a key's order changed"
    return counts


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_five_times_under_load_nothing_is_lost_and_no_order_changes(
    district_kafka: LocalKafka,
    registry: LocalRegistry,
    coordinator: Coordinator,
    tmp_path: Path,
    kind: str,
    request: pytest.FixtureRequest,
) -> None:
    database = None if kind == "sqlite" else str(request.getfixturevalue("postgres_database"))
    desk = make_desk(district_kafka, registry, tmp_path, database)
    desk.start()
    load = Load(desk)
    try:
        for _ in range(5):
            worker = threading.Thread(target=load.post_some, args=(100_000,))
            worker.start()
            time.sleep(random.uniform(0.2, 1.5))
            desk.kill()
            worker.join(30)
            desk.start()
        load.post_some(50)
        published = coordinator.wait_published(len(load.taken))
        desk.wait_for(lambda: depth(desk) == 0, 30, "an empty outbox")
        counts = check(coordinator.published(), load)
    finally:
        desk.stop()
    twice = sum(1 for count in counts.values() if count > 1)
    print(f"{kind}: {len(load.taken)} events with a 202, {len(published)} published, {twice} of them twice")


def depth(desk: UnitDesk) -> int:
    text = plain_get(f"{desk.url}/metrics").text
    line = next(line for line in text.splitlines() if line.startswith("yipanqi_outbox_depth "))
    return int(float(line.split()[1]))


def test_a_killed_broker_comes_back_and_finds_everything_in_order(
    district_kafka: LocalKafka, registry: LocalRegistry, coordinator: Coordinator, tmp_path: Path
) -> None:
    desk = make_desk(district_kafka, registry, tmp_path)
    desk.start()
    load = Load(desk)
    try:
        load.post_some(200)
        district_kafka.kill()
        load.post_some(400)
        desk.wait_for(lambda: desk.health() == "degraded", 40, "the service to notice")
        assert state(desk, load.taken[-1]) == "waiting"
        district_kafka.start()
        district_kafka.wait_ready()
        coordinator.wait_published(len(load.taken))
        desk.wait_for(lambda: depth(desk) == 0, 60, "an empty outbox")
        desk.wait_for(lambda: desk.health() == "ok", 60, "the service to be well again")
        check(coordinator.published(), load)
    finally:
        desk.stop()


def test_a_frozen_broker_is_waited_out(
    district_kafka: LocalKafka, registry: LocalRegistry, coordinator: Coordinator, tmp_path: Path
) -> None:
    desk = make_desk(district_kafka, registry, tmp_path)
    desk.start()
    load = Load(desk)
    try:
        load.post_some(100)
        district_kafka.pause()
        load.post_some(300)
        time.sleep(3)
        district_kafka.resume()
        coordinator.wait_published(len(load.taken))
        desk.wait_for(lambda: depth(desk) == 0, 60, "an empty outbox")
        check(coordinator.published(), load)
    finally:
        desk.stop()


def test_after_a_restart_events_are_taken_though_broker_and_registry_are_away(
    district_kafka: LocalKafka, own_registry: LocalRegistry, tmp_path: Path
) -> None:
    register_subjects(own_registry)
    coordinator = Coordinator(district_kafka, own_registry, UNIT)
    desk = make_desk(district_kafka, own_registry, tmp_path)
    desk.start()
    load = Load(desk)
    try:
        load.post_some(20)
        desk.kill()
        district_kafka.kill()
        own_registry.kill()
        desk.start(ready="degraded")
        load.post_some(100)
        desk.kill()
        desk.start(ready="degraded")
        load.post_some(100)
        own_registry.start()
        district_kafka.start()
        district_kafka.wait_ready()
        own_registry.wait_ready()
        coordinator.wait_published(len(load.taken))
        check(coordinator.published(), load)
    finally:
        desk.stop()
        coordinator.close()


def test_before_the_registry_was_ever_reached_nothing_is_promised(
    district_kafka: LocalKafka, registry: LocalRegistry, tmp_path: Path
) -> None:
    desk = UnitDesk(district_kafka.settings(UNIT), "http://127.0.0.1:9", tmp_path, UNIT, None)
    desk.start(ready="failing")
    try:
        answer = desk.post(carrier_event("1"))
        assert answer.status_code == 503
        assert answer.json()["code"] == "no_schema_id"
        assert answer.headers["retry-after"]
    finally:
        desk.stop()


def test_a_full_outbox_pushes_back(
    district_kafka: LocalKafka, registry: LocalRegistry, coordinator: Coordinator, tmp_path: Path
) -> None:
    desk = make_desk(district_kafka, registry, tmp_path)
    desk.environment["YIPANQI_OUTBOX_LIMIT"] = "50"
    desk.start()
    try:
        district_kafka.kill()
        assert desk.post([carrier_event(str(n)) for n in range(45)]).status_code == 202
        desk.wait_for(lambda: desk.post(carrier_event("x")).status_code == 429, 10, "the limit to be seen")
        answer = desk.post([carrier_event(str(n)) for n in range(10)])
        assert answer.status_code == 429
        assert answer.json()["code"] == "outbox_full"
        assert answer.headers["retry-after"]
    finally:
        desk.stop()


def state(desk: UnitDesk, event_id: str) -> str:
    return str(desk.get(f"events/{event_id}").json()["state"])
