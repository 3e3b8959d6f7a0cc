"""Writes what the coordinator would write: ledger events and state records, in memory or on a real broker."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tests.support.desk import Desk, Entry, accepted
from tests.support.schemastores import MemorySchemas, RegisteredSchemas

from yipanqi.bus.cloudevents import headers_for, source_of
from yipanqi.bus.codec import AvroCodec, parse_schema
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.schema import ParsedSchema
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PlainSink
from yipanqi.contract import catalog
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, CarrierRegistered
from yipanqi.models.common import Evidence
from yipanqi.models.enterprise import Enterprise, EnterpriseRegistered
from yipanqi.models.fdi import FdiEntry, FdiEntryRecorded
from yipanqi.models.project import Project, ProjectRegistered, ProjectStageChanged, StageStep
from yipanqi.models.target import Target, TargetSet
from yipanqi.rules import project_signing as signing

PARTITIONS = 3
_MASKED = ("contact_name", "contact_phone", "bargaining_position")


class Raw(NamedTuple):
    """A record as a consumer would hand it over."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]


@dataclass
class BoardLog:
    """The log as it grows. `drain()` gives what was written since the last time, batched by partition."""

    schemas: MemorySchemas | RegisteredSchemas = field(default_factory=MemorySchemas)
    _offsets: dict[tuple[str, int], int] = field(default_factory=dict)
    _new: list[Raw] = field(default_factory=list)
    _parsed: dict[str, ParsedSchema] = field(default_factory=dict)
    _events: int = 0
    _desk: Desk = field(default_factory=Desk)
    _said: int = 0

    def __post_init__(self) -> None:
        self.codec = AvroCodec(self.schemas)

    def project(self, number: str, unit: str = "commerce", **values: Any) -> Project:
        """Register a project; returns its record."""
        base = {"project_id": f"{unit}-project-{number}", "name": f"项目{number}", "stage": "NEGOTIATING"}
        event = ProjectRegistered(**{"taken_over": True, **base, **values})
        state = Project(
            **{k: v for k, v in event.to_avro().items() if k in Project.model_fields and k not in _MASKED},
            **self._book(unit),
            owner_unit=unit,
            **signing.taken_over(event, self._desk.context(unit, "e")),
            taken_over_confirmed=False,
            stage_history=[
                StageStep(
                    stage=event.stage,
                    since=event.stage_since,
                    by_unit=unit,
                    event_id="e",
                    taken_over=event.taken_over,
                    reason="内部理由",
                )
            ],
        )
        return self._write("project", event, state, unit)

    def move(self, project: Project, stage: str, unit: str = "commerce") -> Project:
        """Move a project to another stage."""
        evidence = Evidence(kind="CONTRACT", reference="苏高新招〔2020〕18号", issued_on=date(2020, 12, 18))
        event = ProjectStageChanged(
            project_id=project.project_id,
            to_stage=stage,
            effective_on=date(2020, 12, 18),
            evidence=[evidence],
            contract_reference="HT-2020-018",
            reason="双方签约",
            force=False,
        )
        return self.change(project, event, unit, stage=stage, stage_since="2020-12-18")

    def change(self, record: Any, event: AggregateRecord, unit: str, **values: Any) -> Any:
        """Write any event on a record, with the record's new values."""
        values = {**values, "version": record.version + 1, "updated_at": _now(), "updated_by": unit}
        aggregate = type(record).__avro_name__.split(".")[1]
        return self._write(aggregate, event, record.model_copy(update=values), unit)

    def carrier(self, number: str, unit: str = "snd-group", **values: Any) -> Carrier:
        """Register a carrier."""
        base = {"carrier_id": f"{unit}-carrier-{number}", "name": f"载体{number}", "kind": "PLANT"}
        base["status"] = "AVAILABLE"
        state_only = {k: values.pop(k) for k in ("holds", "verified_by") if k in values}
        event = CarrierRegistered(**{"taken_over": True, **base, **values})
        kept = {k: v for k, v in event.to_avro().items() if k in Carrier.model_fields}
        state = Carrier(**{**kept, **state_only}, **self._book(unit), owner_unit=unit)
        return self._write("carrier", event, state, unit)

    def enterprise(self, id_: str, unit: str = "investment", **values: Any) -> Enterprise:
        """Register an enterprise."""
        event = EnterpriseRegistered(**{"enterprise_id": id_, "name": f"企业{id_}", **values})
        kept = {k: v for k, v in event.to_avro().items() if k in Enterprise.model_fields}
        return self._write("enterprise", event, Enterprise(**kept, **self._book(unit), owner_unit=unit), unit)

    def fdi(self, number: str, unit: str = "commerce", **values: Any) -> FdiEntry:
        """Record an entry of foreign capital."""
        base = {"entry_id": f"{unit}-fdi-{number}", "kind": "UTILISED", "project_name": "外资项目"}
        state_only = {k: values.pop(k) for k in ("status", "verified_usd", "distinct_from") if k in values}
        event = FdiEntryRecorded(**{"received_on": date(2020, 5, 8), **base, **values})
        kept = {k: v for k, v in event.to_avro().items() if k in FdiEntry.model_fields}
        return self._write("fdi", event, FdiEntry(**kept, **state_only, **self._book(unit), owner_unit=unit), unit)

    def target(self, unit: str = "commerce", **values: Any) -> Target:
        """Set a target, the same for each month."""
        given = {"year": 2020, "metric": "FDI_UTILISED", "measure": "万美元", "responsible": "commerce", **values}
        month = given.setdefault("annual", Decimal(120)) / 12
        given = {"quarters": [month * 3] * 4, "months": [month] * 12, **given}
        event = TargetSet(target_id="{}-target-{year}-{metric}-{responsible}".format(unit, **given), **given)
        kept = {k: v for k, v in event.to_avro().items() if k in Target.model_fields}
        return self._write("target", event, Target(**kept, **self._book(unit), owner_unit=unit), unit)

    def tell(self, ledger: Iterable[Entry]) -> None:
        """Write what rules decided on a desk, as the coordinator would."""
        for entry in ledger:
            context = entry.context
            self._write(entry.key[0], entry.event, entry.outcome.state, context.unit, event_id=context.event_id)

    def say(self, unit: str, event: AggregateRecord) -> Any:
        """Have the rules decide an event, with all that follows, and write what they accept; returns the record."""
        accepted(self._desk.say(unit, event))
        self._desk.settle()
        self.tell(self._desk.ledger[self._said :])
        self._said = len(self._desk.ledger)
        return self._desk.states[(event.__aggregate__, event.aggregate_id())]

    def remove(self, aggregate: str, id_: str) -> None:
        """Take a record away, as compaction does with a tombstone."""
        topic, key = catalog.state(aggregate), id_.encode()
        partition = partition_for(key, PARTITIONS)
        offset = self._offsets.get((topic, partition), 0)
        self._offsets[topic, partition] = offset + 1
        self._new.append(Raw(topic, partition, offset, time.time_ns() // 1_000_000, key, None, []))

    @property
    def events(self) -> int:
        """How many events were written to ledgers so far."""
        return self._events

    def drain(self) -> list[Sequence[Raw]]:
        """Return the new records, one batch per partition."""
        batches: dict[tuple[str, int], list[Raw]] = {}
        for raw in self._new:
            batches.setdefault((raw.topic, raw.partition), []).append(raw)
        self._new = []
        return list(batches.values())

    def publish(self, settings: KafkaSettings, *, per_transaction: int = 500) -> int:
        """Write the new records to a real broker in transactions; returns how many."""
        raws, self._new = self._new, []
        sink = PlainSink(settings, f"boardlog-{time.time_ns()}")
        for start in range(0, len(raws), per_transaction):
            sink.begin()
            for raw in raws[start : start + per_transaction]:
                sink.send(raw.topic, raw.partition, raw.key, raw.value, raw.headers)  # type: ignore[arg-type]
            sink.flush()
            sink.commit({}, None)
        sink.close()
        return len(raws)

    def _book(self, unit: str) -> dict[str, Any]:
        now = _now()
        return {
            "version": 1,
            "registered_at": now,
            "updated_at": now,
            "updated_by": unit,
            "last_event_id": "e",
        }

    def _write(
        self, aggregate: str, event: AggregateRecord, state: Any, unit: str, *, event_id: str | None = None
    ) -> Any:
        self.event(unit, event, event_id=event_id)
        self.state(state)
        # What is written by hand is there for the rules too: others may ask about it.
        self._desk.states[(aggregate, state.aggregate_id())] = state
        return state

    def state(self, state: AggregateRecord) -> None:
        """Write a record as it stands."""
        self._append(catalog.state(state.__aggregate__), state.aggregate_id().encode(), state, [])

    def event(self, unit: str, event: AggregateRecord, *, event_id: str | None = None) -> None:
        """Write an accepted event."""
        self._events += 1
        key = event.aggregate_id().encode()
        headers = headers_for(
            event_id=event_id or f"{unit}-{time.time_ns()}-{self._events}",
            source=source_of(unit),
            event_type=event.__avro_name__,
            time=_now(),
            subject=event.aggregate_id(),
            dataschema=self._schema(event).urn,
            unit=unit,
            decided_at=_now(),
        )
        self._append(catalog.ledger(event.__aggregate__), key, event, headers)

    def _append(self, topic: str, key: bytes, record: AggregateRecord, headers: Any) -> None:
        partition = partition_for(key, PARTITIONS)
        offset = self._offsets.get((topic, partition), 0)
        self._offsets[topic, partition] = offset + 1
        schema = self._schema(record)
        values = record.to_avro()
        for name in _MASKED:
            if name in values:
                values[name] = None
        value = self.codec.encode(schema, values, self.schemas.id_of(topic, schema))
        self._new.append(Raw(topic, partition, offset, time.time_ns() // 1_000_000, key, value, headers))

    def _schema(self, record: AggregateRecord) -> ParsedSchema:
        name = record.__avro_name__
        if name not in self._parsed:
            self._parsed[name] = parse_schema(record.__avro_schema__)
        return self._parsed[name]


def _now() -> datetime:
    return datetime.now(UTC)
