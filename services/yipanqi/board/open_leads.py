"""The leads of which a step is open, kept in memory: the countdown is over all of them, not over a page."""

from __future__ import annotations

from yipanqi.board.clocks import handing_out
from yipanqi.board.kept_rows import KeptRows
from yipanqi.board.views.lead import VIEW
from yipanqi.rules.lead_steps import OpenStep, open_steps

OpenLeads = KeptRows[tuple[OpenStep, ...]]
#: What tells which steps are open; every viewer may see it.
_COLUMNS = (
    *("status", "owner_unit", "assigned_unit", "responded_at", "answered_at"),
    *("response_due_on", "judge_due_on", "feedback_due_on", "answer_until_on"),
)


def open_leads() -> OpenLeads:
    """Return the open steps by lead; a lead without any is not there."""
    judges = handing_out()
    return KeptRows(VIEW, _COLUMNS, lambda lead: tuple(open_steps(lead, judges)) or None)
