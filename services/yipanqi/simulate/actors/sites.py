"""A project looks for its site: proposals, reservations that collide, renewals, waivers, moving in."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

from yipanqi.models.carrier import (
    Carrier,
    CarrierCommitted,
    CarrierOccupied,
    Hold,
    IntensityWaived,
    IntensityWaiverWithdrawn,
    ReservationApproved,
    ReservationReleased,
    ReservationRenewed,
    ReservationRequested,
)
from yipanqi.models.match import MatchAccepted, MatchProposed, MatchRejected, MatchWithdrawn
from yipanqi.models.project import Project
from yipanqi.simulate.world import Actor, World

#: The carriers that everybody wants: so few that projects meet there.
_SOUGHT_AFTER = 0.03
_BEFORE_SIGNING = ("SCREENING", "NEGOTIATING", "PENDING_SIGN", "SUSPENDED")
_MOVED_IN = ("COMPLETED", "PRODUCING", "FULL_CAPACITY", "FITTING_OUT", "OPERATING")


def looked_for(world: World, project_id: str) -> Actor:
    """Try carriers until one is reserved, keep it until signing, then move in."""
    dice = world.dice
    for _ in range(dice.number(1, 4)):
        carrier_id = _candidate(world)
        match_id = None
        if dice.chance(0.5):
            match_id = yield from _matched(world, project_id, carrier_id)
            if match_id is None:
                continue
        hold_id = yield from _reserved(world, project_id, carrier_id, match_id)
        if hold_id is not None:
            yield from _kept(world, project_id, carrier_id, hold_id)
            return
        yield dice.number(2, 12)


def _candidate(world: World) -> str:
    carriers = world.book.carriers
    if world.dice.chance(0.35):
        return carriers[world.dice.number(0, int(len(carriers) * _SOUGHT_AFTER))]
    for _ in range(6):
        found = world.dice.one(carriers)
        if world.the(Carrier, found).status == "AVAILABLE":
            return found
    return world.dice.one(carriers)


def _matched(world: World, project_id: str, carrier_id: str) -> Generator[int, None, str | None]:
    """Have the carrier proposed for the project and decided on; returns the match's id if it was taken."""
    dice = world.dice
    project = world.the(Project, project_id)
    proposer = world.commerce if project.owner_unit == world.investment else world.investment
    match_id = world.new_id(proposer, "match")
    proposed = MatchProposed(
        match_id=match_id,
        project_id=project_id,
        carrier_id=carrier_id,
        source=dice.one(("RANKING", "RANKING", "PERSON")),
        score=dice.number(40, 98),
        reasons_for=("面积相称", "产业集聚"),
        reasons_against=("租金高于预算",) if dice.chance(0.4) else (),
    )
    if not world.say(proposer, proposed):
        return None
    yield dice.days(3)
    if dice.chance(0.06):
        world.say(proposer, MatchWithdrawn(match_id=match_id, reason="推荐依据有误"))
        return None
    decider = proposer if world.slip() else world.the(Project, project_id).owner_unit
    if dice.chance(0.6):
        return match_id if world.say(decider, MatchAccepted(match_id=match_id)) else None
    world.say(decider, MatchRejected(match_id=match_id, reason=dice.one(("层高不足", "承重不够", "企业不接受区位"))))
    return None


def _reserved(world: World, project_id: str, carrier_id: str, match_id: str | None) -> Generator[int, None, str | None]:
    """Ask for the carrier, once more with commerce's waiver if intensity is what bars it; returns the hold's id."""
    dice = world.dice
    unit = world.other(world.the(Project, project_id).owner_unit) if world.slip() else None
    for _ in range(2):
        state = world.the(Carrier, carrier_id)
        asked = ReservationRequested(
            carrier_id=carrier_id,
            project_id=project_id,
            unit_no=dice.one(state.units).unit_no if state.units else None,
            until_on=world.today + timedelta(days=-1 if world.slip() else dice.number(25, 80)),
            match_id=match_id,
        )
        answer = world.say(unit or world.the(Project, project_id).owner_unit, asked)
        if answer:
            return answer.event_id
        if answer.refused not in ("intensity-too-low", "intensity-unknown", "date-in-past", "not-a-party"):
            return None
        unit = None
        yield dice.number(1, 4)
        if answer.refused in ("intensity-too-low", "intensity-unknown"):
            if dice.chance(0.35):
                return None
            waived = IntensityWaived(carrier_id=carrier_id, project_id=project_id, reason="产业链关键环节，一事一议")
            if said := world.say(world.commerce, waived):
                world.start(_thought_better(world, carrier_id, said.event_id), 12)
            yield 1
    return None


def _thought_better(world: World, carrier_id: str, event_id: str) -> Actor:
    """Many a waiver is taken back once it has been looked at again; what was reserved by it stays."""
    if world.aside(event_id).chance(0.7):
        back = IntensityWaiverWithdrawn(carrier_id=carrier_id, corrects=event_id, reason="豁免未经集体决策")
        world.say(world.commerce, back)
    yield from ()


def _hold(world: World, carrier_id: str, hold_id: str) -> Hold | None:
    return next((hold for hold in world.the(Carrier, carrier_id).holds if hold.hold_id == hold_id), None)


def _kept(world: World, project_id: str, carrier_id: str, hold_id: str) -> Actor:
    dice = world.dice
    carrier = world.the(Carrier, carrier_id)
    manager = carrier.manager_unit or carrier.owner_unit
    yield dice.days(3)
    if _hold(world, carrier_id, hold_id) and dice.chance(0.7):
        world.say(manager, ReservationApproved(carrier_id=carrier_id, hold_id=hold_id))
    while (hold := _hold(world, carrier_id, hold_id)) is not None and hold.kind == "RESERVED":
        project = world.the(Project, project_id)
        if project.stage not in _BEFORE_SIGNING or hold.until_on is None:
            yield 10
            continue
        if project.stage == "PENDING_SIGN" and dice.chance(0.1):
            number = f"高新租〔{world.today.year}〕{dice.number(1, 999)}号"
            signed = CarrierCommitted(
                carrier_id=carrier_id, hold_id=hold_id, contract_reference=number, signed_on=world.today
            )
            world.say(project.owner_unit if world.slip() else manager, signed)  # the lease before the project
        left = (hold.until_on - world.today).days
        if left > 6:
            yield left - 5
            continue
        if dice.chance(0.25):
            return  # nobody thinks of it: the reservation expires
        if dice.chance(0.15):
            world.say(
                project.owner_unit, ReservationReleased(carrier_id=carrier_id, hold_id=hold_id, reason="企业另选址")
            )
            return
        until = world.today + timedelta(days=dice.number(25, 60))
        if not world.say(
            project.owner_unit, ReservationRenewed(carrier_id=carrier_id, hold_id=hold_id, until_on=until)
        ):
            return
        yield 5
    for _ in range(60):
        if _hold(world, carrier_id, hold_id) is None:
            return
        if world.the(Project, project_id).stage in _MOVED_IN:
            on = world.today + timedelta(days=5) if world.slip() else world.today
            if world.say(manager, CarrierOccupied(carrier_id=carrier_id, hold_id=hold_id, occupied_on=on)):
                return
        yield 10
