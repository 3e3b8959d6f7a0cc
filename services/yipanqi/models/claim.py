# ruff: noqa
# fmt: off
"""Records of yipanqi.claim. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Claim(AggregateRecord):
    """Current record of a claim: who found an investor first. 首报."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.Claim"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    investor_id: EnterpriseId
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")]
    status: Annotated[str, Field(max_length=2000), code_of("claim.status")]
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    investor_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    needs: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    first_contact_on: date | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] | None = None
    remarks: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    filed_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    filed_on: date | None = None
    protected_from_on: date | None = None
    protected_until_on: date | None = None
    contact_due_on: date | None = None
    extended: bool | None = None
    last_contact_on: date | None = None
    contacts: Annotated[int, Field(ge=0)] | None = None
    contested: bool | None = None
    conflict_since_on: date | None = None
    ruling_due_on: date | None = None
    ended_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    transfer_to: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    transferred_from: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    project_id: AggregateId | None = None
    register_id: EnterpriseId | None = None
    register_event_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    group_id: EnterpriseId | None = None
    filing_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    ruling_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    ruled_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    ruling_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    conversion_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    conversion_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    transfer_declined_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    transfer_declined_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    disputed: bool | None = None
    recusal_due_on: date | None = None
    protection_paused_on: date | None = None
    since_at: datetime | None = None
    acceptance_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    acceptance_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    last_contact_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ClaimContactRecorded(AggregateRecord):
    """The claim's owner met or spoke with the investor. 首报联系记录."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimContactRecorded"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    met_on: date
    method: Annotated[str, Field(max_length=2000), code_of("claim.contact")]
    summary: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] | None = None


class ClaimConverted(AggregateRecord):
    """The investor has signed: the claim has become a project. 首报转化."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimConverted"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    project_id: AggregateId


class ClaimCorrected(AggregateRecord):
    """An earlier report of this claim was wrong. 首报更正."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimCorrected"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    investor_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    needs: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    first_contact_on: date | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] | None = None
    remarks: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    contact_name: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    contact_phone: Annotated[str, Field(max_length=50, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    last_contact_on: date | None = None


class ClaimExpired(AggregateRecord):
    """A claim's protection is over: its days have passed, or no contact was recorded in time. 首报到期."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimExpired"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    due_on: date
    cause: Annotated[str, Field(max_length=2000), code_of("claim.expiry")]


class ClaimExtended(AggregateRecord):
    """The owner asks for the one extension of the protection. 首报延期."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimExtended"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ClaimFiled(AggregateRecord):
    """A unit reports that it found an investor first, for a scope. 首报登记."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimFiled"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    investor_id: EnterpriseId
    scope: Annotated[str, Field(max_length=2000), code_of("claim.scope")]
    investor_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    needs: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    first_contact_on: date | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] | None = None
    remarks: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    contact_name: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    contact_phone: Annotated[str, Field(max_length=50, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ClaimProjectChecked(AggregateRecord):
    """A project answers whether a claim can be converted into it. 首报转化核对答复."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimProjectChecked"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)]
    project_id: AggregateId
    found: bool
    signed: bool
    party: bool
    investor_id: EnterpriseId | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None


class ClaimProjectSigned(AggregateRecord):
    """The coordinator tells a claim that a project which names it was signed. 首报项目签约."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimProjectSigned"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    project_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    investor_id: EnterpriseId | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    signing_id: Annotated[str, Field(max_length=2000)] | None = None


class ClaimProjectUnsigned(AggregateRecord):
    """A project into which the claim was converted was moved back before its signature. 项目退回签约前."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimProjectUnsigned"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    project_id: AggregateId


class ClaimRuled(AggregateRecord):
    """Commerce rules on a claim in conflict. 撞单裁定."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimRuled"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    upheld: bool
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ClaimTransferAccepted(AggregateRecord):
    """The other unit takes the claim over. 首报受让."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimTransferAccepted"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId


class ClaimTransferDeclined(AggregateRecord):
    """The unit to which the claim is offered does not take it. 首报转让谢绝."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimTransferDeclined"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ClaimTransferOffered(AggregateRecord):
    """The owner offers the claim to another unit. 首报转让提出."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimTransferOffered"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    to_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ClaimUpdated(AggregateRecord):
    """News about a claim: null facts stay as they are. 首报变更."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimUpdated"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    investor_name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    content: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    needs: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    first_contact_on: date | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] | None = None
    remarks: Annotated[str, Field(max_length=2000, min_length=1)] | None = None
    contact_name: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    contact_phone: Annotated[str, Field(max_length=50, min_length=1)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ClaimWithdrawn(AggregateRecord):
    """The owner gives the claim up. 首报撤回."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ClaimWithdrawn"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ConflictNoted(AggregateRecord):
    """The group's register tells a claim whether claims of other units dispute it. 撞单通知."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ConflictNoted"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    contested: bool


class ConversionAnswered(AggregateRecord):
    """The register of a project's investor answers whether a claim stands in it. 首报转化集团核对答复."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ConversionAnswered"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    project_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    same_group: bool
    signing_id: Annotated[str, Field(max_length=2000)] | None = None
    investor_id: EnterpriseId | None = None


class ProtectionAnswered(AggregateRecord):
    """The group's register tells a claim whether it is protected. 首报登记簿答复."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ProtectionAnswered"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    granted: bool
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    register_id: EnterpriseId | None = None
    register_event_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    contested: bool | None = None
    since_at: datetime | None = None


class ProtectionLost(AggregateRecord):
    """The group's register tells a claim that commerce ruled for another one. 首报保护终止."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.ProtectionLost"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class RulingAnswered(AggregateRecord):
    """The group's register answers a ruling. 撞单裁定答复."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.RulingAnswered"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    ruling_id: Annotated[str, Field(max_length=100, min_length=1)]
    upheld: bool
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None


class TransferAnswered(AggregateRecord):
    """The group's register answers the acceptance of a transfer by the unit that rules. 首报受让答复."""

    __avro_name__: ClassVar[str] = "yipanqi.claim.TransferAnswered"
    __aggregate__: ClassVar[str] = "claim"
    __id_field__: ClassVar[str] = "claim_id"

    claim_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)]
    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None
