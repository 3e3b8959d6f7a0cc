"""Decisions about alerts: raised and cleared once each by the watch, put off for a while by who must act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yipanqi.models.alert import Alert, AlertCleared, AlertRaised, AlertSnoozed, SnoozeEnded
from yipanqi.models.codes import AlertStatus
from yipanqi.rules.alert_codes import AlertCode
from yipanqi.rules.authority import not_coordinator, not_role
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome, Role
from yipanqi.rules.record import change, create, replacement
from yipanqi.rules.refusals import Code, refuse


def _raise(state: Alert | None, event: AlertRaised, context: Context) -> Outcome[Alert]:
    """A condition that holds again raises the same alert anew; one that got worse makes a resting alert speak again.

    Other news (a date, a name, the reason) is kept, and a resting alert rests on.
    """
    refused = not_role(context, Role.WATCH)
    if refused:
        return refused
    standing: dict[str, Any] = {"status": AlertStatus.RAISED.value, "raised_at": context.now, "cleared_at": None}
    if state is None:
        return Accepted(create(Alert, event, context, owner_unit=context.unit, raised_times=1, **standing))
    cleared = state.status == AlertStatus.CLEARED
    said = replacement(state, event)
    if not cleared and all(getattr(state, name) == value for name, value in said.items()):
        return refuse(AlertCode.ALERT_STANDS, field="level")
    if cleared or any(getattr(state, name) != said[name] for name in _WAKING):
        said |= {**standing, **_AWAKE, "raised_times": state.raised_times + cleared}
    return Accepted(change(state, context, said))


def _clear(state: Alert, event: AlertCleared, context: Context) -> Outcome[Alert]:
    refused = not_role(context, Role.WATCH)
    if refused is None and state.status == AlertStatus.CLEARED:
        refused = refuse(AlertCode.ALERT_CLEARED)
    ended = {"status": AlertStatus.CLEARED.value, "cleared_at": context.now, **_AWAKE}
    return refused or Accepted(change(state, context, ended))


def _snooze(state: Alert, event: AlertSnoozed, context: Context) -> Outcome[Alert]:
    """Only who must act, or commerce, for a time that the alert is not forgotten in.

    Who that was is for those who see the alert whole: others do not learn who must act, so the stamp does not tell.
    """
    longest = context.defaults.alerts.longest_snooze_days
    latest = context.today + timedelta(days=longest)
    if state.status == AlertStatus.CLEARED:
        return refuse(AlertCode.ALERT_CLEARED)
    units = state.units or ()
    if context.unit not in units and context.role != Role.COMMERCE:
        return refuse(AlertCode.ALERT_NOT_YOURS, units=", ".join(units), unit=context.unit)
    if event.until_on < context.today:
        return refuse(Code.DATE_IN_PAST, field="until_on", date=event.until_on, today=context.today)
    if event.until_on > latest:
        return refuse(AlertCode.SNOOZE_TOO_LONG, field="until_on", days=longest, latest=latest)
    rest = {"snoozed_until_on": event.until_on, "snoozed_by": context.unit, "snooze_reason": event.reason}
    resting = change(state, context, {"status": AlertStatus.SNOOZED.value, **rest})
    return Accepted(resting.model_copy(update={"updated_by": state.updated_by}))


def _wake(state: Alert, event: SnoozeEnded, context: Context) -> Outcome[Alert]:
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.status != AlertStatus.SNOOZED or state.snoozed_until_on != event.until_on:
        return Noted()
    return Accepted(change(state, context, {"status": AlertStatus.RAISED.value, **_AWAKE}))


def _deadlines(state: Alert) -> tuple[Deadline, ...]:
    until = state.snoozed_until_on
    return () if until is None else (Deadline(until, SnoozeEnded(alert_id=state.alert_id, until_on=until)),)


#: What of an alert makes it speak again when it changes.
_WAKING = ("level", "limit", "units")
_AWAKE: dict[str, Any] = {"snoozed_until_on": None, "snoozed_by": None, "snooze_reason": None}

RULES = Rules(
    aggregate="alert",
    state=Alert,
    begins={AlertRaised: _raise},
    handles={AlertCleared: _clear, AlertSnoozed: _snooze, SnoozeEnded: _wake},
    deadlines=_deadlines,
)
