"""The watch's process: sessions one after the other, health and metrics beside them."""

from __future__ import annotations

import logging
import signal
import threading

from yipanqi.bus.errors import AuthenticationError, AuthorizationError, ConfigurationError, YipanqiError
from yipanqi.bus.health import Health
from yipanqi.bus.http import HealthServer
from yipanqi.bus.logs import configure_logging
from yipanqi.bus.metrics import Metrics, build
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.vitals import expose_vitals
from yipanqi.clock import Clock, clock_from_env
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.watch.follow import LOOP, Session
from yipanqi.watch.metrics import WATCH_METRICS
from yipanqi.watch.settings import WatchSettings

_LOG = logging.getLogger(__name__)
_BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)


class Watch:
    """Runs sessions until told to stop."""

    def __init__(
        self, settings: WatchSettings, *, catalog: Catalog, clock: Clock, metrics: Metrics, health: Health
    ) -> None:
        self._settings = settings
        self._catalog = catalog
        self._clock = clock
        self._metrics = metrics
        self._health = health
        self._stop = threading.Event()
        self._session: Session | None = None
        self._trouble: str | None = None
        health.add_check("records", self._caught_up)

    def stop(self) -> None:
        """Ask the loop to end."""
        self._stop.set()

    def run(self) -> None:
        """Watch until stopped.

        Raises AuthenticationError, AuthorizationError and a ConfigurationError that waiting would not mend.
        """
        failures = 0
        while not self._stop.is_set():
            self._health.beat(LOOP)
            try:
                self._one_session()
                failures = 0
            except (AuthenticationError, AuthorizationError):
                raise
            except YipanqiError as error:
                if isinstance(error, ConfigurationError) and not error.retriable:
                    raise
                failures = 1 if self._session is not None and self._session.caught_up else failures + 1
                self._trouble = f"{type(error).__name__}: {error.message}"
                self._metrics["yipanqi_watch_failures_total"].inc()
                _LOG.warning("watch interrupted", extra={"cause": type(error).__name__, "detail": error.message})
            finally:
                self._session = None
            self._stop.wait(_BACK_OFF_S[min(failures, len(_BACK_OFF_S)) - 1])

    def _one_session(self) -> None:
        with SchemaRegistry(self._settings.registry) as registry:
            session = Session(self._settings, self._catalog, registry, self._clock, self._metrics, self._health)
            self._session = session
            try:
                session.run(self._stop.is_set)
            finally:
                session.close()

    def _caught_up(self) -> str | None:
        session = self._session
        if session is not None and session.caught_up:
            self._trouble = None
            return None
        return self._trouble or "still reading the district's records"


def run(port: int = 0) -> None:
    """Run the watch as a process; SIGTERM and SIGINT end it."""
    configure_logging("watch")
    settings = WatchSettings.from_env()
    metrics, health = build(WATCH_METRICS), Health()
    expose_vitals(metrics.registry, health)
    watch = Watch(settings, catalog=product_catalog(), clock=clock_from_env(), metrics=metrics, health=health)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: watch.stop())
    with HealthServer(health, metrics.registry, host=settings.host, port=port) as server:
        _LOG.info("watch listens", extra={"port": server.port})
        watch.run()
