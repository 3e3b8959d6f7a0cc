# ruff: noqa
# fmt: off
"""Records of yipanqi.project. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class ProjectMilestone(Record):
    """A milestone: what was planned, and what came of it. 里程碑."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectMilestone"

    milestone: Annotated[str, Field(max_length=2000), code_of("project.milestone")]
    first_planned_on: FuzzyDate | None = None
    first_planned_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    first_planned_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    planned_on: FuzzyDate | None = None
    planned_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    planned_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    replans: Annotated[int, Field(ge=0)] = 0
    plan_reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    reached_on: FuzzyDate | None = None
    reached_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    reached_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    by_stage: bool = False
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class ApprovalStep(Record):
    """A step of an approval matter. 报批步骤."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalStep"

    status: Annotated[str, Field(max_length=2000), code_of("project.approval_status")]
    on: date
    by_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    note: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ProjectApproval(Record):
    """An approval matter with its clock in working days. 报批事项."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectApproval"

    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    kind: Annotated[str, Field(max_length=2000), code_of("project.approval")]
    name: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    authority: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    authority_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    legal_basis: Annotated[str, Field(max_length=500, min_length=1)] | None = None
    limit_working_days: Annotated[int, Field(ge=1, le=365)]
    status: Annotated[str, Field(max_length=2000), code_of("project.approval_status")]
    submitted_on: date
    accepted_on: date | None = None
    counted_from_on: date | None = None
    used_working_days: Annotated[int, Field(ge=0)] = 0
    due_on: date | None = None
    decided_on: date | None = None
    document_number: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    overdue_working_days: Annotated[int, Field(ge=0)] = 0
    steps: Annotated[tuple[ApprovalStep, ...], Field(max_length=1000)] = ()


class ProblemStep(Record):
    """A step of a problem. 问题步骤."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemStep"

    status: Annotated[str, Field(max_length=2000), code_of("project.problem_status")]
    level: Annotated[int, Field(ge=1, le=3)]
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    due_on: date
    on: date
    by_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    note: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ProjectProblem(Record):
    """A problem that holds a project up. 问题."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectProblem"

    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    kind: Annotated[str, Field(max_length=2000), code_of("project.problem_kind")]
    level: Annotated[int, Field(ge=1, le=3)]
    status: Annotated[str, Field(max_length=2000), code_of("project.problem_status")]
    description: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    raised_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    raised_on: date
    due_on: date
    resolved_on: date | None = None
    resolution: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    steps: Annotated[tuple[ProblemStep, ...], Field(max_length=1000)] = ()


class CreditShare(Record):
    """A unit's part in the credit for a project. 业绩分成."""

    __avro_name__: ClassVar[str] = "yipanqi.project.CreditShare"

    unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    share_percent: Annotated[Exact, Field(max_digits=5, decimal_places=2, le=100, gt=0)]


class TransferOffer(Record):
    """An offer to hand the project over, not answered yet. 移交提议."""

    __avro_name__: ClassVar[str] = "yipanqi.project.TransferOffer"

    offer_event: Annotated[str, Field(max_length=100, min_length=1)]
    to_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    offered_on: date
    shares: Annotated[tuple[CreditShare, ...], Field(max_length=1000)] = ()
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class CountedCapital(Record):
    """What a verified entry of foreign capital counts. 计入外资."""

    __avro_name__: ClassVar[str] = "yipanqi.project.CountedCapital"

    entry_id: AggregateId
    kind: Annotated[str, Field(max_length=2000), code_of("fdi.kind")]
    usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None


class StageStep(Record):
    """A stage the project has reached. 阶段记录."""

    __avro_name__: ClassVar[str] = "yipanqi.project.StageStep"

    stage: Annotated[str, Field(max_length=2000), code_of("project.stage")]
    since: FuzzyDate | None = None
    since_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()
    by_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    event_id: Annotated[str, Field(max_length=2000)]
    taken_over: bool = False
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    reason: Annotated[str, Field(max_length=2000)] | None = None


class ProjectCarrier(Record):
    """A carrier held for a project. 项目载体."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectCarrier"

    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    hold_id: Annotated[str, Field(max_length=2000)]
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.hold")]
    until_on: date | None = None


class Project(AggregateRecord):
    """Current record of a project. 项目."""

    __avro_name__: ClassVar[str] = "yipanqi.project.Project"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    stage: Annotated[str, Field(max_length=2000), code_of("project.stage")]
    stage_since: FuzzyDate | None = None
    stage_before_suspension: Annotated[str, Field(max_length=2000), code_of("project.stage")] | None = None
    taken_over: bool
    taken_over_confirmed: bool
    contract_reference: Annotated[str, Field(max_length=200)] | None = None
    form: Annotated[str, Field(max_length=2000), code_of("project.form")] | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_id: EnterpriseId | None = None
    claim_id: AggregateId | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    contract_fdi_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    expected_output: Money | None = None
    expected_tax: Money | None = None
    expected_jobs: Annotated[int, Field(ge=0)] | None = None
    expected_energy_tce: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    red_line: bool | None = None
    basic_farmland: bool | None = None
    high_energy: bool | None = None
    high_emission: bool | None = None
    need_kinds: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("carrier.kind")], ...], Field(max_length=1000)] = ()
    need_floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    need_floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    need_power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_rent_max_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_area_codes: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("area")], ...], Field(max_length=1000)] = ()
    need_from_on: date | None = None
    need_sites: Annotated[int, Field(ge=1, le=5)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    investment_before: Money | None = None
    investment_after: Money | None = None
    signed_on: FuzzyDate | None = None
    signed_amount: Money | None = None
    signed_event_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    progressed_on: date | None = None
    milestones: Annotated[tuple[ProjectMilestone, ...], Field(max_length=1000)] = ()
    milestone_flags: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("project.milestone_flag")], ...], Field(max_length=1000)] = ()
    approvals: Annotated[tuple[ProjectApproval, ...], Field(max_length=1000)] = ()
    problems: Annotated[tuple[ProjectProblem, ...], Field(max_length=1000)] = ()
    credit_shares: Annotated[tuple[CreditShare, ...], Field(max_length=1000)] = ()
    credit_event_id: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    transfer: TransferOffer | None = None
    fdi_contract_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    fdi_utilised_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None
    fdi_exceeds_contract: bool | None = None
    fdi_incomplete: bool | None = None
    fdi_entries: Annotated[tuple[CountedCapital, ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    stage_history: Annotated[tuple[StageStep, ...], Field(max_length=1000)] = ()
    carriers: Annotated[tuple[ProjectCarrier, ...], Field(max_length=1000)] = ()
    claim_open: Annotated[str, Field(max_length=2000), code_of("project.claim_answer")] | None = None
    claimed_by_other: bool | None = None
    signing_id: Annotated[str, Field(max_length=2000)] | None = None
    converted_claim_ids: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] | None = None
    converted_investor_id: EnterpriseId | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ApprovalAccepted(AggregateRecord):
    """The authority accepted the matter: its clock starts. 报批事项受理."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalAccepted"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    accepted_on: date


class ApprovalCorrected(AggregateRecord):
    """Corrects a step of an approval matter by naming the event that reported it; the clock is counted anew. 报批事项更正."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalCorrected"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    right_on: date | None = None
    status: Annotated[str, Field(max_length=2000), code_of("project.approval_status")] | None = None
    undone: bool = False
    limit_working_days: Annotated[int, Field(ge=1, le=365)] | None = None


class ApprovalGranted(AggregateRecord):
    """The authority granted the approval. 报批事项批准."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalGranted"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    decided_on: date
    document_number: Annotated[str, Field(max_length=200, min_length=1)] | None = None


class ApprovalRefused(AggregateRecord):
    """The authority refused the approval, or to accept the matter. 报批事项不予批准."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalRefused"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    decided_on: date
    document_number: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ApprovalSubmitted(AggregateRecord):
    """An approval matter was submitted to its authority. 报批事项申报."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalSubmitted"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    kind: Annotated[str, Field(max_length=2000), code_of("project.approval")]
    name: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    authority: Annotated[str, Field(max_length=200, min_length=1)] | None = None
    authority_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    legal_basis: Annotated[str, Field(max_length=500, min_length=1)] | None = None
    limit_working_days: Annotated[int, Field(ge=1, le=365)]
    submitted_on: date
    accepted_on: date | None = None


class ApprovalWithdrawn(AggregateRecord):
    """The applicant withdraws the matter. 报批事项撤回."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ApprovalWithdrawn"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    withdrawn_on: date
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class CarrierFreed(AggregateRecord):
    """The coordinator tells a project that a carrier is no longer held for it. 载体已释放通知."""

    __avro_name__: ClassVar[str] = "yipanqi.project.CarrierFreed"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    cause: Annotated[str, Field(max_length=2000), code_of("carrier.free_cause")]


class CarrierHeld(AggregateRecord):
    """The coordinator tells a project that a carrier is held for it. 载体已占用通知."""

    __avro_name__: ClassVar[str] = "yipanqi.project.CarrierHeld"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    hold_id: Annotated[str, Field(max_length=2000)]
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.hold")]
    until_on: date | None = None
    requested_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    project_signed: bool | None = None


class ClaimAnswered(AggregateRecord):
    """A claim, or the register of the investor's group, answers the signing of a project. 首报答复项目签约."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ClaimAnswered"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    claim_id: AggregateId | None = None
    answer: Annotated[str, Field(max_length=2000), code_of("project.claim_answer")]
    signing_id: Annotated[str, Field(max_length=2000)] | None = None
    investor_id: EnterpriseId | None = None


class ClaimCheckRequested(AggregateRecord):
    """A claim asks a project whether it can be converted into it. 首报转化核对."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ClaimCheckRequested"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    claim_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)]
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]


class FdiCounted(AggregateRecord):
    """How an entry of foreign capital stands for this project: what counts of it, if anything. 外资到账计入."""

    __avro_name__: ClassVar[str] = "yipanqi.project.FdiCounted"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    entry_id: AggregateId
    kind: Annotated[str, Field(max_length=2000), code_of("fdi.kind")]
    usd: Annotated[Exact, Field(max_digits=20, decimal_places=2)] | None = None


class LeadCheckRequested(AggregateRecord):
    """The coordinator asks a project whether a lead may become it. 线索转项目核对请求."""

    __avro_name__: ClassVar[str] = "yipanqi.project.LeadCheckRequested"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    lead_id: AggregateId
    request_id: Annotated[str, Field(max_length=100, min_length=1)]
    requested_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]


class MatchCheckRequested(AggregateRecord):
    """The coordinator asks a project who may decide on a match with a carrier. 匹配核对请求."""

    __avro_name__: ClassVar[str] = "yipanqi.project.MatchCheckRequested"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    match_id: AggregateId
    request_id: Annotated[str, Field(max_length=2000)]
    carrier_refusal: Annotated[str, Field(max_length=60, min_length=1)] | None = None


class MilestoneCorrected(AggregateRecord):
    """Corrects the planned or actual day of a milestone by naming the event that set it. 里程碑更正."""

    __avro_name__: ClassVar[str] = "yipanqi.project.MilestoneCorrected"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    milestone: Annotated[str, Field(max_length=2000), code_of("project.milestone")]
    right_on: FuzzyDate | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class MilestonePlanned(AggregateRecord):
    """A milestone's planned day, or another one with the reason for the change. 里程碑计划."""

    __avro_name__: ClassVar[str] = "yipanqi.project.MilestonePlanned"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    milestone: Annotated[str, Field(max_length=2000), code_of("project.milestone")]
    planned_on: FuzzyDate
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class MilestoneReached(AggregateRecord):
    """A milestone was reached. 里程碑达成."""

    __avro_name__: ClassVar[str] = "yipanqi.project.MilestoneReached"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    milestone: Annotated[str, Field(max_length=2000), code_of("project.milestone")]
    reached_on: FuzzyDate
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class ProblemConfirmed(AggregateRecord):
    """The solution holds: the problem is closed. 问题确认解决."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemConfirmed"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    remark: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ProblemCorrected(AggregateRecord):
    """A problem was entered wrongly: a step of it is put right, or did not happen. 问题更正."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemCorrected"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    undone: bool = False
    kind: Annotated[str, Field(max_length=2000), code_of("project.problem_kind")] | None = None
    description: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    raised_on: date | None = None
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    due_on: date | None = None
    resolved_on: date | None = None
    resolution: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ProblemEscalated(AggregateRecord):
    """A problem goes to a higher level. 问题升级."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemEscalated"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    level: Annotated[int, Field(ge=2, le=3)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    due_on: date | None = None


class ProblemRaised(AggregateRecord):
    """A problem holds the project up. 问题提出."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemRaised"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    kind: Annotated[str, Field(max_length=2000), code_of("project.problem_kind")]
    level: Annotated[int, Field(ge=1, le=3)] = 1
    description: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    raised_on: date
    due_on: date


class ProblemReassigned(AggregateRecord):
    """Another unit has to solve the problem, or by another day. 问题改派."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemReassigned"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    responsible_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    due_on: date | None = None


class ProblemReopened(AggregateRecord):
    """The solution does not hold: the problem is open again. 问题重新打开."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemReopened"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    due_on: date | None = None


class ProblemResolved(AggregateRecord):
    """The unit in charge solved the problem. 问题解决."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProblemResolved"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    problem_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    resolved_on: date
    resolution: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class ProjectCorrected(AggregateRecord):
    """An earlier report of this project was wrong; names it and gives the right values. 项目更正."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectCorrected"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    stage_since: FuzzyDate | None = None
    form: Annotated[str, Field(max_length=2000), code_of("project.form")] | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_id: EnterpriseId | None = None
    claim_id: AggregateId | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    contract_fdi_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    expected_output: Money | None = None
    expected_tax: Money | None = None
    expected_jobs: Annotated[int, Field(ge=0)] | None = None
    expected_energy_tce: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    bargaining_position: Annotated[str, Field(max_length=2000)] | None = None
    need_kinds: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("carrier.kind")], ...], Field(max_length=1000)] | None = None
    need_floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    need_floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    need_power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_rent_max_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_area_codes: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("area")], ...], Field(max_length=1000)] | None = None
    need_from_on: date | None = None
    need_sites: Annotated[int, Field(ge=1, le=5)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    investment_before: Money | None = None
    investment_after: Money | None = None
    signed_on: FuzzyDate | None = None
    signed_amount: Money | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ProjectFlagSet(AggregateRecord):
    """A screening flag of a project is raised or cleared. 研判标记."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectFlagSet"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    flag: Annotated[str, Field(max_length=2000), code_of("project.flag")]
    raised: bool
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class ProjectRegistered(AggregateRecord):
    """A unit reports a project for the first time, at the stage it has reached. 项目登记."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectRegistered"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    stage: Annotated[str, Field(max_length=2000), code_of("project.stage")]
    stage_since: FuzzyDate | None = None
    taken_over: bool
    contract_reference: Annotated[str, Field(max_length=200)] | None = None
    form: Annotated[str, Field(max_length=2000), code_of("project.form")] | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_id: EnterpriseId | None = None
    claim_id: AggregateId | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    contract_fdi_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    expected_output: Money | None = None
    expected_tax: Money | None = None
    expected_jobs: Annotated[int, Field(ge=0)] | None = None
    expected_energy_tce: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    red_line: bool | None = None
    basic_farmland: bool | None = None
    high_energy: bool | None = None
    high_emission: bool | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    bargaining_position: Annotated[str, Field(max_length=2000)] | None = None
    need_kinds: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("carrier.kind")], ...], Field(max_length=1000)] = ()
    need_floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    need_floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    need_power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_rent_max_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_area_codes: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("area")], ...], Field(max_length=1000)] = ()
    need_from_on: date | None = None
    need_sites: Annotated[int, Field(ge=1, le=5)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    investment_before: Money | None = None
    investment_after: Money | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class ProjectStageChanged(AggregateRecord):
    """A project moves to another stage, with the evidence its gate asks for. 阶段推进."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectStageChanged"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    to_stage: Annotated[str, Field(max_length=2000), code_of("project.stage")]
    effective_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
    contract_reference: Annotated[str, Field(max_length=200)] | None = None
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
    force: bool = False


class ProjectTakeoverConfirmed(AggregateRecord):
    """Commerce confirms a stage that was taken over from a ledger. 接续确认."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectTakeoverConfirmed"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    stage: Annotated[str, Field(max_length=2000), code_of("project.stage")]
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class ProjectTransferAccepted(AggregateRecord):
    """The receiving unit takes the project over. 项目移交接收."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectTransferAccepted"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    offer_event: Annotated[str, Field(max_length=100, min_length=1)]


class ProjectTransferDeclined(AggregateRecord):
    """The receiving unit does not take the project. 项目移交谢绝."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectTransferDeclined"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    offer_event: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ProjectTransferOffered(AggregateRecord):
    """The owner offers the project to another unit, with the parts in the credit. 项目移交提议."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectTransferOffered"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    to_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    shares: Annotated[tuple[CreditShare, ...], Field(max_length=1000)] = ()
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class ProjectTransferWithdrawn(AggregateRecord):
    """The owner takes its offer back. 项目移交撤回."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectTransferWithdrawn"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    offer_event: Annotated[str, Field(max_length=100, min_length=1)]


class ProjectUpdated(AggregateRecord):
    """The owner unit reports changed facts of a project; absent fields stay as they are. 项目变更."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ProjectUpdated"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    form: Annotated[str, Field(max_length=2000), code_of("project.form")] | None = None
    investor_name: Annotated[str, Field(max_length=300)] | None = None
    investor_id: EnterpriseId | None = None
    claim_id: AggregateId | None = None
    investor_country: Annotated[str, Field(max_length=60)] | None = None
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    chain: Annotated[str, Field(max_length=2000), code_of("chain")] | None = None
    industry_code: Annotated[str, Field(max_length=2000, pattern="^[A-T]?[0-9]{0,4}$")] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    planned_investment: Money | None = None
    planned_investment_about: bool | None = None
    contract_fdi_usd: Annotated[Exact, Field(max_digits=20, decimal_places=2, ge=0)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    expected_output: Money | None = None
    expected_tax: Money | None = None
    expected_jobs: Annotated[int, Field(ge=0)] | None = None
    expected_energy_tce: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    bargaining_position: Annotated[str, Field(max_length=2000)] | None = None
    need_kinds: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("carrier.kind")], ...], Field(max_length=1000)] | None = None
    need_floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    need_storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    need_floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    need_power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_rent_max_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    need_area_codes: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("area")], ...], Field(max_length=1000)] | None = None
    need_from_on: date | None = None
    need_sites: Annotated[int, Field(ge=1, le=5)] | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    investment_before: Money | None = None
    investment_after: Money | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class ReservationCheckRequested(AggregateRecord):
    """The coordinator asks a project whether a reservation may be made for it. 预留核对请求."""

    __avro_name__: ClassVar[str] = "yipanqi.project.ReservationCheckRequested"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    carrier_id: AggregateId
    request_id: Annotated[str, Field(max_length=2000)]
    requested_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    match_refusal: Annotated[str, Field(max_length=60, min_length=1)] | None = None


class SupplementReceived(AggregateRecord):
    """The supplements arrived: the clock goes on. 报批补正完成."""

    __avro_name__: ClassVar[str] = "yipanqi.project.SupplementReceived"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    received_on: date


class SupplementRequested(AggregateRecord):
    """The authority asks for supplements: the clock stops. 报批补正通知."""

    __avro_name__: ClassVar[str] = "yipanqi.project.SupplementRequested"
    __aggregate__: ClassVar[str] = "project"
    __id_field__: ClassVar[str] = "project_id"

    project_id: AggregateId
    matter_id: Annotated[str, Field(max_length=60, min_length=1, pattern="^[0-9A-Za-z._\\-]{1,60}$")]
    requested_on: date
    note: Annotated[str, Field(max_length=1000, min_length=1)] | None = None
