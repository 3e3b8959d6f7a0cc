"""亩均: investment and tax per mu of land of the projects that were signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from yipanqi.figures.basis import Basis
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import Part, PerRow
from yipanqi.figures.rows import Amount, ProjectRow
from yipanqi.figures.stages import SIGNED, reached
from yipanqi.figures.terms import ZERO, Term
from yipanqi.rules.stages import RANK

#: 1 亩 = 2000/3 m².
_MU_PER_3_M2 = Decimal(2000)
_CNY = "CNY"


def mu(area_m2: Decimal) -> Decimal:
    """Return square metres in mu."""
    return area_m2 * 3 / _MU_PER_3_M2


def per_mu(amount_of: Callable[[ProjectRow], Amount | None]) -> tuple[Part, ...]:
    """Return the terms of an amount in CNY per mu over the signed projects that take land."""

    def each(project: ProjectRow, _: Basis) -> Iterator[Term]:
        return project_terms((project,), amount_of)

    return (PerRow("project", each, daily=False),)


def project_terms(projects: Iterable[ProjectRow], amount_of: Callable[[ProjectRow], Amount | None]) -> Iterator[Term]:
    """Yield the terms of an amount in CNY per mu of those of the projects that were signed."""
    for project in projects:
        found = reached(project)
        if not any(RANK[stage] >= RANK[SIGNED] for stage in found):
            continue
        signed = found.get(SIGNED)
        on = signed.start if signed is not None else None
        chains = (project.chain,) if project.chain else ()
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
