"""Leads by channel, activities that bring some of them, recruiters and their training, listing cultivation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from yipanqi.models.activity import (
    Activity,
    ActivityCancelled,
    ActivityCorrected,
    ActivityHeld,
    ActivityRegistered,
    ActivityUpdated,
)
from yipanqi.models.codes import ActivityKind, LeadChannel, LeadStatus, ListingBoard, RecruiterLanguage
from yipanqi.models.common import Evidence, Money
from yipanqi.models.enterprise import Enterprise
from yipanqi.models.lead import (
    Lead,
    LeadAnswered,
    LeadAssigned,
    LeadConverted,
    LeadCorrected,
    LeadJudged,
    LeadPooled,
    LeadRegistered,
    LeadResponded,
    LeadTaken,
    LeadUpdated,
)
from yipanqi.models.listing import ListingAdvanced, ListingCorrected, ListingRegistered, ListingUpdated
from yipanqi.models.recruiter import (
    RecruiterCorrected,
    RecruiterLeft,
    RecruiterRegistered,
    RecruiterUpdated,
    TrainingCorrected,
    TrainingRecorded,
)
from yipanqi.rules.listing import NEXT, PROOF
from yipanqi.simulate.actors.enterprises import CHAINS
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.names import enterprise_name
from yipanqi.simulate.seasons import arrivals, patience
from yipanqi.simulate.world import Actor, World

#: Begins a project for a unit that followed a lead; returns the project's id.
NewProject = Callable[[str], str]

_C = LeadChannel
_PLACES = ("上海", "深圳", "北京", "东京", "法兰克福", "苏州")
_OCCASIONS = ("招商推介会", "产业对接会", "项目路演")
_CHANNELS: dict[LeadChannel, float] = {
    _C.INTERNET: 0.2,
    _C.OVERSEAS: 0.12,
    _C.CHAMBER: 0.15,
    _C.ACTIVITY: 0.18,
    _C.REFERRAL: 0.2,
    _C.VISIT: 0.15,
}


def begin(world: World, new_project: NewProject) -> None:
    """Let leads and activities come, and the people be there who follow them."""
    world.start(arrivals(world, world.scale.leads, lambda: world.start(_lead(world, new_project))))
    world.start(arrivals(world, world.scale.activities, lambda: world.start(_activity(world))))
    for _ in range(10 + world.scale.projects // 40):
        world.start(_recruiter(world))
    for _ in range(max(4, world.scale.enterprises // 800)):
        world.start(_listing(world), world.dice.number(0, world.scale.days))


def _lead(world: World, new_project: NewProject) -> Actor:
    dice = world.dice
    unit = dice.of({world.investment: 5.0, world.commerce: 1.5, dice.one(world.zones): 2.0, dice.one(world.soes): 1.5})
    channel = dice.of(_CHANNELS)
    lead_id = world.new_id(unit, "lead")
    chain = dice.one(CHAINS)
    known = dice.one(world.book.enterprises) if dice.chance(0.35) else None
    name = world.the(Enterprise, known).name if known else enterprise_name(dice, chain)
    activity = dice.one(world.book.activities) if channel == _C.ACTIVITY and world.book.activities else None
    received = world.today + timedelta(days=2) if world.slip() else world.today
    event = LeadRegistered(
        lead_id=lead_id,
        name=f"{name[:40]}项目线索",
        channel=channel.value,
        received_on=received,
        activity_id=activity,
        enterprise_id=known,
        investor_name=name,
        chain=chain,
        planned_investment=Money(amount=dice.amount(80_000_000, 1.0, 1_000_000), currency="CNY"),
        planned_investment_about=True,
        floor_m2=dice.amount(4_000, 0.7, 100),
    )
    answer = world.say(unit, event)
    if not answer:
        yield 2
        answer = world.say(unit, event)
        if not answer:
            return
    revised(
        world,
        unit,
        update=LeadUpdated(lead_id=lead_id, needs="需配套危化品仓库"),
        correct=LeadCorrected(
            lead_id=lead_id, corrects=answer.event_id, reason="面积登记有误", floor_m2=dice.amount(4_000, 0.7, 100)
        ),
    )
    yield dice.of({0: 0.0, 1: 0.85, 4: 0.15})
    world.say(unit, LeadResponded(lead_id=lead_id, response="已与联系人取得联系"))
    yield dice.days(2)
    valuable = dice.chance(0.7)
    judged = LeadJudged(
        lead_id=lead_id,
        verdict="VALUABLE" if valuable else "NOT_VALUABLE",
        verdict_reason="符合产业链方向" if valuable else "不符合准入要求",
    )
    world.say(world.investment, judged)
    if not valuable:
        return
    yield dice.days(1.5)
    to = dice.of({dice.one(world.zones): 5.0, dice.one(world.soes): 3.0, world.commerce: 2.0})
    if world.slip():
        to = world.investment  # a lead of another unit for itself
    if not world.say(world.investment, LeadAssigned(lead_id=lead_id, assigned_unit=to)):
        yield 1
        world.say(world.investment, LeadAssigned(lead_id=lead_id, assigned_unit=world.zones[0]))
    yield from _worked_on(world, lead_id, new_project)


def _worked_on(world: World, lead_id: str, new_project: NewProject) -> Actor:
    dice = world.dice
    if dice.chance(0.12):
        yield dice.number(14, 30)  # nobody answers: the lead lapses into the pool
    else:
        yield dice.days(5)
    lead = world.the(Lead, lead_id)
    if lead.status == LeadStatus.ASSIGNED and lead.assigned_unit:
        if dice.chance(0.08):
            world.say(lead.assigned_unit, LeadPooled(lead_id=lead_id, pool_reason="本单位无合适载体"))
        else:
            world.say(lead.assigned_unit, LeadAnswered(lead_id=lead_id, answer="已对接，企业有落地意向"))
    if world.the(Lead, lead_id).status == LeadStatus.POOLED:
        yield dice.days(4)
        for unit in (world.other(lead.assigned_unit), world.other(lead.assigned_unit)):
            world.say(unit, LeadTaken(lead_id=lead_id))
        yield dice.days(4)
    lead = world.the(Lead, lead_id)
    if lead.assigned_unit is None or lead.status not in (LeadStatus.ASSIGNED, LeadStatus.ANSWERED):
        return
    if not dice.chance(0.3) or len(world.book.projects) >= world.scale.projects:
        return
    yield patience(world, 8)
    lead = world.the(Lead, lead_id)
    if lead.assigned_unit is None:
        return
    project_id = new_project(lead.assigned_unit)
    yield 1
    world.say(lead.assigned_unit, LeadConverted(lead_id=lead_id, project_id=project_id))


def _activity(world: World) -> Actor:
    dice = world.dice
    unit = dice.of({world.investment: 4.0, world.commerce: 2.0, dice.one(world.zones): 2.0, dice.one(world.soes): 1.0})
    activity_id = world.new_id(unit, "activity")
    starts = world.today + timedelta(days=dice.number(5, 40))
    event = ActivityRegistered(
        activity_id=activity_id,
        name=dice.one(_PLACES) + dice.one(_OCCASIONS),
        kind=dice.one(tuple(ActivityKind)).value,
        starts_on=starts,
        ends_on=starts - timedelta(days=1) if world.slip() else starts,
        channel=dice.of(_CHANNELS).value,
        units=dice.some(world.units, 3),
        chains=dice.some(CHAINS, 2),
        cost=Money(amount=dice.amount(150_000, 0.6, 1000), currency="CNY"),
    )
    answer = world.say(unit, event)
    if not answer:
        return
    cost = Money(amount=dice.amount(150_000, 0.6, 1000), currency="CNY")
    revised(
        world,
        unit,
        update=ActivityUpdated(activity_id=activity_id, remarks="议程已确定"),
        correct=ActivityCorrected(activity_id=activity_id, corrects=answer.event_id, reason="费用口径更正", cost=cost),
        likely=0.15,
    )
    yield (starts - world.today).days + dice.number(0, 2)
    if dice.chance(0.08):
        world.say(unit, ActivityCancelled(activity_id=activity_id, cancel_reason="嘉宾行程调整"))
        return
    held = max(world.the(Activity, activity_id).starts_on, world.today)
    world.say(unit, ActivityHeld(activity_id=activity_id, held_on=held, guests=dice.number(10, 200)))
    world.book.activities.append(activity_id)


def _recruiter(world: World) -> Actor:
    dice = world.dice
    unit = dice.one(world.units)
    recruiter_id = world.new_id(unit, "recruiter")
    languages = tuple(language.value for language in RecruiterLanguage)
    registered = RecruiterRegistered(
        recruiter_id=recruiter_id,
        post=dice.one(("招商专员", "项目经理", "科长")),
        chains=dice.some(CHAINS, 2),
        languages=dice.some(languages, 2) if dice.chance(0.6) else (),
        joined_on=str(dice.number(2010, world.today.year - 1)),
    )
    answer = world.say(unit, registered)
    joined = str(dice.number(2010, world.today.year - 1))
    revised(
        world,
        unit,
        update=RecruiterUpdated(recruiter_id=recruiter_id, chains=dice.some(CHAINS, 2)),
        correct=RecruiterCorrected(
            recruiter_id=recruiter_id, corrects=answer.event_id, reason="入职年份有误", joined_on=joined
        ),
        likely=0.3,
    )
    left = world.today + timedelta(days=dice.number(30, 900))
    while world.today <= left:
        yield dice.days(75)
        hours = Decimal(dice.number(2, 16))
        subject = dice.one(("产业链知识", "外资政策", "商务英语", "项目谈判", "保密与廉政"))
        trainer = world.commerce if dice.chance(0.5) else unit
        said = TrainingRecorded(recruiter_id=recruiter_id, held_on=world.today, hours=hours, subject=subject)
        held = world.say(trainer, said)
        more = TrainingCorrected(
            recruiter_id=recruiter_id, corrects=held.event_id or "-", reason="学时登记有误", hours=hours + 1
        )
        if held:
            revised(world, unit, correct=more, likely=0.06)
    world.say(unit, RecruiterLeft(recruiter_id=recruiter_id, left_on=world.today))


def _listing(world: World) -> Actor:
    dice = world.dice
    enterprise = world.the(Enterprise, dice.one(world.book.enterprises))
    board = dice.one((ListingBoard.STAR, ListingBoard.STAR, ListingBoard.CHINEXT, ListingBoard.BSE)).value
    registered = ListingRegistered(
        enterprise_id=enterprise.enterprise_id, name=enterprise.name, board=board, stage="RESERVE", taken_over=False
    )
    answer = world.say(world.commerce, registered)
    if not answer:
        return
    names = {"enterprise_id": enterprise.enterprise_id}
    revised(
        world,
        world.commerce,
        update=ListingUpdated(**names, sponsor=dice.one(("甲证券公司", "乙证券公司", "丙证券公司"))),
        correct=ListingCorrected(
            **names, corrects=answer.event_id, reason="拟上市板块登记有误", board=ListingBoard.BSE.value
        ),
        likely=0.6,
    )
    stage = "RESERVE"
    while stage in NEXT and not dice.chance(0.05):
        yield patience(world, 70)
        to = NEXT[stage]
        proof = PROOF.get(to)
        shown = (
            ()
            if proof is None or world.slip()
            else (Evidence(kind=proof.value, reference=f"受理函{dice.number(1, 999)}"),)
        )
        moved = ListingAdvanced(
            enterprise_id=enterprise.enterprise_id, to_stage=to, effective_on=world.today, evidence=shown
        )
        if world.say(world.commerce, moved):
            stage = to
