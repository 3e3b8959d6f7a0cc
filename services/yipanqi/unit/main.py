"""Wiring and running of one unit service: the one place where its parts are made."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping, Sequence
from datetime import timedelta

import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy import Connection

from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.health import Health
from yipanqi.bus.logs import configure_logging
from yipanqi.bus.metrics import BUS_METRICS, build
from yipanqi.bus.outbox import Outbox
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.relay import OutboxRelay
from yipanqi.bus.vitals import expose_vitals
from yipanqi.clock import Clock, SystemClock
from yipanqi.contract import catalog as topics
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.contract.settings import product_defaults
from yipanqi.models.receipt import Receipt
from yipanqi.unit import memory, tables
from yipanqi.unit.app import create_app
from yipanqi.unit.bell import Bell
from yipanqi.unit.condition import Condition
from yipanqi.unit.database import make_engine, writing
from yipanqi.unit.importing import Importer
from yipanqi.unit.intake import Intake
from yipanqi.unit.keeper import Duty, Keeper
from yipanqi.unit.keys import KeyFile
from yipanqi.unit.metrics import UNIT_METRICS
from yipanqi.unit.outgoing import Outgoing
from yipanqi.unit.receipt_reader import ReceiptReader
from yipanqi.unit.schemas import SchemaIds
from yipanqi.unit.service import UnitService
from yipanqi.unit.settings import UnitSettings
from yipanqi.unit.submitting import Submitter

_LOG = logging.getLogger(__name__)
_CLOSE_S = 10.0


class UnitProcess:
    """All parts of a unit service, made but not started; `start` and `close` in this order, once each."""

    def __init__(self, settings: UnitSettings, catalog: Catalog, clock: Clock) -> None:
        self.settings = settings
        self.health = Health(stuck_loop_s=90.0)
        self.metrics = build((*BUS_METRICS, *UNIT_METRICS), CollectorRegistry())
        self.engine = make_engine(settings.database.get_secret_value())
        self._bell = Bell()
        self._registry = SchemaRegistry(settings.registry)
        allowed = catalog.event_types(settings.unit)
        self._ids = SchemaIds(self.engine, topics.intake(settings.unit), allowed)
        codec = AvroCodec(self._registry)
        self._outbox = Outbox(self.engine)
        self._relay = OutboxRelay(
            settings.kafka,
            self._outbox,
            longest_pause_s=settings.relay_retry_max_s,
            metrics=self.metrics,
            health=self.health,
        )
        self._outgoing = Outgoing(self._outbox, self._relay, codec, self._ids, settings.unit)
        self._receipts = ReceiptReader(
            self.engine,
            settings.kafka,
            codec,
            topics.receipts(settings.unit),
            settle=_settle,
            stored=self._bell.ring,
            clock=clock,
            health=self.health,
            metrics=self.metrics,
            retry_max_s=settings.relay_retry_max_s,
        )
        intake = Intake(settings.unit, catalog, clock)
        self._service = UnitService(
            self.engine, intake, self._outgoing, clock=clock, metrics=self.metrics, limits=settings.limits
        )
        rules = product_defaults().submissions
        self._importer = Importer(
            self.engine,
            settings.unit,
            catalog,
            self._outgoing,
            clock=clock,
            metrics=self.metrics,
            limits=settings.limits,
            repeated_within=timedelta(hours=rules.repeated_hours),
        )
        self._submitter = Submitter(
            self.engine,
            settings.unit,
            catalog,
            self._outgoing,
            clock=clock,
            metrics=self.metrics,
            patience=timedelta(days=rules.unanswered_days),
        )
        self._keeper = Keeper(self._duties(), self.health)
        self.health.add_check("database", self._service.check_database)
        self.health.add_check("schema ids", self._missing_ids)
        expose_vitals(self.metrics.registry, self.health)

    def app(self) -> FastAPI:
        """Return the HTTP application."""
        condition = Condition(
            {
                "relay": self._relay.problem,
                "receipts": lambda: self._receipts.problem,
                "schema ids": self._missing_ids,
            }
        )
        return create_app(
            self.settings,
            self._service,
            self._importer,
            keys=KeyFile(self.settings.keys_file),
            bell=self._bell,
            condition=condition,
            health=self.health,
            metrics=self.metrics,
        )

    def start(self) -> None:
        """Make the tables, then start the threads. Raises DatabaseUnavailable: without it nothing can be taken."""
        with writing(self.engine) as connection:
            tables.METADATA.create_all(connection)
        self._outbox.create()
        self._ids.load()
        self._keeper.start()
        self._receipts.start()
        self._relay.start()

    def close(self) -> None:
        """Stop the threads; what they have not done is done after the next start."""
        self._keeper.close(_CLOSE_S)
        self._relay.close(_CLOSE_S)
        self._receipts.close(_CLOSE_S)
        self._registry.close()
        self.engine.dispose()

    def _duties(self) -> tuple[Duty, ...]:
        keep = timedelta(days=self.settings.keep_days)
        keep_files = timedelta(days=self.settings.keep_file_days)
        return (
            Duty("schema ids", self._refresh_ids, lambda: 600.0 if self._ids.complete() else 3.0),
            Duty("submissions", self._submitter.tell, lambda: 1.0),
            Duty("outbox", self._prune, lambda: 600.0),
            Duty("forget", lambda: self._service.forget(keep, keep_files), lambda: 3_600.0),
        )

    def _refresh_ids(self) -> None:
        problem = self._ids.refresh(self._registry, lambda: self._keeper.going)
        if problem is not None:
            _LOG.warning("schema ids not refreshed", extra={"reason": problem})

    def _prune(self) -> None:
        # The table of known ids keeps what idempotence needs; published rows are only kept to look at.
        self._outbox.prune(timedelta(days=7).total_seconds())

    def _missing_ids(self) -> str | None:
        missing = self._ids.missing()
        return f"the registry has not yet given ids for {len(missing)} event types" if missing else None


def _settle(connection: Connection, found: Sequence[Receipt]) -> None:
    memory.settle(connection, {receipt.event_id: receipt.outcome == "accepted" for receipt in found})


def run(unit: str, port: int, *, env: Mapping[str, str] | None = None, clock: Clock | None = None) -> None:
    """Run the service of `unit` until SIGTERM or SIGINT; port 0 takes a free one, which the log names.

    Raises ConfigurationError for settings that are missing or wrong, DatabaseUnavailable without a database.
    """
    env = os.environ if env is None else env
    configure_logging(f"unit-{unit}", env.get("YIPANQI_LOG_LEVEL", "INFO"))
    catalog = product_catalog()
    settings = UnitSettings.from_env(unit, port, catalog, env)
    process = UnitProcess(settings, catalog, clock or SystemClock())
    process.start()
    try:
        _serve(process.app(), settings)
    finally:
        process.close()


def _serve(app: FastAPI, settings: UnitSettings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.create_server((settings.host, settings.port), family=family, backlog=256)
    # asyncio does this only for sockets that were made with an explicit protocol; without it every answer that is
    # written in two pieces waits 40 ms for the client's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    host, port = listener.getsockname()[:2]
    _LOG.info("listening", extra={"unit": settings.unit, "host": host, "port": port})
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
        limit_concurrency=500,
        h11_max_incomplete_event_size=32 * 1024,
    )
    uvicorn.Server(config).run(sockets=[listener])
