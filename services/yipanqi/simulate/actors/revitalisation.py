"""Cases of revitalisation: idle land and plants named, verified, negotiated, carried out, with the m² freed."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, timedelta
from decimal import Decimal

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier
from yipanqi.models.codes import EvidenceKind, RevitalisationMode
from yipanqi.models.common import Evidence
from yipanqi.models.revitalisation import (
    NegotiationBegun,
    PlanApproved,
    Revitalisation,
    RevitalisationAbandoned,
    RevitalisationCorrected,
    RevitalisationDone,
    RevitalisationIdentified,
    RevitalisationUpdated,
    RevitalisationVerified,
    WorkBegun,
)
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.names import enterprise_name
from yipanqi.simulate.seasons import arrivals, patience
from yipanqi.simulate.world import Actor, World

_M = RevitalisationMode
_MODES: dict[RevitalisationMode, float] = {
    _M.REPLACEMENT: 0.3,
    _M.CAPITAL_INCREASE: 0.2,
    _M.ACQUISITION: 0.15,
    _M.COOPERATION: 0.12,
    _M.NEGOTIATED_RECOVERY: 0.15,
    _M.LEGAL_RECOVERY: 0.08,
}
_SHARE_A_YEAR, _TAKEN_OVER = 0.12, 0.03
_GIVEN_UP = 0.05
_FINDINGS = ("厂房长期闲置", "亩均产出偏低", "企业停产", "土地未按期开工", "租户已迁出")


def begin(world: World) -> None:
    """Take over the cases of the ledgers, and let new ones be found."""
    for _ in range(round(world.scale.carriers * _TAKEN_OVER)):
        world.start(_case(world, world.dice.one(("VERIFIED", "NEGOTIATING", "IN_PROGRESS"))), world.dice.number(1, 5))
    count = round(world.scale.carriers * _SHARE_A_YEAR * world.scale.years)
    world.start(arrivals(world, count, lambda: world.start(_case(world, None))))


def _case(world: World, reached: str | None) -> Actor:
    """Name a carrier; the unit that must carry it out goes on from where the case stands."""
    dice = world.dice
    carrier = world.the(Carrier, dice.one(world.book.carriers))
    manager = carrier.manager_unit or carrier.owner_unit
    unit = manager if dice.chance(0.5) else dice.one((world.commerce, world.zones[0]))
    event = _finding(world, carrier, unit, reached)
    if world.slip() and reached is None:
        early = event.model_copy(update={"identified_on": world.today + timedelta(days=1)})
        world.say(unit, early)
        yield 1
    answer = world.say(unit, event)
    if not answer:
        return
    keeper = world.the(Revitalisation, event.revitalisation_id).owner_unit
    names = {"revitalisation_id": event.revitalisation_id}
    revised(
        world,
        keeper,
        update=RevitalisationUpdated(**names, planned_on=world.today + timedelta(days=dice.number(120, 300))),
        correct=RevitalisationCorrected(
            **names, corrects=answer.event_id, reason="排查登记有误", finding=dice.one(_FINDINGS)
        ),
        likely=0.15,
    )
    yield from _carried_out(world, event.revitalisation_id)


def _finding(world: World, carrier: Carrier, unit: str, reached: str | None) -> RevitalisationIdentified:
    dice = world.dice
    mode = dice.of(_MODES)
    partner = mode in (_M.ACQUISITION, _M.COOPERATION, _M.REPLACEMENT) and dice.chance(0.6)
    since = world.today - timedelta(days=dice.number(30, 200))
    return RevitalisationIdentified(
        revitalisation_id=world.new_id(unit, "revitalisation"),
        carrier_id=carrier.carrier_id,
        mode=mode.value,
        status=reached or "IDENTIFIED",
        taken_over=reached is not None,
        identified_on=since if reached is not None else world.today,
        finding=dice.one(_FINDINGS),
        partner_name=enterprise_name(dice, "C4") if partner else None,
        expected_m2=_part(world, carrier.floor_m2 or carrier.land_m2),
        planned_on=world.today + timedelta(days=dice.number(90, 240)),
    )


def _part(world: World, area: Decimal | None) -> Decimal | None:
    """Return 40 to 100 % of an area in m²."""
    return None if area is None else (area * world.dice.number(40, 100) / 100).quantize(Decimal(1)) or Decimal(1)


def _carried_out(world: World, case: str) -> Actor:
    """Step by step to the end, unless it is given up on the way."""
    waits = {"IDENTIFIED": 8, "VERIFIED": 14, "NEGOTIATING": 30, "PLAN_APPROVED": 12, "IN_PROGRESS": 60}
    while (state := world.the(Revitalisation, case)).status in waits:
        yield patience(world, waits[state.status])
        if (world.the(Revitalisation, case)).status != state.status:
            continue
        if world.dice.chance(_GIVEN_UP):
            reason = None if world.slip() else "权属方暂无处置意愿"
            event = RevitalisationAbandoned(revitalisation_id=case, reason=reason)
            if world.say(state.owner_unit, event):
                return
        unit, step = _next(world, world.the(Revitalisation, case))
        yield from _taken(world, unit, step)


def _next(world: World, state: Revitalisation) -> tuple[str, AggregateRecord]:
    """Return who takes the next step, and how."""
    today, case = world.today, state.revitalisation_id
    parties = (state.owner_unit, state.carrier_owner_unit, state.carrier_manager_unit)
    match state.status:
        case "IDENTIFIED":
            verifiers = [unit for unit in (world.commerce, *world.zones) if unit not in parties]
            seen = _proof(EvidenceKind.SITE_RECORD, "现场核实", today)
            return world.dice.one(verifiers), RevitalisationVerified(
                revitalisation_id=case, verified_on=today, evidence=seen
            )
        case "VERIFIED":
            return state.owner_unit, NegotiationBegun(revitalisation_id=case, begun_on=today)
        case "NEGOTIATING":
            decided = _proof(EvidenceKind.DECISION_RECORD, "专题会纪要", today)
            return world.commerce, PlanApproved(revitalisation_id=case, approved_on=today, evidence=decided)
        case "PLAN_APPROVED":
            begun = _proof(EvidenceKind.SITE_RECORD, "开工照片", today)
            return state.owner_unit, WorkBegun(revitalisation_id=case, begun_on=today, evidence=begun)
    freed = _part(world, state.carrier_area_m2) or Decimal(100)
    done = _proof(EvidenceKind.SITE_RECORD, "验收记录", today)
    return state.owner_unit, RevitalisationDone(revitalisation_id=case, done_on=today, freed_m2=freed, evidence=done)


def _proof(kind: EvidenceKind, what: str, day: date) -> tuple[Evidence, ...]:
    return (Evidence(kind=kind.value, reference=f"{what}-{day:%m%d}", issued_on=day),)


def _taken(world: World, unit: str, step: AggregateRecord) -> Generator[int, None, None]:
    """Take the step; who forgot the papers, freed more than there is or is party to the case comes again."""
    if world.slip():
        match step:
            case RevitalisationVerified():
                world.say(unit, step.model_copy(update={"evidence": ()}))
            case RevitalisationDone():
                world.say(unit, step.model_copy(update={"freed_m2": step.freed_m2 * 20}))
            case PlanApproved():
                world.say(world.zones[0], step)
            case _:
                world.say(world.other(unit), step)
    world.say(unit, step)
    yield 1
