"""The facts of a project: changed by its owner, corrected by the owner and commerce, a day by who reported it."""

from __future__ import annotations

from typing import Any

from yipanqi.models.codes import ProjectStage
from yipanqi.models.project import Project, ProjectCorrected, ProjectUpdated
from yipanqi.models.types import fuzzy_start
from yipanqi.rules import project_days as days
from yipanqi.rules import project_milestones as milestones
from yipanqi.rules import project_signing as signing
from yipanqi.rules.authority import in_future, not_kept_by, unknown_organisation
from yipanqi.rules.outcome import Context, Outcome, Refused, Role
from yipanqi.rules.project_capital import capital_flag
from yipanqi.rules.project_carriers import with_carriers_told
from yipanqi.rules.project_claims import changed
from yipanqi.rules.record import patch, unknown_event
from yipanqi.rules.refusals import Code, refuse


def update(state: Project, event: ProjectUpdated, context: Context) -> Outcome[Project]:
    """Take down changes, which only the owner reports (one source per item); after the end only corrections remain."""
    refused = not_kept_by(state, context, (state.owner_unit,))
    if refused is None and state.stage == ProjectStage.TERMINATED:
        refused = refuse(Code.PROJECT_ENDED, id=state.project_id)
    return refused or _patched(state, event, context, {})


def correct(state: Project, event: ProjectCorrected, context: Context) -> Outcome[Project]:
    """Set facts right; the day of a stage, which another unit may have reported, by the rules of its own."""
    refused = None
    if not days.gives_day_alone(event):
        refused = not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE)
    if refused is None and not days.known(state, event.corrects):
        refused = unknown_event(state, event.corrects)
    if refused or not days.gives_day(event):
        return refused or _patched(state, event, context, {})
    redated = days.redated(state, event, context)
    if isinstance(redated, Refused):
        return redated
    return _patched(state, days.of_present_stage(state, event), context, redated)


def _patched(
    state: Project, event: ProjectUpdated | ProjectCorrected, context: Context, redated: dict[str, Any]
) -> Outcome[Project]:
    given = unknown_organisation(event.host_unit, context, "host_unit") or patch(state, event)
    if isinstance(given, Refused):
        return given
    changes = redated | given
    changes |= signing.following(state, changes, context)
    changes |= capital_flag(state, changes)
    refused = _inconsistent(state, event, changes, context)
    return refused or with_carriers_told(state, changed(state, changes, context))


def _inconsistent(
    state: Project, event: ProjectUpdated | ProjectCorrected, changes: dict[str, Any], context: Context
) -> Refused | None:
    """Refuse facts that cannot stand beside each other, and what only commerce may set right."""
    after = {**state.__dict__, **changes}
    given = event.__dict__
    signed = {name: given[name] for name in signing.SIGNED if given.get(name) is not None}
    signed |= {name: None for name in given["cleared"] if name in signing.SIGNED}
    refused = signing.not_commerces(signed, context)
    if refused is None and signed.get("signed_on"):
        refused = in_future(fuzzy_start(signed["signed_on"]), context, "signed_on")
    return (
        refused
        or signing.not_the_increment(
            after["form"],
            after["investment_before"],
            after["investment_after"],
            after["planned_investment"],
            after["planned_investment_about"],
        )
        or milestones.reversed_order(after["milestones"], "stage_since")
    )
