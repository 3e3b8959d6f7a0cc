"""How people answer: doubts answered in time, proposals of carriers accepted."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.figures.basis import Basis
from yipanqi.figures.capital import named
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerLink, PerRow
from yipanqi.figures.rows import CorrectionRow, MatchRow, ProjectRow
from yipanqi.figures.terms import ONE, ZERO, Term

_ACCEPTED, _REJECTED = "ACCEPTED", "REJECTED"
_UNDECIDED = ("CHECKING", "PROPOSED")
_TAKEN_BACK = ("WITHDRAWN", "VOID")


def _correction(doubt: CorrectionRow, basis: Basis) -> Iterator[Term]:
    """Yield whether a doubt was answered by its last day; one that is overdue was not. It is the source's."""
    if doubt.status in _TAKEN_BACK:
        return
    waiting = doubt.in_time is None and basis.today <= doubt.due_on
    top, bottom = (ZERO, ZERO) if waiting else (ONE if doubt.in_time else ZERO, ONE)
    yield Term(doubt, "", doubt.source, (), doubt.due_on, top, bottom, gap=Gap.OPEN if waiting else None)


def _match(match: MatchRow, project: ProjectRow | None, _: Basis) -> Iterator[Term]:
    """Yield whether a proposal that was decided was accepted, on that day, for the unit that made it.

    Its chain is its project's.
    """
    chains, also = (project.chain,) if project is not None and project.chain else (), named(project)
    if match.status in _UNDECIDED:
        yield Term(match, "", match.owner, chains, None, gap=Gap.OPEN, also=also)
    elif match.status in (_ACCEPTED, _REJECTED):
        top = ONE if match.status == _ACCEPTED else ZERO
        yield Term(match, "", match.owner, chains, match.decided_on, top, ONE, also=also)


CORRECTIONS = (PerRow("correction", _correction),)
MATCHES = (PerLink("match", lambda match: match.project_id, "project", _match, daily=False),)
