# ruff: noqa
# fmt: off
"""Records of yipanqi.alert. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Alert(AggregateRecord):
    """Current record of an alert. 预警."""

    __avro_name__: ClassVar[str] = "yipanqi.alert.Alert"
    __aggregate__: ClassVar[str] = "alert"
    __id_field__: ClassVar[str] = "alert_id"

    alert_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    status: Annotated[str, Field(max_length=2000), code_of("alert.status")]
    kind: Annotated[str, Field(max_length=2000), code_of("alert.kind")]
    level: Annotated[str, Field(max_length=2000), code_of("alert.level")]
    subject_aggregate: Annotated[str, Field(max_length=40, min_length=1)]
    subject_id: Annotated[str, Field(max_length=160, min_length=1)] | None = None
    subject_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    limit: Annotated[int, Field(ge=0)] | None = None
    since_on: date | None = None
    due_on: date | None = None
    reason_zh: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    reason_en: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    raised_at: datetime
    cleared_at: datetime | None = None
    raised_times: Annotated[int, Field(ge=1)]
    snoozed_until_on: date | None = None
    snoozed_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    snooze_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class AlertCleared(AggregateRecord):
    """The watch found that the condition holds no longer. 预警解除."""

    __avro_name__: ClassVar[str] = "yipanqi.alert.AlertCleared"
    __aggregate__: ClassVar[str] = "alert"
    __id_field__: ClassVar[str] = "alert_id"

    alert_id: AggregateId


class AlertRaised(AggregateRecord):
    """The watch found that a condition holds, or that it has become more urgent. 预警提出."""

    __avro_name__: ClassVar[str] = "yipanqi.alert.AlertRaised"
    __aggregate__: ClassVar[str] = "alert"
    __id_field__: ClassVar[str] = "alert_id"

    alert_id: AggregateId
    kind: Annotated[str, Field(max_length=2000), code_of("alert.kind")]
    level: Annotated[str, Field(max_length=2000), code_of("alert.level")]
    subject_aggregate: Annotated[str, Field(max_length=40, min_length=1)]
    subject_id: Annotated[str, Field(max_length=160, min_length=1)] | None = None
    subject_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    limit: Annotated[int, Field(ge=0)] | None = None
    since_on: date | None = None
    due_on: date | None = None
    reason_zh: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    reason_en: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class AlertSnoozed(AggregateRecord):
    """A unit that must act puts the alert off, with its reason. 预警暂缓提醒."""

    __avro_name__: ClassVar[str] = "yipanqi.alert.AlertSnoozed"
    __aggregate__: ClassVar[str] = "alert"
    __id_field__: ClassVar[str] = "alert_id"

    alert_id: AggregateId
    until_on: date
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class SnoozeEnded(AggregateRecord):
    """The rest that a unit gave itself is over. 暂缓到期."""

    __avro_name__: ClassVar[str] = "yipanqi.alert.SnoozeEnded"
    __aggregate__: ClassVar[str] = "alert"
    __id_field__: ClassVar[str] = "alert_id"

    alert_id: AggregateId
    until_on: date
