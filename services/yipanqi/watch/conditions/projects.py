"""What is wrong with projects: no progress, not started, silent, completion late, more paid in than agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.models.codes import AlertKind, AlertLevel, ProjectMilestone, ProjectStage
from yipanqi.models.project import Project
from yipanqi.rules.labels import STAGE_ZH
from yipanqi.rules.outcome import Role
from yipanqi.rules.project_capital import contracted_usd
from yipanqi.rules.stages import RANK
from yipanqi.watch.condition import Condition, Situation, certainly, days_after, units_of

#: Nothing is late any more.
_ENDED = frozenset({ProjectStage.SUSPENDED, ProjectStage.TERMINATED})
_BEFORE_START = frozenset({ProjectStage.SIGNED, ProjectStage.APPROVING, ProjectStage.READY_TO_START})
_COMPLETED = RANK[ProjectStage.COMPLETED]


def conditions(project: Project, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about."""
    yield from _no_progress(project, situation)
    yield from _not_started(project, situation)
    yield from _silent_site(project, situation)
    yield from _completion_late(project, situation)
    if project.fdi_exceeds_contract:
        yield _exceeding(project, situation)


def _no_progress(project: Project, situation: Situation) -> Iterator[Condition]:
    """Negotiating and signed projects have to move; a warning comes some days before the limit."""
    settings = situation.defaults.alerts
    limit = {
        ProjectStage.NEGOTIATING.value: settings.negotiating_idle_days,
        ProjectStage.SIGNED.value: settings.signed_idle_days,
    }.get(project.stage)
    since = _progressed_on(project)
    if limit is None or since is None:
        return
    warned_from = limit - settings.idle_warning_days
    days = situation.days_since(since)
    if days < warned_from:
        return
    late = days >= limit
    stage = STAGE_ZH[project.stage]
    yield condition_of(
        project,
        AlertKind.PROJECT_NO_PROGRESS,
        AlertLevel.URGENT if late else AlertLevel.WARNING,
        units_of(project.owner_unit, project.host_unit) if late else units_of(project.owner_unit),
        f"{stage}项目自 {since} 起无进展，{'已满' if late else '即将满'} {limit} 天，"
        "请推进并报送进展，或说明理由暂缓。",
        f"No progress since {since} at {project.stage}: {limit} days {'are over' if late else 'end soon'}; "
        "report progress, or suspend it with a reason.",
        limit=limit if late else warned_from,
        since=since,
        due=days_after(since, limit),
    )


def _not_started(project: Project, situation: Situation) -> Iterator[Condition]:
    limit = situation.defaults.alerts.signed_not_started_days
    signed = certainly(_signed(project)) if project.stage in _BEFORE_START else None
    if signed is None or situation.days_since(signed) < limit:
        return
    yield condition_of(
        project,
        AlertKind.SIGNED_NOT_STARTED,
        AlertLevel.URGENT,
        units_of(project.host_unit or project.owner_unit, project.owner_unit),
        f"项目于 {signed} 签约，已满 {limit} 天未开工，请协调报批与用地，明确开工时间。",
        f"Signed on {signed} and not started within {limit} days: settle approvals and land, and set a date.",
        limit=limit,
        since=signed,
        due=days_after(signed, limit),
    )


def _silent_site(project: Project, situation: Situation) -> Iterator[Condition]:
    limit = situation.defaults.alerts.started_idle_days
    since = _progressed_on(project) if project.stage == ProjectStage.BUILDING else None
    if since is None or situation.days_since(since) < limit:
        return
    yield condition_of(
        project,
        AlertKind.BUILDING_SILENT,
        AlertLevel.WARNING,
        units_of(project.host_unit or project.owner_unit),
        f"项目在建，自 {since} 起已满 {limit} 天无任何进展报送，请现场核实并更新。",
        f"Under construction, and nothing reported since {since}, {limit} days: look at the site and report.",
        limit=limit,
        since=since,
        due=days_after(since, limit),
    )


def _completion_late(project: Project, situation: Situation) -> Iterator[Condition]:
    limit = situation.defaults.alerts.completion_late_days
    if project.stage in _ENDED or RANK[project.stage] >= _COMPLETED:
        return
    for milestone in project.milestones:
        planned = certainly(milestone.planned_on)
        if milestone.milestone != ProjectMilestone.COMPLETED or milestone.reached_on is not None or planned is None:
            continue
        if situation.days_since(planned) < limit:
            continue
        yield condition_of(
            project,
            AlertKind.COMPLETION_LATE,
            AlertLevel.WARNING,
            units_of(project.host_unit or project.owner_unit, project.owner_unit),
            f"计划 {planned} 竣工，已逾期 {limit} 天以上，请报送竣工或调整计划并说明理由。",
            f"Completion was planned for {planned}, over {limit} days ago: report it, or plan anew with a reason.",
            limit=limit,
            since=planned,
            due=planned,
        )


def _exceeding(project: Project, situation: Situation) -> Condition:
    contracted = contracted_usd(project)
    return condition_of(
        project,
        AlertKind.FDI_EXCEEDS_CONTRACT,
        AlertLevel.WARNING,
        situation.units_with(Role.COMMERCE),
        f"累计实际使用外资 {project.fdi_utilised_usd} 美元，超过合同外资 {contracted} 美元，"
        "请核实（未分配利润再投资除外）。",
        f"Utilised foreign capital of {project.fdi_utilised_usd} USD exceeds the contracted "
        f"{contracted} USD: verify it (reinvested profit may explain it).",
    )


def _progressed_on(project: Project) -> date | None:
    """Return when the project last certainly moved: into its stage, or by an event of substance since."""
    known = [day for day in (certainly(project.stage_since), project.progressed_on) if day is not None]
    return max(known, default=None)


def _signed(project: Project) -> str | None:
    """Return when the project was signed on its present way: a step back took what was signed before off it."""
    since = None
    for step in project.stage_history:
        rank = RANK.get(step.stage)
        if rank is not None and rank < RANK[ProjectStage.SIGNED]:
            since = None
        elif step.stage == ProjectStage.SIGNED and since is None:
            since = step.since
    return since


def condition_of(
    project: Project,
    kind: AlertKind,
    level: AlertLevel,
    units: tuple[str, ...],
    zh: str,
    en: str,
    *,
    limit: int | None = None,
    since: date | None = None,
    due: date | None = None,
    detail: str = "",
) -> Condition:
    """Return a condition of a project."""
    return Condition(kind, level, "project", project.project_id, project.name, units, zh, en, limit, since, due, detail)
