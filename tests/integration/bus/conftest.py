"""What the bus's tests share: an event class of their own, topics, registered schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Self

import pytest
from pydantic import BaseModel, ConfigDict

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cluster import TopicSpec
from yipanqi.bus.events import subject_of
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import parse_schema
from yipanqi.bus.settings import KafkaSettings
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry


class Parcel(BaseModel):
    """A small event, made the way the generated models are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    __avro_name__: ClassVar[str] = "yipanqi.test.Parcel"
    __avro_schema__: ClassVar[dict[str, Any]] = {
        "type": "record",
        "name": "yipanqi.test.Parcel",
        "fields": [
            {"name": "parcel_id", "type": "string"},
            {"name": "number", "type": "int"},
            {"name": "note", "type": ["null", "string"], "default": None},
        ],
    }

    parcel_id: str
    number: int
    note: str | None = None

    def aggregate_id(self) -> str:
        return self.parcel_id

    def to_avro(self) -> dict[str, Any]:
        return self.model_dump()

    @classmethod
    def from_avro(cls, values: dict[str, Any]) -> Self:
        return cls.model_validate(values)


@pytest.fixture(scope="session")
def parcel() -> type[Parcel]:
    """The tests' event class."""
    return Parcel


@pytest.fixture(scope="session")
def admin(kafka: LocalKafka) -> Iterator[ClusterAdmin]:
    with ClusterAdmin(kafka.settings("admin")) as connection:
        yield connection


@pytest.fixture(scope="session")
def settings(kafka: LocalKafka) -> KafkaSettings:
    return kafka.settings("admin")


@pytest.fixture(scope="session")
def schemas(registry: LocalRegistry) -> Iterator[SchemaRegistry]:
    with SchemaRegistry(registry.settings()) as client:
        yield client


@pytest.fixture
def make_topic(admin: ClusterAdmin, unique: Callable[..., str]) -> Callable[..., str]:
    """Make a topic of the test's own."""

    def make(prefix: str = "t", *, partitions: int = 3, **configs: str) -> str:
        name = unique(prefix)
        named = {key.replace("_", "."): value for key, value in configs.items()}
        admin.create_topics([TopicSpec(name, partitions, 1, named)])
        return name

    return make


@pytest.fixture
def parcel_topic(make_topic: Callable[..., str], schemas: SchemaRegistry) -> str:
    """A topic on which Parcel may be published."""
    topic = make_topic("intake")
    schemas.register(subject_of(topic, Parcel.__avro_name__), parse_schema(Parcel.__avro_schema__))
    return topic
