"""What is wrong with units: one that has not spoken for longer than its update cycle. No news is not no data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yipanqi.models.codes import AlertKind, AlertLevel
from yipanqi.watch.condition import Condition, Situation, days_after


def conditions(heard: Mapping[str, date], situation: Situation) -> Iterator[Condition]:
    """Yield the units that are silent; `heard` is the district's date at which each last changed a record.

    A unit that never spoke is not connected yet: operations see that in their own alerts.
    """
    cycles = situation.defaults.alerts.silent_cycles
    for unit, last in sorted(heard.items()):
        entry = situation.catalog.units.get(unit)
        if entry is None or situation.days_since(last) <= entry.update_days * cycles:
            continue
        cycle = entry.update_days
        long = situation.days_since(last) > 2 * cycle * cycles
        yield Condition(
            AlertKind.UNIT_SILENT,
            AlertLevel.URGENT if long else AlertLevel.WARNING,
            "unit",
            unit,
            None,
            (unit,),
            f"自 {last} 起未更新数据，已超过更新周期 {cycle} 天；没有消息不等于没有变化，请核对并更新。",
            f"No data since {last}, longer than the update cycle of {cycle} days: no news is not no data; "
            "check and report.",
            limit=2 * cycle * cycles if long else cycle * cycles,
            since=last,
            due=days_after(last, cycle * cycles),
        )
