# ruff: noqa
# fmt: off
"""Records of yipanqi.protection. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class ProtectionEntry(Record):
    """A claim's place in a register. 首报登记簿条目."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.ProtectionEntry"

    claim_id: AggregateId
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    investor_id: EnterpriseId
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")]
    granted: bool
    filed_at: datetime
    since_at: datetime
    via: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class LapsedClaim(Record):
    """A claim that its owner let lapse. 流入公海的首报."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.LapsedClaim"

    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")]
    lapsed_on: date


class ProtectionRegister(AggregateRecord):
    """Register of the claims on one group of enterprises: the one place that decides which is protected. 首报登记簿."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.ProtectionRegister"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    entries: Annotated[tuple[ProtectionEntry, ...], Field(max_length=1000)] | None = None
    lapsed: Annotated[tuple[LapsedClaim, ...], Field(max_length=1000)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ConversionAsked(AggregateRecord):
    """A claim is to be converted into a project whose investor is another one than the claimed. 首报转化集团核对."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.ConversionAsked"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    claim_id: AggregateId
    project_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    signing_id: Annotated[str, Field(max_length=2000)] | None = None
    investor_id: EnterpriseId | None = None


class ProtectionAsked(AggregateRecord):
    """A claim asks for its place in the group's register, or comes with it from another register. 首报入簿."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.ProtectionAsked"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    claim_id: AggregateId
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    investor_id: EnterpriseId
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")]
    filed_at: datetime
    granted: bool
    since_at: datetime | None = None
    via: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ProtectionReassigned(AggregateRecord):
    """A claim has another owner. 首报易主."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.ProtectionReassigned"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    claim_id: AggregateId
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    request_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None


class ProtectionReleased(AggregateRecord):
    """A claim gives its place up. 首报出簿."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.ProtectionReleased"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    claim_id: AggregateId
    lapsed_on: date | None = None


class RegisterRegrouped(AggregateRecord):
    """An enterprise of the group has another parent: the claims that came through it look for their register anew. 集团变动."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.RegisterRegrouped"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    moved_id: EnterpriseId | None = None


class RulingAsked(AggregateRecord):
    """Commerce's ruling on a claim in conflict. 撞单裁定入簿."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.RulingAsked"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    claim_id: AggregateId
    ruling_id: Annotated[str, Field(max_length=100, min_length=1)]
    ruled_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    upheld: bool
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class SigningAsked(AggregateRecord):
    """A project was signed: does a claim of another unit protect its investor? 签约首报核对."""

    __avro_name__: ClassVar[str] = "yipanqi.protection.SigningAsked"
    __aggregate__: ClassVar[str] = "protection"
    __id_field__: ClassVar[str] = "group_id"

    group_id: EnterpriseId
    project_id: AggregateId
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")] | None = None
    signing_id: Annotated[str, Field(max_length=2000)] | None = None
