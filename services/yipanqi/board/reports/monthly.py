"""The monthly report of commerce (商务局月报)."""

from __future__ import annotations

from yipanqi.board.context import Board
from yipanqi.board.reports import capital, headlines, intake, matters, projects, quality, space
from yipanqi.board.reports.assemble import assembled
from yipanqi.board.reports.model import Report, Words
from yipanqi.board.reports.periods import Period
from yipanqi.board.visibility import Viewer

TITLE = Words("招商引资工作月报", "Monthly report on investment promotion")
SECTIONS = (
    headlines.headlines,
    capital.foreign_capital,
    capital.target_progress,
    projects.by_stage,
    projects.movements,
    matters.overdue_approvals,
    space.land,
    space.floor,
    space.revitalised,
    intake.leads_and_claims,
    intake.services,
    quality.data_quality,
    matters.corrections,
)


def monthly(board: Board, viewer: Viewer, period: Period) -> Report:
    """Return the report on a month."""
    return assembled("monthly", TITLE, SECTIONS, board, viewer, period)
