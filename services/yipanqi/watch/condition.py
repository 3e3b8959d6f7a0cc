"""What the watch works with: a condition that somebody must act on, and what it depends on besides records."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo

from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.defaults import DEFAULTS, Defaults
from yipanqi.models.alert import AlertRaised
from yipanqi.models.codes import AlertKind, AlertLevel
from yipanqi.models.types import fuzzy_end
from yipanqi.rules.outcome import Role
from yipanqi.workdays import Workdays

_NAMESPACE = uuid.UUID("6f6e6520-6368-6573-7362-6f6172640002")
#: China has one time, without summer time.
_CHINA = timezone(timedelta(hours=8))
#: The contract's bounds.
_REASON = 1000
_NAME = 300


@dataclass(frozen=True, slots=True)
class Situation:
    """The district's date, working days, settings and units: with the same ones the same records alert the same."""

    today: date
    workdays: Workdays = field(default_factory=Workdays)
    defaults: Defaults = DEFAULTS
    catalog: Catalog = field(default_factory=product_catalog)
    zone: tzinfo = _CHINA

    def units_with(self, role: Role) -> tuple[str, ...]:
        """Return the units that have a role, in the catalogue's order."""
        return tuple(key for key, unit in self.catalog.units.items() if unit.role == role)

    def day_of(self, moment: datetime) -> date:
        """Return the district's date at a moment."""
        return moment.astimezone(self.zone).date()

    def days_since(self, day: date) -> int:
        """Return the days that have passed since a day; negative for one to come."""
        return (self.today - day).days


@dataclass(frozen=True, slots=True)
class Condition:
    """Something is wrong with a record: what, how urgent, since when, who must act.

    `detail` tells several conditions of one kind at one record apart (a reservation, an approval matter). `counts_on`
    says that its reason has figures which change with every day and event: it is told anew only with its other facts.
    """

    kind: AlertKind
    level: AlertLevel
    subject_aggregate: str
    subject_id: str
    subject_name: str | None
    units: tuple[str, ...]
    reason_zh: str
    reason_en: str
    limit: int | None = None
    since: date | None = None
    due: date | None = None
    detail: str = ""
    counts_on: bool = False

    @property
    def alert_id(self) -> str:
        """The alert's id: one condition has one alert, however often it comes and goes."""
        return str(uuid.uuid5(_NAMESPACE, "\n".join((self.kind, self.subject_aggregate, self.subject_id, self.detail))))

    def raised(self) -> AlertRaised:
        """Return the event that raises the alert."""
        return AlertRaised(
            alert_id=self.alert_id,
            kind=self.kind,
            level=self.level,
            subject_aggregate=self.subject_aggregate,
            subject_id=self.subject_id,
            subject_name=self.subject_name and self.subject_name[:_NAME],
            units=self.units,
            limit=self.limit,
            since_on=self.since,
            due_on=self.due,
            reason_zh=self.reason_zh[:_REASON],
            reason_en=self.reason_en[:_REASON],
        )


def certainly(text: str | None) -> date | None:
    """Return the day on which a date known to the day, month or year has certainly come; None for no date.

    The last day of a reduced date: an alert must not accuse anyone of days that may not have passed.
    """
    return None if text is None else fuzzy_end(text)


def passed(value: int, limits: Sequence[int]) -> int | None:
    """Return how many of the rising limits a value has reached, less one: the index of the last; None for none."""
    reached = [index for index, limit in enumerate(limits) if value >= limit]
    return reached[-1] if reached else None


def units_of(*units: str | None) -> tuple[str, ...]:
    """Return the units that are known, each once, in order."""
    return tuple(dict.fromkeys(unit for unit in units if unit is not None))


def days_after(day: date, days: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=days)
