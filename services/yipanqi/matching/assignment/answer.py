"""The answer to a question: what goes where, its value beside today's, and for every project why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from yipanqi.matching.assess import Assessment, assess
from yipanqi.matching.assignment.instance import Assignment, Instance
from yipanqi.matching.assignment.proposal import (
    Answer,
    Bar,
    Cluster,
    Doubted,
    ProjectPlan,
    Proof,
    Reason,
    SitePlan,
    Standing,
)
from yipanqi.matching.assignment.question import Question
from yipanqi.matching.assignment.solve import Solution
from yipanqi.matching.market import AREAS, CHAINS
from yipanqi.matching.requirements import REQUIREMENTS, Verdict
from yipanqi.matching.settings import Names

_OTHERS = 3
Doubts = Mapping[str, tuple[Doubted, ...]]
NO_DOUBTS: Doubts = MappingProxyType({})


def answer(
    question: Question,
    solution: Solution,
    greedy: Assignment,
    names: Names | None = None,
    doubted: Doubts = NO_DOUBTS,
) -> Answer:
    """Return the answer in words and figures; `doubted` are the doubted fields by the id of their record."""
    instance, named = question.instance, names or Names()
    owner = {cell: row for row, cols in solution.assignment.items() for col in cols for cell in instance.cells[col]}
    plans = [
        _marked(_plan(question, solution.assignment, owner, row, named), doubted) for row in range(len(instance.needs))
    ]
    return Answer(
        rules_version=instance.market.rules.version,
        objective_version=instance.objective.version,
        today=instance.market.today.isoformat(),
        projects=len(instance.needs),
        sites=len(instance.offers),
        proposed=_standing(instance, solution.assignment),
        present=_standing(instance, question.present),
        greedy_value=round(instance.total(greedy), 6),
        proof=_proof(solution, instance),
        plans=tuple(plans),
        remarks=tuple({"about": r.about, "zh": r.zh, "en": r.en} for r in question.remarks),
    )


def _marked(plan: ProjectPlan, doubted: Doubts) -> ProjectPlan:
    """Return a plan with the doubts about its project and its sites, if there are any."""
    about = {plan.project_id, *(site.carrier_id for site in plan.sites)}
    if about.isdisjoint(doubted):
        return plan
    sites = tuple(site.model_copy(update={"disputed": doubted.get(site.carrier_id, ())}) for site in plan.sites)
    return plan.model_copy(update={"sites": sites, "disputed": doubted.get(plan.project_id, ())})


def _standing(instance: Instance, assignment: Assignment) -> Standing:
    """Return an assignment in figures; what breaks a requirement is named, and worth nothing."""
    kept = {row: columns for row, columns in assignment.items() if instance.meets(row, columns)}
    investment = sum(int(instance.needs[row].investment_cny or 0) for row in kept)
    area = sum(np.nan_to_num(instance.offered[row, list(columns)]).sum() for row, columns in kept.items())
    clusters = [Cluster(area_code=AREAS[a], chain=CHAINS[c]) for a, c in instance.clusters(kept)]
    return Standing(
        value=round(instance.total(kept), 6),
        projects=len(kept),
        sites=sum(len(columns) for columns in kept.values()),
        investment_cny=str(investment),
        m2=f"{area:.2f}",
        broken=tuple(sorted(instance.needs[row].project_id for row in assignment.keys() - kept.keys())),
        clusters=tuple(clusters),
    )


def _proof(solution: Solution, instance: Instance) -> Proof:
    left = solution.pairs_feasible - solution.pairs_considered
    if solution.complete:
        zh, en = (
            f"可行配对 {solution.pairs_feasible} 个全部计入；未交给求解器的 {left} 个已证明不可能改进结果",
            f"all {solution.pairs_feasible} feasible pairs count; the {left} not put to the solver are proven useless",
        )
    else:
        zh, en = (
            f"{left} 个可行配对未交给求解器，其可能的增益已计入上界",
            f"{left} feasible pairs were not put to the solver; what they could add is in the bound",
        )
    most = instance.effort
    zh += f"。拆分落位只考虑每个项目 {most.areas_per_project} 个区域、每区域约 {most.parts_per_area} 处"
    en += (
        f". Splits are put together from about {most.parts_per_area} parts in each of {most.areas_per_project} areas "
        "a project; the bound holds for these"
    )
    return Proof(
        bound=solution.bound,
        gap=solution.gap,
        optimal=solution.optimal,
        complete=solution.complete,
        pairs_feasible=solution.pairs_feasible,
        pairs_considered=solution.pairs_considered,
        splits_considered=solution.splits_considered,
        sites_per_project=most.sites_per_project,
        seconds=solution.seconds,
        note=Reason(zh=zh, en=en),
    )


def _plan(question: Question, assignment: Assignment, owner: dict[int, int], row: int, names: Names) -> ProjectPlan:
    instance = question.instance
    need, columns, now = instance.needs[row], assignment.get(row, ()), question.present.get(row, ())
    change = _change(columns, now)
    feasible = int(instance.single[row].sum())
    if row in question.fixed:
        why = Reason(zh="按假设条件固定在此", en="fixed by the question")
    elif columns:
        why = _why_here(instance, owner, row, columns)
    else:
        why = _why_none(instance, owner, row, feasible)
    return ProjectPlan(
        project_id=need.project_id,
        name=need.name,
        change=change,
        sites=_sites(instance, row, columns, names),
        present=tuple(instance.offers[column].site for column in now),
        value=round(instance.worth(row, columns), 6) if columns else 0.0,
        present_value=round(instance.worth(row, now), 6) if now and instance.meets(row, now) else 0.0,
        feasible_sites=feasible,
        why=why,
        bars=() if feasible and columns else _bars(instance, row),
    )


def _change(columns: tuple[int, ...], now: tuple[int, ...]) -> str:
    if not columns:
        return "LOST" if now else "NONE"
    if not now:
        return "NEW"
    return "SAME" if sorted(columns) == sorted(now) else "MOVED"


def _sites(instance: Instance, row: int, columns: tuple[int, ...], names: Names) -> tuple[SitePlan, ...]:
    if not columns:
        return ()
    found = assess([instance.needs[row]], [instance.offers[column] for column in columns], instance.market, names)
    return tuple(_site(one, float(instance.scores[row, column])) for one, column in zip_sites(found, instance, columns))


def zip_sites(found: list[Assessment], instance: Instance, columns: tuple[int, ...]) -> list[tuple[Assessment, int]]:
    """Return the assessments beside their columns, in the order of the columns."""
    by_site = {one.offer.site: one for one in found}
    return [(by_site[instance.offers[column].site], column) for column in columns]


def _site(one: Assessment, score: float) -> SitePlan:
    offer = one.offer
    area = offer.land_m2 if offer.is_land else offer.floor_m2
    return SitePlan(
        site=offer.site,
        carrier_id=offer.carrier_id,
        unit_no=offer.unit_no,
        name=offer.name,
        area_code=offer.area_code,
        m2=None if area is None else str(area),
        score=score,
        pros=tuple(Reason(zh=f"{each.title_zh}：{each.zh}", en=f"{each.title_en}: {each.en}") for each in one.pros),
        cons=tuple(Reason(zh=f"{each.title_zh}：{each.zh}", en=f"{each.title_en}: {each.en}") for each in one.cons),
    )


def _why_here(instance: Instance, owner: dict[int, int], row: int, columns: tuple[int, ...]) -> Reason:
    if len(columns) > 1:
        return Reason(
            zh=f"单处不足，同区域 {len(columns)} 处合计满足面积",
            en=f"no single site is given; {len(columns)} sites of one area add up to the area needed",
        )
    mine = instance.value[row, columns[0]]
    better = np.flatnonzero(instance.single[row] & (instance.value[row] > mine + 1e-9))
    if not better.size:
        return Reason(zh="在可行载体中对本项目价值最高", en="of its feasible sites this one is worth most")
    lost = _lost(instance, owner, row, better)
    return Reason(
        zh=f"价值更高的 {better.size} 处另有更合适的安排：{lost.zh}",
        en=f"{better.size} sites worth more serve the district better otherwise: {lost.en}",
    )


def _why_none(instance: Instance, owner: dict[int, int], row: int, feasible: int) -> Reason:
    if instance.needs[row].flags:
        return Reason(
            zh="项目带有红线或基本农田标记，须先清除", en="the project is flagged: commerce must clear it first"
        )
    if not feasible:
        zh, en = ("没有载体满足全部硬性条件", "no site satisfies every hard requirement")
        if instance.part[row].any():
            zh, en = zh + "；可拆分的组合也不可行或不划算", en + "; no split is possible or worth it"
        return Reason(zh=zh, en=en)
    lost = _lost(instance, owner, row, np.flatnonzero(instance.single[row]))
    return Reason(
        zh=f"{feasible} 处可行，但全区统筹后另有安排：{lost.zh}",
        en=f"{feasible} sites would do, but serve the district better otherwise: {lost.en}",
    )


def _lost(instance: Instance, owner: dict[int, int], row: int, columns: Any) -> Reason:
    """Say who is on the best of the sites that a project did not get."""
    best = sorted(columns.tolist(), key=lambda column: (-instance.value[row, column], column))[:_OTHERS]
    zh, en = [], []
    for column in best:
        rows = sorted({owner[cell] for cell in instance.cells[column] if cell in owner} - {row})
        site = instance.offers[column].site
        to = "、".join(instance.needs[each].project_id for each in rows)
        zh.append(f"{site} 给 {to}" if rows else f"{site} 空出以利产业集聚")
        en.append(f"{site} to {to}" if rows else f"{site} is left for the sake of a cluster")
    return Reason(zh="；".join(zh), en="; ".join(en))


def _bars(instance: Instance, row: int) -> tuple[Bar, ...]:
    failed = {each.code: instance.verdicts[each.code][row] == Verdict.FAILED for each in REQUIREMENTS}
    count = np.sum(list(failed.values()), axis=0)
    found = [
        Bar(
            code=each.code,
            zh=each.zh,
            en=each.en,
            bars=int(np.count_nonzero(failed[each.code])),
            alone=int(np.count_nonzero(failed[each.code] & (count == 1))),
        )
        for each in REQUIREMENTS
    ]
    return tuple(sorted((bar for bar in found if bar.bars), key=lambda bar: (-bar.bars, bar.code)))
