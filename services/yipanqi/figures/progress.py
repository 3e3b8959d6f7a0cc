"""Targets: what was reached, counted from events, and how it stands against the plan of the months gone by.

Schedule progress (序时进度) = actual ÷ (target × elapsed share of the monthly plan). The elapsed share of the current
month goes by its days. A metric of which nobody has told anything has no actual: silence is no nought, and nothing is
typed in by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yipanqi.figures import capital, introductions
from yipanqi.figures.basis import Basis, District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import PerGroup, PerRow, all_terms
from yipanqi.figures.rows import Amount, FdiRow, ProjectRow, TargetRow
from yipanqi.figures.stages import days_in, undated
from yipanqi.figures.target_tree import trees
from yipanqi.figures.terms import ONE, ZERO, By, Cell, Kind, Query, Term, inside, reduce
from yipanqi.rules.target import locked_through

FDI_REGISTERED, FDI_UTILISED, QUALITY_PROJECTS = "FDI_REGISTERED", "FDI_UTILISED", "QUALITY_PROJECTS"
METRICS = {
    FDI_REGISTERED: ("注册外资", "Registered foreign capital"),
    FDI_UTILISED: ("实际使用外资", "Utilised foreign capital"),
    QUALITY_PROJECTS: ("引进优质项目", "Quality projects"),
    introductions.TECH_ENTERPRISES: ("引进科技企业", "Technology enterprises"),
    introductions.TALENTS: ("引进人才", "Talents"),
}
_FDI_METRIC = {capital.CONTRACT: FDI_REGISTERED, capital.UTILISED: FDI_UTILISED}
_DOLLARS = frozenset({FDI_REGISTERED, FDI_UTILISED})
_USD = "USD"
_MONTHS = 12
_PLACES = Decimal("0.000001")


def _entry(entry: FdiRow, project: ProjectRow | None, _: Basis) -> Iterator[Term]:
    """Yield what an entry of foreign capital adds to its metric."""
    metric = _FDI_METRIC.get(entry.kind)
    if metric is None:
        return
    (units, chains), also = capital.credited(entry, project), capital.named(project)
    usd, gap = capital.verified_usd(entry), capital.not_counting(entry)
    for unit, share in units:
        if gap is not None or usd is None:
            yield Term(entry, metric, unit, chains, entry.received_on, gap=gap or Gap.NO_RATE, also=also)
        else:
            yield Term(entry, metric, unit, chains, entry.received_on, usd * share, also=also)


def _quality(project: ProjectRow, basis: Basis) -> Iterator[Term]:
    yield from signed_with(project, QUALITY_PROJECTS, basis.defaults.figures.quality_investment)


def signed_with(project: ProjectRow, series: str, limits: Mapping[str, Decimal]) -> Iterator[Term]:
    """Yield a project signed with an amount of at least the limit in its currency, once.

    One that a unit took over at its stage counts from commerce's confirmation on.
    """
    signing = project.signing
    if signing is None or _below(signing.amount, limits):
        return
    gap = Gap.UNVERIFIED if project.unconfirmed else _not_judged(signing.amount, limits) or undated(signing)
    chains = (project.chain,) if project.chain else ()
    for unit, share in project.credit:
        top = ZERO if gap else share
        yield Term(project, series, unit, chains, signing.start, top, events=signing.events, gap=gap)


def _below(amount: Amount | None, limits: Mapping[str, Decimal]) -> bool:
    return amount is not None and amount.currency in limits and amount.amount < limits[amount.currency]


def _not_judged(amount: Amount | None, limits: Mapping[str, Decimal]) -> Gap | None:
    if amount is None:
        return Gap.NO_AMOUNT
    return None if amount.currency in limits else Gap.OTHER_CURRENCY


def _gap(target: TargetRow) -> Gap | None:
    """Return why a target cannot be compared with what events tell."""
    return Gap.OTHER_MEASURE if target.metric in _DOLLARS and target.measure != _USD else None


def _planned(target: TargetRow, *, whole: bool) -> Iterator[Term]:
    gap = _gap(target)
    unit = None if whole else target.responsible
    for index, planned in enumerate(target.months[:_MONTHS]):
        on = date(target.year, index + 1, 1)
        yield Term(target, target.metric, unit, (), on, ZERO, planned, gap=gap, whole=whole)


def _tree(_name: str, targets: list[TargetRow], _: Basis) -> Iterator[Term]:
    """Yield what was planned for each month by the targets that count of one year and metric."""
    for tree in trees(targets):
        for target in (*((tree.district,) if tree.district else ()), *tree.units):
            yield from _planned(target, whole=target is tree.district)


#: What was reached is the top, what was planned for each month (whole months) the bottom, both by metric.
PARTS = (
    capital.entries(_entry, daily=False),
    PerRow("project", _quality, daily=False),
    PerRow("enterprise", introductions.introduced, daily=False),
    PerGroup("target", lambda target, _: f"{target.year}/{target.metric}", _tree, daily=False),
)


def terms(district: District, basis: Basis) -> Iterator[Term]:
    """Yield what was reached and what was planned, by metric."""
    return all_terms(PARTS, district, basis)


def is_plan(term: Term) -> bool:
    """Return whether a term is a month of a plan."""
    return term.row.aggregate == "target"


def select(found: Iterable[Term], query: Query, basis: Basis) -> list[Term]:
    """Return the terms that a query is about: plans by the days from the first asked for to the last, or to today.

    The whole district is measured by its own targets where it has them, else by those of its units; actuals of units
    without a target still count for the district. Plans of what nobody ever reported, neither now nor earlier, are left
    out with the reason, and so are those of a time that has not begun.
    """
    today = basis.today
    start = query.start or date(min(query.end or today, today).year, 1, 1)
    begun = start <= today
    end = min(query.end or today, today) if begun else query.end or date(start.year, _MONTHS, 31)
    chosen, told = _inside(found, replace(query, start=start, end=end))
    of_units = query.unit is not None or query.by is By.UNIT
    own = set() if of_units else {term.series for term in chosen if term.whole}
    out = []
    for term in chosen:
        if not is_plan(term):
            out.append(term)
        elif term.whole if term.series in own else not term.whole:
            gap = Gap.NOT_FROM_EVENTS if term.series not in told else None if begun else Gap.NOT_BEGUN
            out.append(term._replace(gap=gap) if gap else _cut(term, start, end))
    return out


def _inside(found: Iterable[Term], query: Query) -> tuple[list[Term], set[str]]:
    """Return the terms that a query is about, and the metrics that have any actual at all or need no report.

    A month of a plan stands for its days: it belongs to a query that begins in it.
    """
    plans = replace(query, start=query.start.replace(day=1)) if query.start else query
    chosen, told = [], set(METRICS) - introductions.METRICS
    for term in found:
        planned = is_plan(term)
        if term.series not in told and not planned:
            told.add(term.series)
        if inside(term, plans if planned else query):
            chosen.append(term)
    return chosen, told


def _cut(term: Term, start: date, end: date) -> Term:
    """Return a month of a plan between two days, both included."""
    if term.on is None:
        return term
    length = days_in(term.on.year, term.on.month)
    first, last = max(start, term.on), min(end, term.on.replace(day=length))
    days = (last - first).days + 1
    return term if days == length else term._replace(bottom=term.bottom * days / length)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one target stands: `planned` of it by the day, what was reached, and by how much it is behind (in percent).

    `behind_level` is the warning it has reached, None when it is on schedule. Without an actual, `gap` says why.
    """

    target: TargetRow
    planned: Decimal
    elapsed_share: Decimal | None
    actual: Decimal | None
    progress: Decimal | None
    completion: Decimal | None
    behind_percent: Decimal | None
    behind_level: int | None
    gap: Gap | None
    left_out: Mapping[Gap, int]
    locked_through: int
    last_input: str | None


def standings(found: Iterable[Term], targets: Iterable[TargetRow], year: int, basis: Basis) -> list[Standing]:
    """Return how each target of a year stands, by metric, the district's first; `found` are this figure's terms."""
    query = Query(start=date(year, 1, 1), end=date(year, 12, 31))
    own = list(found)
    told = _inside(own, query)[1]
    whole = _cells(own, query, basis)
    by_unit = _cells(own, Query(start=query.start, end=query.end, by=By.UNIT), basis)
    out = []
    for tree in trees(target for target in targets if target.year == year):
        for target in (*((tree.district,) if tree.district else ()), *tree.units):
            group = None if target is tree.district else target.responsible
            cell = (whole if group is None else by_unit).get((group, target.metric))
            out.append(_standing(target, cell, basis, silent=target.metric not in told))
    return out


def _cells(found: list[Term], query: Query, basis: Basis) -> dict[tuple[str | None, str], Cell]:
    cells = reduce(select(found, query, basis), query, Kind.RATIO, tuple(METRICS), Gap.NO_TARGET)
    return {(cell.group, cell.series): cell for cell in cells}


def _standing(target: TargetRow, cell: Cell | None, basis: Basis, *, silent: bool) -> Standing:
    planned = _planned_by(target, basis.today)
    comparable = cell is not None and cell.top is not None and _gap(target) is None
    actual = cell.top if cell is not None and comparable else None
    gap = _gap(target) or (Gap.NOT_FROM_EVENTS if silent else None if comparable else Gap.NOT_BEGUN)
    progress = _quotient(actual, planned)
    if gap is None and progress is None:
        gap = Gap.NOT_BEGUN
    behind = None if progress is None else max(ZERO, ONE - progress) * 100
    levels = [level for level in basis.defaults.alerts.target_behind_percents if behind is not None and behind >= level]
    return Standing(
        target, planned, _quotient(planned, target.annual), actual, progress, _quotient(actual, target.annual),
        behind, max(levels, default=None), gap, cell.left_out if cell else {},
        locked_through(target, basis.today, basis.defaults.targets.lock_after_days),
        max(target.updated_at, (cell.last_input if cell else None) or "") or None,
    )  # fmt: skip


def _planned_by(target: TargetRow, today: date) -> Decimal:
    """Return the plan of the months gone by, the current one by its days."""
    total = ZERO
    for index, planned in enumerate(target.months[:_MONTHS]):
        length = days_in(target.year, index + 1)
        gone = (today - date(target.year, index + 1, 1)).days + 1
        total += planned * min(max(gone, 0), length) / length
    return total


def _quotient(top: Decimal | None, bottom: Decimal) -> Decimal | None:
    return None if top is None or not bottom else (top / bottom).quantize(_PLACES)
