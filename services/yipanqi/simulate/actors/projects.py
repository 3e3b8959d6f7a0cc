"""Projects: from the first screening to full capacity, through every gate, with the mistakes gates are there for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from yipanqi.models.codes import Area, CarrierKind, ProjectForm, ProjectStage
from yipanqi.models.common import Evidence, Money
from yipanqi.models.enterprise import Enterprise
from yipanqi.models.project import (
    Project,
    ProjectFlagSet,
    ProjectRegistered,
    ProjectStageChanged,
    ProjectTakeoverConfirmed,
    ProjectUpdated,
)
from yipanqi.rules.stages import GATES, Mover
from yipanqi.simulate.actors import approvals, capital, claims, credit, milestones, problems, sites
from yipanqi.simulate.actors.enterprises import CHAINS
from yipanqi.simulate.names import enterprise_name
from yipanqi.simulate.seasons import arrivals, patience, to_quarter_end
from yipanqi.simulate.world import Actor, World

_S = ProjectStage
#: How long a project stays in a stage: median days, and the spread of the lognormal.
STAGE_DAYS: dict[str, tuple[float, float]] = {
    _S.SCREENING: (14, 0.6),
    _S.NEGOTIATING: (55, 0.6),
    _S.PENDING_SIGN: (18, 0.5),
    _S.SIGNED: (22, 0.5),
    _S.APPROVING: (12, 0.5),
    _S.READY_TO_START: (28, 0.6),
    _S.BUILDING: (280, 0.4),
    _S.COMPLETED: (55, 0.5),
    _S.PRODUCING: (190, 0.4),
    _S.FITTING_OUT: (75, 0.5),
}
#: Where the projects that the ledgers already have stand at the beginning.
_TAKEN_OVER: dict[str, float] = {
    _S.SCREENING: 8,
    _S.NEGOTIATING: 24,
    _S.PENDING_SIGN: 8,
    _S.SIGNED: 12,
    _S.APPROVING: 10,
    _S.READY_TO_START: 6,
    _S.BUILDING: 18,
    _S.COMPLETED: 5,
    _S.PRODUCING: 6,
    _S.FITTING_OUT: 3,
}
_NEXT: dict[str, str] = {
    _S.SCREENING: _S.NEGOTIATING,
    _S.NEGOTIATING: _S.PENDING_SIGN,
    _S.PENDING_SIGN: _S.SIGNED,
    _S.APPROVING: _S.READY_TO_START,
    _S.READY_TO_START: _S.BUILDING,
    _S.BUILDING: _S.COMPLETED,
    _S.COMPLETED: _S.PRODUCING,
    _S.PRODUCING: _S.FULL_CAPACITY,
    _S.FITTING_OUT: _S.OPERATING,
}
_SHARE_TAKEN_OVER, _SHARE_FROM_LEADS = 0.55, 0.3
_FORMS = {
    ProjectForm.NEW: 60,
    ProjectForm.CAPITAL_INCREASE: 18,
    ProjectForm.TECHNICAL_UPGRADE: 14,
    ProjectForm.ACQUISITION: 4,
    ProjectForm.COOPERATION: 4,
}
_WHAT = ("生产基地", "研发中心", "总部", "扩产", "智能工厂", "产业化")


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of project this will be: decided when it begins."""

    light: bool
    foreign: bool
    fails_in: str | None


def begin(world: World) -> None:
    """Take over the projects of the ledgers; the others come by the units' own work and from leads."""
    taken = round(world.scale.projects * _SHARE_TAKEN_OVER)
    for _ in range(taken):
        new_project(world, None, world.dice.of(_TAKEN_OVER))
    own = round(world.scale.projects * (1 - _SHARE_TAKEN_OVER - _SHARE_FROM_LEADS))
    world.start(arrivals(world, own, lambda: _new(world)))


def _new(world: World) -> None:
    new_project(world, None, _S.SCREENING)


def new_project(world: World, unit: str | None, stage: str = _S.SCREENING) -> str:
    """Register a project and let it take its course; returns its id."""
    dice = world.dice
    owner = unit or dice.of(
        {world.investment: 5.0, dice.one(world.zones): 2.5, world.commerce: 1.0, dice.one(world.soes): 1.5}
    )
    foreign = dice.chance(0.3)
    event = _registration(world, owner, stage, foreign)
    if world.slip() and stage == _S.SCREENING:
        world.say(owner, event.model_copy(update={"stage": str(_S.SIGNED)}))  # claims to have got further
    world.say(owner, event)
    world.book.projects.append(event.project_id)
    nature = Nature(
        dice.chance(0.18), foreign, dice.of({None: 0.8, _S.NEGOTIATING: 0.13, _S.SIGNED: 0.04, _S.APPROVING: 0.03})
    )
    world.start(_course(world, event.project_id, nature), dice.number(0, 3))
    if dice.chance(0.5):
        world.start(problems.raised(world, event.project_id), dice.number(20, max(21, world.scale.days)))
    if dice.chance(0.08):
        world.start(credit.handed_over(world, event.project_id), dice.days(60))
    return event.project_id


def _registration(world: World, owner: str, stage: str, foreign: bool) -> ProjectRegistered:
    dice = world.dice
    investor = world.the(
        Enterprise, dice.one(world.book.foreign if foreign and world.book.foreign else world.book.enterprises)
    )
    chain = dice.one(CHAINS)
    since = world.today - timedelta(days=dice.days(STAGE_DAYS[stage][0] / 2, 0.7))
    floor = dice.amount(5_000, 0.8, 100)
    money = dice.amount(150_000_000, 1.1, 1_000_000)
    return ProjectRegistered(
        project_id=world.new_id(owner, "project"),
        name=f"{enterprise_name(dice, chain)[:30]}{dice.one(_WHAT)}项目",
        stage=stage,
        stage_since=(world.today if stage == _S.SCREENING else since).isoformat(),
        taken_over=stage != _S.SCREENING,
        form=str(dice.of(_FORMS)),
        investor_name=investor.name,
        investor_id=investor.enterprise_id,
        investor_country=investor.country,
        host_unit=dice.of({None: 1.5, world.zones[0]: 5.0, dice.one(world.soes): 2.5}),
        chain=chain,
        area_code=dice.one(tuple(Area)).value,
        planned_investment=Money(amount=money, currency="CNY"),
        planned_investment_about=dice.chance(0.3),
        contract_fdi_usd=(money / 14).quantize(money) if foreign else None,
        floor_m2=floor,
        land_m2=dice.amount(30_000, 0.7, 500) if dice.chance(0.35) else None,
        expected_output=Money(amount=money * 2, currency="CNY"),
        expected_tax=Money(amount=money / 10, currency="CNY"),
        expected_jobs=dice.number(10, 900),
        red_line=dice.chance(0.03) or None,
        need_kinds=(dice.one((CarrierKind.PLANT, CarrierKind.PLANT, CarrierKind.NEW_OFFICE)).value,),
        need_floor_m2=floor,
    )


def _course(world: World, project_id: str, nature: Nature) -> Actor:
    """Walk through the stages until the end of the way, or of the project."""
    dice = world.dice
    if world.the(Project, project_id).taken_over and dice.chance(0.7):
        yield patience(world, 12)
        project = world.the(Project, project_id)
        asked = _S.SCREENING.value if world.slip() else project.stage
        world.say(world.commerce, ProjectTakeoverConfirmed(project_id=project_id, stage=asked))
    while True:
        stage = world.the(Project, project_id).stage
        if stage not in STAGE_DAYS:
            return
        yield from _work(world, project_id, stage, nature)
        project = world.the(Project, project_id)
        if project.stage != stage:
            continue
        if stage == nature.fails_in:
            said = ProjectStageChanged(
                project_id=project_id, to_stage="TERMINATED", effective_on=world.today, reason="投资方调整计划"
            )
            world.say(project.owner_unit, said)
            return
        if dice.chance(0.015):
            yield from _suspended(world, project_id)
        to = _S.FITTING_OUT if stage == _S.SIGNED and nature.light else _NEXT.get(stage, _S.APPROVING)
        yield from _move(world, project_id, to)


def _work(world: World, project_id: str, stage: str, nature: Nature) -> Actor:
    """Do what the stage is for, for as long as it takes."""
    dice = world.dice
    if stage == _S.NEGOTIATING and dice.chance(0.75):
        world.start(sites.looked_for(world, project_id), dice.days(12))
    if stage == _S.NEGOTIATING and dice.chance(0.6):
        world.start(claims.filed_for(world, project_id), dice.number(0, 10))
    if stage == _S.SIGNED:
        world.start(milestones.planned(world, project_id, nature.light), 1)
        if nature.foreign:
            world.start(capital.paid_in(world, project_id), dice.days(20))
    if stage == _S.APPROVING:
        yield from approvals.all_matters(world, project_id)
    days = patience(world, *STAGE_DAYS[stage])
    if stage == _S.PENDING_SIGN and dice.chance(0.3):
        days = max(1, to_quarter_end(world.today) - dice.number(0, 6))  # signed in time for the quarter's figures
    if days > 40 and dice.chance(0.8):
        part = dice.number(10, days - 10)
        yield part
        _report(world, project_id)
        days -= part
    yield days


def _report(world: World, project_id: str) -> None:
    project = world.the(Project, project_id)
    unit = world.other(project.owner_unit) if world.slip() else project.owner_unit
    remarks = world.dice.one(
        ("企业已完成内部决策", "正在办理前期手续", "设备已订货", "资金已到位", "主体结构封顶", "企业提出用工需求")
    )
    world.say(unit, ProjectUpdated(project_id=project_id, remarks=remarks, expected_jobs=world.dice.number(10, 900)))


def _suspended(world: World, project_id: str) -> Actor:
    project = world.the(Project, project_id)
    if project.stage not in STAGE_DAYS:
        return
    stage = project.stage
    reason = None if world.slip() else "企业融资未到位"
    move = ProjectStageChanged(project_id=project_id, to_stage="SUSPENDED", effective_on=world.today, reason=reason)
    if world.say(project.owner_unit, move):
        yield world.dice.days(45)
        owner = world.the(Project, project_id).owner_unit
        world.say(owner, ProjectStageChanged(project_id=project_id, to_stage=stage, effective_on=world.today))
        yield 5


def _move(world: World, project_id: str, to: str) -> Actor:
    """Pass the gate; refused for a mistake, put it right and come again, a few times."""
    dice = world.dice
    for attempt in range(4):
        project = world.the(Project, project_id)
        if project.stage not in STAGE_DAYS or project.stage == to:
            return
        unit, event = _asked(world, project, to)
        if attempt == 0 and world.slip():
            unit, event = _mistaken(world, unit, event)
        answer = world.say(unit, event)
        if answer:
            return
        if answer.refused == "red-line":
            yield dice.days(10)
            cleared = ProjectFlagSet(project_id=project_id, flag="red_line", raised=False, reason="选址已调整")
            if world.slip():
                world.say(project.owner_unit, cleared)
            world.say(world.commerce, cleared)
        yield dice.number(1, 5)


def _asked(world: World, project: Project, to: str) -> tuple[str, ProjectStageChanged]:
    gate = GATES[project.stage, to]
    host = project.host_unit or project.owner_unit
    unit = {Mover.COMMERCE: world.commerce, Mover.OWNER: project.owner_unit, Mover.HOST: host}[gate.mover]
    number = world.dice.number(1, 9999)
    documents = tuple(
        Evidence(kind=kind.value, reference=f"{kind.value}-{number}", issued_on=world.today) for kind in gate.evidence
    )
    return unit, ProjectStageChanged(
        project_id=project.project_id,
        to_stage=str(to),
        effective_on=world.today,
        evidence=documents,
        contract_reference=f"高新招〔{world.today.year}〕{number}号" if gate.contract else None,
    )


def _mistaken(world: World, unit: str, event: ProjectStageChanged) -> tuple[str, ProjectStageChanged]:
    """Return what the unit says first: without its papers, a day early, two stages on, or in another's place."""
    way = world.dice.number(0, 3)
    if way == 0 and (event.evidence or event.contract_reference):
        return unit, event.model_copy(update={"evidence": (), "contract_reference": None})
    if way == 1:
        return unit, event.model_copy(update={"effective_on": world.today + timedelta(days=2)})
    if way == 2:
        return unit, event.model_copy(update={"to_stage": str(_S.PRODUCING), "evidence": ()})
    return world.other(unit, world.commerce), event
