"""Enterprises: the register that is there from the beginning, newcomers, news, duplicates and their mergers."""

from __future__ import annotations

from yipanqi.models.codes import Chain
from yipanqi.models.enterprise import (
    Enterprise,
    EnterpriseCorrected,
    EnterpriseDistinguished,
    EnterpriseMerged,
    EnterpriseMergeUndone,
    EnterpriseRegistered,
    EnterpriseUpdated,
)
from yipanqi.simulate.names import country, credit_code, english_name, enterprise_name, near_name
from yipanqi.simulate.seasons import arrivals
from yipanqi.simulate.world import Actor, World

CHAINS = tuple(chain.value for chain in Chain)
_FOREIGN, _SUBSIDIARY, _DUPLICATE, _TWICE, _NEW = 0.06, 0.08, 0.025, 0.004, 0.06


def begin(world: World) -> None:
    """Register most enterprises at once, and let the others come."""
    newcomers = round(world.scale.enterprises * _NEW)
    for _ in range(world.scale.enterprises - newcomers):
        _register(world)
    world.start(arrivals(world, newcomers, lambda: _register(world)))
    world.start(arrivals(world, world.scale.profile_changes, lambda: _news(world)))


def _register(world: World) -> None:
    dice, book = world.dice, world.book
    chain = dice.one(CHAINS)
    unit = dice.of({world.investment: 5.0, world.commerce: 3.0, dice.one(world.zones): 2.0})
    abroad = dice.chance(_FOREIGN)
    parent = dice.one(book.enterprises) if book.enterprises and dice.chance(_SUBSIDIARY) else None
    where = country(dice) if abroad else "CN"
    identifier = f"foreign:{where}:S{world.scale.seed}-{len(book.enterprises)}" if abroad else credit_code(dice)
    name = english_name(dice) if abroad else enterprise_name(dice, chain)
    near = world.find(Enterprise, dice.one(book.enterprises)) if book.enterprises and dice.chance(_DUPLICATE) else None
    if near is not None:
        name = near_name(dice, near.name)
    event = EnterpriseRegistered(
        enterprise_id=identifier,
        name=name,
        name_en=english_name(dice) if dice.chance(0.1) else None,
        country=where,
        parent_id=parent,
        industry_code=f"C{dice.number(27, 40)}" if chain != Chain.C5 else f"M{dice.number(73, 75)}",
        industry_version="2017",
        chain=chain,
        target=dice.chance(0.05),
    )
    if not world.say(unit, event):
        return
    book.enterprises.append(identifier)
    if abroad:
        book.foreign.append(identifier)
    if near is not None and dice.chance(0.9):
        judged = _merge if dice.chance(0.7) else _told_apart
        world.start(judged(world, identifier, near.enterprise_id), dice.days(30))
    if dice.chance(_TWICE):
        world.start(_again(world, event, world.other(unit)), dice.number(1, 60))


def _again(world: World, event: EnterpriseRegistered, unit: str) -> Actor:
    """Another unit did not look before it registered."""
    world.say(unit, event)
    yield from ()


def _told_apart(world: World, one: str, other: str) -> Actor:
    """Commerce looks at two that look like one, and finds that they are two."""
    unit = world.investment if world.slip() else world.commerce
    found = EnterpriseDistinguished(enterprise_id=one, other_id=other, reason="法人、地址均不同，经核实为两家企业")
    world.say(unit, found)
    yield from ()


def _merge(world: World, duplicate: str, kept: str) -> Actor:
    """Commerce decides that two are one; now and then it was wrong."""
    unit = world.investment if world.slip() else world.commerce
    merged = world.say(unit, EnterpriseMerged(enterprise_id=duplicate, into_id=kept, reason="同一企业，重复登记"))
    if merged and world.dice.chance(0.3):
        yield world.dice.days(20)
        undone = EnterpriseMergeUndone(enterprise_id=duplicate, corrects=merged.event_id, reason="经核实为两家企业")
        world.say(world.commerce, undone)


def _news(world: World) -> None:
    dice = world.dice
    identifier = dice.one(world.book.enterprises)
    state = world.the(Enterprise, identifier)
    unit = dice.of({state.owner_unit: 0.8, world.investment: 0.15, world.soes[0]: 0.02})
    if dice.chance(0.05):
        corrected = EnterpriseCorrected(
            enterprise_id=identifier,
            corrects=world.reported(state) if dice.chance(0.95) else "sim-unknown",
            reason="行业代码登记有误",
            industry_code=f"C{dice.number(27, 40)}",
        )
        world.say(unit, corrected)
        return
    changes = EnterpriseUpdated(
        enterprise_id=identifier,
        chain=dice.one(CHAINS) if dice.chance(0.1) else None,
        target=dice.chance(0.1),
        remarks=dice.one(
            ("拟增资扩股", "有扩产意向", "用工紧张", "新获专精特新认定", "主要客户在本区", "拟设研发中心")
        ),
    )
    world.say(unit, changes)
