"""Decisions about leaders' time for investment promotion: simple records that change by correction only."""

from __future__ import annotations

from yipanqi.models.visit import Visit, VisitCorrected, VisitRecorded
from yipanqi.rules.authority import in_future
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Context, Refused
from yipanqi.rules.register import Register


def _held_later(event: VisitRecorded | VisitCorrected, context: Context) -> Refused | None:
    return in_future(event.held_on, context, "held_on") if event.held_on else None


REGISTER = Register(Visit, checks=(_held_later,))
RULES = Rules(
    aggregate="visit",
    state=Visit,
    begins={VisitRecorded: REGISTER.register},
    handles={VisitCorrected: REGISTER.correct},
)
