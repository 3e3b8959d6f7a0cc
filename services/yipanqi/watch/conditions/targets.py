"""What is wrong with targets: behind the plan of the months gone by, counted by the figures themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import cast

from yipanqi.figures import progress
from yipanqi.figures.basis import Basis, DayCounter, District
from yipanqi.figures.parsing import PARSERS
from yipanqi.figures.rows import Head, TargetRow
from yipanqi.figures.stages import days_in
from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import ZH, AlertKind, AlertLevel
from yipanqi.watch.condition import Condition, Situation, units_of

NEEDED = frozenset({"target", "fdi", "project", "enterprise"})
#: Who answers for the district as a whole.
_COMMERCE = "commerce"


class Targets:
    """Looks at all targets; keeps what it parsed of a record until the record changes."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, tuple[AggregateRecord, Head]]] = {name: {} for name in NEEDED}

    def __call__(
        self, records: Mapping[str, Mapping[str, AggregateRecord]], situation: Situation
    ) -> Iterator[Condition]:
        """Yield the year's targets that are behind by one of the limits."""
        if not records["target"]:
            return
        district = District({name: self._parsed(name, records[name]) for name in NEEDED})
        now = datetime.combine(situation.today, time(), UTC)
        basis = Basis(situation.today, now, DayCounter(situation.workdays), situation.defaults)
        rows = cast("Mapping[str, TargetRow]", district.rows["target"])
        found = progress.terms(district, basis)
        for standing in progress.standings(found, rows.values(), situation.today.year, basis):
            if standing.behind_level is not None:
                yield _behind(standing, standing.behind_level, situation)

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


def _behind(standing: progress.Standing, level: int, situation: Situation) -> Condition:
    """Return that a target is behind: told each month, which its plan is due by, with the figures of that day."""
    target, levels = standing.target, situation.defaults.alerts.target_behind_percents
    today = situation.today
    name = ZH["target.metric"].get(target.metric, target.metric)
    return Condition(
        AlertKind.TARGET_BEHIND,
        AlertLevel.URGENT if level == max(levels) else AlertLevel.WARNING,
        "target",
        target.id,
        f"{target.year} {name}",
        units_of(target.responsible if target.responsible in situation.cycles else _COMMERCE),
        f"{name}落后序时进度 {level}% 以上（截至 {today} 实际 {standing.actual}，应达 {standing.planned:.2f}），"
        "请分析原因并加快推进。",
        f"{target.metric} is over {level}% behind its plan (actual {standing.actual}, planned "
        f"{standing.planned:.2f} by {today}): find out why and catch up.",
        limit=level,
        due=today.replace(day=days_in(today.year, today.month)),
        counts_on=True,
    )
