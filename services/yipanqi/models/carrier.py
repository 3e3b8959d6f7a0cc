# ruff: noqa
# fmt: off
"""Records of yipanqi.carrier. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from yipanqi.models.base import AggregateRecord, Record
from yipanqi.models.common import Evidence, Money
from yipanqi.models.types import AggregateId, EnterpriseId, Exact, FuzzyDate, code_of


class CarrierUnit(Record):
    """A part of a carrier that can be used by itself. 载体单元."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierUnit"

    unit_no: Annotated[str, Field(max_length=60, min_length=1)]
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)]
    storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    vacant_since: FuzzyDate | None = None


class Hold(Record):
    """A reservation, commitment or occupation of a carrier or one of its units. 占用."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.Hold"

    hold_id: Annotated[str, Field(max_length=2000)]
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.hold")]
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    project_id: Annotated[str, Field(max_length=2000)] | None = None
    requested_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    from_on: date | None = None
    until_on: date | None = None
    granted_at: datetime
    approved_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    renewals: Annotated[int, Field(ge=0)] | None = None
    match_id: AggregateId | None = None
    occupied_on: date | None = None


class PendingReservation(Record):
    """A reservation request that waits, in order, for word from its project. 待核对预留."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.PendingReservation"

    request_id: Annotated[str, Field(max_length=2000)]
    requested_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    project_id: Annotated[str, Field(max_length=2000)] | None = None
    from_on: date
    until_on: date
    requested_at: datetime
    checked: bool = False
    refusal: Annotated[str, Field(max_length=2000)] | None = None
    project_signed: bool | None = None
    planned_investment: Money | None = None
    match_id: AggregateId | None = None


class Waiver(Record):
    """A waiver of the least investment intensity. 强度豁免."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.Waiver"

    project_id: Annotated[str, Field(max_length=2000)] | None = None
    reason: Annotated[str, Field(max_length=2000)] | None = None
    event_id: Annotated[str, Field(max_length=2000)]


class SpaceBefore(Record):
    """What moving in or out changed, as it was before. 变动前."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.SpaceBefore"

    hold: Hold
    unheld_status: Annotated[str, Field(max_length=2000), code_of("carrier.status")] | None = None
    vacant_since: FuzzyDate | None = None
    unit_clocks: Annotated[dict[str, str], Field(max_length=100)] | None = None


class SpaceStep(Record):
    """Space that came free or was taken into use. 空间变动."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.SpaceStep"

    kind: Annotated[str, Field(max_length=2000), code_of("carrier.space_step")]
    changed_on: date
    unit_no: Annotated[str, Field(max_length=60)] | None = None
    area_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2)] | None = None
    event_id: Annotated[str, Field(max_length=100, min_length=1)]
    before: SpaceBefore | None = None


class Carrier(AggregateRecord):
    """Current record of a carrier. 载体."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.Carrier"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.kind")]
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    status: Annotated[str, Field(max_length=2000), code_of("carrier.status")]
    unheld_status: Annotated[str, Field(max_length=2000), code_of("carrier.status")] | None = None
    taken_over: bool
    verified_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    manager_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    owner_name: Annotated[str, Field(max_length=300)] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    rent_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    price: Money | None = None
    permitted_chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] = ()
    restrictions: Annotated[str, Field(max_length=1000)] | None = None
    vacant_since: FuzzyDate | None = None
    min_intensity_cny_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    agreed_start_on: FuzzyDate | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    started_on: date | None = None
    started_event: Annotated[str, Field(max_length=100, min_length=1)] | None = None
    original_start_on: FuzzyDate | None = None
    excluded_days: Annotated[int, Field(ge=0)] | None = None
    revitalisation_id: AggregateId | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    units: Annotated[tuple[CarrierUnit, ...], Field(max_length=1000)] = ()
    holds: Annotated[tuple[Hold, ...], Field(max_length=1000)] = ()
    pending: Annotated[tuple[PendingReservation, ...], Field(max_length=1000)] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(max_length=1000)] = ()
    space_steps: Annotated[tuple[SpaceStep, ...], Field(max_length=1000)] = ()
    version: int
    registered_at: datetime
    updated_at: datetime
    updated_by: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    last_event_id: Annotated[str, Field(max_length=2000)]
    recent_events: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class CarrierCommitted(AggregateRecord):
    """A reserved carrier is committed to its project by contract. 载体签约."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierCommitted"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    contract_reference: Annotated[str, Field(max_length=200, min_length=1)]
    signed_on: date


class CarrierCorrected(AggregateRecord):
    """An earlier report of this carrier was wrong; names it and gives the right values. 载体更正."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierCorrected"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.kind")] | None = None
    manager_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    owner_name: Annotated[str, Field(max_length=300)] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    rent_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    price: Money | None = None
    permitted_chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] | None = None
    restrictions: Annotated[str, Field(max_length=1000)] | None = None
    vacant_since: FuzzyDate | None = None
    min_intensity_cny_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    agreed_start_on: FuzzyDate | None = None
    started_on: date | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    floor_price: Money | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class CarrierDivided(AggregateRecord):
    """The manager unit divides a carrier into units that can be used one by one. 载体分割."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierDivided"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    units: Annotated[tuple[CarrierUnit, ...], Field(max_length=1000)]


class CarrierListed(AggregateRecord):
    """The manager unit offers the carrier. 载体上架."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierListed"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None


class CarrierOccupied(AggregateRecord):
    """The project has moved in. 载体入驻."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierOccupied"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    occupied_on: date


class CarrierRegistered(AggregateRecord):
    """A unit registers a carrier (land, plant, building). 载体登记."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierRegistered"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)]
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.kind")]
    status: Annotated[str, Field(max_length=2000), code_of("carrier.status")]
    taken_over: bool
    manager_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    owner_name: Annotated[str, Field(max_length=300)] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    rent_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    price: Money | None = None
    permitted_chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] = ()
    restrictions: Annotated[str, Field(max_length=1000)] | None = None
    vacant_since: FuzzyDate | None = None
    min_intensity_cny_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    agreed_start_on: FuzzyDate | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    floor_price: Money | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class CarrierUnitRecorded(AggregateRecord):
    """The manager reports one unit of a carrier: a line of its list of rooms. 载体单元登记."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierUnitRecorded"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)]
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)]
    storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    vacant_since: FuzzyDate | None = None
    occupied: bool = False
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None


class CarrierUpdated(AggregateRecord):
    """The owner or manager unit reports changed facts; absent fields stay as they are. 载体变更."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierUpdated"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    name: Annotated[str, Field(max_length=300, min_length=1)] | None = None
    kind: Annotated[str, Field(max_length=2000), code_of("carrier.kind")] | None = None
    manager_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None
    owner_name: Annotated[str, Field(max_length=300)] | None = None
    area_code: Annotated[str, Field(max_length=2000), code_of("area")] | None = None
    place_text: Annotated[str, Field(max_length=200)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    land_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    floor_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, gt=0)] | None = None
    storey_height_m: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=30, gt=0)] | None = None
    floor_load_t_m2: Annotated[Exact, Field(max_digits=8, decimal_places=2, le=100, gt=0)] | None = None
    power_kva: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    rent_cny_m2_month: Annotated[Exact, Field(max_digits=12, decimal_places=2, ge=0)] | None = None
    price: Money | None = None
    permitted_chains: Annotated[tuple[Annotated[str, Field(max_length=2000), code_of("chain")], ...], Field(max_length=1000)] | None = None
    restrictions: Annotated[str, Field(max_length=1000)] | None = None
    vacant_since: FuzzyDate | None = None
    min_intensity_cny_m2: Annotated[Exact, Field(max_digits=18, decimal_places=2, ge=0)] | None = None
    agreed_start_on: FuzzyDate | None = None
    contact_name: Annotated[str, Field(max_length=100)] | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    floor_price: Money | None = None
    remarks: Annotated[str, Field(max_length=2000)] | None = None
    source_text: Annotated[dict[str, str], Field(max_length=100)] | None = None
    cleared: Annotated[tuple[Annotated[str, Field(max_length=2000)], ...], Field(max_length=1000)] = ()


class CarrierUseCorrected(AggregateRecord):
    """Corrects a moving in or out by naming the event that reported it: its day, or that it did not happen. 载体使用更正."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierUseCorrected"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]
    right_on: date | None = None
    undone: bool = False


class CarrierVacated(AggregateRecord):
    """The user has moved out. 载体腾空."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierVacated"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    vacated_on: date


class CarrierVerified(AggregateRecord):
    """Commerce or the zone has checked the carrier on site. 载体核实."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierVerified"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    verified_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class CarrierWithdrawn(AggregateRecord):
    """The carrier is taken off the register. 载体撤回."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CarrierWithdrawn"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class CommitmentDue(AggregateRecord):
    """The coordinator tells a carrier that the project it is reserved for was signed. 签约转占用通知."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.CommitmentDue"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    project_id: AggregateId
    contract_reference: Annotated[str, Field(max_length=200)]
    signed_on: date


class IntensityWaived(AggregateRecord):
    """Commerce waives the carrier's least investment intensity for one project. 投资强度豁免."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.IntensityWaived"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    project_id: AggregateId
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class IntensityWaiverWithdrawn(AggregateRecord):
    """Commerce takes back a waiver of the least investment intensity, which it names; reservations granted by it stay. 投资强度豁免撤销."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.IntensityWaiverWithdrawn"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    corrects: Annotated[str, Field(max_length=100, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class LandStartExtended(AggregateRecord):
    """Commerce puts the agreed start off, or leaves days out of the count, where the delay is not the user's doing. 土地动工延期."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.LandStartExtended"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    until_on: date | None = None
    excluded_days: Annotated[int, Field(ge=1)] | None = None
    cause: Annotated[str, Field(max_length=2000), code_of("carrier.delay_cause")]
    reference: Annotated[str, Field(max_length=200, min_length=1)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)] | None = None


class LandStartReported(AggregateRecord):
    """Building has begun on the land. 土地动工报告."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.LandStartReported"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    started_on: date
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=1000)] = ()


class MatchCarrierAsked(AggregateRecord):
    """A match asks the carrier that it names whether it, and the unit of it, is there; the carrier hands the question on to the project. 匹配载体核对."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.MatchCarrierAsked"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    match_id: AggregateId
    project_id: AggregateId
    request_id: Annotated[str, Field(max_length=2000)]


class ProjectEnded(AggregateRecord):
    """The coordinator tells a carrier that a project it is held for has ended. 项目终止通知."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ProjectEnded"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    project_id: AggregateId


class ProjectPartiesChanged(AggregateRecord):
    """The coordinator tells a carrier which units the project that it is held for now belongs to. 项目单位变更通知."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ProjectPartiesChanged"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    project_id: AggregateId
    owner_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")]
    host_unit: Annotated[str, Field(max_length=2000, pattern="^[a-z][a-z0-9-]{1,30}$")] | None = None


class ReservationApproved(AggregateRecord):
    """The manager unit agrees to a reservation. 预留同意."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ReservationApproved"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]


class ReservationChecked(AggregateRecord):
    """The coordinator answers for the project of a reservation request. 预留核对结果."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ReservationChecked"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    request_id: Annotated[str, Field(max_length=2000)]
    project_id: AggregateId
    found: bool
    project_stage: Annotated[str, Field(max_length=2000), code_of("project.stage")] | None = None
    project_signed: bool | None = None
    planned_investment: Money | None = None
    party: bool = False
    match_refusal: Annotated[str, Field(max_length=60, min_length=1)] | None = None


class ReservationExpired(AggregateRecord):
    """The coordinator's clock has passed the last day of a reservation. 预留到期."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ReservationExpired"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    until_on: date


class ReservationReleased(AggregateRecord):
    """A reservation is given up or taken back. 预留释放."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ReservationReleased"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    reason: Annotated[str, Field(max_length=1000, min_length=1)]


class ReservationRenewed(AggregateRecord):
    """A reservation is prolonged. 预留续期."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ReservationRenewed"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    hold_id: Annotated[str, Field(max_length=2000)]
    until_on: date


class ReservationRequested(AggregateRecord):
    """A unit asks to reserve a carrier, or a unit of it, for a project. 预留申请."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.ReservationRequested"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    project_id: AggregateId
    unit_no: Annotated[str, Field(max_length=60, min_length=1)] | None = None
    from_on: date | None = None
    until_on: date
    match_id: AggregateId | None = None


class RevitalisationAsked(AggregateRecord):
    """A case asks its carrier whether it may be opened. 盘活核对."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.RevitalisationAsked"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    revitalisation_id: AggregateId


class RevitalisationClosed(AggregateRecord):
    """A case of the carrier is done or given up. 盘活结束."""

    __avro_name__: ClassVar[str] = "yipanqi.carrier.RevitalisationClosed"
    __aggregate__: ClassVar[str] = "carrier"
    __id_field__: ClassVar[str] = "carrier_id"

    carrier_id: AggregateId
    revitalisation_id: AggregateId
