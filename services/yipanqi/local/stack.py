"""The district on one machine: Kafka and the registry, the contract applied to them, then the district's services."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.files import VARIABLE as SCHEMAS_VARIABLE
from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.layout import DistrictLock, Layout, RunFile
from yipanqi.local.process import Guard
from yipanqi.local.registry import LocalRegistry
from yipanqi.local.secrets import SecretFolder
from yipanqi.local.supervisor import EventSink, Service, Supervisor
from yipanqi.scrape import write_targets

KAFKA_PORT = 19092
REGISTRY_PORT = 18081
BOARD_PORT = 8020
COORDINATOR_PORT = 8021
WATCH_PORT = 8022
FIRST_UNIT_PORT = 8031

Apply = Callable[[KafkaSettings, RegistrySettings, SecretFolder], None]
"""Brings topics, users, rights, quotas and subjects of the catalogue to a cluster and a registry."""


@dataclass(frozen=True)
class Addresses:
    """Where the parts of a running district are: the services by name (`board`, `coordinator`, units)."""

    bootstrap: str
    registry_url: str
    services: Mapping[str, str]


class Stack:
    """Starts and stops the whole district in one folder; use as a context manager, nothing is left behind."""

    def __init__(
        self,
        layout: Layout,
        apply_catalog: Apply,
        *,
        env: Mapping[str, str] | None = None,
        store: ArtifactStore | None = None,
    ) -> None:
        self.layout = layout
        self.secrets = SecretFolder(layout.secrets)
        self._apply_catalog = apply_catalog
        self._extra_env = dict(env or {})
        self._store = store or ArtifactStore()
        self._lock = DistrictLock(layout)
        self._guard: Guard | None = None
        self._kafka: LocalKafka | None = None
        self._registry: LocalRegistry | None = None
        self._supervisor: Supervisor | None = None

    def __enter__(self) -> Stack:
        """Take the folder for this process; ProcessError if a district runs in it."""
        self._lock.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Stop everything and give the folder back."""
        try:
            self.stop()
        finally:
            self._lock.__exit__(kind, error, tb)

    def start(self, report: EventSink | None = None) -> Addresses:
        """Bring the district up and return when every part is ready; `report` hears of each part."""
        say = report or (lambda _name, _what: None)
        self.layout.end_leftovers()
        guard = self._guard = Guard()
        kafka, registry = self._servers(guard)
        parts: dict[str, LocalKafka | LocalRegistry] = {"kafka": kafka, "registry": registry}
        with ThreadPoolExecutor(2) as pool:
            try:
                for done in [pool.submit(_bring_up, part, name, say) for name, part in parts.items()]:
                    done.result()
            except BaseException:
                self.stop()  # Ctrl-C: the threads wait for servers that will not get ready any more
                raise
        self._apply_catalog(kafka.admin_settings(), registry.settings(), self.secrets)
        say("catalog", "ready")
        supervisor = self._supervisor = Supervisor(
            self._services(kafka, registry),
            logs=self.layout.logs,
            run=self.layout.run,
            guard=guard,
            servers={"kafka": kafka.process, "registry": registry.process},
        )
        supervisor.start()
        supervisor.wait_ready(report=say)
        self._write_run_file()
        return self.addresses()

    def addresses(self) -> Addresses:
        """Where everything is; only after start()."""
        if self._kafka is None or self._registry is None or self._supervisor is None:
            raise RuntimeError("the stack has not been started")
        urls = {service.name: service.url for service in self._supervisor.services}
        return Addresses(self._kafka.bootstrap, self._registry.url, urls)

    def watch(self, until: threading.Event, report: EventSink | None = None) -> None:
        """Keep the services running until `until` is set."""
        if self._supervisor is None:
            return

        def changed(name: str, what: str) -> None:
            self._write_run_file()
            if report is not None:
                report(name, what)

        self._supervisor.watch(until, changed)

    def stop(self, report: EventSink | None = None) -> None:
        """Stop in reverse order: units, board, coordinator, then registry and Kafka."""
        RunFile.remove(self.layout)
        for name, part in (("services", self._supervisor), ("registry", self._registry), ("kafka", self._kafka)):
            if part is not None:
                part.stop()
                if report is not None:
                    report(name, "stopped")
        if self._guard is not None:
            self._guard.close()
            self._guard = None

    def _servers(self, guard: Guard) -> tuple[LocalKafka, LocalRegistry]:
        folder, logs = self.layout.folder, self.layout.logs
        self._kafka = LocalKafka(
            folder / "kafka",
            port=KAFKA_PORT,
            secrets=self.secrets,
            logs=logs,
            store=self._store,
            guard=guard,
        )
        self._registry = LocalRegistry(
            folder / "registry", port=REGISTRY_PORT, logs=logs, store=self._store, guard=guard
        )
        return self._kafka, self._registry

    def _services(self, kafka: LocalKafka, registry: LocalRegistry) -> list[Service]:
        port = self.layout.port

        def service(name: str, preferred: int, layer: int, *args: str) -> Service:
            chosen = port(name, preferred)
            env = self._environment(name, kafka, registry)
            return Service(name, ("serve", *args, "--port", str(chosen)), chosen, env, layer)

        units = [
            service(unit, FIRST_UNIT_PORT + number, 2, "unit", "--unit", unit)
            for number, unit in enumerate(product_catalog().units)
        ]
        return [
            service("coordinator", COORDINATOR_PORT, 0, "coordinator"),
            service("board", BOARD_PORT, 1, "board"),
            service("watch", WATCH_PORT, 2, "watch"),
            *units,
        ]

    def _environment(self, user: str, kafka: LocalKafka, registry: LocalRegistry) -> dict[str, str]:
        # What the caller's shell has set for another cluster must not reach these services; the contract must.
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("YIPANQI_") or k == SCHEMAS_VARIABLE}
        return inherited | {
            "YIPANQI_HOME": str(self.layout.folder),
            "YIPANQI_BOOTSTRAP": kafka.bootstrap,
            "YIPANQI_SECURITY": "SASL_PLAINTEXT",
            "YIPANQI_MECHANISM": "SCRAM-SHA-512",
            "YIPANQI_USER": user,
            "YIPANQI_PASSWORD_FILE": str(self.secrets.path(user)),
            "YIPANQI_REGISTRY_URL": registry.url,
            "YIPANQI_CLOCK_FILE": str(self.layout.clock),
            "PYTHONUNBUFFERED": "1",
            **self._extra_env,
        }

    def _write_run_file(self) -> None:
        if self._kafka is None or self._registry is None or self._supervisor is None:
            return
        pids = {"kafka": self._kafka.pid, "registry": self._registry.pid, **self._supervisor.pids()}
        found = self.addresses()
        RunFile(found.bootstrap, found.registry_url, dict(found.services), pids).write(self.layout)
        write_targets(self.layout.folder / "prometheus" / "targets.json", found.services)


def _bring_up(server: LocalKafka | LocalRegistry, name: str, say: EventSink) -> None:
    server.start()
    server.wait_ready()
    say(name, "ready")
