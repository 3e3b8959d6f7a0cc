"""Carriers: registered, verified, listed, divided, let and left again, their rents and their land."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yipanqi.models.carrier import (
    Carrier,
    CarrierCorrected,
    CarrierDivided,
    CarrierListed,
    CarrierRegistered,
    CarrierUnit,
    CarrierUnitRecorded,
    CarrierUpdated,
    CarrierUseCorrected,
    CarrierVacated,
    CarrierVerified,
    CarrierWithdrawn,
    LandStartExtended,
    LandStartReported,
)
from yipanqi.models.codes import Area, CarrierKind, CarrierStatus
from yipanqi.models.common import Evidence
from yipanqi.simulate.actors.enterprises import CHAINS
from yipanqi.simulate.seasons import arrivals, patience
from yipanqi.simulate.world import Actor, World

_K = CarrierKind
_LAND = (_K.IDLE_LAND, _K.LOW_EFFICIENCY_LAND)
_KINDS: dict[CarrierKind, float] = {
    _K.PLANT: 0.5,
    _K.VACANT_BUILDING: 0.2,
    _K.NEW_OFFICE: 0.15,
    _K.IDLE_LAND: 0.08,
    _K.LOW_EFFICIENCY_LAND: 0.07,
}
_NAMES = {
    _K.PLANT: ("标准厂房{n}号楼", "{n}号厂房", "智造园{n}幢", "定制厂房{n}区"),
    _K.VACANT_BUILDING: ("空置楼宇{n}幢", "商务楼{n}座"),
    _K.NEW_OFFICE: ("科创大厦{n}层", "总部楼{n}层"),
    _K.IDLE_LAND: ("储备地块{n}号", "工业用地{n}号"),
    _K.LOW_EFFICIENCY_LAND: ("低效用地{n}号", "待更新地块{n}号"),
}
_NEW = 0.25
_CHANGES_A_YEAR = 1.5
_AREAS = tuple(area.value for area in Area)


def begin(world: World) -> None:
    """Take over most carriers as the ledgers have them, and let new ones come onto the market."""
    newcomers = round(world.scale.carriers * _NEW)
    for _ in range(world.scale.carriers - newcomers):
        _taken_over(world)
    world.start(arrivals(world, newcomers, lambda: world.start(_newcomer(world))))
    changes = round(world.scale.carriers * _CHANGES_A_YEAR * world.scale.years)
    world.start(arrivals(world, changes, lambda: _change(world)))


def _taken_over(world: World) -> None:
    dice = world.dice
    occupied = dice.chance(0.35)
    status = CarrierStatus.OCCUPIED if occupied else CarrierStatus.AVAILABLE
    vacant = None if occupied else (world.today - timedelta(days=dice.days(150, 0.9))).isoformat()
    unit, event = _registration(world, status.value, taken_over=True, vacant_since=vacant)
    if not world.say(unit, event):
        return
    world.book.carriers.append(event.carrier_id)
    if occupied and dice.chance(0.3 * world.scale.years):
        world.start(_moves_out(world, event.carrier_id), dice.number(5, world.scale.days))
    elif event.kind not in _LAND and dice.chance(0.15):
        _divide(world, event.carrier_id)
    elif event.kind in _LAND and event.agreed_start_on is not None:
        world.start(_land(world, event.carrier_id), dice.days(120, 0.8))


def _registration(world: World, status: str, **more: Any) -> tuple[str, CarrierRegistered]:
    dice = world.dice
    kind = dice.of(_KINDS)
    unit = dice.one(world.soes) if dice.chance(0.75) else dice.one(world.zones)
    land = kind in _LAND
    size = dice.amount(20_000 if land else 3_000, 0.8, 50)
    identifier = world.new_id(unit, "carrier")
    number = int(identifier.rpartition("-")[2])
    agreed = world.today + timedelta(days=dice.number(-300, 200)) if land and dice.chance(0.6) else None
    return unit, CarrierRegistered(
        carrier_id=identifier,
        name=dice.one(_NAMES[kind]).format(n=number),
        kind=kind.value,
        status=status,
        taken_over=more["taken_over"],
        area_code=dice.one(_AREAS),
        land_m2=size if land else None,
        floor_m2=None if land else size,
        storey_height_m=Decimal(dice.number(40, 120)) / 10 if kind == _K.PLANT else None,
        floor_load_t_m2=Decimal(dice.number(5, 50)) / 10 if kind == _K.PLANT else None,
        power_kva=dice.amount(800, 0.6, 50) if kind == _K.PLANT else None,
        rent_cny_m2_month=None if land else Decimal(dice.number(15, 80)),
        permitted_chains=dice.some(CHAINS, 3) if dice.chance(0.6) else (),
        vacant_since=more["vacant_since"],
        min_intensity_cny_m2=Decimal(dice.one((3000, 5000, 8000, 15000))) if dice.chance(0.35) else None,
        agreed_start_on=None if agreed is None else agreed.isoformat(),
        longitude=round(120.40 + dice.number(0, 2000) / 10_000, 4),
        latitude=round(31.25 + dice.number(0, 1600) / 10_000, 4),
    )


def _newcomer(world: World) -> Actor:
    """From registration to the market; a hasty unit lists before anyone has verified."""
    dice = world.dice
    unit, event = _registration(world, CarrierStatus.REGISTERED.value, taken_over=False, vacant_since=None)
    world.say(unit, event)
    yield patience(world, 7)
    if world.slip():
        world.say(unit, CarrierListed(carrier_id=event.carrier_id))
    if world.slip():
        yield 1
        world.say(world.investment, CarrierVerified(carrier_id=event.carrier_id, verified_on=world.today))
        yield 1
    verifier = world.commerce if unit in world.zones or dice.chance(0.5) else world.zones[0]
    world.say(verifier, CarrierVerified(carrier_id=event.carrier_id, verified_on=world.today))
    yield patience(world, 4)
    world.say(unit, CarrierListed(carrier_id=event.carrier_id))
    world.book.carriers.append(event.carrier_id)
    if event.floor_m2 is not None and dice.chance(0.2):
        yield dice.number(1, 20)
        _divide(world, event.carrier_id)
    if dice.chance(0.06):
        yield patience(world, 60)
        withdrawn = CarrierWithdrawn(carrier_id=event.carrier_id, reason="权属调整，不再对外出租")
        world.say(unit, withdrawn)


def _divide(world: World, carrier_id: str) -> None:
    state = world.the(Carrier, carrier_id)
    if state.floor_m2 is None or state.holds or state.pending:
        return
    count = world.dice.number(2, 8)
    share = (state.floor_m2 / count).quantize(Decimal(1)) - 1
    if share <= 0:
        return
    share += state.floor_m2 if world.slip() else 0
    units = tuple(
        CarrierUnit(unit_no=f"{number}-1", floor_m2=share, vacant_since=state.vacant_since)
        for number in range(1, count + 1)
    )
    world.say(state.owner_unit, CarrierDivided(carrier_id=carrier_id, units=units))


def _change(world: World) -> None:
    dice = world.dice
    state = world.the(Carrier, dice.one(world.book.carriers))
    if state.units and dice.chance(0.3):
        measured = dice.one(state.units)
        resized = CarrierUnitRecorded(
            carrier_id=state.carrier_id,
            unit_no=measured.unit_no,
            floor_m2=measured.floor_m2 - 1 if measured.floor_m2 > 1 else measured.floor_m2,
            vacant_since=measured.vacant_since,
        )
        world.say(state.owner_unit, resized)
        return
    unit = world.investment if world.slip() and world.investment != state.owner_unit else state.owner_unit
    if unit == world.investment:
        unit = world.other(state.owner_unit, world.investment, world.commerce)  # a neighbour's carrier by mistake
    rent = Decimal(dice.number(15, 80)) if state.kind not in _LAND else None
    if dice.chance(0.1):
        corrects = world.reported(state) if dice.chance(0.9) else "sim-unknown"
        corrected = CarrierCorrected(
            carrier_id=state.carrier_id,
            corrects=corrects,
            reason="台账录入有误",
            rent_cny_m2_month=rent,
            remarks="已核对",
        )
        world.say(state.owner_unit, corrected)
        return
    remarks = dice.one(("水电已改造", "可分割出租", "环保要求较高", "近地铁站", "消防验收已通过"))
    world.say(
        unit if unit in (*world.zones, *world.soes) else state.owner_unit,
        CarrierUpdated(carrier_id=state.carrier_id, rent_cny_m2_month=rent, remarks=remarks),
    )


def _moves_out(world: World, carrier_id: str) -> Actor:
    """The user that was there before the system leaves; the manager offers the space again."""
    state = world.the(Carrier, carrier_id)
    hold = next((hold for hold in state.holds if hold.kind == "OCCUPIED"), None)
    if hold is None:
        return
    on = world.today + timedelta(days=3) if world.slip() else world.today
    vacated = CarrierVacated(carrier_id=carrier_id, hold_id=hold.hold_id, vacated_on=on)
    said = world.say(state.owner_unit, vacated)
    if not said:
        yield 3
        said = world.say(state.owner_unit, vacated)
    if said:
        world.start(_misreported(world, carrier_id, said.event_id), 2)
    yield patience(world, 12)
    world.say(state.owner_unit, CarrierListed(carrier_id=carrier_id))


def _misreported(world: World, carrier_id: str, event_id: str) -> Actor:
    """Now and then the user had left some days before, or is still there and leaves later."""
    dice, state = world.aside(carrier_id), world.the(Carrier, carrier_id)
    step = next(step for step in state.space_steps if step.event_id == event_id)
    if step.before is None or dice.chance(0.6):
        return
    still_there = dice.chance(0.5)
    right = None if still_there else step.changed_on - timedelta(days=dice.number(1, 6))
    corrected = CarrierUseCorrected(
        carrier_id=carrier_id, corrects=event_id, reason="腾空情况误报", right_on=right, undone=still_there
    )
    if world.say(state.owner_unit, corrected) and still_there:
        yield dice.days(20)
        left = CarrierVacated(carrier_id=carrier_id, hold_id=step.before.hold.hold_id, vacated_on=world.today)
        world.say(state.owner_unit, left)
        yield dice.days(5)
        world.say(state.owner_unit, CarrierListed(carrier_id=carrier_id))


def _land(world: World, carrier_id: str) -> Actor:
    """Land that has an agreed start: begun, or put off by commerce for causes that are not the user's."""
    dice = world.dice
    state = world.the(Carrier, carrier_id)
    if dice.chance(0.25):
        until = date.fromisoformat(str(state.agreed_start_on)) + timedelta(days=dice.number(60, 450))
        extended = LandStartExtended(
            carrier_id=carrier_id,
            until_on=until,
            cause="GOVERNMENT",
            reference=f"苏高新土〔{until.year}〕{dice.number(1, 99)}号",
        )
        world.say(world.commerce, extended)
        yield patience(world, 90)
    if dice.chance(0.5):
        proof = () if world.slip() else (Evidence(kind="SITE_RECORD", reference="现场照片"),)
        world.say(state.owner_unit, LandStartReported(carrier_id=carrier_id, started_on=world.today, evidence=proof))
