# ruff: noqa
# fmt: off
"""Records of yipanqi.revitalisation. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class RevitalisationStep(Record):
    """A status that a case went through. 盘活进展."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationStep"

    status: Annotated[str, Field(max_length=2000), code_of("revitalisation.status")]
    reached_on: date | None = None
    by_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class Revitalisation(AggregateRecord):
    """Current record of a case of putting a carrier to use again. 盘活."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.Revitalisation"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    carrier_id: AggregateId
    mode: Annotated[str, Field(max_length=2000), code_of("revitalisation.mode")]
    status: Annotated[str, Field(max_length=2000), code_of("revitalisation.status")]
    taken_over: bool
    identified_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    identified_on: date | None = None
    finding: Annotated[str, Field(max_length=1000)] | None = None
    partner_name: Annotated[str, Field(max_length=300)] | None = None
    expected_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    planned_on: date | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    carrier_owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    carrier_manager_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    carrier_area_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2)] | None = None
    verified_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    freed_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    done_on: date | None = None
    abandoned_reason: Annotated[str, Field(max_length=1000)] | None = None
    request_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    refusal: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    steps: Annotated[tuple[RevitalisationStep, ...], Field(max_length=1000)] = ()
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class CarrierChecked(AggregateRecord):
    """A carrier's answer: whether it is there, whether another case is open, and its area and units. 载体核对."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.CarrierChecked"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    carrier_id: AggregateId
    found: bool
    withdrawn: bool = False
    open_case_id: AggregateId | None = None
    area_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2)] | None = None
    carrier_owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    carrier_manager_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None


class NegotiationBegun(AggregateRecord):
    """Talks with the carrier's user or owner have begun. 启动洽谈."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.NegotiationBegun"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    begun_on: date


class PlanApproved(AggregateRecord):
    """Commerce has approved the plan of the case. 方案批准."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.PlanApproved"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    approved_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class RevitalisationAbandoned(AggregateRecord):
    """A case is given up. 盘活终止."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationAbandoned"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class RevitalisationCorrected(AggregateRecord):
    """An earlier report was wrong; names it and gives the right values. 盘活更正."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationCorrected"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    mode: Annotated[str, Field(max_length=2000), code_of("revitalisation.mode")] | None = None
    finding: Annotated[str, Field(max_length=1000)] | None = None
    partner_name: Annotated[str, Field(max_length=300)] | None = None
    expected_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    planned_on: date | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    freed_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class RevitalisationDone(AggregateRecord):
    """The carrier is in use again, or free for use. 盘活完成."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationDone"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    done_on: date
    freed_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)]
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class RevitalisationIdentified(AggregateRecord):
    """A unit names a carrier that is badly used, and how it could be put to use. 盘活识别."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationIdentified"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    carrier_id: AggregateId
    mode: Annotated[str, Field(max_length=2000), code_of("revitalisation.mode")]
    status: Annotated[str, Field(max_length=2000), code_of("revitalisation.status")] = 'IDENTIFIED'
    taken_over: bool = False
    identified_on: date | None = None
    finding: Annotated[str, Field(max_length=1000)] | None = None
    partner_name: Annotated[str, Field(max_length=300)] | None = None
    expected_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    planned_on: date | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class RevitalisationUpdated(AggregateRecord):
    """Facts of a case changed. 盘活变更."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationUpdated"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    mode: Annotated[str, Field(max_length=2000), code_of("revitalisation.mode")] | None = None
    finding: Annotated[str, Field(max_length=1000)] | None = None
    partner_name: Annotated[str, Field(max_length=300)] | None = None
    expected_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    planned_on: date | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class RevitalisationVerified(AggregateRecord):
    """Commerce or the zone has seen that the finding is right. 盘活核实."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.RevitalisationVerified"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    verified_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class WorkBegun(AggregateRecord):
    """The plan is being carried out. 启动实施."""

    __avro_name__: ClassVar[str] = "yipanqi.revitalisation.WorkBegun"
    __aggregate__: ClassVar[str] = "revitalisation"
    __id_field__: ClassVar[str] = "revitalisation_id"

    revitalisation_id: AggregateId
    begun_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()
