"""亩均: investment and tax per mu of land of the projects that were signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import Part, PerRow
from yipanqi.figures.rows import Amount, ProjectRow
from yipanqi.figures.terms import ZERO, Term

#: 1 亩 = 2000/3 m².
_MU_PER_3_M2 = Decimal(2000)
_CNY = "CNY"


def mu(area_m2: Decimal) -> Decimal:
    """Return square metres in mu."""
    return area_m2 * 3 / _MU_PER_3_M2


def signed_amount(project: ProjectRow) -> Amount | None:
    """Return the investment that was frozen at a project's signing."""
    return None if project.signing is None else project.signing.amount


def per_mu(amount_of: Callable[[ProjectRow], Amount | None]) -> tuple[Part, ...]:
    """Return the terms of an amount in CNY per mu over the signed projects that take land."""

    def each(project: ProjectRow, _: Basis) -> Iterator[Term]:
        return project_terms((project,), amount_of)

    return (PerRow("project", each, daily=False),)


def project_terms(projects: Iterable[ProjectRow], amount_of: Callable[[ProjectRow], Amount | None]) -> Iterator[Term]:
    """Yield the terms of an amount in CNY per mu of those of the projects that were signed and have not ended."""
    for project in projects:
        if project.signing is None or project.ended:
            continue
        on, chains = project.signing.start, (project.chain,) if project.chain else ()
        amount, land = amount_of(project), project.land_m2
        gap = _gap(amount, land)
        for unit, share in project.credit:
            if gap is not None or amount is None or land is None:
                yield Term(project, "", unit, chains, on, gap=gap)
            else:
                yield Term(project, "", unit, chains, on, amount.amount * share, mu(land) * share)


def _gap(amount: Amount | None, land: Decimal | None) -> Gap | None:
    if land is None or land == ZERO:
        return Gap.NO_AREA
    if amount is None:
        return Gap.NO_AMOUNT
    return None if amount.currency == _CNY else Gap.OTHER_CURRENCY
