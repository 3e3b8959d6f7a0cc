"""From a record of an intake topic to an event that a rule can decide, or to the reason why it can't be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from yipanqi.bus.cloudevents import SOURCE_PREFIX, EventMeta, parse_headers
from yipanqi.bus.codec import AvroCodec, Decoded
from yipanqi.bus.errors import DecodeError
from yipanqi.bus.records import Record
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.clock import Clock
from yipanqi.contract.catalog import COORDINATOR, Catalog
from yipanqi.contract.masking import Mask, Share, hidden_fields, product_mask
from yipanqi.contract.schemas import product_schemas
from yipanqi.coordinator.memory import AHEAD
from yipanqi.models.base import AggregateRecord
from yipanqi.models.table import EVENTS
from yipanqi.rules.outcome import Refused


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event that can be decided. `values` holds no owner's fields; `wire` is reusable only if it had none."""

    unit: str
    meta: EventMeta
    event_type: str
    event: AggregateRecord
    values: dict[str, Any]
    wire: bytes | None
    schema_id: int

    @property
    def aggregate(self) -> str:
        """The aggregate that the event is about."""
        return self.event.__aggregate__


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that no rule will see. Without `event_id` nobody can be told; then the dead letter is all."""

    unit: str
    event_id: str | None
    event_type: str
    refusal: Refused
    dead_letter: bool
    aggregate_id: str = ""


class IntakeReader:
    """Reads intake records: who spoke, what, and whether they may. Its only state is caches."""

    def __init__(self, codec: AvroCodec, catalog: Catalog, wall_clock: Clock) -> None:
        self._codec = codec
        self._wall_clock = wall_clock
        self._oldest_age = timedelta(days=catalog.dedupe_days)
        self._allowed = {unit: catalog.event_types(unit) for unit in catalog.speakers}
        self._schemas: dict[str, ParsedSchema] = {}
        self._masks: dict[str, tuple[frozenset[str], Mask]] = {}

    def meta(self, record: Record) -> EventMeta | Rejected:
        """Read the headers alone: enough to know an event that was decided before."""
        try:
            return parse_headers(record.headers)
        except DecodeError as error:
            return _dead_letter(speaker(record, None), None, "", str(error.code), error.message)

    def read(self, record: Record, meta: EventMeta) -> Incoming | Rejected:
        """Decode and check one record.

        Raises RegistryError (retriable) when the registry can't be asked; everything else is an answer.
        """
        unit = speaker(record, meta)
        try:
            decoded = self._codec.decode(record.value, fingerprint=meta.fingerprint)
            decoded = self._evolved(decoded, record)
        except DecodeError as error:
            return _dead_letter(unit, meta.id, meta.type or "", str(error.code), error.message)
        refusal = self._forbidden(unit, meta, decoded.full_name, record.timestamp)
        if refusal is not None:
            dead = refusal.code in ("unknown-type", "type-mismatch")
            return Rejected(unit, meta.id, decoded.full_name, refusal, dead)
        return self._model(unit, meta, decoded, record)

    def _evolved(self, decoded: Decoded, record: Record) -> Decoded:
        """Read what was written with another version of the schema as the version that this code knows."""
        name = decoded.full_name
        if name not in EVENTS:
            return decoded
        ours = self._schemas.get(name)
        if ours is None:
            ours = self._schemas[name] = parse_schema(product_schemas().resolved(name))
        if decoded.fingerprint == ours.fingerprint:
            return decoded
        return self._codec.decode(record.value, reader_schema=ours)

    def _forbidden(self, unit: str, meta: EventMeta, event_type: str, timestamp_ms: int) -> Refused | None:
        if event_type not in EVENTS:
            return Refused(
                "unknown-type",
                f"没有事件类型 {event_type}，请核对目录",
                f"there is no event type {event_type}: see the catalogue",
            )
        if meta.type is not None and meta.type != event_type:
            return Refused(
                "type-mismatch",
                f"ce_type 写的是 {meta.type}，内容却是 {event_type}",
                f"ce_type says {meta.type}, the content is {event_type}",
            )
        if unit == COORDINATOR:
            return None
        if event_type not in self._allowed[unit]:
            return Refused(
                "type-not-allowed",
                f"{unit} 无权发布 {event_type}，如需发布请申请调整目录",
                f"{unit} may not publish {event_type}: the catalogue gives it no such duty",
            )
        own = SOURCE_PREFIX + unit
        if meta.source is not None and meta.source != own and not meta.source.startswith(own + ":"):
            return Refused(
                "forged-source",
                f"ce_source 不是本单位，应为 {own} 或 {own}:<系统>",
                f"ce_source is not this unit's: expected {own} or {own}:<system>",
            )
        return self._beyond_memory(meta, timestamp_ms)

    def _beyond_memory(self, meta: EventMeta, timestamp_ms: int) -> Refused | None:
        """Refuse an event older than the memory of decisions, which could be decided twice, and one of the future.

        That one would seem young for as long as it is ahead, when its first decision has long been forgotten.
        """
        now = self._wall_clock.now()
        spoken = meta.time or datetime.fromtimestamp(timestamp_ms / 1000, now.tzinfo)
        if spoken - now > AHEAD:
            return Refused(
                "time-ahead",
                f"事件发布时间 {spoken:%Y-%m-%d %H:%M} UTC 晚于现在，请校准时钟，并以新的 ce_id 重新发布",
                f"the event was published at {spoken:%Y-%m-%d %H:%M} UTC by its own clock, which is to come: "
                "set that clock right and publish it anew, with another ce_id",
            )
        if now - spoken <= self._oldest_age:
            return None
        days = self._oldest_age.days
        return Refused(
            "too-old",
            f"事件发布时间早于 {days} 天前，无法排除重复，请以新的 ce_id 重新发布",
            f"the event was published over {days} days ago and might be a repetition: publish it anew",
        )

    def _model(self, unit: str, meta: EventMeta, decoded: Decoded, record: Record) -> Incoming | Rejected:
        hidden, mask = self._mask(decoded.full_name)
        private = any(decoded.value.get(name) is not None for name in hidden)
        values = mask(decoded.value) if private else decoded.value
        try:
            event = EVENTS[decoded.full_name].from_avro(values)
        except ValidationError as error:
            return Rejected(unit, meta.id, decoded.full_name, _invalid(error), dead_letter=False)
        wire = None if private else record.value
        return Incoming(unit, meta, decoded.full_name, event, values, wire, decoded.schema_id)

    def _mask(self, event_type: str) -> tuple[frozenset[str], Mask]:
        known = self._masks.get(event_type)
        if known is None:
            hidden = hidden_fields(product_schemas().resolved(event_type), Share.GOVERNMENT)
            known = self._masks[event_type] = (hidden, product_mask(event_type, Share.GOVERNMENT))
        return known


def speaker(record: Record, meta: EventMeta | None) -> str:
    """Return the unit that certainly spoke: the topic's; on the coordinator's own topic, the one it vouches for."""
    unit = record.topic.partition(".")[2]
    if unit == COORDINATOR and meta is not None and meta.unit:
        return meta.unit
    return unit


def _dead_letter(unit: str, event_id: str | None, event_type: str, code: str, detail: str) -> Rejected:
    refusal = Refused(
        code.replace("_", "-"),
        f"无法解读该事件（{code}），原文已存入死信，请检查编码与模式版本",
        f"the event can't be read ({detail}): its bytes are kept as a dead letter; check encoding and schema",
    )
    return Rejected(unit, event_id, event_type, refusal, dead_letter=True)


def _invalid(error: ValidationError) -> Refused:
    first: Mapping[str, Any] = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or None
    return Refused(
        "invalid-field",
        f"字段 {field} 不符合目录要求：{first['msg']}",
        f"field {field} breaks the contract: {first['msg']}",
        field,
    )
