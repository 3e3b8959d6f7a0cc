"""Claims: filed before the others, contested by them, kept alive by contacts or forgotten, converted at signing."""

from __future__ import annotations

from datetime import timedelta

from yipanqi.models.claim import (
    Claim,
    ClaimContactRecorded,
    ClaimConverted,
    ClaimCorrected,
    ClaimExtended,
    ClaimFiled,
    ClaimRuled,
    ClaimTransferAccepted,
    ClaimTransferDeclined,
    ClaimTransferOffered,
    ClaimUpdated,
    ClaimWithdrawn,
)
from yipanqi.models.codes import ClaimContact, ClaimStatus
from yipanqi.models.project import Project
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.world import Actor, World

_S = ClaimStatus
_CONVERTIBLE = ("SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "FITTING_OUT")
_RIVAL, _FORGETFUL = 0.18, 0.15


def filed_for(world: World, project_id: str) -> Actor:
    """File for the investor of a project; now and then another unit was there as well."""
    dice = world.dice
    project = world.the(Project, project_id)
    if project.investor_id is None:
        return
    scope = dice.one(("ALL", project.chain or "ALL"))
    if dice.chance(_RIVAL):
        rival = world.other(project.owner_unit)
        world.start(_claim(world, rival, project.investor_id, scope, None), dice.number(0, 15))
        yield dice.number(0, 15)
    yield from _claim(world, project.owner_unit, project.investor_id, scope, project_id)


def _claim(world: World, unit: str, investor_id: str, scope: str, project_id: str | None) -> Actor:
    dice = world.dice
    claim_id = dice.uuid()
    event = ClaimFiled(
        claim_id=claim_id,
        investor_id=investor_id,
        scope=scope,
        content="拟在本区设立生产基地",
        first_contact_on=world.today - timedelta(days=dice.number(0, 40)),
    )
    if world.slip():
        tomorrow = world.today + timedelta(days=1)
        world.say(unit, event.model_copy(update={"first_contact_on": tomorrow}))
    answer = world.say(unit, event)
    if not answer:
        return
    earlier = world.today - timedelta(days=dice.number(1, 40))
    revised(
        world,
        unit,
        update=ClaimUpdated(claim_id=claim_id, needs="需标准厂房，承重 1.5 吨以上"),
        correct=ClaimCorrected(
            claim_id=claim_id, corrects=answer.event_id, reason="首次对接日期有误", first_contact_on=earlier
        ),
        likely=0.1,
    )
    if world.the(Claim, claim_id).status == _S.CONFLICT:
        yield dice.number(4, 9) if dice.chance(0.2) else dice.number(1, 3)
        yield from _ruled(world, unit, claim_id)
    yield from _kept(world, claim_id, project_id)


def _ruled(world: World, unit: str, claim_id: str) -> Actor:
    """Commerce rules; as a party to the conflict it can't, and has to give its own claim up."""
    dice = world.dice
    if dice.chance(0.2):
        world.say(unit, ClaimWithdrawn(claim_id=claim_id, reason="经沟通由首报单位跟进"))
        return
    ruling = ClaimRuled(claim_id=claim_id, upheld=dice.chance(0.35), reason="依首次对接记录裁定")
    if not world.say(world.commerce, ruling) and unit == world.commerce:
        yield 2
        world.say(unit, ClaimWithdrawn(claim_id=claim_id, reason="商务局为当事方，退出"))


def _kept(world: World, claim_id: str, project_id: str | None) -> Actor:
    dice = world.dice
    forgetful = dice.chance(_FORGETFUL)
    while True:
        yield dice.number(35, 45) if forgetful and dice.chance(0.4) else dice.number(12, 26)
        claim = world.the(Claim, claim_id)
        owner = claim.owner_unit
        if claim.status != _S.PROTECTED or owner is None:
            return
        if project_id is not None and world.the(Project, project_id).stage in _CONVERTIBLE:
            world.say(owner, ClaimConverted(claim_id=claim_id, project_id=project_id))
            return
        if world.slip() and project_id is not None:
            world.say(owner, ClaimConverted(claim_id=claim_id, project_id=project_id))  # before it is signed
            yield 1
        if dice.chance(0.03):
            yield from _transferred(world, claim_id, owner)
            continue
        ends = claim.protected_until_on
        if ends is not None and (ends - world.today).days < 20 and dice.chance(0.8):
            world.say(owner, ClaimExtended(claim_id=claim_id, reason="谈判仍在推进"))
        method = dice.one(tuple(ClaimContact)).value
        world.say(owner, ClaimContactRecorded(claim_id=claim_id, met_on=world.today, method=method, summary="跟进洽谈"))


def _transferred(world: World, claim_id: str, owner: str) -> Actor:
    to = world.other(owner)
    if world.say(owner, ClaimTransferOffered(claim_id=claim_id, to_unit=to, reason="由落地单位跟进")):
        yield world.dice.days(3)
        taker = world.other(to, owner) if world.slip() else to
        if world.dice.chance(0.35):
            reason = None if world.slip() else "本单位无力承接"
            if world.say(taker, ClaimTransferDeclined(claim_id=claim_id, reason=reason)):
                return
        world.say(taker, ClaimTransferAccepted(claim_id=claim_id))
