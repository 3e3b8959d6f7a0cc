"""A real schema registry on this machine: Apicurio with its Confluent-compatible API, storing into one H2 file."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from yipanqi.bus.settings import RegistrySettings
from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.java import Java
from yipanqi.local.ports import LOOPBACK, free_port
from yipanqi.local.process import Guard, wait_until
from yipanqi.local.server import LocalServer

_MEMORY = ("-Xms64m", "-Xmx320m")
_CONFLUENT_API = "/apis/ccompat/v7"
_PROBE_TIMEOUT_S = 2.0


class LocalRegistry(LocalServer):
    """One registry whose database, port and log live in `folder` and survive restarts."""

    name = "registry"
    title = "模式注册中心 registry"
    stop_s = 15.0

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        logs: Path | None = None,
        store: ArtifactStore | None = None,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(folder, logs=logs, store=store, guard=guard)
        self._wanted = port
        self.port = 0

    @property
    def url(self) -> str:
        """The base address of the Confluent-compatible API (known once started)."""
        return f"http://{LOOPBACK}:{self.port}{_CONFLUENT_API}"

    def settings(self) -> RegistrySettings:
        """How a client reaches this registry."""
        return RegistrySettings(url=self.url)

    def wait_ready(self, timeout: float = 90.0) -> None:
        """Wait until the API answers; ProcessError if the process ends or `timeout` (seconds) is over first."""
        with httpx.Client(timeout=_PROBE_TIMEOUT_S, trust_env=False) as client:
            wait_until(lambda: self._answers(client), self.process, timeout)

    def _prepare(self) -> list[str]:
        program = self._store.registry_home() / "quarkus-run.jar"
        self.port = self._choose_port()
        java = Java("registry", [program], self._store.folder)
        return [*java.server(*_MEMORY, *self._options()), "-jar", str(program)]

    def _answers(self, client: httpx.Client) -> bool:
        try:
            return client.get(f"{self.url}/subjects").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _choose_port(self) -> int:
        remembered = self._folder / "port.json"
        before = json.loads(remembered.read_text(encoding="utf-8")) if remembered.is_file() else 0
        port = free_port(self._wanted or before)
        remembered.write_text(json.dumps(port), encoding="utf-8")
        return port

    def _options(self) -> list[str]:
        database = self._folder / "registry"
        options = {
            "quarkus.http.host": LOOPBACK,
            "quarkus.http.port": self.port,
            "quarkus.management.host": LOOPBACK,
            "quarkus.management.port": free_port(),
            "apicurio.storage.kind": "sql",
            "apicurio.storage.sql.kind": "h2",
            "apicurio.datasource.url": f"jdbc:h2:file:{database}",
            # The list of all subjects would end after 500 of them.
            "apicurio.ccompat.max-subjects": 10_000,
            "quarkus.http.access-log.enabled": "false",
            "quarkus.banner.enabled": "false",
        }
        return [f"-D{key}={value}" for key, value in options.items()]
