"""A real Apache Kafka (KRaft, one node) on this machine: SCRAM for every client, rights denied unless given."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import uuid
from pathlib import Path

from yipanqi.bus.settings import KafkaSettings, Security
from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.java import Java
from yipanqi.local.kafka_config import LOG_CONFIG, broker_properties
from yipanqi.local.ports import LOOPBACK, accepts, free_port
from yipanqi.local.process import Guard, ProcessError, wait_until
from yipanqi.local.secrets import SecretFolder
from yipanqi.local.server import LocalServer

ADMIN = "admin"
BROKER = "broker"
"""The broker's own name towards itself; no unit bears it."""
_ITERATIONS = 8192
_STARTED = "Kafka Server started"
_MEMORY = ("-Xms128m", "-Xmx512m")


class LocalKafka(LocalServer):
    """One broker whose data, ports, passwords and logs live in `folder` and survive restarts."""

    name = "kafka"
    title = "Kafka"
    stop_s = 20.0

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        controller_port: int = 0,
        secrets: SecretFolder | None = None,
        logs: Path | None = None,
        store: ArtifactStore | None = None,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(folder, logs=logs, store=store, guard=guard)
        self._wanted = (port, controller_port)
        self.secrets = secrets or SecretFolder(self._folder / "secrets")
        self._ports = (0, 0)

    @property
    def port(self) -> int:
        """The port for clients (known once started)."""
        return self._ports[0]

    @property
    def bootstrap(self) -> str:
        """`host:port` for clients (known once started)."""
        return f"{LOOPBACK}:{self.port}"

    def password(self, user: str) -> str:
        """The password kept for `user`; made at the first question."""
        return self.secrets.password(user).get_secret_value()

    def settings(self, user: str, *, client_id: str | None = None) -> KafkaSettings:
        """How `user` connects to this broker."""
        return KafkaSettings(
            bootstrap=self.bootstrap,
            security=Security.SASL_PLAINTEXT,
            mechanism="SCRAM-SHA-512",
            user=user,
            password=self.secrets.password(user),
            client_id=client_id or user,
        )

    def admin_settings(self) -> KafkaSettings:
        """How the super user connects."""
        return self.settings(ADMIN)

    def wait_ready(self, timeout: float = 60.0) -> None:
        """Wait until clients can log in; ProcessError if the broker ends or `timeout` (seconds) is over first."""
        process = self.process
        wait_until(lambda: _STARTED in process.output() and accepts(self.port), process, timeout)

    def _prepare(self) -> list[str]:
        jars = self._store.kafka_jars()
        self._ports = self._choose_ports()
        self._write_configuration()
        java = Java("kafka", jars, self._store.folder)
        class_path = ("-cp", os.pathsep.join(map(str, jars)))
        if not (self._folder / "data" / "meta.properties").is_file():
            self._format(java.tool(*class_path))
        log = f"-Dlog4j2.configurationFile={self._folder / 'log4j2.yaml'}"
        return [*java.server(*_MEMORY, log, *class_path), "kafka.Kafka", str(self._folder / "server.properties")]

    def _choose_ports(self) -> tuple[int, int]:
        remembered = self._folder / "ports.json"
        client, controller = self._wanted
        if remembered.is_file():
            before = json.loads(remembered.read_text(encoding="utf-8"))
            client, controller = client or before["client"], controller or before["controller"]
        client, controller = free_port(client), free_port(controller)
        remembered.write_text(json.dumps({"client": client, "controller": controller}), encoding="utf-8")
        return client, controller

    def _write_configuration(self) -> None:
        text = broker_properties(
            data=self._folder / "data",
            client_port=self._ports[0],
            controller_port=self._ports[1],
            broker=BROKER,
            broker_password=self.password(BROKER),
            super_users=(ADMIN, BROKER),
        )
        path = self._folder / "server.properties"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        (self._folder / "log4j2.yaml").write_text(LOG_CONFIG, encoding="utf-8")

    def _format(self, java: list[str]) -> None:
        # A leading letter: StorageTool would take an id that begins with a dash for an option.
        cluster = "Y" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]
        command = [*java, "kafka.tools.StorageTool", "format", "--standalone", "--ignore-formatted"]
        command += ["-t", cluster, "-c", str(self._folder / "server.properties")]
        for user in (ADMIN, BROKER):
            command += ["--add-scram", f"SCRAM-SHA-512={scram_entry(user, self.password(user))}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - own Java
        if done.returncode != 0:
            raise ProcessError(f"Kafka 存储初始化失败 / Kafka's storage could not be formatted:\n{done.stderr}")


def scram_entry(user: str, password: str) -> str:
    """A SCRAM-SHA-512 credential (RFC 5802) as StorageTool takes it, without the password: ps shows command lines."""
    salt = os.urandom(24)
    salted = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ITERATIONS)
    return (
        f'[name="{user}",salt="{base64.b64encode(salt).decode()}",'
        f'saltedpassword="{base64.b64encode(salted).decode()}",iterations={_ITERATIONS}]'
    )
