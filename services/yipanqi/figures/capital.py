"""Foreign capital: contract and utilised entries in USD at their own rate, as reported and as verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerLink
from yipanqi.figures.rows import FdiRow, ProjectRow
from yipanqi.figures.terms import ONE, Term

CONTRACT, UTILISED = "CONTRACT", "UTILISED"
_VERIFIED = "VERIFIED"
SERIES = {
    CONTRACT: ("合同外资", "Contract"),
    f"{CONTRACT}_{_VERIFIED}": ("合同外资（已核实）", "Contract, verified"),
    UTILISED: ("实际使用外资", "Utilised"),
    f"{UTILISED}_{_VERIFIED}": ("实际使用外资（已核实）", "Utilised, verified"),
}


def not_counting(entry: FdiRow) -> Gap | None:
    """Return why an entry does not count: only what commerce verified does; older records count as reported."""
    if entry.status in (None, _VERIFIED):
        return None
    return Gap.REJECTED if entry.status == Gap.REJECTED.name else Gap.UNVERIFIED


def verified_usd(entry: FdiRow) -> Decimal | None:
    """Return the dollars that count: those that commerce verified, or else those of the entry."""
    return entry.usd if entry.verified_usd is None else entry.verified_usd


def credited(entry: FdiRow, project: ProjectRow | None) -> tuple[tuple[tuple[str, Decimal], ...], tuple[str, ...]]:
    """Return for which units an entry counts, with their shares, and its chain: those of its project.

    An entry without a known project counts for the unit that recorded it.
    """
    if project is None:
        return ((entry.recorded_by, ONE),), ()
    return project.credit, (project.chain,) if project.chain else ()


def named(project: ProjectRow | None) -> tuple[ProjectRow, ...]:
    """Return the project whose credit and chain a term has, as what it is made of too."""
    return () if project is None else (project,)


def entries(each: Callable[[FdiRow, ProjectRow | None, Basis], Iterable[Term]], *, daily: bool) -> PerLink:
    """Return the terms of every entry of foreign capital, each with its project, None where that is not known."""
    return PerLink("fdi", lambda entry: entry.project_id, "project", each, daily=daily)


def _entry(entry: FdiRow, project: ProjectRow | None, _: Basis) -> Iterator[Term]:
    """Yield an entry twice: as reported (unless rejected), and as verified or not."""
    units, chains = credited(entry, project)
    also = named(project)
    gap = not_counting(entry)
    reported = gap if gap is Gap.REJECTED else None
    for series, usd, why in (
        (entry.kind, entry.usd, reported),
        (f"{entry.kind}_{_VERIFIED}", verified_usd(entry), gap),
    ):
        for unit, share in units:
            if why is not None or usd is None:
                yield Term(entry, series, unit, chains, entry.received_on, gap=why or Gap.NO_RATE, also=also)
            else:
                yield Term(entry, series, unit, chains, entry.received_on, usd * share, also=also)


PARTS = (entries(_entry, daily=False),)
