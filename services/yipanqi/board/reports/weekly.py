"""The packet for the weekly meeting (周例会材料): what waits for a decision, what falls due, what moved."""

from __future__ import annotations

from yipanqi.board.context import Board
from yipanqi.board.reports import due, matters, projects
from yipanqi.board.reports.assemble import assembled
from yipanqi.board.reports.model import Report, Words
from yipanqi.board.reports.periods import Period
from yipanqi.board.visibility import Viewer

TITLE = Words("招商引资周例会材料", "Packet for the weekly meeting")
SECTIONS = (
    matters.problems,
    matters.overdue_approvals,
    matters.conflicts,
    matters.stuck,
    matters.alerts,
    due.next_due,
    projects.movements,
    matters.corrections,
)


def weekly(board: Board, viewer: Viewer, period: Period) -> Report:
    """Return the packet of a week."""
    return assembled("weekly", TITLE, SECTIONS, board, viewer, period)
