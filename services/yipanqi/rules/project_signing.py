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
from yipanqi.rules.stages import RANK

_SIGNED = RANK[ProjectStage.SIGNED]
UNSIGNED: dict[str, Any] = {"contract_reference": None, "signed_on": None, "signed_amount": None, **claims.SETTLED}


def signed(state: Project, step: StageStep, contract_reference: str | None, context: Context) -> dict[str, Any]:
    """Return what a project's signing sets."""
    return {
        "contract_reference": contract_reference,
        "signed_on": _first_signed(state.stage_history) or step.since,
        "signed_amount": state.planned_investment,
        **claims.at_signing(state.investor_id, context),
    }


def _first_signed(history: tuple[StageStep, ...]) -> str | None:
    """Return when the project first came to SIGNED by signing: not by coming back to it."""
    if history and history[0].stage == ProjectStage.SIGNED and history[0].since:
        return history[0].since
    by_signing = (
        step.since
        for before, step in pairwise(history)
        if (before.stage, step.stage) == (ProjectStage.PENDING_SIGN, ProjectStage.SIGNED)
    )
    return next(by_signing, None)


def taken_over(event: ProjectRegistered) -> dict[str, Any]:
    """Return what is known of the signing of a project that is registered at the stage it has reached."""
    if RANK.get(event.stage, 0) < _SIGNED:
        return {}
    day = event.stage_since if event.stage == ProjectStage.SIGNED else None
    return {"signed_on": day, "signed_amount": event.planned_investment}


def following(state: Project, changes: dict[str, Any], context: Context) -> dict[str, Any]:
    """Return what of the signing follows changed facts: once it is frozen, only the day that commerce sets right."""
    found: dict[str, Any] = {}
    if RANK.get(state.stage, 0) < _SIGNED:
        return found
    open_ = state.taken_over and not state.taken_over_confirmed
    if open_ and "planned_investment" in changes and "signed_amount" not in changes:
        found["signed_amount"] = changes["planned_investment"]
    stands = state.stage == ProjectStage.SIGNED and state.signed_on == state.stage_since
    if stands and "stage_since" in changes and "signed_on" not in changes and (open_ or context.role == Role.COMMERCE):
        found["signed_on"] = changes["stage_since"]
    return found


def not_commerces(changes: dict[str, Any], context: Context) -> Refused | None:
    """Refuse to correct what was signed as any other than commerce."""
    return not_role(context, Role.COMMERCE) if {"signed_on", "signed_amount"} & changes.keys() else None


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
