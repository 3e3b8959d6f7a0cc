# ruff: noqa
# fmt: off
"""Records of yipanqi.visit. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Visit(AggregateRecord):
    """Current record of a leader's visit, reception or meeting. 领导招商活动."""

    __avro_name__: ClassVar[str] = "yipanqi.visit.Visit"
    __aggregate__: ClassVar[str] = "visit"
    __id_field__: ClassVar[str] = "visit_id"

    visit_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    leader: Annotated[str, Field(max_length=60, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("visit.kind")]
    held_on: date
    spent_hours: Annotated[Exact, Field(max_digits=6, decimal_places=1, le=24, gt=0)]
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    activity_id: AggregateId | None = None
    place_text: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    outcome: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    withdrawn: bool = False
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class VisitCorrected(AggregateRecord):
    """An earlier record was wrong; names it and gives the right values. 领导招商活动更正."""

    __avro_name__: ClassVar[str] = "yipanqi.visit.VisitCorrected"
    __aggregate__: ClassVar[str] = "visit"
    __id_field__: ClassVar[str] = "visit_id"

    visit_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    withdrawn: bool | None = None
    leader: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    kind: Annotated[str, Field(max_length=2000), code_of("visit.kind")] | None = None
    held_on: date | None = None
    spent_hours: Annotated[Exact, Field(max_digits=6, decimal_places=1, le=24, gt=0)] | None = None
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    activity_id: AggregateId | None = None
    place_text: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    outcome: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class VisitRecorded(AggregateRecord):
    """A unit records time that a leader gave to investment promotion. 领导招商活动登记."""

    __avro_name__: ClassVar[str] = "yipanqi.visit.VisitRecorded"
    __aggregate__: ClassVar[str] = "visit"
    __id_field__: ClassVar[str] = "visit_id"

    visit_id: AggregateId
    leader: Annotated[str, Field(max_length=60, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("visit.kind")]
    held_on: date
    spent_hours: Annotated[Exact, Field(max_digits=6, decimal_places=1, le=24, gt=0)]
    enterprise_id: EnterpriseId | None = None
    enterprise_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    project_id: AggregateId | None = None
    activity_id: AggregateId | None = None
    place_text: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    outcome: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
