"""Writes what the coordinator would write: ledger events and state records, in memory or on a real broker."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tests.support.desk import Desk, Entry, accepted

from yipanqi.bus.cloudevents import headers_for, source_of
from yipanqi.bus.codec import AvroCodec, parse_schema
from yipanqi.bus.partitioner import partition_for
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.schema import ParsedSchema
from yipanqi.bus.settings import KafkaSettings
from yipanqi.bus.transaction import PlainSink
from yipanqi.contract import catalog
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, CarrierRegistered, Hold
from yipanqi.models.common import Evidence, Money
from yipanqi.models.enterprise import Enterprise, EnterpriseRegistered
from yipanqi.models.fdi import FdiEntry, FdiEntryRecorded
from yipanqi.models.project import Project, ProjectRegistered, ProjectStageChanged, StageStep
from yipanqi.models.target import Target, TargetSet

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


class MemorySchemas:
    """Schemas numbered as they come; stands for a registry where no broker is involved."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._schemas: dict[int, ParsedSchema] = {}

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        return self._schemas[schema_id]

    def id_of(self, topic: str, schema: ParsedSchema) -> int:
        if schema.full_name not in self._ids:
            self._ids[schema.full_name] = len(self._ids) + 1
            self._schemas[self._ids[schema.full_name]] = schema
        return self._ids[schema.full_name]


class RegisteredSchemas:
    """Schemas registered in a real registry as the catalogue would."""

    def __init__(self, registry: SchemaRegistry) -> None:
        self._registry = registry
        self._ids: dict[tuple[str, str], int] = {}

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        return self._registry.schema_by_id(schema_id)

    def id_of(self, topic: str, schema: ParsedSchema) -> int:
        key = (topic, schema.full_name)
        if key not in self._ids:
            self._ids[key] = self._registry.register(f"{topic}-{schema.full_name}", schema)
        return self._ids[key]


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
            taken_over_confirmed=False,
            stage_history=[
                StageStep(stage=event.stage, by_unit=unit, event_id="e", taken_over=True, reason="内部理由")
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
        state_only = {k: values.pop(k) for k in ("status", "verified_usd") if k in values}
        event = FdiEntryRecorded(**{"received_on": date(2020, 5, 8), **base, **values})
        kept = {k: v for k, v in event.to_avro().items() if k in FdiEntry.model_fields}
        return self._write("fdi", event, FdiEntry(**kept, **state_only, **self._book(unit), owner_unit=unit), unit)

    def target(self, number: str, unit: str = "commerce", **values: Any) -> Target:
        """Set a target."""
        base = {"target_id": f"{unit}-target-{number}", "year": 2020, "metric": "FDI_UTILISED", "measure": "万美元"}
        event = TargetSet(
            **{**base, "responsible": "commerce", "annual": Decimal(100), "quarters": [], "months": [], **values}
        )
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


def money(amount: str, currency: str = "CNY") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def hold(project_id: str) -> Hold:
    return Hold(hold_id="h1", kind="RESERVED", project_id=project_id, requested_by="commerce", granted_at=_now())


def small_district(log: BoardLog) -> None:
    """A handful of everything, with amounts that some viewers may not see."""
    log.project(
        "1",
        name="华星光电子生产基地",
        chain="C3",
        investor_name="华星集团",
        planned_investment=money("1200000000.00"),
        contract_fdi_usd=Decimal("30000000.00"),
        contract_reference="HT-机密-1",
        stage="NEGOTIATING",
        stage_since="2020-04",
        land_m2=Decimal("66666.67"),
        host_unit="zone",
    )
    log.project(
        "2",
        "investment",
        name="ＡＢＣ医疗器械研发中心",
        chain="C2",
        planned_investment=money("5000000.00", "USD"),
        stage="SIGNED",
        stage_since="2020",
        taken_over=False,
    )
    log.project(
        "3",
        "snd-group",
        name="狮山商务楼更新",
        chain="C5",
        planned_investment=money("88000000.00"),
        stage="BUILDING",
        stage_since="2020-05-28",
        remarks="自有项目备注",
    )
    log.project("4", "zone", name="智能装备产业园", chain="C4", stage="APPROVING", host_unit="zone")
    log.carrier(
        "1",
        name="科技城标准厂房1号",
        floor_m2=Decimal("12000.00"),
        rent_cny_m2_month=Decimal("25.50"),
        area_code="A-SSTT",
        permitted_chains=["C2", "C3"],
        vacant_since="2019-11",
    )
    log.carrier(
        "2",
        "soe-2",
        name="浒关闲置地块",
        kind="IDLE_LAND",
        land_m2=Decimal("40000.00"),
        price=money("30000000.00"),
        manager_unit="snd-group",
    )
    log.carrier(
        "3",
        "soe-3",
        name="通安写字楼",
        kind="VACANT_BUILDING",
        floor_m2=Decimal("8000.00"),
        status="RESERVED",
        holds=[hold("commerce-project-1")],
        rent_cny_m2_month=Decimal("60.00"),
    )
    log.enterprise("foreign:JP:0001", name="华星集团", country="JP", target=True)
    log.fdi("1", amount=money("623000.00", "USD"), usd=Decimal("623000.00"), voucher="凭证-7")
    log.target("1", annual=Decimal("120000.00"))


def many_projects(log: BoardLog, count: int, events_each: int = 1) -> Iterator[Project]:
    """A lot of projects, each with its events."""
    stages = ("SIGNED", "APPROVING", "READY_TO_START", "BUILDING")
    for n in range(count):
        project = log.project(
            f"m{log.events}-{n}", planned_investment=money("1000000.00"), chain="C1", investor_name="某公司"
        )
        for m in range(events_each - 1):
            project = log.move(project, stages[m % len(stages)])
        yield project


def _now() -> datetime:
    return datetime.now(UTC)
