"""Who uses a record of which an item is doubted (校核): until its source has answered, they should not build on it.

Told are the units that keep the record, those that hold or ask for it or for which it is held, and the parties of open
matches; not the one that doubts nor the source, which has an alert of its own, nor whoever may not see the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import cast

from yipanqi.contract.masking import Share, hidden_fields
from yipanqi.contract.schemas import product_schemas
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier
from yipanqi.models.codes import AlertKind, AlertLevel, CorrectionStatus, MatchStatus
from yipanqi.models.correction import Correction
from yipanqi.models.match import Match
from yipanqi.models.project import Project
from yipanqi.watch.condition import Condition, Situation

Records = Mapping[str, Mapping[str, AggregateRecord]]

NEEDED = frozenset({"correction", "carrier", "project", "match", "lead", "service", "claim", "fdi"})
#: Fields that name the units whose own record it is: they see all of it.
_OWN = ("owner_unit", "manager_unit", "assigned_unit", "responsible_unit")
_KEEPERS = (*_OWN, "host_unit")
#: Fields by which people know a record.
_NAMES = ("name", "title", "project_name")
#: Records that are about an enterprise, by the field that names it.
_OF_ENTERPRISE = (
    ("project", "investor_id"),
    ("claim", "investor_id"),
    ("lead", "enterprise_id"),
    ("service", "enterprise_id"),
)


def is_open(match: Match) -> bool:
    """Return whether a match is still to be decided or followed."""
    return match.status == MatchStatus.PROPOSED or (match.status == MatchStatus.ACCEPTED and match.outcome is None)


def conditions(records: Records, situation: Situation) -> Iterator[Condition]:
    """Yield the open doubts about records that other units use."""
    for correction in cast("Mapping[str, Correction]", records["correction"]).values():
        if correction.status == CorrectionStatus.OPEN:
            yield from _told(correction, records, situation)


def _told(correction: Correction, records: Records, situation: Situation) -> Iterator[Condition]:
    subject, parties = correction.subject_id, (correction.owner_unit, correction.source_unit)
    record = records.get(correction.subject_aggregate, {}).get(subject)
    users = set(_users(correction, record, records)) - {*parties, None}
    seeing = (unit for unit in situation.catalog.units if _sees(unit, correction, record, situation))
    units = tuple(unit for unit in seeing if unit in users)
    if not units:
        return
    title = _titles(_state(correction, situation)).get(correction.field, correction.field)
    name = next((name for field in _NAMES if (name := getattr(record, field, None))), subject)
    yield Condition(
        AlertKind.DATA_IN_DOUBT,
        AlertLevel.NOTICE,
        correction.subject_aggregate,
        subject,
        name,
        units,
        f"{name}的“{title}”已被提出校核，来源单位应于 {correction.due_on} 前答复，答复前请慎用该项数据。",
        f"{correction.field} of {name} is doubted, its source answers by {correction.due_on}: until then do not "
        "rely on it.",
        since=situation.day_of(correction.registered_at),
        due=correction.due_on,
        detail=correction.correction_id,
    )


def _users(correction: Correction, record: AggregateRecord | None, records: Records) -> Iterator[str | None]:
    """Yield the units that use the record."""
    aggregate, subject = correction.subject_aggregate, correction.subject_id
    yield from _keepers(record)
    projects: set[str | None] = {getattr(record, "project_id", None)}
    if isinstance(record, Carrier):
        asked = [(hold.requested_by, hold.project_id) for hold in record.holds]
        asked += [(request.requested_by, request.project_id) for request in record.pending]
        yield from (unit for unit, _ in asked)
        projects.update(project for _, project in asked)
    if isinstance(record, Project):
        yield from chain.from_iterable(_keepers(records["carrier"].get(held.carrier_id)) for held in record.carriers)
    for project in projects - {None, subject}:
        yield from _keepers(records["project"].get(project or ""))
    if aggregate in ("carrier", "project"):
        for match in cast("Mapping[str, Match]", records["match"]).values():
            if subject in (match.carrier_id, match.project_id):
                yield from (match.owner_unit, *(match.party_units or ()))
                yield from _keepers(records["carrier"].get(match.carrier_id))
    if aggregate == "enterprise":
        for name, field in _OF_ENTERPRISE:
            yield from chain.from_iterable(
                _keepers(other) for other in records[name].values() if other.__dict__[field] == subject
            )


def _keepers(record: AggregateRecord | None, names: tuple[str, ...] = _KEEPERS) -> Iterator[str | None]:
    return (getattr(record, name, None) for name in names)


def _sees(unit: str, correction: Correction, record: AggregateRecord | None, situation: Situation) -> bool:
    """Return whether a unit may see the doubted item: what it may not see, it is not told of."""
    if unit in _keepers(record, _OWN):
        return True
    share = situation.catalog.units[unit].share(situation.catalog.aggregates[correction.subject_aggregate])
    return correction.field not in _hidden(_state(correction, situation), share)


def _state(correction: Correction, situation: Situation) -> str:
    return situation.catalog.aggregates[correction.subject_aggregate].state


@lru_cache(maxsize=64)
def _hidden(full_name: str, share: Share) -> frozenset[str]:
    return hidden_fields(product_schemas().resolved(full_name), share)


@lru_cache(maxsize=64)
def _titles(full_name: str) -> Mapping[str, str]:
    return {field["name"]: field["title_zh"] for field in product_schemas().resolved(full_name)["fields"]}
