"""Clock, partitioner, settings, retries, budget, health, metrics, logs and the health server."""

from __future__ import annotations

import io
import json
import logging
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner.default import murmur2 as kafka_murmur2

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.deadletter import DeadLetterBudget, dead_letter_headers, parse_dead_letter
from yipanqi.bus.errors import BrokerUnavailable, ConfigurationError, DeadLetterLimit, PublishError
from yipanqi.bus.health import Health
from yipanqi.bus.http import HealthServer
from yipanqi.bus.logs import configure_logging, correlated
from yipanqi.bus.metrics import BUS_METRICS, build, markdown_table
from yipanqi.bus.partitioner import murmur2, partition_for
from yipanqi.bus.retry import RetryPolicy, WaitingRoom
from yipanqi.bus.settings import (
    KafkaSettings,
    RegistrySettings,
    consumer_options,
    producer_options,
    transactional_options,
)
from yipanqi.clock import ManualClock, OffsetClock, SystemClock

START = datetime(2020, 12, 31, tzinfo=UTC)
TP = TopicPartition("t", 0)


class Ticks:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_manual_clock_moves_when_told_and_an_offset_clock_ticks_on_from_its_start() -> None:
    base = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    district = OffsetClock(START, base)
    assert district.now() == START
    base.advance(timedelta(days=2))
    assert district.now() == START + timedelta(days=2)
    assert SystemClock().now().tzinfo is UTC
    with pytest.raises(ValueError, match="aware"):
        ManualClock(datetime(2020, 1, 1))  # noqa: DTZ001 - that it is naive is the point


@given(st.binary(max_size=64))
def test_murmur2_is_kafkas(data: bytes) -> None:
    assert murmur2(data) == kafka_murmur2(data)


def test_known_keys_fall_on_the_partitions_that_javas_client_gives_them() -> None:
    # From Kafka's own UtilsTest: murmur2("21") = -973932308, murmur2("foobar") = -790332482.
    assert murmur2(b"21") == -973932308 & 0xFFFFFFFF
    assert murmur2(b"foobar") == -790332482 & 0xFFFFFFFF
    assert partition_for(b"foobar", 6) == (-790332482 & 0x7FFFFFFF) % 6


def test_settings_come_from_the_environment_and_hide_the_password(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("s3cret\n")
    env = {"YIPANQI_BOOTSTRAP": "a:1,b:2", "YIPANQI_USER": "zone", "YIPANQI_PASSWORD_FILE": str(secret)}
    settings = KafkaSettings.from_env(env)
    assert settings.password is not None
    assert settings.password.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(settings)
    options = consumer_options(settings, "g")
    assert options["bootstrap_servers"] == ["a:1", "b:2"]
    assert (options["enable_auto_commit"], options["auto_offset_reset"]) == (False, "earliest")
    assert (options["isolation_level"], options["allow_auto_create_topics"]) == ("read_committed", False)
    produced = producer_options(settings)
    assert (produced["acks"], produced["enable_idempotence"], produced["linger_ms"]) == ("all", True, 5)
    assert transactional_options(settings, "tx")["transactional_id"] == "tx"


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"YIPANQI_BOOTSTRAP": "a:1"},
        {"YIPANQI_BOOTSTRAP": "a:1", "YIPANQI_SECURITY": "NONE"},
        {"YIPANQI_BOOTSTRAP": "a:1", "YIPANQI_USER": "u", "YIPANQI_PASSWORD_FILE": "/not/there"},
    ],
)
def test_settings_that_are_missing_are_named(env: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="YIPANQI_"):
        KafkaSettings.from_env(env)


def test_the_registrys_address_must_be_given() -> None:
    with pytest.raises(ConfigurationError, match="YIPANQI_REGISTRY_URL"):
        RegistrySettings.from_env({})
    assert RegistrySettings.from_env({"YIPANQI_REGISTRY_URL": "http://r/"}).url == "http://r"


def test_errors_say_whether_to_try_again() -> None:
    assert BrokerUnavailable("x").retriable
    assert not PublishError("x").retriable
    assert PublishError("x", retriable=True).retriable


def test_pauses_grow_up_to_a_bound_and_only_the_failed_record_waits() -> None:
    ticks = Ticks()
    room = WaitingRoom(RetryPolicy(attempts=5, first_s=1, factor=2, longest_s=5), monotonic=ticks)
    pauses = [room.failed(TP, 7).due - ticks.now for _ in range(4)]
    assert pauses == [1, 2, 4, 5]
    assert (room.attempts(TP, 7), room.attempts(TP, 8)) == (4, 0)
    assert room.must_wait(TP, 7)
    assert not room.must_wait(TP, 8)
    assert room.due() == []
    ticks.now += 5
    assert room.due() == [TP]
    room.keep_only([])
    assert len(room) == 0


def test_the_budget_counts_within_its_window() -> None:
    ticks = Ticks()
    budget = DeadLetterBudget(limit=2, window_s=10, monotonic=ticks)
    budget.spend()
    budget.spend()
    ticks.now += 11
    budget.spend()
    budget.spend()
    with pytest.raises(DeadLetterLimit):
        budget.spend()


def test_a_dead_letter_is_read_back_with_its_origin_and_forged_headers_do_not_count() -> None:
    headers = [("ce_id", b"1"), ("dlq-code", b"forged"), ("n", None)]
    record = SimpleNamespace(topic="t", partition=2, offset=9, timestamp=0, key=b"k", value=None, headers=headers)
    written = dead_letter_headers(record, code="corrupt", reason="r" * 900, attempts=3, now=START)
    stored = SimpleNamespace(**(vars(record) | {"topic": "dlq", "headers": written}))
    letter = parse_dead_letter(stored)
    assert (letter.topic, letter.partition, letter.offset, letter.attempts) == ("t", 2, 9, 3)
    assert (letter.code, letter.time, len(letter.reason)) == ("corrupt", START, 500)
    assert (letter.key, letter.value) == (b"k", None)
    assert letter.headers == (("ce_id", b"1"), ("n", None))


def test_a_loop_that_stops_beating_and_a_partition_that_stands_still_with_lag_are_noticed() -> None:
    ticks = Ticks()
    health = Health(stuck_loop_s=10, stuck_partition_s=20, monotonic=ticks)
    health.beat("loop")
    health.moved(TP, 5, 5)
    assert health.live().ok
    ticks.now += 11
    assert health.live().parts == {"loop loop": "no beat for 11 s"}
    health.beat("loop")
    health.moved(TP, 5, 9)
    ticks.now += 9
    health.beat("loop")
    health.moved(TP, 5, 12)
    assert health.live().ok
    ticks.now += 12
    health.beat("loop")
    assert "stuck at 5" in health.live().parts["partition t-0"]
    health.moved(TP, 6, 12)
    assert health.live().ok
    health.fail("x", "broke")
    assert not health.ready().ok


def test_a_partition_without_lag_may_stand_still() -> None:
    ticks = Ticks()
    health = Health(stuck_partition_s=20, monotonic=ticks)
    for _ in range(5):
        health.moved(TP, 5, 5)
        ticks.now += 15
    assert health.live().ok


def test_a_partition_last_heard_of_without_lag_is_not_stuck_and_its_time_begins_with_the_first_lag() -> None:
    ticks = Ticks()
    health = Health(stuck_partition_s=20, monotonic=ticks)
    health.moved(TP, 5, 5)
    ticks.now += 1000
    assert health.live().ok
    health.moved(TP, 5, 6)
    assert health.live().ok
    ticks.now += 21
    assert "stuck at 5 for 21 s" in health.live().parts["partition t-0"]


def test_readiness_names_the_check_that_fails_even_by_breaking() -> None:
    health = Health()
    health.add_check("good", lambda: None)
    assert health.ready().ok

    def breaks() -> str | None:
        raise OSError("disk")

    health.add_check("bad", lambda: "not yet")
    health.add_check("worse", breaks)
    assert health.ready().parts == {"good": "ok", "bad": "not yet", "worse": "OSError: disk"}


def test_the_health_server_answers_live_ready_and_metrics() -> None:
    health, metrics = Health(), build(BUS_METRICS)
    metrics["yipanqi_outbox_depth"].set(3)

    def get(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    with HealthServer(health, metrics.registry) as server:
        assert get("/health/live") == (200, '{"status": "ok", "checks": {}}')
        assert "yipanqi_outbox_depth 3.0" in get("/metrics")[1]
        health.add_check("kafka", lambda: "不通")
        status, body = get("/health/ready")
        assert (status, json.loads(body)) == (503, {"status": "failing", "checks": {"kafka": "不通"}})
        assert get("/elsewhere")[0] == 404


def test_metrics_have_names_of_their_own_and_no_ids_as_labels() -> None:
    names = [spec.name for spec in BUS_METRICS]
    assert len(names) == len(set(names))
    assert all(name.startswith("yipanqi_") for name in names)
    assert not {label for spec in BUS_METRICS for label in spec.labels} & {"id", "event_id", "key", "offset"}
    assert all(f"`{name}`" in markdown_table(BUS_METRICS) for name in names)


def test_a_log_line_is_one_json_object_with_the_correlation_id(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream: Any = io.StringIO()
    try:
        configure_logging("board", "INFO", console=False, stream=stream)
        with correlated("e-1"):
            logging.getLogger("yipanqi.x").info("第一行\n第二行", extra={"offset": 7})
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    line = json.loads(stream.getvalue())
    assert stream.getvalue().count("\n") == 1
    assert (line["service"], line["correlation_id"], line["offset"], line["level"]) == ("board", "e-1", 7, "info")
