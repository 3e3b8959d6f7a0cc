# ruff: noqa
# fmt: off
"""Records of yipanqi.listing. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class ListingStep(Record):
    """A stage that was reached. 阶段记录."""

    __avro_name__: ClassVar[str] = "yipanqi.listing.ListingStep"

    stage: Annotated[str, Field(max_length=2000), code_of("listing.stage")]
    since: FuzzyDate | None = None
    by_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000)] | None = None


class Listing(AggregateRecord):
    """Current record of an enterprise's way to its listing. 上市培育."""

    __avro_name__: ClassVar[str] = "yipanqi.listing.Listing"
    __aggregate__: ClassVar[str] = "listing"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    name: Annotated[str, Field(max_length=300, min_length=1)]
    board: Annotated[str, Field(max_length=2000), code_of("listing.board")]
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    sponsor: Annotated[str, Field(max_length=200)] | None = None
    next_step: Annotated[str, Field(max_length=500)] | None = None
    next_due_on: date | None = None
    stage: Annotated[str, Field(max_length=2000), code_of("listing.stage")]
    stage_since: FuzzyDate | None = None
    taken_over: bool = False
    stage_history: Annotated[tuple[ListingStep, ...], Field(max_length=1000)] = ()
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ListingAdvanced(AggregateRecord):
    """The enterprise reached another stage, or gave it up. 上市培育进展."""

    __avro_name__: ClassVar[str] = "yipanqi.listing.ListingAdvanced"
    __aggregate__: ClassVar[str] = "listing"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    to_stage: Annotated[str, Field(max_length=2000), code_of("listing.stage")]
    effective_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    force: bool = False
    reason: Annotated[str, Field(max_length=1000)] | None = None
    next_step: Annotated[str, Field(max_length=500)] | None = None
    next_due_on: date | None = None


class ListingCorrected(AggregateRecord):
    """An earlier report was wrong; null facts stay as they are. 上市培育更正."""

    __avro_name__: ClassVar[str] = "yipanqi.listing.ListingCorrected"
    __aggregate__: ClassVar[str] = "listing"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    board: Annotated[str, Field(max_length=2000), code_of("listing.board")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    sponsor: Annotated[str, Field(max_length=200)] | None = None
    next_step: Annotated[str, Field(max_length=500)] | None = None
    next_due_on: date | None = None
    stage_since: FuzzyDate | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ListingRegistered(AggregateRecord):
    """An enterprise is cultivated towards its listing. 上市培育入库."""

    __avro_name__: ClassVar[str] = "yipanqi.listing.ListingRegistered"
    __aggregate__: ClassVar[str] = "listing"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    board: Annotated[str, Field(max_length=2000), code_of("listing.board")]
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    sponsor: Annotated[str, Field(max_length=200)] | None = None
    next_step: Annotated[str, Field(max_length=500)] | None = None
    next_due_on: date | None = None
    stage: Annotated[str, Field(max_length=2000), code_of("listing.stage")]
    stage_since: FuzzyDate | None = None
    taken_over: bool = False
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ListingUpdated(AggregateRecord):
    """Facts changed; null facts stay as they are. 上市培育变更."""

    __avro_name__: ClassVar[str] = "yipanqi.listing.ListingUpdated"
    __aggregate__: ClassVar[str] = "listing"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    board: Annotated[str, Field(max_length=2000), code_of("listing.board")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    sponsor: Annotated[str, Field(max_length=200)] | None = None
    next_step: Annotated[str, Field(max_length=500)] | None = None
    next_due_on: date | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
