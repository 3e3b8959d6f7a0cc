"""Approval matters of a project: submitted side by side, with supplements, and some of them late."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import timedelta

from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ProjectApproval
from yipanqi.models.common import Evidence
from yipanqi.models.project import (
    ApprovalAccepted,
    ApprovalCorrected,
    ApprovalGranted,
    ApprovalRefused,
    ApprovalSubmitted,
    ApprovalWithdrawn,
    MilestoneReached,
    Project,
    SupplementReceived,
    SupplementRequested,
)
from yipanqi.simulate.world import Actor, World

_A = ProjectApproval
#: Each matter's limit in working days, how likely a project needs it, and the milestone that it proves.
_MATTERS: dict[ProjectApproval, tuple[int, float, str | None]] = {
    _A.FILING: (5, 1.0, "FILED"),
    _A.REGISTRATION: (3, 0.7, "REGISTERED"),
    _A.ENERGY: (15, 0.5, "ENERGY"),
    _A.ENVIRONMENT: (30, 0.85, "ENVIRONMENT"),
    _A.SAFETY: (20, 0.4, "SAFETY"),
    _A.LAND: (20, 0.4, "LAND"),
    _A.PLANNING: (20, 0.7, "PLANNING"),
    _A.CONSTRUCTION_PERMIT: (10, 0.95, "CONSTRUCTION_PERMIT"),
}
_SUPPLEMENT, _LATE, _REFUSED, _MISTYPED, _TAKEN_BACK = 0.25, 0.12, 0.02, 0.03, 0.015


def all_matters(world: World, project_id: str) -> Actor:
    """Begin the matters one after the other and wait until the last is decided, or patience ends."""
    dice = world.dice
    open_: set[str] = set()
    for kind, (limit, likely, milestone) in _MATTERS.items():
        if not dice.chance(likely):
            continue
        matter = f"{kind.value}-1"
        open_.add(matter)
        world.start(_matter(world, project_id, matter, kind.value, limit, milestone), dice.number(0, 12))
    for _ in range(30):
        yield 7
        known = {item.matter_id: item.status for item in world.the(Project, project_id).approvals}
        if all(known.get(matter) in ("GRANTED", "REFUSED", "WITHDRAWN") for matter in open_):
            return


def _reporter(world: World, project_id: str) -> str:
    project = world.the(Project, project_id)
    if world.slip():
        return world.other(project.host_unit, project.owner_unit, world.commerce)
    return project.host_unit or project.owner_unit


def _matter(world: World, project_id: str, matter: str, kind: str, limit: int, milestone: str | None) -> Actor:
    dice = world.dice
    names = {"project_id": project_id, "matter_id": matter}
    project = world.the(Project, project_id)
    submitted = ApprovalSubmitted(
        **names,
        kind=kind,
        limit_working_days=limit,
        submitted_on=world.today,
        authority=dice.one(("区行政审批局", "区生态环境局", "市自然资源局")),
    )
    if not world.say(project.host_unit or project.owner_unit, submitted):
        return
    yield dice.number(1, 4)
    yield from _told(world, project_id, lambda: ApprovalAccepted(**names, accepted_on=world.today))
    if dice.chance(_SUPPLEMENT):
        yield dice.days(limit * 0.4)
        yield from _told(
            world, project_id, lambda: SupplementRequested(**names, requested_on=world.today, note="补正材料")
        )
        yield dice.days(9, 0.7)
        yield from _told(world, project_id, lambda: SupplementReceived(**names, received_on=world.today))
    if dice.chance(_TAKEN_BACK) and matter.endswith("-1"):
        applicant = world.the(Project, project_id).owner_unit
        world.say(applicant, ApprovalWithdrawn(**names, withdrawn_on=world.today, reason="总平图调整，重新申报"))
        again = matter.removesuffix("-1") + "-2"
        world.start(_matter(world, project_id, again, kind, limit, milestone), dice.number(5, 15))
        return
    share = dice.number(105, 190) if dice.chance(_LATE) else dice.number(30, 90)
    yield max(1, round(limit * 1.4 * share / 100))
    if dice.chance(_REFUSED):
        yield from _told(
            world, project_id, lambda: ApprovalRefused(**names, decided_on=world.today, reason="不符合规划")
        )
        return
    number = f"苏新审〔{world.today.year}〕{dice.number(1, 999)}号"
    wrong = dice.number(1, 3) if dice.chance(_MISTYPED) else 0
    day = world.today - timedelta(days=wrong)
    event_id = yield from _told(
        world, project_id, lambda: ApprovalGranted(**names, decided_on=day, document_number=number)
    )
    if wrong and event_id:
        yield 3
        right = ApprovalCorrected(
            **names, corrects=event_id, reason="批复日期录入有误", right_on=day + timedelta(days=wrong)
        )
        world.say(world.commerce, right)
    if milestone is not None:
        proof = () if world.slip() else (Evidence(kind="APPROVAL", reference=number),)
        unit = world.the(Project, project_id).owner_unit
        reached = MilestoneReached(
            project_id=project_id, milestone=milestone, reached_on=day.isoformat(), evidence=proof
        )
        world.say(unit, reached)


def _told(world: World, project_id: str, make: Callable[[], AggregateRecord]) -> Generator[int, None, str | None]:
    """Report a step of the authority's; whoever had no business to is followed by who has. Returns the event's id."""
    answer = world.say(_reporter(world, project_id), make())
    if answer.refused == "not-your-record":
        yield 1
        answer = world.say(world.commerce, make())
    return answer.event_id if answer else None
