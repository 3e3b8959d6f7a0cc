"""Projects handed to another unit, with parts in the credit."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.models.project import (
    CreditShare,
    Project,
    ProjectTransferAccepted,
    ProjectTransferDeclined,
    ProjectTransferOffered,
    ProjectTransferWithdrawn,
)
from yipanqi.simulate.world import Actor, World


def handed_over(world: World, project_id: str) -> Actor:
    """Offer the project, and hear the other unit's answer some days later."""
    dice = world.dice
    owner = world.the(Project, project_id).owner_unit
    to = world.other(owner)
    mine = dice.one((30, 40, 50, 60))
    theirs = 90 - mine if world.slip() else 100 - mine
    shares = tuple(
        CreditShare(unit=unit, share_percent=Decimal(share)) for unit, share in ((owner, mine), (to, theirs))
    )
    offer = ProjectTransferOffered(project_id=project_id, to_unit=to, shares=shares, reason="落地区域调整")
    answer = world.say(owner, offer)
    if not answer:
        yield 2
        whole = (shares[0], CreditShare(unit=to, share_percent=Decimal(100 - mine)))
        answer = world.say(owner, offer.model_copy(update={"shares": whole}))
    if not answer:
        return
    yield dice.days(4)
    if dice.chance(0.3):
        world.say(owner, ProjectTransferWithdrawn(project_id=project_id, offer_event=answer.event_id))
        return
    taken = ProjectTransferAccepted(project_id=project_id, offer_event=answer.event_id)
    if world.slip():
        world.say(world.other(to, owner), taken)
        yield 1
    if dice.chance(0.7):
        world.say(to, taken)
    else:
        world.say(
            to, ProjectTransferDeclined(project_id=project_id, offer_event=answer.event_id, reason="承接条件不足")
        )
