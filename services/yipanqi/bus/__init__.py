"""The SDK of the bus: publish, subscribe, follow. Knows no word of the business.

from yipanqi.bus import KafkaSettings, Publisher, RegistrySettings, SchemaRegistry

registry = SchemaRegistry(RegistrySettings.from_env())
with Publisher(KafkaSettings.from_env(), registry, unit="commerce") as publisher:
    receipt = publisher.publish(event).receipt(timeout=10)
"""

from __future__ import annotations

from yipanqi.bus.cloudevents import EventMeta
from yipanqi.bus.codec import AvroCodec, Decoded
from yipanqi.bus.deadletter import DeadLetterBudget
from yipanqi.bus.errors import YipanqiError
from yipanqi.bus.events import AvroEvent
from yipanqi.bus.follower import Follower
from yipanqi.bus.health import Health
from yipanqi.bus.publisher import Delivery, Position, Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.retry import RetryPolicy
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.bus.subscriber import Subscriber, UnknownTypes

__all__ = [
    "AvroCodec",
    "AvroEvent",
    "DeadLetterBudget",
    "Decoded",
    "Delivery",
    "EventMeta",
    "Follower",
    "Health",
    "KafkaSettings",
    "Position",
    "Publisher",
    "RegistrySettings",
    "RetryPolicy",
    "SchemaRegistry",
    "Subscriber",
    "UnknownTypes",
    "YipanqiError",
]
