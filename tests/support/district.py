"""A district on a real broker and registry: topics and rights from the catalogue, coordinators as real processes."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.decided import DecidedWatch
from tests.support.prepared import put_catalogue

from yipanqi.bus.cloudevents import EventMeta, parse_headers
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.publisher import Publisher
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.restore import read_range
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.ports import free_port
from yipanqi.local.process import Guard, ManagedProcess
from yipanqi.local.registry import LocalRegistry


@dataclass(frozen=True, slots=True)
class Read:
    """A committed record, decoded."""

    topic: str
    partition: int
    offset: int
    key: str
    meta: EventMeta | None
    name: str
    value: dict[str, Any]


class District:
    """Everything a test needs to speak as a unit and to look at what became of it."""

    def __init__(self, kafka: LocalKafka, registry: LocalRegistry, folder: Path) -> None:
        self.kafka = kafka
        self.registry = registry
        self.folder = folder
        self.catalog: Catalog = product_catalog()
        self._guard = Guard()
        self._processes: list[ManagedProcess] = []
        self._publishers: dict[tuple[str, bool], Publisher] = {}
        self.schemas = SchemaRegistry(registry.settings())

    def prepare(self) -> None:
        """Put the catalogue on the cluster and the registry; a copy of a prepared broker has it already."""
        put_catalogue(self.kafka, self.registry)

    def environment(self, user: str, **more: str) -> dict[str, str]:
        """Return the environment of a service that runs as `user`."""
        password_file = self.folder / f"{user}.password"
        password_file.write_text(self.kafka.password(user), encoding="utf-8")
        return {
            **os.environ,
            "YIPANQI_BOOTSTRAP": self.kafka.bootstrap,
            "YIPANQI_USER": user,
            "YIPANQI_PASSWORD_FILE": str(password_file),
            "YIPANQI_REGISTRY_URL": self.registry.settings().url,
            "YIPANQI_HOME": str(self.folder),
            **more,
        }

    def start_coordinator(self, instance: str = "1", *, wait: bool = True, **more: str) -> Service:
        """Start a coordinator process."""
        service = self._service(
            f"coordinator-{instance}", ["coordinator"], "coordinator", YIPANQI_INSTANCE=instance, **more
        )
        if wait:
            service.wait_ready()
        return service

    def start_service(self, name: str, arguments: list[str], user: str, **more: str) -> Service:
        """Start another service: `serve board`, `serve unit --unit X`."""
        return self._service(name, arguments, user, **more)

    def _service(self, name: str, arguments: list[str], user: str, **more: str) -> Service:
        port = free_port(0)
        process = ManagedProcess(
            name,
            [sys.executable, "-m", "yipanqi", "serve", *arguments, "--port", str(port)],
            log=self.folder / f"{name}.log",
            pid_file=self.folder / f"{name}.pid",
            guard=self._guard,
            cwd=self.folder,
            env=self.environment(user, **more),
        )
        process.start()
        self._processes.append(process)
        return Service(name, port, process)

    def publisher(self, unit: str, *, receipts: bool = True) -> Publisher:
        """Return the publisher that speaks as `unit`; one for all of a test, since each has threads of its own."""
        if (unit, receipts) not in self._publishers:
            settings = self.kafka.settings(unit)
            self._publishers[unit, receipts] = Publisher(settings, self.schemas, unit=unit, receipts=receipts)
        return self._publishers[unit, receipts]

    def read(self, topics: Iterable[str]) -> list[Read]:
        """Return all committed records of topics, decoded."""
        codec = AvroCodec(self.schemas)
        wanted = [TopicPartition(t, p) for t in topics for p in range(self.catalog.cluster.partitions)]
        found = []
        for record in read_range(self.kafka.admin_settings(), wanted):
            if record.value is None:
                continue
            decoded = codec.decode(record.value)
            meta = parse_headers(record.headers, default_id="-") if record.headers else None
            key = (record.key or b"").decode()
            found.append(
                Read(record.topic, record.partition, record.offset, key, meta, decoded.full_name, decoded.value)
            )
        return found

    def wait_quiet(self, timeout_s: float = 60.0) -> None:
        """Wait until everything published is decided, follow-ups included."""
        for publisher in self._publishers.values():
            publisher.flush()
        intake = [f"intake.{unit}" for unit in (*self.catalog.speakers, "coordinator")]
        with DecidedWatch(self.kafka.admin_settings(), intake, self.catalog.cluster.partitions) as watch:
            wait_for(watch.settled, timeout_s, "the coordinator to decide everything", every_s=0.2)

    def close(self) -> None:
        """Stop everything that was started."""
        for publisher in self._publishers.values():
            publisher.close()
        for process in self._processes:
            process.stop(5)
        self.schemas.close()
        self._guard.close()


@dataclass(slots=True)
class Service:
    """A running service process."""

    name: str
    port: int
    process: ManagedProcess

    @property
    def url(self) -> str:
        """Base address."""
        return f"http://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        """Return whether it says that it is ready."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except OSError:
            return False

    def wait_ready(self, timeout_s: float = 40.0) -> None:
        """Wait until it is ready; fails with its log if it ended."""

        def up() -> bool:
            assert self.process.running, f"{self.name} ended:\n{self.process.output()[-4000:]}"
            return self.ready()

        wait_for(up, timeout_s, f"{self.name} to be ready")

    def metric(self, name: str) -> float:
        """Return what a metric says, summed over its labels; NaN when the service does not answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/metrics", timeout=2) as answer:
                lines = answer.read().decode("utf-8").splitlines()
        except OSError:
            return math.nan
        return sum(float(line.rpartition(" ")[2]) for line in lines if re.match(rf"{name}[ {{]", line))

    def kill(self) -> None:
        """SIGKILL, at once."""
        self.process.kill()


def today() -> date:
    """Return the district's date, in its own time zone."""
    return datetime.now(ZoneInfo(product_catalog().cluster.time_zone)).date()


def wait_for(condition: Callable[[], bool], timeout_s: float, what: str, every_s: float = 0.1) -> None:
    """Poll until the condition holds; fails after the timeout."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s:.0f} s for {what}"
        time.sleep(every_s)
