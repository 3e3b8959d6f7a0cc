"""A report from its sections: made one after another from one look at the board, none longer than people read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from yipanqi.board.context import Board
from yipanqi.board.reports.model import Report, Section, Words
from yipanqi.board.reports.periods import Period
from yipanqi.board.reports.reading import Reading
from yipanqi.board.visibility import Viewer

#: Rows of a section at most; a section says how many more there are.
MAX_ROWS = 1_000

Builder = Callable[[Reading], Section]


def assembled(
    kind: str, title: Words, builders: Iterable[Builder], board: Board, viewer: Viewer, period: Period
) -> Report:
    """Return the report of a period."""
    reading = Reading.of(board, viewer, period)
    district = board.catalog.district
    return Report(
        kind,
        title,
        Words(district["zh"], district["en"]),
        period.label,
        period.words,
        period.start,
        period.end,
        period.today,
        reading.counted.snapshot.position,
        tuple(_shortened(build(reading)) for build in builders),
    )


def _shortened(section: Section) -> Section:
    cut = max(0, len(section.rows) - MAX_ROWS)
    return replace(section, rows=section.rows[:MAX_ROWS], cut=cut) if cut else section
