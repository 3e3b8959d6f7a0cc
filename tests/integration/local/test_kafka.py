"""The local broker keeps its data, and lets nobody in who does not prove who he is."""

from __future__ import annotations

import pytest
from kafka import KafkaAdminClient
from kafka.admin import NewTopic
from kafka.errors import KafkaError
from pydantic import SecretStr

from yipanqi.bus.errors import AuthenticationError
from yipanqi.bus.probe import probe
from yipanqi.bus.settings import KafkaSettings, Security, admin_options
from yipanqi.local.kafka import LocalKafka


def topics(broker: LocalKafka) -> list[str]:
    client = KafkaAdminClient(**admin_options(broker.admin_settings()))
    try:
        return list(client.list_topics())
    finally:
        client.close()


def create(broker: LocalKafka, name: str) -> None:
    client = KafkaAdminClient(**admin_options(broker.admin_settings()))
    try:
        client.create_topics([NewTopic(name, 6, 1)])
    finally:
        client.close()


def test_topics_and_port_survive_a_clean_restart_and_a_kill(own_kafka: LocalKafka) -> None:
    address = own_kafka.bootstrap
    create(own_kafka, "kept")
    own_kafka.stop()
    own_kafka.start()
    own_kafka.wait_ready()
    assert "kept" in topics(own_kafka)
    own_kafka.kill()
    own_kafka.start()
    own_kafka.wait_ready()
    assert "kept" in topics(own_kafka)
    assert own_kafka.bootstrap == address


def test_a_broker_left_behind_by_a_crash_does_not_block_the_next_one(own_kafka: LocalKafka) -> None:
    create(own_kafka, "kept")
    second = LocalKafka(own_kafka._folder)
    try:
        second.start()
        second.wait_ready()
        assert second.bootstrap == own_kafka.bootstrap
        assert "kept" in topics(second)
        assert not own_kafka.running
    finally:
        second.close()


def test_a_wrong_password_is_refused(kafka: LocalKafka) -> None:
    wrong = kafka.admin_settings().model_copy(update={"password": SecretStr("wrong")})
    with pytest.raises(AuthenticationError):
        probe(wrong)


def test_a_client_that_does_not_log_in_is_refused(kafka: LocalKafka) -> None:
    anonymous = KafkaSettings(bootstrap=kafka.bootstrap, security=Security.PLAINTEXT, connect_timeout_s=2)
    with pytest.raises(KafkaError):
        KafkaAdminClient(**admin_options(anonymous)).list_topics()


def test_passwords_are_readable_by_their_owner_only(kafka: LocalKafka) -> None:
    path = kafka.secrets.path("some-unit")
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(kafka.password("some-unit")) >= 32
    assert kafka.password("some-unit") == kafka.password("some-unit")
    assert kafka.password("some-unit") not in repr(kafka.settings("some-unit"))
