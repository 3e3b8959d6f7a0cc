"""What a project hears about carriers, and tells them: may one be reserved for it, is one held, did one come free.

Between a project's answer to a carrier and the carrier's word that it is held the project may have moved on: the answer
to that word then says what the carrier has missed (the project was signed, has ended, or belongs to other units).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import CommitmentDue, ProjectEnded, ProjectPartiesChanged, ReservationChecked
from yipanqi.models.codes import CarrierHold, ProjectStage
from yipanqi.models.project import CarrierFreed, CarrierHeld, Project, ProjectCarrier, ReservationCheckRequested
from yipanqi.models.types import fuzzy_start
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Role
from yipanqi.rules.project_signing import counts, signing_step
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
    answer = ReservationChecked(
        **names,
        found=True,
        project_stage=state.stage,
        project_signed=counts(state),
        planned_investment=state.planned_investment,
        party=_party(state, event.requested_by, context),
    )
    return Noted((answer,))


def carrier_held(state: Project, event: CarrierHeld, context: Context) -> Outcome[Project]:
    """Keep the project's list as its carriers say it is, and tell the carrier what it has missed."""
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
    return Accepted(change(state, context, {"carriers": carriers}), _missed(state, event, context))


def _missed(state: Project, event: CarrierHeld, context: Context) -> tuple[AggregateRecord, ...]:
    """Return what the carrier has to hear; one that is occupied stays so until its user has moved out.

    A reservation asked for after the signing becomes a commitment by its manager's word alone.
    """
    if state.stage == ProjectStage.TERMINATED:
        ended = ProjectEnded(carrier_id=event.carrier_id, project_id=state.project_id)
        return () if event.kind == CarrierHold.OCCUPIED else (ended,)
    told: list[AggregateRecord] = []
    if event.requested_by is not None and not _party(state, event.requested_by, context):
        told.append(_parties(state, event.carrier_id))
    signed = signing_step(state)
    if signed is not None and event.project_signed is False:
        day = fuzzy_start(signed.since) if signed.since else context.today
        told.append(commitment_due(state, event.carrier_id, day))
    return tuple(told)


def commitment_due(project: Project, carrier_id: str, signed_on: date) -> AggregateRecord:
    """Return the message that the project was signed, by which a carrier commits what it has reserved."""
    return CommitmentDue(
        carrier_id=carrier_id,
        project_id=project.project_id,
        contract_reference=project.contract_reference or "",
        signed_on=signed_on,
    )


def with_carriers_told(before: Project, outcome: Accepted[Project]) -> Accepted[Project]:
    """Return the outcome with word to the project's carriers, if the units that it belongs to are others now."""
    after = outcome.state
    if (before.owner_unit, before.host_unit) == (after.owner_unit, after.host_unit):
        return outcome
    told = (_parties(after, carrier) for carrier in dict.fromkeys(c.carrier_id for c in after.carriers))
    return replace(outcome, follow_ups=(*outcome.follow_ups, *told))


def carrier_freed(state: Project, event: CarrierFreed, context: Context) -> Outcome[Project]:
    """Take the carrier off the project's list."""
    refused = not_coordinator(context)
    if refused:
        return refused
    carriers = _without(state, event.carrier_id, event.hold_id)
    if len(carriers) == len(state.carriers):
        return Noted()
    return Accepted(change(state, context, {"carriers": carriers}))


def _party(state: Project, unit: str, context: Context) -> bool:
    return unit in (state.owner_unit, state.host_unit) or context.roles.get(unit) == Role.COMMERCE


def _parties(state: Project, carrier_id: str) -> AggregateRecord:
    return ProjectPartiesChanged(
        carrier_id=carrier_id,
        project_id=state.project_id,
        owner_unit=state.owner_unit,
        host_unit=state.host_unit,
    )


def _without(state: Project, carrier_id: str, hold_id: str) -> tuple[ProjectCarrier, ...]:
    return tuple(c for c in state.carriers if (c.carrier_id, c.hold_id) != (carrier_id, hold_id))
