"""Technology enterprises and talents that units introduced: reported, decided by commerce, now and then taken back."""

from __future__ import annotations

from datetime import date, timedelta

from yipanqi.models.codes import EnterpriseRecognition, EnterpriseTalentLevel
from yipanqi.models.enterprise import EnterpriseRecognised, IntroductionDecided, TalentsIntroduced
from yipanqi.simulate.dice import Dice
from yipanqi.simulate.world import Actor, World

#: A year's reports of one unit, of enterprises and of talents together.
_A_YEAR = 24
_TALENTS, _REJECTED, _TAKEN_BACK, _MIND_CHANGED = 0.5, 0.1, 0.06, 0.05
_PERSONS = {1: 5.0, 2: 3.0, 3: 2.0, 5: 1.0, 8: 0.5}
_LEVELS = dict(zip((level.value for level in EnterpriseTalentLevel), (0.5, 1.5, 4.0, 6.0), strict=True))
_CATEGORIES = dict(zip((kind.value for kind in EnterpriseRecognition), (4.0, 6.0, 1.0, 0.3), strict=True))
#: Apart from the world's own seed: what the others meet with does not depend on these draws.
_SEED = 6151


def begin(world: World) -> None:
    """Let every unit report what it has introduced, all year round."""
    for number, unit in enumerate(world.units):
        dice = Dice(world.scale.seed * _SEED + number)
        world.start(_reports(world, unit, dice), dice.number(3, 20))


def _reports(world: World, unit: str, dice: Dice) -> Actor:
    while world.today <= world.scale.end:
        world.start(_introduction(world, unit, dice))
        yield dice.days(365 / _A_YEAR)


def _introduction(world: World, unit: str, dice: Dice) -> Actor:
    firm, since = dice.one(world.book.enterprises), world.today - timedelta(days=dice.number(10, 60))
    event = _talents(firm, since, dice) if dice.chance(_TALENTS) else _recognised(firm, since, dice)
    if world.slip(dice):
        later = f"{world.today + timedelta(days=40):%Y-%m}"
        world.say(unit, event.model_copy(update={"introduced_on": later}))
        yield 1
    said = world.say(unit, event)
    if not said:
        return
    about = {"enterprise_id": firm, "introduction": said.event_id}
    if dice.chance(_TAKEN_BACK):
        yield dice.days(4)
        world.say(unit, IntroductionDecided(**about, decision="WITHDRAWN", reason="文件号有误，另行登记"))
        return
    if unit == world.commerce:
        return
    yield dice.days(9)
    yield from _looked_at(world, unit, about, dice)


def _looked_at(world: World, unit: str, about: dict[str, str], dice: Dice) -> Actor:
    if world.slip(dice):
        world.say(unit, IntroductionDecided(**about, decision="VERIFIED"))
        yield 1
    rejected = dice.chance(_REJECTED)
    reason = "未在公布名单中" if rejected else None
    decided = IntroductionDecided(**about, decision="REJECTED" if rejected else "VERIFIED", reason=reason)
    if world.say(world.commerce, decided) and dice.chance(_MIND_CHANGED):
        yield dice.days(14)
        other = "VERIFIED" if rejected else "REJECTED"
        world.say(world.commerce, IntroductionDecided(**about, decision=other, reason="经复核更正"))


def _talents(firm: str, since: date, dice: Dice) -> TalentsIntroduced:
    return TalentsIntroduced(
        enterprise_id=firm,
        level=dice.of(_LEVELS),
        persons=dice.of(_PERSONS),
        document=f"人才名单第{dice.number(1, 40)}号",
        introduced_on=f"{since:%Y-%m}",
    )


def _recognised(firm: str, since: date, dice: Dice) -> EnterpriseRecognised:
    return EnterpriseRecognised(
        enterprise_id=firm,
        category=dice.of(_CATEGORIES),
        recognised_on=since + timedelta(days=dice.number(0, 9)),
        document=f"GR{since.year}{dice.number(1, 999_999):06d}",
        introduced_on=since.isoformat(),
    )
