# ruff: noqa
# fmt: off
"""Records of yipanqi.target. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Target(AggregateRecord):
    """Current record of a target. 目标."""

    __avro_name__: ClassVar[str] = "yipanqi.target.Target"
    __aggregate__: ClassVar[str] = "target"
    __id_field__: ClassVar[str] = "target_id"

    target_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    year: Annotated[int, Field(ge=2000, le=2100)]
    metric: Annotated[str, Field(max_length=2000), code_of("target.metric")]
    measure: Annotated[str, Field(max_length=20)]
    responsible: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    annual: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)]
    quarters: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    months: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    stretch: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    locked_through: Annotated[int, Field(ge=1, le=12)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class TargetCorrected(AggregateRecord):
    """A target was set wrongly; names the event and gives the right figures. 目标更正."""

    __avro_name__: ClassVar[str] = "yipanqi.target.TargetCorrected"
    __aggregate__: ClassVar[str] = "target"
    __id_field__: ClassVar[str] = "target_id"

    target_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    year: Annotated[int, Field(ge=2000, le=2100)]
    metric: Annotated[str, Field(max_length=2000), code_of("target.metric")]
    measure: Annotated[str, Field(max_length=20)]
    responsible: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    annual: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)]
    quarters: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    months: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    stretch: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class TargetPeriodLocked(AggregateRecord):
    """Commerce locks a target up to a month: from then on those months change by correction only. 目标锁定."""

    __avro_name__: ClassVar[str] = "yipanqi.target.TargetPeriodLocked"
    __aggregate__: ClassVar[str] = "target"
    __id_field__: ClassVar[str] = "target_id"

    target_id: AggregateId
    through_month: Annotated[int, Field(ge=1, le=12)]


class TargetRevised(AggregateRecord):
    """Commerce gives a target other figures for months that are not locked yet. 目标调整."""

    __avro_name__: ClassVar[str] = "yipanqi.target.TargetRevised"
    __aggregate__: ClassVar[str] = "target"
    __id_field__: ClassVar[str] = "target_id"

    target_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    measure: Annotated[str, Field(max_length=20)]
    annual: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)]
    quarters: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    months: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    stretch: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class TargetSet(AggregateRecord):
    """Commerce sets a target of a year with its quarters and months. 目标下达."""

    __avro_name__: ClassVar[str] = "yipanqi.target.TargetSet"
    __aggregate__: ClassVar[str] = "target"
    __id_field__: ClassVar[str] = "target_id"

    target_id: AggregateId
    year: Annotated[int, Field(ge=2000, le=2100)]
    metric: Annotated[str, Field(max_length=2000), code_of("target.metric")]
    measure: Annotated[str, Field(max_length=20)]
    responsible: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    annual: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)]
    quarters: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    months: Annotated[tuple[Annotated[Exact, Field(max_digits=20, decimal_places=2)], ...], Field(max_length=1000)]
    stretch: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
