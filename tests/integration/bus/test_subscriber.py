"""The Subscriber against a real broker and registry."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.client import make_producer
from yipanqi.bus.cloudevents import EventMeta
from yipanqi.bus.cluster import TopicPartition, TopicSpec
from yipanqi.bus.deadletter import DeadLetterBudget, parse_dead_letter
from yipanqi.bus.errors import DeadLetterFailed, DeadLetterLimit, YipanqiError
from yipanqi.bus.health import Health
from yipanqi.bus.metrics import BUS_METRICS, build
from yipanqi.bus.publisher import Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.restore import read_range
from yipanqi.bus.retry import RetryPolicy
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.subscriber import Subscriber, UnknownTypes
from yipanqi.local.kafka import LocalKafka

SOON_S = 30.0
QUICK = RetryPolicy(attempts=3, first_s=0.05)


def eventually(true: Callable[[], bool], deadline_s: float = SOON_S) -> None:
    end = time.monotonic() + deadline_s
    while not true():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


@contextmanager
def running(subscriber: Subscriber) -> Iterator[list[BaseException]]:
    """Run a subscriber in a thread; what ended it stands in the list."""
    ends: list[BaseException] = []

    def run() -> None:
        try:
            subscriber.run()
        except YipanqiError as error:
            ends.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield ends
    finally:
        subscriber.stop()
        thread.join(timeout=20)
        assert not thread.is_alive()


def dead_letters(settings: KafkaSettings, topic: str) -> list[Any]:
    records = read_range(settings, [TopicPartition(topic, number) for number in range(3)])
    return [parse_dead_letter(record) for record in records]


@pytest.fixture
def publish(
    settings: KafkaSettings, schemas: SchemaRegistry, parcel_topic: str, parcel: type[Any]
) -> Iterator[Callable[[str, int], Any]]:
    with Publisher(settings, schemas, unit="zone", topic=parcel_topic, receipts=False) as publisher:
        yield lambda key, number: publisher.publish(parcel(parcel_id=key, number=number)).wait(SOON_S)


def test_handlers_get_typed_events_and_offsets_are_committed_after_the_work(
    admin: ClusterAdmin,
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
) -> None:
    for number in range(20):
        publish(f"p{number % 4}", number)
    seen: list[tuple[Any, EventMeta]] = []
    subscriber = Subscriber(settings, schemas, f"g-{parcel_topic}", [parcel_topic])
    subscriber.on(parcel)(lambda event, meta: seen.append((event, meta)))
    with running(subscriber):
        eventually(lambda: len(seen) == 20)
        eventually(lambda: sum(lag.records for lag in admin.group_lag(f"g-{parcel_topic}", [parcel_topic])) == 0)
    assert {event.number for event, _ in seen} == set(range(20))
    assert all(meta.subject == event.parcel_id and meta.topic == parcel_topic for event, meta in seen)
    again: list[Any] = []
    publish("p0", 99)
    second = Subscriber(settings, schemas, f"g-{parcel_topic}", [parcel_topic])
    second.on(parcel)(lambda event, meta: again.append(event.number))
    with running(second):
        eventually(lambda: again != [])
    assert again == [99]


def test_a_failing_record_holds_up_its_own_partition_only_and_keeps_its_place(
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
) -> None:
    places = {key: publish(key, 0).partition for key in ("a", "b", "c", "d", "e", "f", "g", "h")}
    stubborn = "a"
    other = next(key for key in places if places[key] != places[stubborn])
    for number in range(1, 5):
        publish(stubborn, number)
        publish(other, number)
    seen: dict[str, list[int]] = {}
    calm = threading.Event()
    attempts: list[float] = []
    retry = RetryPolicy(attempts=1_000, first_s=0.05, longest_s=0.2)
    subscriber = Subscriber(settings, schemas, f"g-{parcel_topic}", [parcel_topic], retry=retry)

    @subscriber.on(parcel)
    def handle(event: Any, meta: EventMeta) -> None:
        if event.parcel_id == stubborn and event.number == 2 and not calm.is_set():
            attempts.append(time.monotonic())
            raise RuntimeError("not now")
        seen.setdefault(event.parcel_id, []).append(event.number)

    with running(subscriber):
        eventually(lambda: seen.get(other) == [0, 1, 2, 3, 4] and len(attempts) >= 4)
        assert seen[stubborn] == [0, 1]
        calm.set()
        eventually(lambda: seen[stubborn] == [0, 1, 2, 3, 4])


def test_what_fails_for_good_goes_to_the_dead_letters_with_its_bytes_and_the_rest_goes_on(
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
    make_topic: Callable[..., str],
) -> None:
    graveyard = make_topic("deadletter")
    producer = make_producer(settings)
    for value in (b"", b"\x01xxxxxxx", b"\x00\x7f\xff\xff\xff123", b"\x00\x00"):
        producer.send(parcel_topic, value, b"broken", [("ce_id", b"b"), ("ce_type", b"yipanqi.test.Parcel")])
    producer.flush()
    producer.close()
    bad = publish("broken", 13)
    publish("broken", 14)
    seen: list[int] = []
    subscriber = Subscriber(
        settings, schemas, f"g-{parcel_topic}", [parcel_topic], dead_letter_topic=graveyard, retry=QUICK
    )

    @subscriber.on(parcel)
    def handle(event: Any, meta: EventMeta) -> None:
        if event.number == 13:
            raise ValueError("secret payload")
        seen.append(event.number)

    with running(subscriber):
        eventually(lambda: seen == [14])
    letters = sorted(dead_letters(settings, graveyard), key=lambda letter: letter.offset)
    assert [letter.code for letter in letters] == [
        "too_short",
        "bad_magic",
        "unknown_schema",
        "too_short",
        "handler_failed",
    ]
    assert letters[1].value == b"\x01xxxxxxx"
    assert letters[1].headers == (("ce_id", b"b"), ("ce_type", b"yipanqi.test.Parcel"))
    last = letters[-1]
    assert (last.topic, last.partition, last.offset, last.attempts) == (parcel_topic, bad.partition, bad.offset, 3)
    assert last.key == b"broken"
    assert "secret" not in last.reason


def test_an_error_that_is_not_retriable_is_not_retried(
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
    make_topic: Callable[..., str],
) -> None:
    graveyard, calls = make_topic("deadletter"), []
    publish("x", 1)
    subscriber = Subscriber(settings, schemas, f"g-{parcel_topic}", [parcel_topic], dead_letter_topic=graveyard)

    @subscriber.on(parcel)
    def handle(event: Any, meta: EventMeta) -> None:
        calls.append(event.number)
        raise YipanqiError("this will never work")

    with running(subscriber):
        eventually(lambda: dead_letters(settings, graveyard) != [])
    assert calls == [1]


def test_too_many_dead_letters_stop_the_subscriber_and_nothing_is_lost(
    admin: ClusterAdmin,
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
    make_topic: Callable[..., str],
) -> None:
    graveyard = make_topic("deadletter")
    for number in range(10):
        publish("x", number)
    subscriber = Subscriber(
        settings,
        schemas,
        f"g-{parcel_topic}",
        [parcel_topic],
        dead_letter_topic=graveyard,
        retry=RetryPolicy(attempts=1),
        budget=DeadLetterBudget(limit=3, window_s=600),
    )

    @subscriber.on(parcel)
    def handle(event: Any, meta: EventMeta) -> None:
        raise RuntimeError("everything is broken")

    with running(subscriber) as ends:
        eventually(lambda: ends != [])
    assert isinstance(ends[0], DeadLetterLimit)
    assert len(dead_letters(settings, graveyard)) == 3
    assert sum(lag.records for lag in admin.group_lag(f"g-{parcel_topic}", [parcel_topic])) >= 7


def test_a_dead_letter_that_cannot_be_written_stops_the_subscriber(
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
) -> None:
    publish("x", 1)
    impatient = settings.model_copy(update={"topic_wait_s": 1.0})
    subscriber = Subscriber(
        impatient, schemas, f"g-{parcel_topic}", [parcel_topic], dead_letter_topic="not-there", retry=RetryPolicy(1)
    )

    @subscriber.on(parcel)
    def handle(event: Any, meta: EventMeta) -> None:
        raise RuntimeError("broken")

    with running(subscriber) as ends:
        eventually(lambda: ends != [])
    assert isinstance(ends[0], DeadLetterFailed)


@pytest.mark.parametrize("policy", list(UnknownTypes))
def test_types_that_nobody_handles_are_treated_as_configured(
    policy: UnknownTypes,
    admin: ClusterAdmin,
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    publish: Callable[[str, int], Any],
    make_topic: Callable[..., str],
) -> None:
    graveyard, group = make_topic("deadletter"), f"g-{parcel_topic}"
    publish("x", 1)
    subscriber = Subscriber(settings, schemas, group, [parcel_topic], dead_letter_topic=graveyard, unknown_types=policy)
    with running(subscriber):
        eventually(lambda: sum(lag.records for lag in admin.group_lag(group, [parcel_topic])) == 0)
    codes = [letter.code for letter in dead_letters(settings, graveyard)]
    assert codes == (["unknown_type"] if policy is UnknownTypes.DEAD_LETTER else [])


def test_a_batch_damaged_on_disk_is_met_with_new_consumers_and_said_not_with_a_spin(
    own_kafka: LocalKafka, tmp_path: Path, schemas: SchemaRegistry, parcel: type[Any]
) -> None:
    own = own_kafka.settings("admin")
    with ClusterAdmin(own) as admin:
        admin.create_topics([TopicSpec("damaged", 1)])
    producer = make_producer(own)
    producer.send("damaged", b"needle" * 20, b"k")
    producer.close()
    own_kafka.stop()
    (log,) = (path for path in tmp_path.rglob("*.log") if path.parent.name == "damaged-0")
    log.write_bytes(log.read_bytes().replace(b"needle", b"NEEDLE", 1))
    own_kafka.start()
    own_kafka.wait_ready()
    health, metrics = Health(), build(BUS_METRICS)
    subscriber = Subscriber(own, schemas, "g-damaged", ["damaged"], health=health, metrics=metrics)
    subscriber.on(parcel)(lambda event, meta: None)
    with running(subscriber) as ends:
        eventually(lambda: "rebuilt" in health.ready().parts.get("subscriber g-damaged", ""))
        assert ends == []
    assert metrics["yipanqi_consumer_rebuilds_total"].labels("g-damaged")._value.get() < 10


def test_a_second_member_takes_its_share_and_every_event_is_handled(
    settings: KafkaSettings,
    schemas: SchemaRegistry,
    parcel_topic: str,
    parcel: type[Any],
    publish: Callable[[str, int], Any],
) -> None:
    seen: list[tuple[str, str, int]] = []

    def member(name: str) -> Subscriber:
        subscriber = Subscriber(settings, schemas, f"g-{parcel_topic}", [parcel_topic], session_timeout_s=6)
        subscriber.on(parcel)(lambda event, meta: seen.append((name, event.parcel_id, event.number)))
        return subscriber

    with running(member("one")):
        for number in range(30):
            publish(f"k{number % 10}", number)
        eventually(lambda: {number for _, _, number in seen} == set(range(30)))
        with running(member("two")):
            number = 30

            def both() -> bool:
                nonlocal number
                publish(f"k{number % 10}", number)
                number += 1
                return {name for name, _, _ in seen} == {"one", "two"}

            eventually(both)
        eventually(lambda: {n for _, _, n in seen} == set(range(number)))
    for key in {key for _, key, _ in seen}:
        numbers = [n for _, k, n in seen if k == key]
        assert list(dict.fromkeys(numbers)) == sorted(set(numbers))
