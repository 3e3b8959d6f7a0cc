"""Foreign capital: contract and payments, with the entries that are wrong, double, negative or under no project."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from yipanqi.models.common import Evidence, Money
from yipanqi.models.fdi import (
    FdiDistinctionWithdrawn,
    FdiEntry,
    FdiEntryCorrected,
    FdiEntryDistinguished,
    FdiEntryRecorded,
    FdiEntryRejected,
    FdiEntryVerified,
    FdiVerificationWithdrawn,
)
from yipanqi.models.project import Project
from yipanqi.simulate.world import Actor, World

_RATES = {"USD": Decimal(1), "CNY": Decimal("6.9"), "EUR": Decimal("0.88"), "JPY": Decimal(107)}
_CENT = Decimal("0.01")


def paid_in(world: World, project_id: str) -> Actor:
    """Record the contract, then payments over the months, each verified by commerce."""
    dice = world.dice
    planned = world.the(Project, project_id).contract_fdi_usd or dice.amount(5_000_000, 0.8, 100_000)
    world.start(_entry(world, project_id, "CONTRACT", planned))
    for _ in range(dice.number(1, 5)):
        yield dice.days(55)
        share = Decimal(dice.number(5, 35)) / 100
        usd = (planned * share).quantize(_CENT)
        world.start(_entry(world, project_id, "UTILISED", usd))
        if dice.chance(0.02):
            world.start(
                _entry(world, project_id, "UTILISED", usd, world.other(world.the(Project, project_id).owner_unit)), 2
            )
        if dice.chance(0.02):
            world.start(_entry(world, project_id, "UTILISED", -(usd / 4).quantize(_CENT)), dice.days(30))
    world.start(_told_apart(world, project_id), 20)


def _told_apart(world: World, project_id: str) -> Actor:
    """Two payments of a project that somebody took for one; now and then commerce thinks better of it."""
    dice = world.aside(project_id)
    counted = world.the(Project, project_id).fdi_entries
    if len(counted) < 2 or dice.chance(0.5):
        return
    one, other = counted[-2].entry_id, counted[-1].entry_id
    apart = FdiEntryDistinguished(entry_id=one, other_id=other, reason="分期出资，两张回单均已核对")
    said = world.say(world.commerce, apart)
    if said and dice.chance(0.6):
        yield dice.days(6)
        back = FdiDistinctionWithdrawn(
            entry_id=one, other_id=other, corrects=said.event_id, reason="回单复核有疑，重新核查"
        )
        world.say(world.commerce, back)


def _entry(world: World, project_id: str, kind: str, usd: Decimal, unit: str | None = None) -> Actor:
    dice = world.dice
    project = world.the(Project, project_id)
    unit = unit or project.owner_unit
    event = _recorded(world, unit, project, kind, usd)
    wrong = dice.chance(0.05)
    said = world.say(unit, event.model_copy(update={"usd": usd * 10}) if wrong else event)
    if not said:
        yield 2
        said = world.say(unit, event.model_copy(update={"received_on": world.today}))
    if not said:
        return
    if wrong:
        yield dice.days(3)
        facts = {
            name: getattr(event, name)
            for name in FdiEntryRecorded.model_fields
            if name in FdiEntryCorrected.model_fields
        }
        corrected = FdiEntryCorrected(**{**facts, "corrects": said.event_id, "reason": "折美元多录一位"})
        if world.slip():
            world.say(world.other(unit, world.commerce), corrected)
        world.say(unit, corrected)
    yield dice.days(8, 0.6)
    yield from _looked_at(world, event.entry_id)


def _recorded(world: World, unit: str, project: Project, kind: str, usd: Decimal) -> FdiEntryRecorded:
    dice = world.dice
    currency = dice.of({"USD": 6.0, "CNY": 2.0, "EUR": 1.0, "JPY": 1.0})
    known = project.project_id if not world.slip() else f"{project.owner_unit}-project-S0-{dice.number(1, 99)}"
    return FdiEntryRecorded(
        entry_id=world.new_id(unit, "fdi"),
        kind=kind,
        project_name=project.name,
        project_id=known,
        amount=Money(amount=(usd * _RATES[currency]).quantize(_CENT), currency=currency),
        usd=usd,
        rate=_RATES[currency],
        received_on=world.today + timedelta(days=4)
        if world.slip()
        else world.today - timedelta(days=dice.number(0, 6)),
        voucher=f"FDI{dice.number(10_000, 99_999)}",
        evidence=(Evidence(kind="OTHER", reference=f"银行回单{dice.number(1, 9999)}"),),
    )


def _looked_at(world: World, entry_id: str) -> Actor:
    dice = world.dice
    entry = world.the(FdiEntry, entry_id)
    unit = entry.owner_unit if world.slip() else world.commerce
    if dice.chance(0.07):
        reason = None if world.slip() else "凭证不全"
        world.say(unit, FdiEntryRejected(entry_id=entry_id, rejected_on=world.today, rejection_reason=reason))
        return
    verified = FdiEntryVerified(
        entry_id=entry_id, verification_reference=f"核{dice.number(1, 99_999)}", verified_on=world.today
    )
    said = world.say(unit, verified)
    if not said and unit != world.commerce:
        yield 1
        said = world.say(world.commerce, verified)
    if said and dice.chance(0.08):
        yield dice.days(12)
        withdrawn = FdiVerificationWithdrawn(entry_id=entry_id, corrects=said.event_id, reason="经复核凭证不符")
        world.say(world.commerce, withdrawn)
