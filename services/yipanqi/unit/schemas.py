"""Ids of our schemas in the registry, kept in the database: events are encoded even while the registry is away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from sqlalchemy import Engine, delete, select

from yipanqi.bus.errors import YipanqiError
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.models.table import EVENTS
from yipanqi.unit import tables
from yipanqi.unit.database import reading, writing

_LOG = logging.getLogger(__name__)


class IdSource(Protocol):
    """The schema registry, as this module needs it."""

    def learn(self, subjects: Mapping[str, ParsedSchema]) -> None:
        """Learn what it can of these at once, so that `schema_id` need not ask; RegistryError when it can't be had."""
        ...

    def schema_id(self, subject: str, schema: ParsedSchema) -> int:
        """Return the id of the schema in this subject; RegistryError when it can't be had."""
        ...


class SchemaIds:
    """Schema and id by event type for one intake topic.

    An id counts only for the very schema it was stored for (by fingerprint), so a new version of the product asks
    anew. `refresh` asks the registry for all of them; what it says replaces what was stored.
    """

    def __init__(self, engine: Engine, topic: str, event_types: Iterable[str]) -> None:
        self._engine = engine
        self._schemas = {name: parse_schema(EVENTS[name].__avro_schema__) for name in sorted(event_types)}
        self._subjects = {name: f"{topic}-{name}" for name in self._schemas}
        self._ids: dict[str, int] = {}
        self._asked = False

    def load(self) -> None:
        """Read the stored ids."""
        table = tables.SCHEMA_IDS
        with reading(self._engine) as connection:
            rows = {row.subject: (row.fingerprint, row.schema_id) for row in connection.execute(select(table))}
        for name, schema in self._schemas.items():
            fingerprint, schema_id = rows.get(self._subjects[name], ("", 0))
            if fingerprint == schema.fingerprint:
                self._ids[name] = schema_id

    def refresh(self, registry: IdSource, alive: Callable[[], bool] = lambda: True) -> str | None:
        """Ask the registry for every id and store what changed; return what went wrong, if anything."""
        try:
            self._learn(registry)
        except YipanqiError as error:
            return error.message
        found: dict[str, int] = {}
        problem: str | None = None
        for name, schema in self._schemas.items():
            if not alive():
                return "stopped"
            try:
                found[name] = registry.schema_id(self._subjects[name], schema)
            except YipanqiError as error:
                problem = error.message
                if error.retriable:
                    break
        self._store({name: number for name, number in found.items() if self._ids.get(name) != number})
        return problem

    def _learn(self, registry: IdSource) -> None:
        """Ask for all at once, the first time: a hundred questions make a first start wait."""
        if self._asked:
            return
        try:
            registry.learn({self._subjects[name]: schema for name, schema in self._schemas.items()})
        except YipanqiError as error:
            # What one wrong answer is about is found by asking one by one.
            self._asked = not error.retriable
            raise
        self._asked = True

    def complete(self) -> bool:
        """Tell whether every event type has its id."""
        return len(self._ids) == len(self._schemas)

    def missing(self) -> list[str]:
        """Return the event types that have no id yet."""
        return [name for name in self._schemas if name not in self._ids]

    def of(self, event_type: str) -> tuple[ParsedSchema, int | None]:
        """Return the schema and its id; None as long as the registry was never reached."""
        return self._schemas[event_type], self._ids.get(event_type)

    def _store(self, changed: Mapping[str, int]) -> None:
        if not changed:
            return
        table = tables.SCHEMA_IDS
        with writing(self._engine) as connection:
            for name, number in changed.items():
                subject = self._subjects[name]
                connection.execute(delete(table).where(table.c.subject == subject))
                values = {"subject": subject, "fingerprint": self._schemas[name].fingerprint, "schema_id": number}
                connection.execute(table.insert(), values)
        self._ids.update(changed)
        _LOG.info("schema ids stored", extra={"count": len(changed)})
