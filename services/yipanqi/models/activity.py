# ruff: noqa
# fmt: off
"""Records of yipanqi.activity. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Activity(AggregateRecord):
    """Current record of an activity. 招商活动."""

    __avro_name__: ClassVar[str] = "yipanqi.activity.Activity"
    __aggregate__: ClassVar[str] = "activity"
    __id_field__: ClassVar[str] = "activity_id"

    activity_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    name: Annotated[str, Field(max_length=300, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("activity.kind")]
    starts_on: date
    ends_on: date | None = None
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] = ()
    cost: Money | None = None
    status: Annotated[str, Field(max_length=2000), code_of("activity.status")]
    held_on: date | None = None
    guests: Annotated[int, Field(ge=0)] | None = None
    results: Annotated[str, Field(max_length=2000)] | None = None
    cancel_reason: Annotated[str, Field(max_length=1000)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ActivityCancelled(AggregateRecord):
    """The activity will not take place. 招商活动取消."""

    __avro_name__: ClassVar[str] = "yipanqi.activity.ActivityCancelled"
    __aggregate__: ClassVar[str] = "activity"
    __id_field__: ClassVar[str] = "activity_id"

    activity_id: AggregateId
    cancel_reason: Annotated[str, Field(max_length=1000, min_length=1)]


class ActivityCorrected(AggregateRecord):
    """An earlier report about the activity was wrong; null facts stay as they are. 招商活动更正."""

    __avro_name__: ClassVar[str] = "yipanqi.activity.ActivityCorrected"
    __aggregate__: ClassVar[str] = "activity"
    __id_field__: ClassVar[str] = "activity_id"

    activity_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    kind: Annotated[str, Field(max_length=2000), code_of("activity.kind")] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] | None = None
    cost: Money | None = None
    held_on: date | None = None
    guests: Annotated[int, Field(ge=0)] | None = None
    results: Annotated[str, Field(max_length=2000)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ActivityHeld(AggregateRecord):
    """The activity took place. 招商活动举办."""

    __avro_name__: ClassVar[str] = "yipanqi.activity.ActivityHeld"
    __aggregate__: ClassVar[str] = "activity"
    __id_field__: ClassVar[str] = "activity_id"

    activity_id: AggregateId
    held_on: date
    guests: Annotated[int, Field(ge=0)] | None = None
    results: Annotated[str, Field(max_length=2000)] | None = None


class ActivityRegistered(AggregateRecord):
    """A unit plans an activity, or reports one that was held. 招商活动登记."""

    __avro_name__: ClassVar[str] = "yipanqi.activity.ActivityRegistered"
    __aggregate__: ClassVar[str] = "activity"
    __id_field__: ClassVar[str] = "activity_id"

    activity_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("activity.kind")]
    starts_on: date
    ends_on: date | None = None
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] = ()
    cost: Money | None = None
    held_on: date | None = None
    guests: Annotated[int, Field(ge=0)] | None = None
    results: Annotated[str, Field(max_length=2000)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ActivityUpdated(AggregateRecord):
    """Facts of an activity changed; null facts stay as they are. 招商活动变更."""

    __avro_name__: ClassVar[str] = "yipanqi.activity.ActivityUpdated"
    __aggregate__: ClassVar[str] = "activity"
    __id_field__: ClassVar[str] = "activity_id"

    activity_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    kind: Annotated[str, Field(max_length=2000), code_of("activity.kind")] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] | None = None
    cost: Money | None = None
    guests: Annotated[int, Field(ge=0)] | None = None
    results: Annotated[str, Field(max_length=2000)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
