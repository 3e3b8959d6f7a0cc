"""What is wrong with approval matters and problems of projects: a limit nearly or quite used up, a day missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.models.codes import ZH, AlertKind, AlertLevel, ProjectApprovalStatus, ProjectStage
from yipanqi.models.project import Project, ProjectApproval
from yipanqi.rules.approval_clock import used_until
from yipanqi.rules.outcome import Role
from yipanqi.rules.project_problems import OPEN
from yipanqi.watch.condition import Condition, Situation, passed, units_of
from yipanqi.watch.conditions.projects import condition_of

#: From this level on a problem is commerce's too.
_COMMERCE_FROM_LEVEL = 3
_ALL = 100


def conditions(project: Project, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about; of a project that has ended nothing can be settled any more."""
    if project.stage == ProjectStage.TERMINATED:
        return
    for matter in project.approvals:
        yield from _limit(project, matter, situation)
    for problem in project.problems:
        if problem.status not in OPEN or situation.today <= problem.due_on:
            continue
        grave = problem.level >= _COMMERCE_FROM_LEVEL
        name = ZH["project.problem_kind"][problem.kind]
        yield condition_of(
            project,
            AlertKind.PROBLEM_OVERDUE,
            AlertLevel.URGENT if grave else AlertLevel.WARNING,
            units_of(problem.responsible_unit, *(situation.units_with(Role.COMMERCE) if grave else ())),
            f"{name}问题（{problem.level} 级）应于 {problem.due_on} 前解决，已逾期，请办结或升级。",
            f"A problem of level {problem.level} ({problem.kind}) was due on {problem.due_on}: resolve or escalate it.",
            limit=problem.level,
            since=problem.raised_on,
            due=problem.due_on,
            detail=f"problem {problem.problem_id}",
        )


def _limit(project: Project, matter: ProjectApproval, situation: Situation) -> Iterator[Condition]:
    """The clock stands while supplements are missing: then nothing is the authority's to do."""
    if matter.status != ProjectApprovalStatus.ACCEPTED or matter.counted_from_on is None:
        return
    limits, percent = situation.defaults.alerts.approval_percents, _percent(matter, matter.counted_from_on, situation)
    index = None if percent is None else passed(percent, limits)
    if index is None:
        return
    last = index == len(limits) - 1
    name = matter.name or ZH["project.approval"][matter.kind]
    yield condition_of(
        project,
        AlertKind.APPROVAL_DUE,
        AlertLevel.URGENT if last else AlertLevel.WARNING,
        units_of(
            matter.authority_unit,
            project.host_unit or project.owner_unit,
            *(situation.units_with(Role.COMMERCE) if last else ()),
        ),
        f"{name}已用时限 {limits[index]}%（{matter.limit_working_days} 个工作日，至 {matter.due_on}），请抓紧办理。",
        f"{limits[index]}% of the limit for {matter.kind} is used ({matter.limit_working_days} working days, "
        f"to {matter.due_on}): settle it.",
        limit=limits[index],
        since=matter.accepted_on,
        due=matter.due_on,
        detail=f"approval {matter.matter_id}",
    )


def _percent(matter: ProjectApproval, counted_from: date, situation: Situation) -> int | None:
    """Return the share of the limit that is used; where no calendar counts the days, what the last day says of it."""
    used = used_until(matter.used_working_days, counted_from, situation.today, situation.workdays)
    if used is not None:
        return used * 100 // matter.limit_working_days
    return _ALL if matter.due_on is not None and situation.today >= matter.due_on else None
