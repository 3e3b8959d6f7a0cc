"""What a carrier hears when a project is handed over: whose the holds for it are now."""

from __future__ import annotations

from yipanqi.models.carrier import Carrier, Hold, ProjectPartiesChanged
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Role
from yipanqi.rules.record import change


def parties_changed(state: Carrier, event: ProjectPartiesChanged, context: Context) -> Outcome[Carrier]:
    """Give what a unit holds that is no party to the project any more to the unit in charge; commerce keeps its own."""
    refused = not_coordinator(context)
    if refused:
        return refused

    def left(hold: Hold) -> bool:
        party = hold.requested_by in (event.owner_unit, event.host_unit)
        return (
            hold.project_id == event.project_id and not party and context.roles.get(hold.requested_by) != Role.COMMERCE
        )

    taken = {"requested_by": event.owner_unit}
    holds = tuple(hold.model_copy(update=taken) if left(hold) else hold for hold in state.holds)
    return Noted() if holds == state.holds else Accepted(change(state, context, {"holds": holds}))
