"""Random projects and carriers of a plausible district: the same for the same seed, of any size."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from yipanqi.matching.market import Market, clusters_of
from yipanqi.models.carrier import Carrier, CarrierUnit, Hold, Waiver
from yipanqi.models.codes import Area, CarrierKind, Chain
from yipanqi.models.common import Money
from yipanqi.models.project import Project, ProjectCarrier

TODAY = date(2020, 12, 31)
NOW = datetime(2020, 12, 31, 2, 0, tzinfo=UTC)
PARENTS = {area.value: "A-SND" for area in Area if area.value not in ("A-SND", "A-LHT")} | {"A-LHT": "A-FENGQIAO"}
_LAND = (CarrierKind.IDLE_LAND.value, CarrierKind.LOW_EFFICIENCY_LAND.value)
_BUILDINGS = (CarrierKind.PLANT.value, CarrierKind.VACANT_BUILDING.value, CarrierKind.NEW_OFFICE.value)
_OWNERS = ("zone", "snd-group", "soe-2", "soe-3")
_AREAS = tuple(area.value for area in Area)[1:]
_CHAINS = tuple(chain.value for chain in Chain)


def book(unit: str) -> dict[str, Any]:
    """The stamp that every record carries."""
    stamp = {"version": 1, "registered_at": NOW, "updated_at": NOW, "updated_by": unit, "last_event_id": "e"}
    return {**stamp, "recent_events": ("e",)}


def project(number: int | str, **values: Any) -> Project:
    """A project in negotiation that needs 3,000 m² of plant, unless said otherwise."""
    unit = values.pop("owner_unit", "investment")
    base = {
        "project_id": f"{unit}-project-{number}",
        "name": f"项目{number}",
        "owner_unit": unit,
        "stage": "NEGOTIATING",
        "taken_over": False,
        "taken_over_confirmed": False,
        "need_kinds": ("PLANT",),
        "need_floor_m2": Decimal(3000),
        "planned_investment": yuan(50_000_000),
    }
    return Project(**{**base, **book(unit), **values})


def carrier(number: int | str, **values: Any) -> Carrier:
    """An available plant of 4,000 m², unless said otherwise."""
    unit = values.pop("owner_unit", "zone")
    base = {
        "carrier_id": f"{unit}-carrier-{number}",
        "name": f"载体{number}",
        "kind": "PLANT",
        "owner_unit": unit,
        "status": "AVAILABLE",
        "taken_over": False,
        "floor_m2": Decimal(4000),
        "area_code": "A-XSG-EDZ",
    }
    return Carrier(**{**base, **book(unit), **values})


def yuan(amount: int | str) -> Money:
    """An amount in CNY."""
    return Money(amount=Decimal(amount), currency="CNY")


def reserved(project_id: str, until_on: date | None, unit_no: str | None = None, kind: str = "RESERVED") -> Hold:
    """A hold of a carrier for a project."""
    return Hold(
        hold_id=f"hold-{project_id}-{unit_no or 'all'}",
        kind=kind,
        unit_no=unit_no,
        project_id=project_id,
        requested_by="investment",
        from_on=date(2020, 12, 1),
        until_on=until_on,
        granted_at=NOW,
    )


def holds_for(project_: Project, carrier_: Carrier, until_on: date, unit_no: str | None = None) -> tuple[Any, Any]:
    """The two records after the carrier, or a unit of it, was reserved for the project."""
    hold = reserved(project_.project_id, until_on, unit_no)
    mark = ProjectCarrier(
        carrier_id=carrier_.carrier_id, unit_no=unit_no, hold_id=hold.hold_id, kind=hold.kind, until_on=until_on
    )
    return (
        project_.model_copy(update={"carriers": (*project_.carriers, mark)}),
        carrier_.model_copy(update={"holds": (*carrier_.holds, hold), "status": "RESERVED"}),
    )


def market(**values: Any) -> Market:
    """The district at the end of 2020, with some chains settled."""
    places = [("A-SSTT", "C2")] * 4 + [("A-LHT", "C1")] * 6 + [("A-XSG-EDZ", "C4")] * 2
    return Market(**{"today": TODAY, "parents": PARENTS, "clusters": clusters_of(places), **values})


def district(seed: int, projects: int, units: int) -> tuple[list[Project], list[Carrier]]:
    """That many waiting projects, and carriers with that many spaces that can be given singly.

    A quarter of the projects hold a reservation already; one in eight may be split over up to three sites.
    """
    random = Random(seed)
    carriers, spaces = [], 0
    while spaces < units:
        made = _carrier(random, len(carriers), units - spaces)
        carriers.append(made)
        spaces += max(1, len(made.units))
    found = [_project(random, number) for number in range(projects)]
    free = [n for n, each in enumerate(carriers) if not each.units]
    random.shuffle(free)
    for n in range(min(projects // 4, len(free))):
        pair = holds_for(found[n], carriers[free[n]], TODAY + timedelta(days=random.randrange(10, 90)))
        found[n], carriers[free[n]] = pair
    return found, carriers


def _carrier(random: Random, number: int, room: int) -> Carrier:
    land = random.random() < 0.15
    size = round(random.lognormvariate(10.3 if land else 8.2, 0.8), 0)
    area, owner = random.choice(_AREAS), random.choice(_OWNERS)
    divided = room > 2 and random.random() < 0.12
    units: tuple[CarrierUnit, ...] = ()
    if divided:
        count = min(random.randrange(2, 7), room)
        share = Decimal(int(size / count)) or Decimal(1)
        units = tuple(CarrierUnit(unit_no=f"{n + 1}F", floor_m2=share) for n in range(count))
        size = float(share * count)
    values: dict[str, Any] = {
        "owner_unit": owner,
        "kind": random.choice(_LAND if land else _BUILDINGS),
        "area_code": area,
        "units": units,
        "land_m2" if land else "floor_m2": Decimal(int(size) or 1),
        "floor_m2" if land else "land_m2": None,
        "vacant_since": (TODAY - timedelta(days=random.randrange(0, 1200))).isoformat(),
        "permitted_chains": tuple(random.sample(_CHAINS, 2)) if random.random() < 0.4 else (),
        "min_intensity_cny_m2": Decimal(random.choice([2000, 3000, 4500])) if random.random() < 0.5 else None,
    }
    if not land:
        values |= {
            "storey_height_m": Decimal(random.choice(["3.6", "4.5", "6.0", "8.1"])),
            "floor_load_t_m2": Decimal(random.choice(["0.5", "1.0", "2.0"])),
            "power_kva": Decimal(random.choice([400, 800, 1600])),
            "rent_cny_m2_month": Decimal(random.randrange(15, 60)),
        }
    if random.random() < 0.08:
        until = TODAY + timedelta(days=random.randrange(20, 400)) if random.random() < 0.7 else None
        number_ = units[0].unit_no if units else None
        kind = "RESERVED" if until else "OCCUPIED"
        values |= {"holds": (reserved("commerce-project-other", until, number_, kind),), "status": kind}
    if random.random() < 0.05:
        values["waivers"] = (Waiver(project_id=f"investment-project-{random.randrange(500)}", event_id="w"),)
    return carrier(number, **values)


def _project(random: Random, number: int) -> Project:
    land = random.random() < 0.15
    size = Decimal(int(random.lognormvariate(10.0 if land else 7.9, 0.7)) or 1)
    values: dict[str, Any] = {
        "need_kinds": _LAND if land else tuple(random.sample(_BUILDINGS, random.randrange(1, 3))),
        "need_land_m2" if land else "need_floor_m2": size,
        "need_floor_m2" if land else "need_land_m2": None,
        "chain": random.choice(_CHAINS),
        "host_unit": random.choice(("zone", "snd-group", None)),
        "stage": random.choice(("NEGOTIATING", "NEGOTIATING", "PENDING_SIGN", "SIGNED")),
        "need_area_codes": tuple(random.sample(_AREAS, random.randrange(0, 3))),
        "planned_investment": yuan(int(float(size) * random.lognormvariate(8.6, 0.8))),
        "need_from_on": TODAY + timedelta(days=random.randrange(0, 240)),
        "need_sites": 3 if random.random() < 0.125 else None,
    }
    if not land:
        values["need_rent_max_cny_m2_month"] = Decimal(random.randrange(20, 60))
        if random.random() < 0.4:
            values["need_storey_height_m"] = Decimal(random.choice(["3.6", "4.5", "6.0"]))
        if random.random() < 0.3:
            values["need_power_kva"] = Decimal(random.choice([400, 800]))
    if random.random() < 0.02:
        values["red_line"] = True
    return project(number, **values)
