"""The yearly evaluation: five parts of enterprises and carriers scored, ranked, published, some of them appealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from yipanqi.models.carrier import Carrier
from yipanqi.models.codes import EvaluationPart, EvaluationSubject
from yipanqi.models.enterprise import Enterprise
from yipanqi.models.evaluation import (
    AppealDecided,
    EvaluatedPart,
    Evaluation,
    EvaluationAppealed,
    EvaluationCorrected,
    EvaluationMade,
    EvaluationPublished,
    EvaluationRevised,
)
from yipanqi.simulate.actors.revisions import revised
from yipanqi.simulate.world import Actor, World

_P = EvaluationPart
#: What is measured for a part, and the value that earns its full score.
_MEASURES: dict[EvaluationPart, tuple[str, int]] = {
    _P.INVESTMENT: ("万元/亩", 400),
    _P.LAND: ("万元/亩", 600),
    _P.CHAIN: ("分", 100),
    _P.ENVIRONMENT: ("分", 100),
    _P.ENERGY: ("万元/吨标煤", 5),
}
_RULES = "2019-1"
_MONTH, _DAY = 3, 10
_SHARE, _LEAST = 0.02, 15
#: One draft in so many is revised before it is published, one subject in so many is exempt.
_REVISED, _EXEMPT = 10, 8
_APPEALED = 0.2


def begin(world: World) -> None:
    """Evaluate each year in the spring of the next."""
    scale = world.scale
    for year in range(scale.start.year, scale.end.year + 1):
        day = date(year, _MONTH, _DAY)
        if scale.start < day <= scale.end:
            world.start(_campaign(world, year - 1), (day - scale.start).days)


def _campaign(world: World, year: int) -> Actor:
    """Score everyone, look again, then publish all of a kind by rank."""
    made: dict[EvaluationSubject, list[str]] = {kind: [] for kind in EvaluationSubject}
    for event in _drafts(world, year):
        if world.slip():
            world.say(world.commerce, event.model_copy(update={"parts": event.parts[1:]}))
        answer = world.say(world.commerce, event)
        if answer:
            made[EvaluationSubject(event.subject_kind)].append(event.evaluation_id)
            _keeper_corrected(world, event, answer.event_id)
    yield world.dice.number(4, 8)
    for identifier in [one for ids in made.values() for one in ids][::_REVISED]:
        state = world.the(Evaluation, identifier)
        again = EvaluationRevised(
            evaluation_id=identifier, rule_version=_RULES, parts=_parts(world), exempt=state.exempt
        )
        world.say(world.commerce, again)
    yield world.dice.number(5, 10)
    for ids in made.values():
        _publish(world, ids)


def _drafts(world: World, year: int) -> list[EvaluationMade]:
    book = world.book
    enterprises = [world.the(Enterprise, identifier) for identifier in _chosen(book.enterprises)]
    carriers = [world.the(Carrier, identifier) for identifier in _chosen(book.carriers)]
    subjects: list[Enterprise | Carrier] = [*enterprises, *carriers]
    return [_draft(world, year, subject, number % _EXEMPT == 0) for number, subject in enumerate(subjects)]


def _keeper_corrected(world: World, made: EvaluationMade, event_id: str) -> None:
    """Let commerce find that another unit answers for the subject."""
    revised(
        world,
        world.commerce,
        correct=EvaluationCorrected(
            evaluation_id=made.evaluation_id,
            corrects=event_id,
            reason="责任单位登记有误",
            keeper_unit=world.other(made.keeper_unit),
        ),
    )


def _chosen(ids: list[str]) -> list[str]:
    count = min(len(ids), max(_LEAST, round(len(ids) * _SHARE)))
    return ids[:: max(1, len(ids) // max(1, count))][:count]


def _draft(world: World, year: int, subject: Enterprise | Carrier, exempt: bool) -> EvaluationMade:
    kind = EvaluationSubject.ENTERPRISE if isinstance(subject, Enterprise) else EvaluationSubject.CARRIER
    identifier = subject.aggregate_id()
    return EvaluationMade(
        evaluation_id=f"{world.commerce}-evaluation-{year}-{identifier.replace(':', '.')}",
        subject_kind=kind.value,
        subject_id=identifier,
        subject_name=subject.name,
        keeper_unit=subject.owner_unit,
        year=year,
        rule_version=_RULES,
        parts=_parts(world),
        exempt=exempt,
    )


def _parts(world: World) -> tuple[EvaluatedPart, ...]:
    return tuple(
        EvaluatedPart(
            part=part.value,
            value=Decimal(benchmark) * world.dice.number(30, 160) / 100,
            benchmark=Decimal(benchmark),
            measure=measure,
        )
        for part, (measure, benchmark) in _MEASURES.items()
    )


def _publish(world: World, ids: Sequence[str]) -> None:
    """Grade by rank, as the settings share the grades out; who is exempt has no rank."""
    states = [world.the(Evaluation, identifier) for identifier in ids]
    ranked = sorted((state for state in states if not state.exempt), key=_rank)
    for rank, state in enumerate(ranked, 1):
        grade = _grade(world, rank / len(ranked))
        event = EvaluationPublished(evaluation_id=state.evaluation_id, grade=grade, rank=rank, of_total=len(ranked))
        if world.slip():
            world.say(world.commerce, event.model_copy(update={"rank": None}))
        if world.say(world.commerce, event) and world.dice.chance(_APPEALED):
            world.start(_appeal(world, state, grade), world.dice.days(8))
    for state in states:
        if state.exempt:
            world.say(world.commerce, EvaluationPublished(evaluation_id=state.evaluation_id, grade="T"))


def _rank(state: Evaluation) -> tuple[Decimal, str]:
    return -(state.total_score or Decimal(0)), state.evaluation_id


def _grade(world: World, place: float) -> str:
    reached = Decimal(0)
    for grade, share in world.model.defaults.evaluation.grade_shares.items():
        reached += share
        if place <= reached:
            return str(grade)
    return "D"


def _appeal(world: World, state: Evaluation, grade: str) -> Actor:
    """Whoever keeps the subject appeals, now and then too late; commerce decides, on its own appeal the zone."""
    dice = world.dice
    unit = world.other(state.keeper_unit) if world.slip() else state.keeper_unit or world.commerce
    if unit == world.commerce and not world.slip():
        return  # it rarely appeals against itself
    if dice.chance(0.15):
        yield dice.number(20, 40)
    if not world.say(unit, EvaluationAppealed(evaluation_id=state.evaluation_id, reason="能耗数据采集口径有误")):
        return
    yield dice.days(7)
    upheld = dice.chance(0.4)
    decided = AppealDecided(
        evaluation_id=state.evaluation_id,
        upheld=upheld,
        reason="经复核数据有误，予以更正" if upheld else "经复核数据无误",
        parts=_parts(world) if upheld else (),
        grade=("A" if grade in "AB" else "B") if upheld else None,
    )
    if world.say(world.commerce, decided).refused == "appeal-own":
        world.say(world.zones[0], decided)
