"""What the bus asks of an event class; the generated models have it, and anyone's own class may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol, Self


class AvroEvent(Protocol):
    """An event that knows its schema and its aggregate."""

    __avro_name__: ClassVar[str]
    __avro_schema__: ClassVar[dict[str, Any]]

    def aggregate_id(self) -> str:
        """Return the id of the aggregate it is about: the record's key."""
        ...

    def to_avro(self) -> dict[str, Any]:
        """Return plain values that the schema takes."""
        ...

    @classmethod
    def from_avro(cls, values: dict[str, Any]) -> Self:
        """Return the event of decoded values; ValueError if they break the contract."""
        ...


SchemaAndValues = tuple[Mapping[str, Any], dict[str, Any]]
"""An event without a class: its parsed JSON schema, and its values."""


def subject_of(topic: str, full_name: str) -> str:
    """Return the registry subject by TopicRecordNameStrategy."""
    return f"{topic}-{full_name}"
