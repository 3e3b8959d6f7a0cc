"""Rows refused: of the rows of the workbooks that units handed in, those that could not be read or were refused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerRow
from yipanqi.figures.rows import SubmissionRow
from yipanqi.figures.terms import Term


def _rows(submission: SubmissionRow, _: Basis) -> Iterator[Term]:
    """Yield the rows of one workbook, on the day on which it was handed in."""
    on, read, lost = submission.submitted_on, submission.read, submission.lost
    if read is None or lost is None:
        yield Term(submission, "", submission.unit, (), on, gap=Gap.HIDDEN)
    else:
        yield Term(submission, "", submission.unit, (), on, Decimal(lost), Decimal(read))


PARTS = (PerRow("submission", _rows, daily=False),)
