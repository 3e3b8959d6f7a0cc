"""What many rules ask: whose id it is, who keeps a record, which role a unit has, whether a date can be."""

from __future__ import annotations

import re
from datetime import date

from yipanqi.models.base import AggregateRecord
from yipanqi.rules.outcome import COORDINATOR, Context, Refused, Role
from yipanqi.rules.refusals import Code, refuse
from yipanqi.workdays import NoCalendarError

_UUID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.COMMERCE: ("商务局", "commerce"),
    Role.INVESTMENT: ("招商中心", "the investment centre"),
    Role.ZONE: ("开发区", "the zone"),
    Role.SOE: ("国企", "an SOE group"),
    Role.COORDINATOR: ("统筹服务", "the coordinator"),
    Role.WATCH: ("预警服务", "the watch"),
}


def foreign_id(kind: str, identifier: str, context: Context) -> Refused | None:
    """Refuse to register an id of another unit or of another kind; UUIDs are everyone's."""
    if identifier.startswith(f"{context.unit}-{kind}-") or _UUID.match(identifier):
        return None
    return refuse(Code.ID_NOT_YOURS, id=identifier, unit=context.unit, kind=kind)


def is_uuid(identifier: str) -> bool:
    """Return whether an id is a UUID, which does not tell whose record it is."""
    return _UUID.match(identifier) is not None


def not_role(context: Context, *allowed: Role) -> Refused | None:
    """Refuse a unit that has none of the roles."""
    if context.role in allowed:
        return None
    names = [_ROLE_NAMES[role] for role in allowed]
    return refuse(
        Code.ROLE_NOT_ALLOWED, who_zh="或".join(zh for zh, _ in names), who_en=" or ".join(en for _, en in names)
    )


def not_kept_by(
    record: AggregateRecord, context: Context, units: tuple[str | None, ...], *roles: Role
) -> Refused | None:
    """Refuse a unit that is not among `units`, the first of whom keeps the record, and has none of the roles."""
    if context.unit in units or (roles and context.role in roles):
        return None
    return refuse(Code.NOT_YOUR_RECORD, id=record.aggregate_id(), owner=units[0], unit=context.unit)


def not_coordinator(context: Context) -> Refused | None:
    """Refuse a unit that sends one of the coordinator's own messages."""
    return None if context.unit == COORDINATOR else not_role(context, Role.COORDINATOR)


def unknown_organisation(name: str | None, context: Context, field: str) -> Refused | None:
    """Refuse a unit that the catalogue does not have."""
    if name is None or name in context.roles:
        return None
    return refuse(Code.UNKNOWN_ORGANISATION, field=field, name=name)


def working_limit(start: date, working_days: int, context: Context, field: str | None = None) -> date | Refused:
    """Return the last day of a limit in working days after `start`; refused without a calendar (invariant 11)."""
    try:
        return context.workdays.add(start, working_days)
    except NoCalendarError as error:
        return refuse(Code.NO_CALENDAR, field=field, year=error.year)


def in_future(day: date, context: Context, field: str) -> Refused | None:
    """Refuse a fact that is reported before its day."""
    if day <= context.today:
        return None
    return refuse(Code.DATE_IN_FUTURE, field=field, date=day, today=context.today)
