"""What the watch knows: the records it looks at, the conditions found, the alerts that stand, and who spoke when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from yipanqi.models.alert import Alert, AlertCleared, AlertRaised
from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import AlertKind, AlertStatus
from yipanqi.watch.condition import Condition, Situation
from yipanqi.watch.conditions import units
from yipanqi.watch.pace import Pace
from yipanqi.watch.table import KEPT, LOOKED_AT, OF_MANY, WORTH, of_record

_Source = tuple[str, str]
"""Where a condition was found: aggregate and id, or the number of a look at many records, or the units."""
_UNITS: _Source = ("units", "")
_MANY = "many"


class Picture:
    """Takes records in and tells which alerts have to be raised or cleared. No I/O; one thread uses it.

    Looks at many records count all of them: they keep to a pace, and what changed meanwhile waits for the next one.
    """

    def __init__(self, zone: ZoneInfo, pace: Pace | None = None) -> None:
        self._zone = zone
        self._pace = pace or Pace()
        self._many_due: set[_Source] = set()
        self._records: dict[str, dict[str, AggregateRecord]] = {name: {} for name in KEPT}
        self._looks = [make() for _, make in OF_MANY]
        self._alerts: dict[str, Alert] = {}
        self._heard: dict[str, date] = {}
        self._found: dict[_Source, dict[str, Condition]] = {}
        self._wanted: dict[str, Condition] = {}
        #: Number of conditions that hold now, by kind.
        self.counts: Counter[AlertKind] = Counter()
        self._changed: set[_Source] = set()
        self._looked_on: date | None = None
        self._stale: set[str] = set()

    def take(self, aggregate: str, record_id: str, record: AggregateRecord | None) -> None:
        """Take in a record as it stands now; None when it is gone."""
        if isinstance(record, Alert):
            self._alerts[record_id] = record
            self._stale.add(record_id)
            self._remember(record)
            return
        known = self._records.get(aggregate)
        if known is not None:
            worth = WORTH.get(aggregate)
            before = known.pop(record_id, None)
            if record is not None and (worth is None or worth(record)):
                known[record_id] = record
            if before is not None or record_id in known:
                self._changed.add((aggregate, record_id))
        if record is not None:
            values = record.__dict__
            self.hear(values["updated_by"], values["updated_at"])

    def hear(self, unit: str, at: datetime) -> None:
        """Note that a unit changed a record at this time."""
        self._hear(unit, at.astimezone(self._zone).date())

    def _remember(self, alert: Alert) -> None:
        """Take over since when a unit is silent: its last word may lie further back than the ledger is read."""
        if alert.kind == AlertKind.UNIT_SILENT and alert.subject_id is not None and alert.since_on is not None:
            self._hear(alert.subject_id, alert.since_on)

    def _hear(self, unit: str, day: date) -> None:
        if day > self._heard.get(unit, date.min):
            self._heard[unit] = day
            self._changed.add(_UNITS)

    def due(self, situation: Situation) -> Iterator[AlertRaised | AlertCleared]:
        """Yield what has to be said so that the alerts that stand are those whose conditions hold."""
        self._look(situation)
        for alert_id in sorted(self._stale):
            condition, alert = self._wanted.get(alert_id), self._alerts.get(alert_id)
            stands = alert is not None and alert.status != AlertStatus.CLEARED
            if condition is None:
                if stands:
                    yield AlertCleared(alert_id=alert_id)
            elif alert is None or not stands or _differs(alert, condition):
                yield condition.raised()
        self._stale.clear()

    def again(self, alert_id: str) -> None:
        """Look at this alert at the next turn, whether or not anything changes: what was said about it got lost."""
        self._stale.add(alert_id)

    def _look(self, situation: Situation) -> None:
        """Look at what changed; on a new day, at everything."""
        if situation.today != self._looked_on:
            self._looked_on = situation.today
            self._changed = {(name, key) for name in LOOKED_AT for key in self._records[name]} | {_UNITS}
            self._changed.update(source for source in self._found if source[0] != _MANY)
            self._many_due.update(_many(number) for number in range(len(OF_MANY)))
            self._stale.update(self._alerts)
        touched = {aggregate for aggregate, _ in self._changed}
        self._many_due.update(_many(number) for number, (needed, _) in enumerate(OF_MANY) if needed & touched)
        self._look_at(self._changed, situation)
        if self._many_due and not self._pace.rests:
            with self._pace.turn():
                self._look_at(self._many_due, situation)

    def _look_at(self, sources: set[_Source], situation: Situation) -> None:
        for source in sources:
            self._replace(source, {c.alert_id: c for c in self._conditions(source, situation)})
        sources.clear()

    def _conditions(self, source: _Source, situation: Situation) -> Iterator[Condition]:
        aggregate, key = source
        if source == _UNITS:
            yield from units.conditions(self._heard, situation)
        elif aggregate == _MANY:
            yield from self._looks[int(key)](self._records, situation)
        elif aggregate in LOOKED_AT and (record := self._records[aggregate].get(key)) is not None:
            yield from of_record(aggregate, record, situation)

    def _replace(self, source: _Source, now: dict[str, Condition]) -> None:
        before = self._found.get(source, {})
        self.counts.subtract(condition.kind for condition in before.values())
        self.counts.update(condition.kind for condition in now.values())
        for alert_id in before.keys() - now.keys():
            self._wanted.pop(alert_id, None)
            self._stale.add(alert_id)
        for alert_id, condition in now.items():
            if before.get(alert_id) != condition:
                self._wanted[alert_id] = condition
                self._stale.add(alert_id)
        if now:
            self._found[source] = now
        else:
            self._found.pop(source, None)


def _many(number: int) -> _Source:
    return (_MANY, str(number))


def _differs(alert: Alert, condition: Condition) -> bool:
    """Whether the alert tells its readers something else than what holds.

    A reason that counts on from day to day is no news by itself; what it says is of the day that it names.
    """
    said, holds = alert.__dict__, condition.raised().__dict__
    names = _FACTS if condition.counts_on else (*_FACTS, *_REASONS)
    return any(said[name] != holds[name] for name in names)


_FACTS = ("level", "limit", "units", "subject_name", "since_on", "due_on")
_REASONS = ("reason_zh", "reason_en")
