"""Importing a spreadsheet: read it, plan its events, store them with the memory and the report, answer about it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from yipanqi.bus.metrics import Metrics
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.unit import imports
from yipanqi.unit.answers import ImportAnswer
from yipanqi.unit.database import reading
from yipanqi.unit.outgoing import Outgoing
from yipanqi.unit.settings import Limits


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with remarks, to be sent back."""

    filename: str
    content: bytes
    media_type: str


class Importer:
    """Imports of one unit; `run` is called by one thread at a time."""

    def __init__(
        self,
        engine: Engine,
        unit: str,
        catalog: Catalog,
        outgoing: Outgoing,
        *,
        clock: Clock,
        metrics: Metrics,
        limits: Limits,
    ) -> None:
        self._engine = engine
        self._unit = unit
        self._catalog = catalog
        self._outgoing = outgoing
        self._clock = clock
        self._metrics = metrics
        self._limits = limits

    def run(self, content: bytes, filename: str, *, client: str, retry_refused: bool) -> ImportAnswer:
        raise NotImplementedError

    def state(self, import_id: str) -> ImportAnswer:
        """Return what has become of an import so far. Raises RequestRefused (404)."""
        with reading(self._engine) as connection:
            return imports.answer(connection, import_id)

    def annotated(self, import_id: str) -> Copy:
        raise NotImplementedError
