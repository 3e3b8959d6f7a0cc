"""A real schema registry on this machine: Apicurio with its Confluent-compatible API, storing into one H2 file."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from yipanqi.bus.settings import RegistrySettings
from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.java import Java
from yipanqi.local.ports import LOOPBACK, free_port
from yipanqi.local.process import Guard, ManagedProcess, ProcessError, end_leftover, wait_until

_MEMORY = ("-Xms64m", "-Xmx320m")
_CONFLUENT_API = "/apis/ccompat/v7"
_PROBE_TIMEOUT_S = 2.0


class LocalRegistry:
    """One registry whose database, port and log live in `folder` and survive restarts."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        logs: Path | None = None,
        store: ArtifactStore | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._folder = folder.absolute()
        self._wanted = port
        self._logs = (logs or self._folder / "logs").absolute()
        self._store = store or ArtifactStore()
        self._own_guard = guard is None
        self._guard = guard
        self._process: ManagedProcess | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The base address of the Confluent-compatible API (known once started)."""
        return f"http://{LOOPBACK}:{self.port}{_CONFLUENT_API}"

    @property
    def pid(self) -> int | None:
        """The registry's process id while it runs."""
        return self._process.pid if self._process is not None else None

    @property
    def running(self) -> bool:
        """Whether the registry's process is alive."""
        return self._process is not None and self._process.running

    @property
    def process(self) -> ManagedProcess:
        """The registry's process; ProcessError before start()."""
        if self._process is None:
            raise ProcessError("模式注册中心尚未启动 / the registry has not been started")
        return self._process

    def settings(self) -> RegistrySettings:
        """How a client reaches this registry."""
        return RegistrySettings(url=self.url)

    def start(self) -> None:
        """Start the registry; returns at once, see wait_ready."""
        if self.running:
            return
        program = self._store.registry_home() / "quarkus-run.jar"
        if self._process is None:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._guard = self._guard or Guard()
            self.port = self._choose_port()
            java = Java("registry", [program], self._store.folder)
            self._process = ManagedProcess(
                "模式注册中心 registry",
                [*java.server(*_MEMORY, *self._options()), "-jar", str(program)],
                log=self._logs / "registry.log",
                pid_file=self._folder / "registry.pid",
                guard=self._guard,
                cwd=self._folder,
            )
        self._process.start()

    def wait_ready(self, timeout: float = 90.0) -> None:
        """Wait until the API answers; ProcessError if the process ends or `timeout` (seconds) is over first."""
        with httpx.Client(timeout=_PROBE_TIMEOUT_S, trust_env=False) as client:
            wait_until(lambda: self._answers(client), self.process, timeout)

    def stop(self, timeout: float = 15.0) -> None:
        """Shut down cleanly, or by force after `timeout` seconds; the schemas stay."""
        if self._process is not None:
            self._process.stop(timeout)

    def kill(self) -> None:
        """End the registry at once (SIGKILL)."""
        if self._process is not None:
            self._process.kill()

    def pause(self) -> None:
        """Freeze the registry: connections stay open, nothing answers."""
        if self._process is not None:
            self._process.pause()

    def resume(self) -> None:
        """Let a frozen registry go on."""
        if self._process is not None:
            self._process.resume()

    def close(self) -> None:
        """Stop, and give up the guard process if it is our own."""
        self.stop()
        if self._own_guard and self._guard is not None:
            self._guard.close()
            self._guard = None
            self._process = None

    def _answers(self, client: httpx.Client) -> bool:
        try:
            return client.get(f"{self.url}/subjects").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _choose_port(self) -> int:
        end_leftover(self._folder / "registry.pid")
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
