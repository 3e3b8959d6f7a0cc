"""What a project hears about carriers: may one be reserved for it, is one held for it, did one come free."""

from __future__ import annotations

from yipanqi.models.carrier import ProjectEnded, ReservationChecked
from yipanqi.models.codes import CarrierHold, ProjectStage
from yipanqi.models.project import CarrierFreed, CarrierHeld, Project, ProjectCarrier, ReservationCheckRequested
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Role
from yipanqi.rules.record import change


def answer_check(state: Project | None, event: ReservationCheckRequested, context: Context) -> Outcome[Project]:
    """Answer the carrier whether the project exists, how it stands, and whether the requester is a party to it."""
    refused = not_coordinator(context)
    if refused:
        return refused
    names = {
        "carrier_id": event.carrier_id,
        "request_id": event.request_id,
        "project_id": event.project_id,
        "match_refusal": event.match_refusal,
    }
    if state is None:
        return Noted((ReservationChecked(**names, found=False),))
    requester = event.requested_by
    party = requester in (state.owner_unit, state.host_unit) or context.roles.get(requester) == Role.COMMERCE
    answer = ReservationChecked(
        **names, found=True, project_stage=state.stage, planned_investment=state.planned_investment, party=party
    )
    return Noted((answer,))


def carrier_held(state: Project, event: CarrierHeld, context: Context) -> Outcome[Project]:
    """Keep the project's list as its carriers say it is; one that has ended gives the carrier back.

    A carrier that is occupied stays so until its user has moved out.
    """
    refused = not_coordinator(context)
    if refused:
        return refused
    held = ProjectCarrier.model_construct(
        carrier_id=event.carrier_id,
        unit_no=event.unit_no,
        hold_id=event.hold_id,
        kind=event.kind,
        until_on=event.until_on,
    )
    carriers = (*_without(state, event.carrier_id, event.hold_id), held)
    ended = state.stage == ProjectStage.TERMINATED and event.kind != CarrierHold.OCCUPIED
    answer = (ProjectEnded(carrier_id=event.carrier_id, project_id=state.project_id),) if ended else ()
    return Accepted(change(state, context, {"carriers": carriers}), answer)


def carrier_freed(state: Project, event: CarrierFreed, context: Context) -> Outcome[Project]:
    """Take the carrier off the project's list."""
    refused = not_coordinator(context)
    if refused:
        return refused
    carriers = _without(state, event.carrier_id, event.hold_id)
    if len(carriers) == len(state.carriers):
        return Noted()
    return Accepted(change(state, context, {"carriers": carriers}))


def _without(state: Project, carrier_id: str, hold_id: str) -> tuple[ProjectCarrier, ...]:
    return tuple(c for c in state.carriers if (c.carrier_id, c.hold_id) != (carrier_id, hold_id))
