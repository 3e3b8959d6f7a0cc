"""What a project counts for: the amount frozen at signing, and of a capital increase the increment alone (invariant 6).

A project counts once, with `signed_amount` at `signed_on`, its first signing: signed again after it was moved back, it
counts with the new amount at the old day. An amount taken over from a ledger is frozen once commerce has confirmed the
stage or moved the project on; from then on only commerce corrects it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from yipanqi.models.codes import ProjectForm, ProjectStage
from yipanqi.models.common import Money
from yipanqi.models.project import Project, ProjectRegistered, StageStep
from yipanqi.rules import project_claims as claims
from yipanqi.rules.authority import not_role
from yipanqi.rules.outcome import Context, Refused, Role
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.refusals import refuse
from yipanqi.rules.stages import RANK, stood

_SIGNED = RANK[ProjectStage.SIGNED]
#: What is signed: the facts that stand still, and that commerce alone corrects.
SIGNED = ("signed_on", "signed_amount")
UNSIGNED: dict[str, Any] = {
    "contract_reference": None,
    "signed_on": None,
    "signed_amount": None,
    "signed_event_id": None,
    **claims.UNSIGNED,
}


def signed(state: Project, step: StageStep, contract_reference: str | None, context: Context) -> dict[str, Any]:
    """Return what a project's signing sets."""
    return {
        "contract_reference": contract_reference,
        "signed_on": _first_signed(state.stage_history) or step.since,
        "signed_amount": state.planned_investment,
        "signed_event_id": context.event_id,
        **claims.at_signing(state.investor_id, context),
    }


def counts(state: Project) -> bool:
    """Return whether a project has come as far as its signing, also when it was suspended or ended there."""
    return RANK.get(stood(state.stage_history) or ProjectStage.SCREENING, 0) >= _SIGNED


def signing_step(state: Project) -> StageStep | None:
    """Return the signing by which a project counts; None when it does not, or was signed before it was registered."""
    return next(reversed(_signings(state.stage_history)), None) if counts(state) else None


def _signings(history: tuple[StageStep, ...]) -> tuple[StageStep, ...]:
    """Return the moves by which a project was signed: coming back to SIGNED is none."""
    gate = (ProjectStage.PENDING_SIGN, ProjectStage.SIGNED)
    return tuple(step for before, step in pairwise(history) if (before.stage, step.stage) == gate)


def _first_signed(history: tuple[StageStep, ...]) -> str | None:
    """Return when the project was first signed, here or before it was registered at SIGNED."""
    if history and history[0].stage == ProjectStage.SIGNED and history[0].since:
        return history[0].since
    return next((step.since for step in _signings(history)), None)


def taken_over(event: ProjectRegistered, context: Context) -> dict[str, Any]:
    """Return what is known of the signing of a project that is registered at the stage it has reached."""
    if RANK.get(event.stage, 0) < _SIGNED:
        return {}
    day = event.stage_since if event.stage == ProjectStage.SIGNED else None
    return {"signed_on": day, "signed_amount": event.planned_investment, "signed_event_id": context.event_id}


def vouched(state: Project, to_stage: str, context: Context) -> dict[str, Any]:
    """Return what is known of the signing of a project taken over as suspended, once commerce says where it stood."""
    if RANK[to_stage] < _SIGNED:
        return {}
    return {"signed_amount": state.planned_investment, "signed_event_id": context.event_id}


def following(state: Project, changes: dict[str, Any], context: Context) -> dict[str, Any]:
    """Return what of the signing follows changed facts: the amount while it is not frozen, and which event set it."""
    found: dict[str, Any] = {}
    if "planned_investment" in changes and "signed_amount" not in changes and _open(state) and counts(state):
        found["signed_amount"] = changes["planned_investment"]
    if any(name in found or name in changes for name in SIGNED):
        found["signed_event_id"] = context.event_id
    return found


def redated(state: Project, history: tuple[StageStep, ...], context: Context) -> dict[str, Any] | Refused:
    """Return the day of signing after a stage's day was corrected; one that commerce set apart from the stage stays.

    Once what was taken over is frozen, it is for commerce alone to move the day of signing.
    """
    was, right = _first_signed(state.stage_history), _first_signed(history)
    if was == right:
        return {}
    if not _open(state) and (refused := not_role(context, Role.COMMERCE)):
        return refused
    return {"signed_on": right} if counts(state) and state.signed_on == was else {}


def _open(state: Project) -> bool:
    """Return whether the stage was taken over and commerce has neither confirmed it nor moved the project on."""
    return state.taken_over and not state.taken_over_confirmed


def not_commerces(changes: dict[str, Any], context: Context) -> Refused | None:
    """Refuse to correct what was signed as any other than commerce."""
    return not_role(context, Role.COMMERCE) if changes.keys() & {*SIGNED} else None


def not_the_increment(
    form: str | None, before: Money | None, after: Money | None, planned: Money | None, about: bool | None
) -> Refused | None:
    """Refuse amounts before and after a capital increase that do not differ by the planned investment.

    A planned investment given as an approximation is refused only when it can't be the increment at all.
    """
    if before is None and after is None:
        return None
    if form != ProjectForm.CAPITAL_INCREASE:
        return refuse(ProjectCode.NOT_AN_INCREASE, field="investment_before" if before else "investment_after")
    if before is None or after is None or planned is None:
        return None
    same = before.currency == after.currency == planned.currency
    increment = after.amount - before.amount
    if same and (planned.amount == increment or (about and planned.amount < after.amount)):
        return None
    told = {"before": _worded(before), "after": _worded(after), "given": _worded(planned), "increment": increment}
    return refuse(ProjectCode.INCREMENT_SUM, field="planned_investment", **told)


def _worded(money: Money) -> str:
    return f"{money.amount} {money.currency}"
