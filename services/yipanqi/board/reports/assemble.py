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
        tuple(_trimmed(build(reading)) for build in builders),
    )


def _trimmed(section: Section) -> Section:
    """Return a section without the rows beyond the most, and without columns in which nothing stands."""
    cut = max(0, len(section.rows) - MAX_ROWS)
    whole = [*section.rows, *([section.total] if section.total else [])]
    kept = [
        n for n, column in enumerate(section.columns) if not column.seldom or any(row[n] is not None for row in whole)
    ]
    return replace(
        section,
        columns=tuple(section.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in section.rows[:MAX_ROWS]),
        total=None if section.total is None else tuple(section.total[n] for n in kept),
        cut=cut,
    )
