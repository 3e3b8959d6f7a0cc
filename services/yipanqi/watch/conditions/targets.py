"""What is wrong with targets: behind the plan of the months gone by, what was reached counted by the figures.

Only months that are over count: on the first day of a month nobody owes that month's part yet. A year's targets are
looked at until its last month is locked, for what is reported of December arrives in January.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, cast

from yipanqi.figures import progress
from yipanqi.figures.basis import Basis, DayCounter, District
from yipanqi.figures.parsing import PARSERS
from yipanqi.figures.rows import Head, TargetRow
from yipanqi.figures.stages import days_in
from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ZH, AlertKind, AlertLevel
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Condition, Situation, passed

NEEDED = frozenset({"target", "fdi", "project", "enterprise"})
_MONTHS = 12
_HUNDRED = 100


class Targets:
    """Looks at all targets; keeps what it parsed of a record until the record changes."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, tuple[AggregateRecord, Head]]] = {name: {} for name in NEEDED}

    def __call__(
        self, records: Mapping[str, Mapping[str, AggregateRecord]], situation: Situation
    ) -> Iterator[Condition]:
        """Yield the targets of this year, and of the last one until it is locked, that are behind by a limit."""
        if not records["target"]:
            return
        district = District({name: self._parsed(name, records[name]) for name in NEEDED})
        now = datetime.combine(situation.today, time(), UTC)
        basis = Basis(situation.today, now, DayCounter(situation.workdays), situation.defaults)
        rows = cast("Mapping[str, TargetRow]", district.rows["target"])
        found = list(progress.terms(district, basis))
        this = situation.today.year
        for year in (this - 1, this):
            if not any(row.year == year for row in rows.values()):
                continue
            for standing in progress.standings(found, rows.values(), year, basis):
                behind = _behind(standing, situation)
                if behind is not None:
                    yield _condition(standing, behind, situation)

    def _parsed(self, aggregate: str, records: Mapping[str, AggregateRecord]) -> dict[str, Head]:
        known = self._rows[aggregate]
        now: dict[str, tuple[AggregateRecord, Head]] = {}
        for key, record in records.items():
            before = known.get(key)
            now[key] = before if before is not None and before[0] is record else (record, _row(aggregate, record))
        self._rows[aggregate] = now
        return {key: row for key, (_, row) in now.items()}


def _row(aggregate: str, record: AggregateRecord) -> Head:
    return PARSERS[aggregate](record.model_dump(mode="json"), ("owner_unit",))


class _Behind(NamedTuple):
    """How far a target is behind: the limit passed in percent, the months that are over, and their plan."""

    level: int
    months: int
    planned: Decimal


def _behind(standing: progress.Standing, situation: Situation) -> _Behind | None:
    """Return how far a target is behind the months that are over; None where it is not, or nobody can tell."""
    target, today = standing.target, situation.today
    ended = target.year < today.year
    if standing.gap is not None or standing.actual is None or (ended and standing.locked_through >= _MONTHS):
        return None
    months = _MONTHS if ended else today.month - 1
    planned = sum(target.months[:months], Decimal(0))
    levels = sorted(situation.defaults.alerts.target_behind_percents)
    index = passed(int((1 - standing.actual / planned) * _HUNDRED), levels) if planned > 0 else None
    return None if index is None else _Behind(levels[index], months, planned)


def _condition(standing: progress.Standing, behind: _Behind, situation: Situation) -> Condition:
    """Return that a target is behind: told each month, which its plan is due by, with the figures of that day."""
    target, levels = standing.target, situation.defaults.alerts.target_behind_percents
    today = situation.today
    name = ZH["target.metric"].get(target.metric, target.metric)
    own = (target.responsible,) if target.responsible in situation.catalog.units else None
    return Condition(
        AlertKind.TARGET_BEHIND,
        AlertLevel.URGENT if behind.level == max(levels) else AlertLevel.WARNING,
        "target",
        target.id,
        f"{target.year} {name}",
        own or situation.units_with(Role.COMMERCE),
        f"{name}落后序时进度 {behind.level}% 以上（截至 {today} 实际 {standing.actual}，"
        f"前 {behind.months} 个月应达 {behind.planned:.2f}），请分析原因并加快推进。",
        f"{target.metric} is over {behind.level}% behind its plan (actual {standing.actual} by {today}, planned for "
        f"the first {behind.months} months {behind.planned:.2f}): find out why and catch up.",
        limit=behind.level,
        due=_due(target.year, situation),
        counts_on=True,
    )


def _due(year: int, situation: Situation) -> date:
    """Return the end of the current month; of a year that is over the last day before its December is locked."""
    today = situation.today
    if year == today.year:
        return today.replace(day=days_in(today.year, today.month))
    return date(year, _MONTHS, days_in(year, _MONTHS)) + timedelta(days=situation.defaults.targets.lock_after_days)
