"""What is open about first reports (首报) at signed projects: not converted, or the investor is another's claim."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.models.codes import ZH, AlertKind, AlertLevel, ProjectClaimAnswer, ProjectStage
from yipanqi.models.project import Project
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Condition, Situation, units_of
from yipanqi.watch.conditions.projects import condition_of

#: An ended project asks for nothing any more.
_ENDED = frozenset({ProjectStage.SUSPENDED, ProjectStage.TERMINATED})
_EN = {
    ProjectClaimAnswer.INVESTOR_UNKNOWN.value: "the project names no investor",
    ProjectClaimAnswer.CLAIM_UNKNOWN.value: "there is no claim of the id that it names",
    ProjectClaimAnswer.CLAIM_OF_OTHERS.value: "the claim that it names is of neither its owner nor its host",
    ProjectClaimAnswer.CLAIM_NOT_PROTECTED.value: "the claim that it names is not protected",
    ProjectClaimAnswer.OTHER_SCOPE.value: "its chain is outside the claim's scope",
    ProjectClaimAnswer.OTHER_INVESTOR.value: "its investor is not of the claimed group",
}


def conditions(project: Project, situation: Situation) -> Iterator[Condition]:
    """Yield what its owner has to put right, and what commerce has to settle between units."""
    if project.stage in _ENDED:
        return
    if project.claim_open is not None:
        yield _not_converted(project, project.claim_open)
    if project.claimed_by_other:
        yield _claimed(project, situation)


def _not_converted(project: Project, answer: str) -> Condition:
    zh = ZH["project.claim_answer"].get(answer, answer)
    return condition_of(
        project,
        AlertKind.CLAIM_AT_SIGNING,
        AlertLevel.WARNING,
        units_of(project.owner_unit),
        f"项目已签约，但没有首报随之转化：{zh}；请补录或更正投资方标识、首报标识或产业链（系统随即重新核对），"
        "与首报无关的请清空首报标识。",
        f"The project was signed and no claim converted: {_EN.get(answer, answer)}. Enter or correct its investor_id, "
        "claim_id or chain (it is looked at anew then); clear claim_id if it came of no claim.",
        detail="not-converted",
    )


def _claimed(project: Project, situation: Situation) -> Condition:
    return condition_of(
        project,
        AlertKind.CLAIM_AT_SIGNING,
        AlertLevel.URGENT,
        units_of(*situation.units_with(Role.COMMERCE), project.owner_unit),
        "项目签约时，投资方受其他单位首报保护；请商务局协调（移交项目并约定分成，或转让、撤回首报），办结后清除该标记。",
        "When the project was signed, another unit's claim protected its investor: commerce settles it (the project "
        "handed over with credit shared, or the claim transferred or withdrawn) and then clears the flag.",
        detail="other",
    )
