"""What clocks in working days show today, of approval matters, leads, conflicts: a record says only where one began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from yipanqi.board.views import View
from yipanqi.board.views.lead import VIEW as LEADS
from yipanqi.board.views.project import APPROVALS
from yipanqi.contract.holidays import product_workdays
from yipanqi.contract.masking import Record
from yipanqi.contract.settings import product_defaults
from yipanqi.figures.basis import DayCounter
from yipanqi.rules.approval_clock import used_until
from yipanqi.rules.lead_steps import STEP_TITLES, OpenStep, open_steps
from yipanqi.rules.outcome import Role


def show_clocks(view: View, records: Iterable[Record], today: date) -> None:
    """Add `clock` to each approval matter and lead (as shown to the viewer) whose clock runs; the others have none.

    A matter's says the working days used up to and including `as_of` and those left (below 0: overdue), both None
    where no holiday calendar tells, and whether so much is used that the authority is warned. A lead's is that of the
    open step which is due first.
    """
    if view.aggregate == LEADS.aggregate:
        for lead in records:
            if clocks := lead_clocks(lead, today):
                lead["clock"] = clocks[0]
    if view.aggregate != APPROVALS.aggregate:
        return
    for record in records:
        for matter in [record] if view.key == APPROVALS.key else record.get(APPROVALS.inside, ()):
            if matter.get("counted_from_on") is not None and "used_working_days" in matter:
                matter["clock"] = _clock(matter, today)


def lead_clocks(lead: Record, today: date) -> list[dict[str, Any]]:
    """Return the open steps of a lead, the first due first: which, whose, until when, what is left of the limit."""
    steps = sorted(open_steps(lead, handing_out()), key=lambda one: (one.due_on, one.step))
    return [{**_step(one), **wait_of(None, one.due_on, today)} for one in steps]


def handing_out() -> tuple[str, ...]:
    """Return the units that judge leads and give them out."""
    return tuple(key for key, unit in LEADS.catalog.units.items() if unit.role == Role.INVESTMENT.value)


def _step(one: OpenStep) -> dict[str, Any]:
    zh, en = STEP_TITLES[one.step]
    return {"step": one.step, "zh": zh, "en": en, "unit": next(iter(one.units), None), "due_on": one.due_on}


def wait_of(since: str | None, due: str | None, today: date) -> dict[str, Any]:
    """Return how long something has waited and what is left of its limit, in working days, as of today.

    `used` are the working days after `since`, `left` those until `due` (0: today is the last day, below 0: late); each
    None where it is not known, or no holiday calendar tells.
    """
    begun, last = (None if day is None else date.fromisoformat(day) for day in (since, due))
    used = None if begun is None else used_until(0, begun, today, _days())
    left = None if last is None else used_until(0, today, last, _days())
    if last is not None and last < today:
        over = used_until(0, last, today, _days())
        left = None if over is None else -over
    return {"as_of": today.isoformat(), "used_working_days": used, "left_working_days": left}


@lru_cache(maxsize=1)
def _days() -> DayCounter:
    """Return the holiday calendar, summed up: a page of a list asks it hundreds of times."""
    return DayCounter(product_workdays())


def _clock(matter: Record, today: date) -> dict[str, Any]:
    limit = matter["limit_working_days"]
    begun = date.fromisoformat(matter["counted_from_on"])
    used = used_until(matter["used_working_days"], begun, today, _days())
    near = used is not None and used * 100 >= limit * product_defaults().alerts.approval_percents[0]
    left = None if used is None else limit - used
    return {"as_of": today.isoformat(), "used_working_days": used, "left_working_days": left, "near_limit": near}
