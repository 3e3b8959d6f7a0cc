"""The coordinator's process: sessions one after the other, health and metrics beside them."""

from __future__ import annotations

import logging
import signal
import threading

from prometheus_client import CollectorRegistry

from yipanqi.bus.errors import AuthenticationError, AuthorizationError, ConfigurationError, YipanqiError
from yipanqi.bus.health import Health
from yipanqi.bus.http import HealthServer
from yipanqi.bus.logs import configure_logging
from yipanqi.bus.metrics import build
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.vitals import expose_vitals
from yipanqi.clock import Clock, clock_from_env
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.coordinator.metrics import COORDINATOR_METRICS, MetricsObserver
from yipanqi.coordinator.session import LOOP, Session
from yipanqi.coordinator.settings import CoordinatorSettings

_LOG = logging.getLogger(__name__)
_BACK_OFF_S = (0.1, 0.5, 1.0, 2.0, 5.0)


class Coordinator:
    """Runs sessions until told to stop; waits longer after each in a row that committed nothing."""

    def __init__(
        self,
        settings: CoordinatorSettings,
        *,
        catalog: Catalog,
        clock: Clock,
        metrics: CollectorRegistry,
        health: Health,
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._clock = clock
        self._health = health
        self._observer = MetricsObserver(build(COORDINATOR_METRICS, metrics))
        self._stop = threading.Event()
        self._session: Session | None = None
        self._trouble: str | None = None
        health.add_check("group", self._joined)

    def stop(self) -> None:
        """Ask the loop to end after its present transaction."""
        self._stop.set()

    def run(self) -> None:
        """Decide until stopped.

        Raises AuthenticationError, AuthorizationError and ConfigurationError: waiting would not help.
        """
        failures = 0
        cause = "start"
        while not self._stop.is_set():
            self._health.beat(LOOP)
            self._observer.metrics["yipanqi_sessions_total"].labels(cause).inc()
            try:
                self._one_session()
                failures = 0
            except (AuthenticationError, AuthorizationError, ConfigurationError):
                raise
            except YipanqiError as error:
                cause = type(error).__name__
                _LOG.warning("session ended", extra={"cause": cause, "detail": error.message})
                self._trouble = f"{cause}: {error.message}"
                failures = 1 if self._session is not None and self._session.committed else failures + 1
            finally:
                self._session = None
            self._stop.wait(_BACK_OFF_S[min(failures, len(_BACK_OFF_S)) - 1])

    def _one_session(self) -> None:
        with SchemaRegistry(self._settings.registry) as registry:
            session = Session(self._settings, self._catalog, registry, self._clock, self._observer, self._health)
            self._session = session
            try:
                session.run(self._stop.is_set)
            finally:
                session.close()

    def _joined(self) -> str | None:
        session = self._session
        if session is not None and (session.committed or (session.joined and self._trouble is None)):
            self._trouble = None
            return None
        return self._trouble or "not yet a member of the group"


def run(port: int = 0) -> None:
    """Run the coordinator as a process; SIGTERM and SIGINT end it after the present transaction."""
    configure_logging("coordinator")
    settings = CoordinatorSettings.from_env()
    metrics = CollectorRegistry()
    health = Health()
    expose_vitals(metrics, health)
    coordinator = Coordinator(
        settings, catalog=product_catalog(), clock=clock_from_env(), metrics=metrics, health=health
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: coordinator.stop())
    with HealthServer(health, metrics, host=settings.host, port=port) as server:
        _LOG.info("coordinator listens", extra={"port": server.port})
        coordinator.run()
