"""A broker with the product's catalogue on it, made once and copied: every test that needs its own starts a copy."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.errors import YipanqiError
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.cluster.actual import read_actual
from yipanqi.cluster.apply import apply
from yipanqi.cluster.desired import SINGLE_NODE, desired
from yipanqi.cluster.plan import plan
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.schemas import product_schemas
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry
from yipanqi.local.server import LocalServer

# What belongs to one run of a broker and not to its data.
_OF_ONE_RUN = ("ports.json", "kafka.pid", "logs")


def put_catalogue(kafka: LocalKafka, registry: LocalRegistry) -> None:
    """Put the catalogue on a cluster and a registry: topics, users, rights, subjects."""
    wanted = desired(product_catalog(), product_schemas(), SINGLE_NODE)
    passwords = {user: kafka.secrets.password(user) for user in wanted.users}
    with ClusterAdmin(kafka.admin_settings()) as admin, SchemaRegistry(registry.settings()) as schemas:
        apply(plan(wanted, read_actual(admin, schemas, wanted)), wanted, admin, schemas, passwords)


def register_subjects(registry: LocalRegistry) -> None:
    """Put the catalogue's subjects on a registry, beside a broker that has the rest."""
    wanted = desired(product_catalog(), product_schemas(), SINGLE_NODE)
    with SchemaRegistry(registry.settings()) as schemas:
        assert schemas.fill(wanted.subjects, wanted.compatibility)


def throw_away(server: LocalServer) -> None:
    """End a server whose data nobody wants any more, without the clean end that would keep them in order."""
    server.kill()
    server.close()


class PreparedKafka:
    """The data and the passwords of a broker that has the catalogue; the registry beside it has the subjects."""

    def __init__(self, folder: Path, registry: LocalRegistry) -> None:
        self._folder = folder
        broker = LocalKafka(folder)
        try:
            broker.start()
            broker.wait_ready()
            put_catalogue(broker, registry)
        finally:
            broker.close()

    def start_copy(self, folder: Path) -> LocalKafka:
        """Start a broker of its own on a copy, on ports of its own; the caller closes it."""
        shutil.copytree(self._folder, folder, ignore=shutil.ignore_patterns(*_OF_ONE_RUN))
        broker = LocalKafka(folder)
        broker.start()
        try:
            broker.wait_ready()
            _wait_for_leaders(broker)
        except BaseException:
            broker.close()
            raise
        return broker


def _wait_for_leaders(broker: LocalKafka, timeout_s: float = 60.0) -> None:
    """Wait until the broker leads all its partitions: with hundreds of them that is a while after it answers."""
    deadline = time.monotonic() + timeout_s
    with ClusterAdmin(broker.admin_settings()) as admin:
        topics = sorted(admin.topic_names())
        while True:
            try:
                admin.end_offsets(topics)
            except YipanqiError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return
