"""A broker with the board's topics and a registry, for tests that let a board follow a real log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.boarddistrict import small_district
from tests.support.boardlog import BoardLog
from tests.support.prepared import throw_away
from tests.support.schemastores import RegisteredSchemas

from yipanqi.board.projection import topics_of
from yipanqi.board.views import VIEWS
from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cluster import TopicSpec
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

PARTITIONS = 3


@dataclass
class BoardWorld:
    """Where everything is; `log` writes as the coordinator would, `publish()` puts it on the broker."""

    kafka: KafkaSettings
    registry: RegistrySettings
    log: BoardLog

    def publish(self) -> int:
        """Put what is new in the log on the broker."""
        return self.log.publish(self.kafka)


def board_world(folder: Path, registry: LocalRegistry) -> Iterator[BoardWorld]:
    """A broker of its own (the topics' names are the product's), a small district on it."""
    broker = LocalKafka(folder / "kafka")
    broker.start()
    broker.wait_ready()
    schemas = SchemaRegistry(registry.settings())
    try:
        with ClusterAdmin(broker.admin_settings()) as admin:
            admin.create_topics([TopicSpec(topic, PARTITIONS) for topic in topics_of(VIEWS)])
        log = BoardLog(RegisteredSchemas(schemas))
        small_district(log)
        world = BoardWorld(broker.admin_settings(), registry.settings(), log)
        world.publish()
        yield world
    finally:
        schemas.close()
        throw_away(broker)
