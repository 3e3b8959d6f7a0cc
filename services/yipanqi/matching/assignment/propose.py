"""The sites that an assignment gives anew, as the events by which they are proposed: people accept or refuse each."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from yipanqi.matching.assignment.proposal import Answer, ProjectPlan, Reason, SitePlan
from yipanqi.models.codes import MatchSource
from yipanqi.models.match import MatchProposed

_ANEW = ("NEW", "MOVED")
#: The bounds of a proposal's reasons (`match-too-many-reasons`).
_MOST_REASONS = 20
_LONGEST_REASON = 300


def run_id(answer: Answer) -> str:
    """Return the name of an assignment: the day, and what of it is the same whenever the same is proposed."""
    content = answer.model_dump_json(exclude={"proof"})
    return f"{answer.today.replace('-', '')}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def proposals(answer: Answer, unit: str, *, without: Collection[str] = ()) -> tuple[MatchProposed, ...]:
    """Return a proposal of `unit` for each site that a project gets anew, and does not hold already.

    Projects in `without` are proposed nothing: a what-if may add some that nobody has registered. The ids follow from
    the assignment, so that the same one proposed twice is proposed once.
    """
    run = run_id(answer)
    wanted = [plan for plan in answer.plans if plan.change in _ANEW and plan.project_id not in without]
    pairs = [(plan, site) for plan in wanted for site in plan.sites if site.site not in plan.present]
    return tuple(
        MatchProposed(
            match_id=f"{unit}-match-{run}-{number:03d}",
            project_id=plan.project_id,
            carrier_id=site.carrier_id,
            unit_no=site.unit_no,
            source=MatchSource.ASSIGNMENT.value,
            score=round(site.score),
            rules_version=answer.rules_version,
            run_id=run,
            reasons_for=_texts((plan.why, *site.pros)),
            reasons_against=_texts((*_to_leave(plan), *_doubts(plan, site), *site.cons)),
        )
        for number, (plan, site) in enumerate(pairs, 1)
    )


def _to_leave(plan: ProjectPlan) -> Iterable[Reason]:
    """Yield that a project which moves gives up what it holds."""
    left = [site for site in plan.present if site not in {each.site for each in plan.sites}]
    if left:
        yield Reason(zh=f"须释放现有预留：{'、'.join(left)}", en=f"what it holds is to be released: {', '.join(left)}")


def _doubts(plan: ProjectPlan, site: SitePlan) -> Iterable[Reason]:
    """Yield which fields of the project and of the carrier are doubted."""
    for zh, en, found in (("项目", "project", plan.disputed), ("载体", "carrier", site.disputed)):
        if found:
            fields_zh, fields_en = "、".join(each.zh for each in found), ", ".join(each.en for each in found)
            yield Reason(zh=f"{zh}数据校核中：{fields_zh}", en=f"doubted of the {en}: {fields_en}")


def _texts(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Return the reasons in Chinese, as many and as long as a proposal takes."""
    texts = [reason.zh for reason in reasons][:_MOST_REASONS]
    return tuple(text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…" for text in texts)
