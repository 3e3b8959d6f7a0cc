# ruff: noqa
# fmt: off
"""Records of yipanqi.lead. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class Lead(AggregateRecord):
    """Current record of a lead. 线索."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.Lead"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    name: Annotated[str, Field(max_length=300, min_length=1)]
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")]
    received_on: date
    activity_id: AggregateId | None = None
    enterprise_id: EnterpriseId | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    content: Annotated[str, Field(max_length=2000)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    needs: Annotated[str, Field(max_length=2000)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    status: Annotated[str, Field(max_length=2000), code_of("lead.status")]
    response_due_on: date
    judge_due_on: date
    feedback_due_on: date
    responded_at: datetime | None = None
    responded_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    response_hours: Annotated[Exact, Field(max_digits=12, decimal_places=1)] | None = None
    response: Annotated[str, Field(max_length=1000)] | None = None
    verdict: Annotated[str, Field(max_length=2000), code_of("lead.verdict")] | None = None
    verdict_reason: Annotated[str, Field(max_length=1000)] | None = None
    judged_at: datetime | None = None
    judged_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    judge_hours: Annotated[Exact, Field(max_digits=12, decimal_places=1)] | None = None
    assigned_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    assigned_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    assignment_note: Annotated[str, Field(max_length=1000)] | None = None
    assigned_at: datetime | None = None
    assign_hours: Annotated[Exact, Field(max_digits=12, decimal_places=1)] | None = None
    answer_until_on: date | None = None
    answer: Annotated[str, Field(max_length=2000)] | None = None
    answered_at: datetime | None = None
    answer_hours: Annotated[Exact, Field(max_digits=12, decimal_places=1)] | None = None
    pooled_at: datetime | None = None
    pool_cause: Annotated[str, Field(max_length=2000), code_of("lead.pool_cause")] | None = None
    pool_reason: Annotated[str, Field(max_length=1000)] | None = None
    lapsed_units: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    project_id: AggregateId | None = None
    converted_at: datetime | None = None
    conversion_request: Annotated[str, Field(max_length=100)] | None = None
    conversion_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class LeadAnswered(AggregateRecord):
    """The unit in charge fed the outcome back to the lead's source. 线索反馈."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadAnswered"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    answer: Annotated[str, Field(max_length=2000, min_length=1)]


class LeadAssigned(AggregateRecord):
    """The lead was given to a unit to follow. 线索交办."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadAssigned"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    assigned_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    assignment_note: Annotated[str, Field(max_length=1000)] | None = None


class LeadChecked(AggregateRecord):
    """A project's answer to a lead that is to become it. 线索转项目核对结果."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadChecked"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)]
    project_id: AggregateId
    found: bool
    project_stage: Annotated[str, Field(max_length=2000), code_of("project.stage")] | None = None
    party: bool = False


class LeadConverted(AggregateRecord):
    """The lead became a project, which its unit in charge names. 线索转项目."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadConverted"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    project_id: AggregateId


class LeadCorrected(AggregateRecord):
    """An earlier report about the lead was wrong; null facts stay as they are. 线索更正."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadCorrected"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")] | None = None
    received_on: date | None = None
    activity_id: AggregateId | None = None
    enterprise_id: EnterpriseId | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    content: Annotated[str, Field(max_length=2000)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    needs: Annotated[str, Field(max_length=2000)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class LeadJudged(AggregateRecord):
    """Commerce or the investment centre judged whether the lead is worth following. 线索研判."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadJudged"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    verdict: Annotated[str, Field(max_length=2000), code_of("lead.verdict")]
    verdict_reason: Annotated[str, Field(max_length=1000, min_length=1)]


class LeadLapsed(AggregateRecord):
    """The unit in charge did not feed back in time: the lead goes to the pool. 线索逾期入池."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadLapsed"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    until_on: date


class LeadPooled(AggregateRecord):
    """The unit in charge gave the lead up: any unit may take it from the pool. 线索退回公海."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadPooled"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    pool_reason: Annotated[str, Field(max_length=1000, min_length=1)]


class LeadRegistered(AggregateRecord):
    """A unit learned of an investor who may come. 线索登记."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadRegistered"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")]
    received_on: date
    activity_id: AggregateId | None = None
    enterprise_id: EnterpriseId | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    content: Annotated[str, Field(max_length=2000)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    needs: Annotated[str, Field(max_length=2000)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class LeadResponded(AggregateRecord):
    """Somebody answered the investor for the first time. 线索首次响应."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadResponded"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    response: Annotated[str, Field(max_length=1000)] | None = None


class LeadTaken(AggregateRecord):
    """A unit takes the lead from the pool; the first in the log gets it. 线索领取."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadTaken"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId


class LeadUpdated(AggregateRecord):
    """Facts of a lead changed; null facts stay as they are. 线索变更."""

    __avro_name__: ClassVar[str] = "yipanqi.lead.LeadUpdated"
    __aggregate__: ClassVar[str] = "lead"
    __id_field__: ClassVar[str] = "lead_id"

    lead_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    channel: Annotated[str, Field(max_length=2000), code_of("lead.channel")] | None = None
    received_on: date | None = None
    activity_id: AggregateId | None = None
    enterprise_id: EnterpriseId | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    content: Annotated[str, Field(max_length=2000)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    needs: Annotated[str, Field(max_length=2000)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
