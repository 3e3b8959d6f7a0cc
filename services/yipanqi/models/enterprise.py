# ruff: noqa
# fmt: off
"""Records of yipanqi.enterprise. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class MergedEnterprise(Record):
    """A duplicate that was absorbed. 并入的企业."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.MergedEnterprise"

    enterprise_id: EnterpriseId
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    names: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    merged_at: datetime


class DistinctEnterprise(Record):
    """An enterprise that was decided to be another one than this. 已认定的不同企业."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.DistinctEnterprise"

    enterprise_id: EnterpriseId
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    decided_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    decided_on: date
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    pending: bool
    stood_with: Annotated[str, Field(max_length=100, min_length=1)] | None = None


class Introduction(Record):
    """A technology enterprise or talents that a unit reported as introduced. 引进登记."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.Introduction"

    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("enterprise.introduction")]
    reported_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    introduced_on: FuzzyDate
    document: Annotated[str, Field(max_length=200, min_length=1)]
    category: Annotated[str, Field(max_length=2000), code_of("enterprise.recognition")] | None = None
    recognised_on: date | None = None
    level: Annotated[str, Field(max_length=2000), code_of("enterprise.talent_level")] | None = None
    persons: Annotated[int, Field(ge=1)] | None = None
    status: Annotated[str, Field(max_length=2000), code_of("enterprise.introduction_status")]
    self_recorded: bool = False
    decided_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    decided_on: date | None = None
    decision_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class Enterprise(AggregateRecord):
    """Current record of an enterprise. 企业."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.Enterprise"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    name_en: Annotated[str, Field(max_length=300)] | None = None
    aliases: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    country: Annotated[str, Field(max_length=2000, pattern="^[A-Z]{2}$")] | None = None
    parent_id: EnterpriseId | None = None
    parent_name: Annotated[str, Field(max_length=300)] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    industry_version: Annotated[str, Field(max_length=2000, pattern="^[0-9]{4}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    chain_node: Annotated[str, Field(max_length=100)] | None = None
    target: bool | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    merged_from: Annotated[tuple[MergedEnterprise, ...], Field(max_length=1000)] = ()
    merged_names: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    distinct_from: Annotated[tuple[DistinctEnterprise, ...], Field(max_length=1000)] = ()
    distinct_set_aside: Annotated[tuple[DistinctEnterprise, ...], Field(max_length=1000)] = ()
    merged_into: EnterpriseId | None = None
    merging_into: EnterpriseId | None = None
    merge_event_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    merged_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    introductions: Annotated[tuple[Introduction, ...], Field(max_length=1000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class EnterpriseAbsorbed(AggregateRecord):
    """The coordinator tells an enterprise that another is absorbed by it, or under which names that one is known now. 企业并入通知."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseAbsorbed"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    merged_id: EnterpriseId
    merge_id: Annotated[str, Field(max_length=100, min_length=1)]
    names: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    refresh: bool


class EnterpriseCorrected(AggregateRecord):
    """An earlier report of this enterprise was wrong. 企业更正."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseCorrected"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    name_en: Annotated[str, Field(max_length=300)] | None = None
    aliases: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    country: Annotated[str, Field(max_length=2000, pattern="^[A-Z]{2}$")] | None = None
    parent_id: EnterpriseId | None = None
    parent_name: Annotated[str, Field(max_length=300)] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    industry_version: Annotated[str, Field(max_length=2000, pattern="^[0-9]{4}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    chain_node: Annotated[str, Field(max_length=100)] | None = None
    target: bool | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class EnterpriseDistinctNoted(AggregateRecord):
    """The decision that two enterprises are two, on its way to the other record or back as its answer. 企业认定为不同的确认."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseDistinctNoted"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    other_id: EnterpriseId
    decision_id: Annotated[str, Field(max_length=100, min_length=1)]
    decided_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    decided_on: date
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    answer: bool
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None


class EnterpriseDistinguished(AggregateRecord):
    """Commerce decides that two enterprises that look like one are two. 企业认定为不同."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseDistinguished"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    other_id: EnterpriseId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class EnterpriseMergeAnswered(AggregateRecord):
    """The enterprise to be kept answers whether it absorbs the duplicate. 企业合并答复."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseMergeAnswered"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    into_id: EnterpriseId
    merge_id: Annotated[str, Field(max_length=100, min_length=1)]
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    now_into: EnterpriseId | None = None


class EnterpriseMergeUndone(AggregateRecord):
    """A merger was wrong: the absorbed record stands on its own again. 撤销企业合并."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseMergeUndone"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class EnterpriseMerged(AggregateRecord):
    """Commerce has found that this enterprise and another are one: this record is absorbed by the other. 企业合并."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseMerged"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    into_id: EnterpriseId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class EnterpriseRecognised(AggregateRecord):
    """A unit reports that an enterprise it introduced is a recognised technology enterprise. 科技企业引进登记."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseRecognised"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    category: Annotated[str, Field(max_length=2000), code_of("enterprise.recognition")]
    recognised_on: date
    document: Annotated[str, Field(max_length=200, min_length=1)]
    introduced_on: FuzzyDate


class EnterpriseRegistered(AggregateRecord):
    """A unit registers an enterprise. 企业登记."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseRegistered"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    name_en: Annotated[str, Field(max_length=300)] | None = None
    aliases: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    country: Annotated[str, Field(max_length=2000, pattern="^[A-Z]{2}$")] | None = None
    parent_id: EnterpriseId | None = None
    parent_name: Annotated[str, Field(max_length=300)] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    industry_version: Annotated[str, Field(max_length=2000, pattern="^[0-9]{4}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    chain_node: Annotated[str, Field(max_length=100)] | None = None
    target: bool | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class EnterpriseReleased(AggregateRecord):
    """The coordinator tells an enterprise that a merger into it was undone. 企业并入撤销通知."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseReleased"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    merged_id: EnterpriseId
    merge_id: Annotated[str, Field(max_length=100, min_length=1)]


class EnterpriseUpdated(AggregateRecord):
    """Changed facts of an enterprise; absent fields stay as they are. 企业变更."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.EnterpriseUpdated"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    name_en: Annotated[str, Field(max_length=300)] | None = None
    aliases: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    country: Annotated[str, Field(max_length=2000, pattern="^[A-Z]{2}$")] | None = None
    parent_id: EnterpriseId | None = None
    parent_name: Annotated[str, Field(max_length=300)] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    industry_version: Annotated[str, Field(max_length=2000, pattern="^[0-9]{4}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    chain_node: Annotated[str, Field(max_length=100)] | None = None
    target: bool | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class IntroductionDecided(AggregateRecord):
    """Commerce verifies or rejects what a unit reported as introduced, or the unit takes its own report back. 引进核实."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.IntroductionDecided"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    introduction: Annotated[str, Field(max_length=100, min_length=1)]
    decision: Annotated[str, Field(max_length=2000), code_of("enterprise.introduction_decision")]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class RegisterSought(AggregateRecord):
    """A message to a group's register on its way up: each enterprise hands it to its parent, the one at the top to the register. 首报上溯."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.RegisterSought"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    message: Annotated[str, Field(max_length=2000), code_of("protection.message")]
    via: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    claim_id: AggregateId | None = None
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    investor_id: EnterpriseId | None = None
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")] | None = None
    filed_at: datetime | None = None
    granted: bool | None = None
    since_at: datetime | None = None
    ruling_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    upheld: bool | None = None
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    moved_id: EnterpriseId | None = None
    project_id: AggregateId | None = None
    request_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    signing_id: Annotated[str, Field(max_length=2000)] | None = None
    lapsed_on: date | None = None


class TalentsIntroduced(AggregateRecord):
    """A unit reports talents that came to an enterprise: numbers by level, nothing about persons. 人才引进登记."""

    __avro_name__: ClassVar[str] = "yipanqi.enterprise.TalentsIntroduced"
    __aggregate__: ClassVar[str] = "enterprise"
    __id_field__: ClassVar[str] = "enterprise_id"

    enterprise_id: EnterpriseId
    level: Annotated[str, Field(max_length=2000), code_of("enterprise.talent_level")] | None = None
    persons: Annotated[int, Field(ge=1, le=10000)] | None = None
    document: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    introduced_on: FuzzyDate
