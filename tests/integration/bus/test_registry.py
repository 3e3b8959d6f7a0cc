"""The registry client against a real registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from yipanqi.bus.errors import RegistryError, SchemaMismatch, SchemaNotFound
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.bus.settings import RegistrySettings


def schema(*fields: dict[str, Any], name: str = "yipanqi.test.Grows") -> ParsedSchema:
    return parse_schema({"type": "record", "name": name, "fields": [{"name": "id", "type": "string"}, *fields]})


def test_a_schema_is_found_by_its_id_after_it_was_registered_and_not_before(
    schemas: SchemaRegistry, unique: Callable[..., str]
) -> None:
    subject = unique("subject")
    with pytest.raises(SchemaNotFound):
        schemas.schema_id(subject, schema())
    assert schemas.versions(subject) == []
    schema_id = schemas.register(subject, schema())
    assert schemas.register(subject, schema()) == schema_id
    assert schemas.schema_id(subject, schema()) == schema_id
    assert schemas.schema_by_id(schema_id).fingerprint == schema().fingerprint
    assert schemas.schema_by_id(schema_id) is schemas.schema_by_id(schema_id)
    assert subject in schemas.subjects()
    assert schemas.versions(subject) == [1]
    assert schemas.version(subject)[0] == schema_id


def test_a_change_that_breaks_readers_or_writers_is_refused(
    schemas: SchemaRegistry, unique: Callable[..., str]
) -> None:
    subject = unique("subject")
    schemas.register(subject, schema())
    schemas.set_compatibility(subject, "FULL_TRANSITIVE")
    assert schemas.compatibility(subject) == "FULL_TRANSITIVE"
    fine = schema({"name": "note", "type": ["null", "string"], "default": None})
    breaking = schema({"name": "note", "type": "string"})
    assert schemas.check_compatibility(subject, fine) == []
    assert schemas.check_compatibility(subject, breaking) != []
    with pytest.raises(SchemaMismatch):
        schemas.register(subject, breaking)
    schemas.register(subject, fine)
    assert schemas.versions(subject) == [1, 2]


def test_an_unknown_id_is_not_found(schemas: SchemaRegistry) -> None:
    for _ in range(2):
        with pytest.raises(SchemaNotFound):
            schemas.schema_by_id(2_000_000_000)


def test_a_registry_that_is_away_is_worth_a_retry() -> None:
    away = SchemaRegistry(RegistrySettings(url="http://127.0.0.1:1", attempts=2))
    with pytest.raises(RegistryError) as caught:
        away.schema_by_id(1)
    assert caught.value.retriable
    away.close()
