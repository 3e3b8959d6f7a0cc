"""A broker with the catalogue on it, and a running unit service, for the tests of one module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.support.prepared import PreparedKafka, throw_away
from tests.support.unitdesk import Coordinator, UnitDesk

from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry


@dataclass(frozen=True)
class Stand:
    """A broker and a registry that have the catalogue."""

    kafka: LocalKafka
    registry: LocalRegistry


@pytest.fixture(scope="module")
def stand(
    tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry, prepared_kafka: PreparedKafka
) -> Iterator[Stand]:
    """A broker of the module's own, since a unit's topics have fixed names."""
    broker = prepared_kafka.start_copy(tmp_path_factory.mktemp("unit-kafka") / "kafka")
    yield Stand(broker, registry)
    throw_away(broker)


@pytest.fixture(scope="module")
def desk(stand: Stand, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitDesk]:
    """The running service of one SOE group, with SQLite."""
    folder = tmp_path_factory.mktemp("desk")
    service = UnitDesk(stand.kafka.settings("snd-group"), stand.registry.url, folder, "snd-group", None)
    service.start()
    yield service
    service.stop()


@pytest.fixture(scope="module")
def coordinator(stand: Stand) -> Iterator[Coordinator]:
    """Whoever answers for the coordinator."""
    speaker = Coordinator(stand.kafka, stand.registry, "snd-group")
    yield speaker
    speaker.close()
