"""Leaders' time for investment promotion: trips, receptions, visits to enterprises, meetings on projects."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from yipanqi.models.codes import VisitKind
from yipanqi.models.enterprise import Enterprise
from yipanqi.models.visit import VisitCorrected, VisitRecorded
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.seasons import arrivals
from yipanqi.simulate.world import Actor, World

#: Offices, not persons; the share of visits that fall to each.
_LEADERS = {"区长": 3.0, "分管副区长": 5.0, "经开区主任": 2.0}
_A_YEAR = 330
_K = VisitKind
#: How often a kind is, and the most hours that it takes.
_KINDS: dict[VisitKind, tuple[float, int]] = {
    _K.VISIT: (0.35, 3),
    _K.RECEPTION: (0.3, 3),
    _K.MEETING: (0.2, 4),
    _K.TRIP: (0.1, 10),
    _K.EVENT: (0.05, 6),
}
_OUTCOMES = ("企业表示年内增资", "约定下月回访", "明确专班跟进", "推进用地手续", "对接上下游企业")
_PLACES = {_K.TRIP: ("上海", "深圳", "东京", "慕尼黑"), _K.VISIT: ("科技城", "浒墅关", "枫桥", "狮山")}


def begin(world: World) -> None:
    """Let the leaders' diaries fill."""
    world.start(arrivals(world, round(_A_YEAR * world.scale.years), lambda: world.start(_visit(world))))


def _visit(world: World) -> Actor:
    dice, book = world.dice, world.book
    leader = dice.of(_LEADERS)
    unit = world.zones[0] if leader.startswith("经开区") else dice.one((world.commerce, world.investment))
    kind = dice.of({kind: share for kind, (share, _) in _KINDS.items()})
    enterprise = world.the(Enterprise, dice.one(book.enterprises)) if kind != _K.MEETING else None
    event = VisitRecorded(
        visit_id=world.new_id(unit, "visit"),
        leader=leader,
        kind=kind.value,
        held_on=world.today,
        spent_hours=Decimal(dice.number(2, 2 * _KINDS[kind][1])) / 2,
        enterprise_id=enterprise.enterprise_id if enterprise is not None else None,
        enterprise_name=enterprise.name if enterprise is not None else None,
        project_id=dice.one(book.projects) if book.projects and dice.chance(0.4) else None,
        activity_id=dice.one(book.activities) if book.activities and kind == _K.EVENT else None,
        place_text=dice.one(_PLACES[kind]) if kind in _PLACES else None,
        outcome=dice.one(_OUTCOMES) if dice.chance(0.7) else None,
    )
    if world.slip():
        world.say(unit, event.model_copy(update={"held_on": world.today + timedelta(days=1)}))
        yield 1
    answer = world.say(unit, event)
    if not answer:
        return
    hours = max(Decimal("0.5"), event.spent_hours - Decimal("0.5"))
    wrong = VisitCorrected(visit_id=event.visit_id, corrects=answer.event_id, reason="时长登记有误", spent_hours=hours)
    revised(world, unit, correct=wrong)
    twice = VisitCorrected(visit_id=event.visit_id, corrects=answer.event_id, reason="重复登记", withdrawn=True)
    revised(world, unit, correct=twice, likely=0.02)
