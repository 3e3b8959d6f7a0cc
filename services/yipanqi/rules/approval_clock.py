"""The clock of an approval matter: working days used in the periods in which it runs.

A period begins with acceptance, or with the arrival of supplements, and ends with the request for them or the decision.
The day that begins a period does not count, the day that ends it does, if it is a working day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from yipanqi.models.codes import ProjectApprovalStatus
from yipanqi.models.project import ApprovalStep
from yipanqi.workdays import NoCalendarError, Workdays


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock shows after the last step.

    `counted_from_on` begins the running period, None while the clock stands. `due_on` is the last day of the limit:
    none while the clock stands, unless the limit had passed before; of a closed matter it stays as it was.
    """

    used_working_days: int = 0
    counted_from_on: date | None = None
    due_on: date | None = None
    overdue_working_days: int = 0


def read_clock(steps: Iterable[ApprovalStep], limit: int, workdays: Workdays) -> Reading:
    """Return the clock after these steps, which are in order; NoCalendarError where no holidays are known."""
    used, start, due = 0, None, None
    for step in steps:
        if start is not None:
            used += workdays.between(start, step.on)
            start = None
        if step.status == ProjectApprovalStatus.ACCEPTED:
            start = step.on
            due = workdays.add(start, limit - used) if used <= limit else due
        elif step.status == ProjectApprovalStatus.SUPPLEMENT and used <= limit:
            due = None
    return Reading(used, start, due, max(0, used - limit))


class CountsDays(Protocol):
    """What counts working days: the calendar itself, or one summed up beforehand."""

    def between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`; NoCalendarError where none are known."""


def used_until(before: int, counted_from: date, day: date, days: CountsDays) -> int | None:
    """Return the working days used up to and including a day while the clock runs; None where no calendar tells.

    `before` are those of the closed periods, `counted_from` the day that began the running one.
    """
    try:
        return before + days.between(counted_from, day)
    except NoCalendarError:
        return None
