"""What a project looks for, read from its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yipanqi.models.codes import CarrierHold, CarrierKind, ProjectStage
from yipanqi.models.common import Money
from yipanqi.models.project import Project

LAND_KINDS = (CarrierKind.IDLE_LAND.value, CarrierKind.LOW_EFFICIENCY_LAND.value)
BUILDING_KINDS = tuple(kind.value for kind in CarrierKind if kind.value not in LAND_KINDS)
#: Stages in which a project may still be looking for its site.
WAITING_STAGES = frozenset(
    {
        ProjectStage.SCREENING.value,
        ProjectStage.NEGOTIATING.value,
        ProjectStage.PENDING_SIGN.value,
        ProjectStage.SIGNED.value,
        ProjectStage.APPROVING.value,
        ProjectStage.READY_TO_START.value,
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """A project's needs. `kinds_inferred`: the project named no kinds, they follow from the areas it asks for.

    `investment_cny` is None when it is unknown, hidden from the viewer, or in another currency (`foreign_currency`).
    `held` are the carriers that it holds now, as (carrier id, hold id, hold kind, unit number), none where they are
    hidden from the viewer; `placed` that one of them is committed or occupied.
    """

    project_id: str
    name: str
    stage: str
    owner_unit: str
    host_unit: str | None
    kinds: tuple[str, ...]
    kinds_inferred: bool
    floor_m2: Decimal | None
    land_m2: Decimal | None
    storey_height_m: Decimal | None
    floor_load_t_m2: Decimal | None
    power_kva: Decimal | None
    rent_max: Decimal | None
    chain: str | None
    areas: tuple[str, ...]
    from_on: date | None
    sites: int
    investment_cny: Decimal | None
    foreign_currency: str | None
    flags: tuple[str, ...]
    held: tuple[tuple[str, str, str, str | None], ...] = ()
    placed: bool = False

    @property
    def waiting(self) -> bool:
        """Return whether the project may still be given a site: not under construction, and nothing committed yet."""
        return self.stage in WAITING_STAGES and not self.placed

    @property
    def stated(self) -> bool:
        """Return whether the project says how much space it needs."""
        return self.floor_m2 is not None or self.land_m2 is not None


def need_of(project: Project) -> Need:
    """Return what a project looks for; where it states no need of its own its planned areas and place stand in."""
    floor = project.need_floor_m2 or project.floor_m2 or None
    land = project.need_land_m2 or project.land_m2 or None
    areas = project.need_area_codes or ((project.area_code,) if project.area_code else ())
    investment, foreign = _in_yuan(project.planned_investment)
    return Need(
        project_id=project.project_id,
        name=project.name,
        stage=project.stage,
        owner_unit=project.owner_unit,
        host_unit=project.host_unit,
        kinds=project.need_kinds or _kinds(floor, land),
        kinds_inferred=not project.need_kinds,
        floor_m2=floor,
        land_m2=land,
        storey_height_m=project.need_storey_height_m,
        floor_load_t_m2=project.need_floor_load_t_m2,
        power_kva=project.need_power_kva,
        rent_max=project.need_rent_max_cny_m2_month,
        chain=project.chain,
        areas=areas,
        from_on=project.need_from_on,
        sites=project.need_sites or 1,
        investment_cny=investment,
        foreign_currency=foreign,
        flags=tuple(name for name in ("red_line", "basic_farmland") if getattr(project, name)),
        held=tuple((held.carrier_id, held.hold_id, held.kind, held.unit_no) for held in project.carriers),
        placed=any(held.kind != CarrierHold.RESERVED for held in project.carriers),
    )


def _kinds(floor: Decimal | None, land: Decimal | None) -> tuple[str, ...]:
    if (floor is None) == (land is None):
        return ()
    return LAND_KINDS if floor is None else BUILDING_KINDS


def _in_yuan(money: Money | None) -> tuple[Decimal | None, str | None]:
    if money is None:
        return None, None
    return (money.amount, None) if money.currency == "CNY" else (None, money.currency)
