"""The outbox and its relay: kill -9, a broker that goes away, both databases."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from kafka.producer.sender import Sender

from yipanqi.bus import relay as relay_module
from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cloudevents import parse_headers
from yipanqi.bus.cluster import TopicPartition, TopicSpec
from yipanqi.bus.errors import TooLarge
from yipanqi.bus.outbox import Outbox, OutboxRow, outbox_table
from yipanqi.bus.relay import OutboxRelay
from yipanqi.bus.restore import read_range
from yipanqi.bus.settings import KafkaSettings
from yipanqi.local.kafka import LocalKafka

SOON_S = 60.0


def eventually(true: Callable[[], bool], deadline_s: float = SOON_S) -> None:
    end = time.monotonic() + deadline_s
    while not true():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


@pytest.fixture(params=["sqlite", "postgresql"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outbox]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    else:
        url = request.getfixturevalue("postgres_database")
    engine = sa.create_engine(url)
    box = Outbox(engine)
    box.create()
    yield box
    engine.dispose()


def rows(topic: str, first: int, count: int, keys: int = 7) -> list[OutboxRow]:
    return [
        OutboxRow(f"e{n}", topic, f"k{n % keys}".encode(), str(n).encode(), (("ce_id", f"e{n}".encode()),))
        for n in range(first, first + count)
    ]


def fill(box: Outbox, wanted: list[OutboxRow]) -> None:
    with box.engine.begin() as connection:
        box.add(connection, wanted)


def numbers_by_key(settings: KafkaSettings, topic: str, *, first_copies: bool) -> dict[bytes, list[int]]:
    """Return what is in the topic, per key in order; of an event id that is there twice the first copy, if told."""
    found: dict[bytes, list[int]] = {}
    seen: set[str] = set()
    for record in read_range(settings, [TopicPartition(topic, number) for number in range(3)]):
        identity = parse_headers(record.headers).id
        if first_copies and identity in seen:
            continue
        seen.add(identity)
        found.setdefault(record.key or b"", []).append(int(record.value or b"-1"))
    return found


def test_what_is_rolled_back_is_never_published_and_an_id_is_stored_once(
    outbox: Outbox, settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic = make_topic()
    with outbox.engine.connect() as connection:
        outbox.add(connection, rows(topic, 100, 5))
        connection.rollback()
    with outbox.engine.begin() as connection:
        assert outbox.add(connection, rows(topic, 0, 50)) == 50
        assert outbox.add(connection, rows(topic, 0, 60)) == 10
        with pytest.raises(TooLarge):
            outbox.add(connection, [OutboxRow("big", topic, b"k", b"x" * 2_000_000)])
    assert outbox.backlog().depth == 60
    with OutboxRelay(settings, outbox) as relay:
        eventually(lambda: outbox.backlog().depth == 0)
        assert relay.problem() is None
    found = numbers_by_key(settings, topic, first_copies=False)
    assert sorted(n for numbers in found.values() for n in numbers) == list(range(60))
    assert all(numbers == sorted(numbers) for numbers in found.values())
    with outbox.engine.connect() as connection:
        where = connection.execute(sa.select(outbox_table.c.partition, outbox_table.c.offset)).all()
    assert all(partition is not None and offset is not None for partition, offset in where)
    assert outbox.prune(3600) == 0
    assert outbox.prune(-1) == 60


def test_order_and_completeness_survive_a_broker_that_is_killed_and_one_that_freezes(
    own_kafka: LocalKafka, tmp_path: Path
) -> None:
    settings = own_kafka.settings("admin").model_copy(update={"request_timeout_s": 2.0})
    with ClusterAdmin(settings) as admin:
        admin.create_topics([TopicSpec("t", 3)])
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'o.sqlite'}")
    box = Outbox(engine)
    box.create()
    total, stop = 0, threading.Event()

    def keep_filling() -> None:
        nonlocal total
        while not stop.is_set():
            fill(box, rows("t", total, 20))
            total += 20
            time.sleep(0.01)

    filler = threading.Thread(target=keep_filling)
    filler.start()
    with OutboxRelay(settings, box, longest_pause_s=1.0, rows_per_wave=200) as relay:
        eventually(lambda: box.backlog().depth < total)
        own_kafka.kill()
        eventually(lambda: relay.problem() is not None)
        own_kafka.start()
        own_kafka.wait_ready()
        eventually(lambda: relay.problem() is None)
        own_kafka.pause()
        time.sleep(1.0)
        own_kafka.resume()
        stop.set()
        filler.join()
        eventually(lambda: box.backlog().depth == 0, 120)
    found = numbers_by_key(settings, "t", first_copies=True)
    assert sorted(n for numbers in found.values() for n in numbers) == list(range(total))
    assert all(numbers == sorted(numbers) for numbers in found.values())
    engine.dispose()


RELAY_PROCESS = """
import sys
import sqlalchemy as sa
from kafka.producer.sender import Sender
from pydantic import SecretStr
from yipanqi.bus.outbox import Outbox
from yipanqi.bus.relay import OutboxRelay
from yipanqi.bus.settings import KafkaSettings
settings = KafkaSettings.from_env()
OutboxRelay(settings, Outbox(sa.create_engine(sys.argv[1])), rows_per_wave=50).run()
"""


def test_order_and_completeness_survive_kill_9_of_the_relay(
    outbox: Outbox, settings: KafkaSettings, make_topic: Callable[..., str]
) -> None:
    topic, count = make_topic(), 1_000
    fill(outbox, rows(topic, 0, count))
    url = outbox.engine.url.render_as_string(hide_password=False)
    assert settings.user is not None
    assert settings.password is not None
    env = os.environ | {
        "YIPANQI_BOOTSTRAP": settings.bootstrap,
        "YIPANQI_USER": settings.user,
        "YIPANQI_PASSWORD": settings.password.get_secret_value(),
    }
    kills, chance = 0, random.Random(7)
    while outbox.backlog().depth > 0:
        before = outbox.backlog().depth
        process = subprocess.Popen([sys.executable, "-c", RELAY_PROCESS, url], env=env)
        try:
            eventually(lambda before=before: outbox.backlog().depth < before)
            time.sleep(chance.random() * 0.2)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        kills += 1
    assert kills > 1
    found = numbers_by_key(settings, topic, first_copies=True)
    assert sorted(n for numbers in found.values() for n in numbers) == list(range(count))
    assert all(numbers == sorted(numbers) for numbers in found.values())


def test_an_event_that_the_broker_refuses_holds_up_its_own_key_only(
    settings: KafkaSettings, make_topic: Callable[..., str], admin: ClusterAdmin, tmp_path: Path
) -> None:
    topic = make_topic(partitions=1, max_message_bytes="5000")
    box = Outbox(sa.create_engine(f"sqlite:///{tmp_path / 'o.sqlite'}"))
    box.create()
    fill(box, [OutboxRow("too-big", topic, b"k1", b"9" * 8_000), *rows(topic, 0, 20, keys=4)])
    with OutboxRelay(settings, box, longest_pause_s=0.2) as relay:
        eventually(lambda: box.backlog().depth == 6)
        assert relay.problem() is not None
        admin.set_configs(topic, {"max.message.bytes": "1000000"})
        eventually(lambda: box.backlog().depth == 0)
    records = list(read_range(settings, [TopicPartition(topic, 0)]))
    values = [record.value for record in records if record.key == b"k1"]
    assert values == [b"9" * 8_000, b"1", b"5", b"9", b"13", b"17"]


def test_a_client_that_decides_nothing_any_more_is_given_up_for_another(
    settings: KafkaSettings, make_topic: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thread goes round and neither sends nor gives up: no time limit of its own is ever looked at."""
    monkeypatch.setattr(relay_module, "_LINGER_MS", 500)
    monkeypatch.setattr(relay_module, "_PATIENCE_S", 1.0)
    go_round, idle = Sender.run_once, list[Sender]()

    def first_one_idles(sender: Sender) -> None:
        if not idle:
            idle.append(sender)
        if sender is idle[0]:
            time.sleep(0.02)
        else:
            go_round(sender)

    monkeypatch.setattr(Sender, "run_once", first_one_idles)
    topic = make_topic(partitions=3)
    box = Outbox(sa.create_engine(f"sqlite:///{tmp_path / 'o.sqlite'}"))
    box.create()
    fill(box, rows(topic, 0, 50))
    impatient = settings.model_copy(update={"request_timeout_s": 2.0})
    with OutboxRelay(impatient, box, longest_pause_s=0.2, delivery_timeout_s=1.0):
        eventually(lambda: box.backlog().depth == 0)
    found = numbers_by_key(settings, topic, first_copies=True)
    assert found == {f"k{key}".encode(): list(range(key, 50, 7)) for key in range(7)}
    assert idle
