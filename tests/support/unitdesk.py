"""A unit service as a real process, and what a test does with it: call it, kill it, answer for the coordinator."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from tests.support.plain_http import plain_client, plain_get

from yipanqi.bus.cloudevents import headers_for, parse_headers, source_of
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.codec import AvroCodec, parse_schema
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.records import Record
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.restore import RangeReader
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PlainSink
from yipanqi.contract.catalog import intake, product_catalog, receipts
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.ports import free_port
from yipanqi.local.registry import LocalRegistry
from yipanqi.models.base import AggregateRecord
from yipanqi.models.receipt import Receipt
from yipanqi.models.table import EVENTS
from yipanqi.unit.keys import Scope, create_key


class UnitDesk:
    """One unit's service with its own database and one API key of all scopes."""

    def __init__(self, kafka: KafkaSettings, registry_url: str, folder: Path, unit: str, database: str | None) -> None:
        self.unit = unit
        self.folder = folder
        self.port = free_port(0)
        self.url = f"http://127.0.0.1:{self.port}"
        self.keys_file = folder / "keys.json"
        self.secret = create_key(self.keys_file, "tests").get_secret_value()
        self._log = folder / "unit.log"
        self.process: subprocess.Popen[bytes] | None = None
        password = kafka.password.get_secret_value() if kafka.password else ""
        self.environment = {
            **os.environ,
            "YIPANQI_HOME": str(folder),
            "YIPANQI_BOOTSTRAP": kafka.bootstrap,
            "YIPANQI_USER": kafka.user or "",
            "YIPANQI_PASSWORD": password,
            "YIPANQI_REGISTRY_URL": registry_url,
            "YIPANQI_KEYS_FILE": str(self.keys_file),
            "YIPANQI_UNIT_DB": database or f"sqlite:///{folder / 'unit.db'}",
        }

    # -- the process

    def start(self, *, wait: bool = True, ready: str = "ok") -> None:
        """Start it; wait until its health says `ready` (ok, or degraded while the broker is away)."""
        arguments = [sys.executable, "-m", "yipanqi", "serve", "unit", "--unit", self.unit, "--port", str(self.port)]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(arguments, env=self.environment, stdout=log, stderr=log, cwd=self.folder)
        if wait:
            self.wait_for(lambda: self.health() in (ready, "ok"), 40, f"the service to be {ready}")

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as an operator does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
                raise

    def health(self) -> str:
        """What /health/ready says; "down" when nothing answers."""
        assert self.process is not None
        assert self.process.poll() is None, f"the service ended:\n{self.log()[-4000:]}"
        try:
            return str(plain_get(f"{self.url}/health/ready", timeout=5).json()["status"])
        except httpx.HTTPError:
            return "down"

    def log(self) -> str:
        """All that it has logged."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    # -- HTTP

    def client(self, secret: str | None = None) -> httpx.Client:
        """A client with a key."""
        headers = {"Authorization": f"Bearer {secret or self.secret}"}
        return plain_client(base_url=f"{self.url}/api/v1/", headers=headers, timeout=180)

    def key(self, name: str, *scopes: Scope) -> str:
        """Make another key."""
        return create_key(self.keys_file, name, scopes).get_secret_value()

    def post(self, events: Any, **parameters: Any) -> httpx.Response:
        """Post an event, or a list of them as a batch."""
        kind = "application/cloudevents-batch+json" if isinstance(events, list) else "application/cloudevents+json"
        with self.client() as client:
            return client.post("events", json=events, headers={"Content-Type": kind}, params=parameters)

    def upload(self, name: str, content: bytes, **parameters: Any) -> dict[str, Any]:
        """Import a file."""
        with self.client() as client:
            answer = client.post("imports", files={"file": (name, content)}, params=parameters)
        assert answer.status_code == 202, answer.text
        return dict(answer.json())

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Get something."""
        with self.client() as client:
            return client.get(path, params=parameters)

    def wait_for(self, condition: Callable[[], Any], timeout_s: float, what: str) -> None:
        """Poll until the condition holds."""
        deadline = time.monotonic() + timeout_s
        while not condition():
            assert time.monotonic() < deadline, f"waited {timeout_s:.0f} s for {what}\n{self.log()[-3000:]}"
            time.sleep(0.1)


class Coordinator:
    """Speaks on the receipts topic as the coordinator would, and reads what was published."""

    def __init__(self, kafka: LocalKafka, registry: LocalRegistry, unit: str) -> None:
        self._settings = kafka.admin_settings()
        self._schemas = SchemaRegistry(registry.settings())
        self._codec = AvroCodec(self._schemas)
        self.unit = unit
        self._published: list[tuple[str, str, int]] = []
        self._records: dict[str, AggregateRecord] = {}
        self._next: dict[TopicPartition, int] = {}

    def published(self) -> list[tuple[str, str, int]]:
        """All events on the intake topic as (event id, key, partition), in the order of each partition."""
        for record in self._new_records():
            assert record.value is not None
            meta = parse_headers(record.headers)
            decoded = self._codec.decode(record.value, meta.fingerprint)
            assert decoded.full_name == meta.type
            assert meta.source is not None
            assert meta.source.startswith(source_of(self.unit))
            self._published.append((meta.id, (record.key or b"").decode(), record.partition))
            self._records[meta.id] = EVENTS[decoded.full_name].from_avro(decoded.value)
        return list(self._published)

    def wait_published(self, count: int, timeout_s: float = 60) -> list[tuple[str, str, int]]:
        """Wait for at least so many different events on the intake topic; return all."""
        deadline = time.monotonic() + timeout_s
        while True:
            found = self.published()
            if len({event_id for event_id, _, _ in found}) >= count:
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {count} were published"
            time.sleep(0.3)

    def wait_record(self, event_id: str, timeout_s: float = 60) -> AggregateRecord:
        """Wait for an event on the intake topic; return what it says."""
        deadline = time.monotonic() + timeout_s
        while event_id not in self._records:
            assert time.monotonic() < deadline, f"{event_id} was not published"
            self.published()
            time.sleep(0.1)
        return self._records[event_id]

    def answer(self, event_id: str, outcome: str = "accepted", **values: Any) -> None:
        """Write one receipt."""
        self.answer_all([event_id], outcome, **values)

    def answer_all(self, event_ids: Sequence[str], outcome: str = "accepted", **values: Any) -> None:
        """Write receipts in one transaction."""
        schema = parse_schema(Receipt.__avro_schema__)
        topic = receipts(self.unit)
        schema_id = self._schemas.schema_id(f"{topic}-{schema.full_name}", schema)
        sink = PlainSink(self._settings, f"desk-{uuid.uuid4().hex[:8]}")
        sink.begin()
        for event_id in event_ids:
            receipt = _receipt(event_id, outcome, values)
            headers = headers_for(
                event_id=str(uuid.uuid4()),
                source=source_of("coordinator"),
                event_type=schema.full_name,
                time=datetime.now(UTC),
                subject=receipt.aggregate_id,
                dataschema=schema.urn,
            )
            key = receipt.aggregate_id.encode()
            value = self._codec.encode(schema, receipt.to_avro(), schema_id)
            sink.send(topic, partition_for(key, product_catalog().cluster.partitions), key, value, headers)
        sink.flush()
        sink.commit({}, None)
        sink.close()

    def write_garbage(self) -> None:
        """Put something on the receipts topic that is no receipt."""
        sink = PlainSink(self._settings, f"desk-{uuid.uuid4().hex[:8]}")
        sink.begin()
        sink.send(receipts(self.unit), 0, b"k", b"\x00\x00garbage", [("ce_id", b"x")])
        sink.flush()
        sink.commit({}, None)
        sink.close()

    def close(self) -> None:
        self._schemas.close()

    def _new_records(self) -> Iterator[Record]:
        """Read on from where the last call ended, over connections of its own: the broker may have been away."""
        topic = intake(self.unit)
        partitions = [TopicPartition(topic, number) for number in range(product_catalog().cluster.partitions)]
        reader = RangeReader(self._settings)
        try:
            for tp, records in reader.read(partitions, starts=self._next):
                yield from records
                self._next[tp] = records[-1].offset + 1
        finally:
            reader.close()


def _receipt(event_id: str, outcome: str, values: dict[str, Any]) -> Receipt:
    base = {
        "event_id": event_id,
        "event_type": "yipanqi.carrier.CarrierRegistered",
        "aggregate": "carrier",
        "aggregate_id": "snd-group-carrier-1",
        "outcome": outcome,
        "decided_at": datetime.now(UTC),
    }
    return Receipt.model_validate({**base, **values})


def carrier_event(number: str, unit: str = "snd-group", **changes: Any) -> dict[str, Any]:
    """A CloudEvent that registers a carrier."""
    data = {
        "carrier_id": f"{unit}-carrier-{number}",
        "name": f"厂房{number}",
        "kind": "PLANT",
        "status": "AVAILABLE",
        "taken_over": True,
        "floor_m2": "1200.50",
    }
    return {"specversion": "1.0", "type": "yipanqi.carrier.CarrierRegistered", "data": data, **changes}
