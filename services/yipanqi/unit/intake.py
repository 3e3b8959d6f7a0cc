"""From a CloudEvent in JSON to an event that may be published: envelope, rights, model, each with its reason."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from yipanqi.bus.cloudevents import SPECVERSION, parse_time, source_of
from yipanqi.clock import Clock
from yipanqi.contract.catalog import Catalog
from yipanqi.models.base import AggregateRecord
from yipanqi.models.table import EVENTS
from yipanqi.unit.jsontypes import check_types
from yipanqi.unit.problems import Problem, RequestRefused
from yipanqi.unit.wording import problems_of

MAX_ID = 100
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,99}")
_EXTENSION = re.compile(r"[a-z0-9]{1,40}")
_SYSTEM = r"(?::[a-z0-9][a-z0-9._-]{0,39})?"
_CORE = frozenset({"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data"})
_AHEAD = timedelta(minutes=10)
_MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the unit publishes it; `digest` stands for its content (time left out: a retry has its own)."""

    event_id: str
    source: str
    event_type: str
    time: datetime
    record: AggregateRecord

    @property
    def aggregate_id(self) -> str:
        """Id of the aggregate: subject and Kafka key."""
        return self.record.aggregate_id()

    @property
    def digest(self) -> str:
        """SHA-256 over source, type and content, in hex."""
        content = json.dumps(self.record.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256("\n".join((self.source, self.event_type, content)).encode()).hexdigest()


class Intake:
    """Decides which CloudEvents a unit may publish; one instance per unit, no state."""

    def __init__(self, unit: str, catalog: Catalog, clock: Clock) -> None:
        self._unit = unit
        self._clock = clock
        self._source = re.compile(re.escape(source_of(unit)) + _SYSTEM)
        self._allowed = catalog.event_types(unit)
        self._oldest = timedelta(days=catalog.dedupe_days) - _MARGIN

    def read(self, envelope: Any) -> Event:
        """Return the event of a CloudEvents JSON object.

        Raises RequestRefused: 403 for a source or type that is not this unit's, 422 for everything else.
        """
        if not isinstance(envelope, dict):
            raise _bad("not_an_event", "应为 CloudEvents 对象", "expected a CloudEvents object", None)
        problems = _envelope_problems(envelope)
        if problems:
            raise RequestRefused(422, problems)
        source = self._checked_source(envelope.get("source"))
        model = self._model(envelope["type"])
        record = _record(model, envelope.get("data"))
        subject = envelope.get("subject")
        if subject is not None and subject != record.aggregate_id():
            raise _bad(
                "subject_mismatch",
                f"subject 应为 {record.aggregate_id()}，或不填",
                f"subject must be {record.aggregate_id()}, or absent",
                "subject",
            )
        event_id = envelope.get("id") or str(uuid.uuid4())
        return Event(event_id, source, envelope["type"], self._time(envelope.get("time")), record)

    def _checked_source(self, given: str | None) -> str:
        if given is None:
            return source_of(self._unit)
        if self._source.fullmatch(given):
            return given
        own = source_of(self._unit)
        raise _bad(
            "forged_source",
            f"source 应为 {own} 或 {own}:<系统>，或不填",
            f"source must be {own} or {own}:<system>, or absent",
            "source",
            status=403,
        )

    def _model(self, event_type: str) -> type[AggregateRecord]:
        model = EVENTS.get(event_type)
        if model is None:
            raise _bad("unknown_type", "没有这种事件类型，见目录", "no such event type, see the catalogue", "type")
        if event_type not in self._allowed:
            raise _bad(
                "type_not_allowed",
                f"目录不允许 {self._unit} 发布 {event_type}",
                f"the catalogue does not let {self._unit} publish {event_type}",
                "type",
                status=403,
            )
        return model

    def _time(self, given: str | None) -> datetime:
        now = self._clock.now()
        if given is None:
            return now
        moment = parse_time(given)
        if moment is None:
            raise _bad(
                "invalid_time",
                'time 应为带时区的 RFC 3339 时刻，如 "2020-04-28T09:30:00Z"',
                'time must be RFC 3339 with a zone, like "2020-04-28T09:30:00Z"',
                "time",
            )
        if not now - self._oldest <= moment <= now + _AHEAD:
            raise _bad(
                "time_out_of_range",
                f"time 是事件发出的时刻，应在最近 {self._oldest.days} 天之内；业务日期请写在 data 中",
                f"time is when the event was sent: within the last {self._oldest.days} days; "
                "dates of the business belong in data",
                "time",
            )
        return moment


def _envelope_problems(envelope: Mapping[str, Any]) -> list[Problem]:
    found: list[Problem] = []

    def problem(code: str, field: str, zh: str, en: str) -> None:
        found.append(Problem(code=code, zh=zh, en=en, field=field))

    if envelope.get("specversion") != SPECVERSION:
        problem("specversion", "specversion", '应为 "1.0"', 'must be "1.0"')
    for name in ("id", "source", "type", "subject", "time", "datacontenttype", "dataschema"):
        value = envelope.get(name)
        if value is not None and (not isinstance(value, str) or not value or len(value) > 500):
            problem(
                "invalid_attribute", name, "应为 1 至 500 个字符的字符串", "must be a string of 1 to 500 characters"
            )
    if "type" not in envelope:
        problem("missing", "type", "必填，未填写", "is required")
    event_id = envelope.get("id")
    if isinstance(event_id, str) and not _ID.fullmatch(event_id):
        zh = f"只能用字母、数字和 . _ : -，至多 {MAX_ID} 个字符"
        problem("invalid_id", "id", zh, f"takes letters, digits and . _ : - only, {MAX_ID} characters at most")
    if envelope.get("datacontenttype", "application/json") != "application/json":
        problem("datacontenttype", "datacontenttype", "data 应为 JSON", "data must be JSON")
    if "data" not in envelope:
        problem("missing", "data", "必填，未填写；不接受 data_base64", "is required; data_base64 is not taken")
    found.extend(_extension_problems(envelope))
    return found


def _extension_problems(envelope: Mapping[str, Any]) -> list[Problem]:
    """Extensions of a valid form are taken and not carried on: the bus has its own headers."""
    return [
        Problem(
            code="invalid_attribute",
            zh="不是有效的 CloudEvents 扩展属性",
            en="is no valid CloudEvents extension attribute",
            field=name[:80],
        )
        for name, value in envelope.items()
        if name not in _CORE and (not _EXTENSION.fullmatch(name) or isinstance(value, dict | list))
    ]


def _record(model: type[AggregateRecord], data: Any) -> AggregateRecord:
    problems = check_types(data, model.__avro_schema__)
    wrong = {problem.field for problem in problems}
    record: AggregateRecord | None = None
    if isinstance(data, dict):
        try:
            record = model.model_validate(data)
        except ValidationError as error:
            problems += [problem for problem in problems_of(error) if problem.field not in wrong]
    if problems or record is None:
        raise RequestRefused(422, problems)
    return record


def _bad(code: str, zh: str, en: str, field: str | None, *, status: int = 422) -> RequestRefused:
    return RequestRefused(status, [Problem(code=code, zh=zh, en=en, field=field)])
