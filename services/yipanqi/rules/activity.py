"""Decisions about promotion activities: planned by a unit, with the units that take part; then held or cancelled.

The leads that an activity brought name it (`activity_id`); how many there are and what became of them is counted from
them, never typed in here.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models import activity as events
from yipanqi.models.activity import Activity
from yipanqi.models.codes import ActivityStatus
from yipanqi.rules.authority import in_future, unknown_organisation
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import Lifecycle, Step, from_, kept_by, not_in_state
from yipanqi.rules.outcome import Context, Refused, Role
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.register import Register

_S = ActivityStatus


def _begun(event: events.ActivityRegistered, _: Context) -> dict[str, Any] | Refused:
    """One that was held already is registered as such."""
    reversed_ = _reversed(event.starts_on, event.ends_on)
    return reversed_ or {"status": (_S.PLANNED if event.held_on is None else _S.HELD).value}


def _units_unknown(event: Any, context: Context) -> Refused | None:
    for unit in event.units or ():
        refused = unknown_organisation(unit, context, "units")
        if refused:
            return refused
    return None


def _held_later(event: Any, context: Context) -> Refused | None:
    held_on = getattr(event, "held_on", None)
    return in_future(held_on, context, "held_on") if held_on else None


def _in_order(state: Activity, changes: dict[str, Any]) -> dict[str, Any] | Refused:
    """Days stay in order; only what was held has a day on which it was."""
    after = {"starts_on": state.starts_on, "ends_on": state.ends_on, **changes}
    refused = _reversed(after["starts_on"], after["ends_on"])
    if refused is None and changes.get("held_on") is not None:
        refused = not_in_state(state, "activity.status", (_S.HELD,))
    return refused or changes


def _reversed(starts_on: Any, ends_on: Any) -> Refused | None:
    if ends_on is None or ends_on >= starts_on:
        return None
    return refuse(Code.DATES_REVERSED, field="ends_on", later=ends_on, earlier=starts_on)


def _cancelled(state: Activity) -> Refused | None:
    return not_in_state(state, "activity.status", (_S.PLANNED, _S.HELD))


def _held_in_future(_: Activity, event: events.ActivityHeld, context: Context) -> Refused | None:
    return in_future(event.held_on, context, "held_on")


def _held(state: Activity, event: events.ActivityHeld, _: Context) -> dict[str, Any] | Refused:
    refused = _before(state, event)
    told = {name: value for name in ("guests", "results") if (value := getattr(event, name)) is not None}
    return refused or {"held_on": event.held_on, **told}


def _before(state: Activity, event: events.ActivityHeld) -> Refused | None:
    """One held earlier than planned was planned for another day: that is an update."""
    if event.held_on >= state.starts_on:
        return None
    return refuse(Code.DATES_REVERSED, field="held_on", later=event.held_on, earlier=state.starts_on)


def _why(_: Activity, event: events.ActivityCancelled, __: Context) -> dict[str, Any]:
    return {"cancel_reason": event.cancel_reason}


REGISTER = Register(Activity, checks=(_units_unknown, _held_later), more=_begun, barred=_cancelled, derived=_in_order)
_KEEPERS = kept_by("owner_unit", Role.COMMERCE)
LIFE = Lifecycle(
    "activity.status",
    Step(events.ActivityHeld, from_(_S.PLANNED), who=_KEEPERS, to=_S.HELD, checks=(_held_in_future,), changes=_held),
    Step(events.ActivityCancelled, from_(_S.PLANNED), who=_KEEPERS, to=_S.CANCELLED, changes=_why),
)

RULES = Rules(
    aggregate="activity",
    state=Activity,
    begins={events.ActivityRegistered: REGISTER.register},
    handles={
        events.ActivityUpdated: REGISTER.update,
        events.ActivityCorrected: REGISTER.correct,
        **LIFE.handlers(),
    },
)
