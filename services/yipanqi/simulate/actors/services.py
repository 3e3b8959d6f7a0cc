"""Enterprises' requests, and doubts that one unit has about another's records."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.models.carrier import Carrier, CarrierCorrected
from yipanqi.models.codes import ServiceCategory
from yipanqi.models.correction import (
    CorrectionDeclined,
    CorrectionMade,
    CorrectionReassigned,
    CorrectionRequested,
    CorrectionWithdrawn,
)
from yipanqi.models.enterprise import Enterprise
from yipanqi.models.project import Project, ProjectCorrected
from yipanqi.models.service import (
    ServiceAccepted,
    ServiceConfirmed,
    ServiceCorrected,
    ServiceDispatched,
    ServiceReopened,
    ServiceResolved,
    ServiceReturned,
    ServiceStarted,
    ServiceSubmitted,
    ServiceUpdated,
    ServiceWithdrawn,
)
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.seasons import arrivals
from yipanqi.simulate.world import Actor, Answer, World

_S = ServiceCategory
_TITLES = {
    _S.LABOUR: "招工困难，请求协助组织招聘",
    _S.SUPPLY_CHAIN: "上游零部件断供，请求协调",
    _S.EPIDEMIC_SUPPLIES: "申请防疫物资",
    _S.LOGISTICS: "货车通行证办理",
    _S.FINANCE: "流动资金贷款贴息",
    _S.OTHER: "厂区周边道路整修",
}


def begin(world: World) -> None:
    """Let requests and doubts come."""
    world.start(arrivals(world, world.scale.services, lambda: world.start(_service(world))))
    doubts = round((world.scale.projects + world.scale.carriers) * 0.08 * world.scale.years)
    world.start(arrivals(world, doubts, lambda: world.start(_doubt(world))))


def _service(world: World) -> Actor:
    dice = world.dice
    unit = dice.one(world.units)
    service_id = world.new_id(unit, "service")
    category = dice.one(tuple(_S))
    enterprise = world.the(Enterprise, dice.one(world.book.enterprises))
    submitted = ServiceSubmitted(
        service_id=service_id,
        title=_TITLES[category],
        category=category.value,
        enterprise_id=None if world.slip() else enterprise.enterprise_id,
        received_on=world.today,
        content=f"{_TITLES[category]}，请有关部门支持。",
    )
    answer = world.say(unit, submitted)
    if not answer:
        yield 1
        answer = world.say(unit, submitted.model_copy(update={"enterprise_id": enterprise.enterprise_id}))
    if answer:
        revised(
            world,
            unit,
            update=ServiceUpdated(service_id=service_id, content="企业补充说明了情况。"),
            correct=ServiceCorrected(
                service_id=service_id, corrects=answer.event_id, reason="类别登记有误", category=_S.OTHER.value
            ),
            likely=0.04,
        )
    if dice.chance(0.03):
        yield 1
        world.say(unit, ServiceWithdrawn(service_id=service_id, reason="企业已自行解决"))
        return
    yield dice.number(3, 8) if dice.chance(0.12) else 1
    world.say(world.commerce, ServiceAccepted(service_id=service_id))
    yield dice.days(1.3)
    responsible = world.other(unit)
    world.say(world.commerce, ServiceDispatched(service_id=service_id, responsible_unit=responsible))
    if dice.chance(0.05):
        yield dice.days(2)
        world.say(responsible, ServiceReturned(service_id=service_id, reason="不属本单位职责"))
        yield 1
        responsible = world.other(unit, responsible)
        world.say(world.commerce, ServiceDispatched(service_id=service_id, responsible_unit=responsible))
    yield from _settled(world, service_id, unit, responsible)


def _settled(world: World, service_id: str, unit: str, responsible: str) -> Actor:
    dice = world.dice
    if dice.chance(0.5):
        yield dice.days(2)
        world.say(responsible, ServiceStarted(service_id=service_id, progress="正在协调有关部门"))
    while True:
        yield dice.days(7, 0.7)
        worker = world.other(responsible) if world.slip() else responsible
        if not world.say(worker, ServiceResolved(service_id=service_id, result="已解决")):
            world.say(responsible, ServiceResolved(service_id=service_id, result="已解决"))
        yield dice.days(3)
        if not dice.chance(0.06):
            break
        world.say(unit, ServiceReopened(service_id=service_id, reason="问题仍未解决"))
    if world.slip() and responsible != world.commerce:
        world.say(responsible, ServiceConfirmed(service_id=service_id, rating=5))
        yield 1
    world.say(unit, ServiceConfirmed(service_id=service_id, rating=dice.of({5: 60, 4: 25, 3: 10, 2: 3, 1: 2})))


#: What is doubted of a record, and put right.
_DOUBTED = {"project": "expected_jobs", "carrier": "power_kva"}


def _doubt(world: World) -> Actor:
    """A unit doubts a figure of another's record; the source puts it right or says why not."""
    dice, book = world.dice, world.book
    about_project = dice.chance(0.5) and bool(book.projects)
    state: Project | Carrier = (
        world.the(Project, dice.one(book.projects)) if about_project else world.the(Carrier, dice.one(book.carriers))
    )
    source = state.owner_unit
    unit = source if world.slip() else world.other(source)
    mistaken = dice.chance(0.1)
    correction_id = world.new_id(unit, "correction")
    asked = CorrectionRequested(
        correction_id=correction_id,
        subject_aggregate=state.__aggregate__,
        subject_id=state.aggregate_id(),
        field="floor" if world.slip() else _DOUBTED[state.__aggregate__],
        source_unit=world.other(source, unit) if mistaken else source,
        doubt="与现场核查数据不一致",
    )
    if not world.say(unit, asked):
        return
    if dice.chance(0.12):
        yield dice.days(3)
        world.say(unit, CorrectionWithdrawn(correction_id=correction_id, reason="核对无误"))
        return
    if mistaken:
        yield 2
        moved = CorrectionReassigned(correction_id=correction_id, source_unit=source, reason="数据来源单位有误")
        world.say(world.commerce, moved)
    yield dice.number(16, 40) if dice.chance(0.15) else dice.days(5)
    yield from _answered(world, correction_id, state, source)


def _answered(world: World, correction_id: str, state: Project | Carrier, source: str) -> Actor:
    dice = world.dice
    made = CorrectionMade(correction_id=correction_id, fixed_by=world.reported(state), answer="已更正")
    if world.slip():
        other = world.other(source)
        world.say(other, CorrectionDeclined(correction_id=correction_id, answer="数据无误"))
        yield 1
    if world.slip():
        # The record's last event of then: said to be the fix before there is one.
        world.say(source, made)
        yield 1
    fixed = _fixed(world, state) if dice.chance(0.65) else None
    if fixed is not None and fixed:
        yield 1
        world.say(source, made.model_copy(update={"fixed_by": fixed.event_id}))
    else:
        world.say(source, CorrectionDeclined(correction_id=correction_id, answer="经核实数据无误"))


def _fixed(world: World, seen: Project | Carrier) -> Answer:
    """The record's owner corrects what was doubted."""
    if isinstance(seen, Project):
        project = world.the(Project, seen.project_id)
        return world.say(
            project.owner_unit,
            ProjectCorrected(
                project_id=project.project_id,
                corrects=world.reported(project),
                reason="校核后更正",
                expected_jobs=(project.expected_jobs or 0) + world.dice.number(5, 80),
            ),
        )
    carrier = world.the(Carrier, seen.carrier_id)
    return world.say(
        carrier.owner_unit,
        CarrierCorrected(
            carrier_id=carrier.carrier_id,
            corrects=world.reported(carrier),
            reason="校核后更正",
            power_kva=(carrier.power_kva or Decimal(0)) + world.dice.number(20, 400),
        ),
    )
