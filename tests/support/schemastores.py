"""Where schemas get their numbers: in memory, or in a real registry as the catalogue would register them."""

from __future__ import annotations

from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema


class MemorySchemas:
    """Schemas numbered as they come; stands for a registry where no broker is involved."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._schemas: dict[int, ParsedSchema] = {}

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        return self._schemas[schema_id]

    def id_of(self, topic: str, schema: ParsedSchema) -> int:
        if schema.full_name not in self._ids:
            self._ids[schema.full_name] = len(self._ids) + 1
            self._schemas[self._ids[schema.full_name]] = schema
        return self._ids[schema.full_name]


class RegisteredSchemas:
    """Schemas registered in a real registry as the catalogue would."""

    def __init__(self, registry: SchemaRegistry) -> None:
        self._registry = registry
        self._ids: dict[tuple[str, str], int] = {}

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        return self._registry.schema_by_id(schema_id)

    def id_of(self, topic: str, schema: ParsedSchema) -> int:
        key = (topic, schema.full_name)
        if key not in self._ids:
            self._ids[key] = self._registry.register(f"{topic}-{schema.full_name}", schema)
        return self._ids[key]
