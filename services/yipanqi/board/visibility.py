"""What a viewer may see: records, events and columns, by the same masking that the coordinator uses for topics.

A hidden field is not in the answer, and nothing else tells its value: filters, sorting, searches and sums work on
`visible_column`, which is null wherever the viewer would not see the field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Table, case, or_

from yipanqi.board.fields import Field, Kind, fields_of
from yipanqi.board.views import VIEWS, View
from yipanqi.contract.masking import Record, Share, product_mask
from yipanqi.contract.schemas import product_schemas

Prune = Callable[[Record], Record]
_VIEW_OF = {view.aggregate: view for view in VIEWS}


class ViewerKind(StrEnum):
    """On whose behalf someone looks at the board."""

    GOVERNMENT = "government"
    SOE = "soe"
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking: a unit's account, the leader's (government without a unit), or operations'."""

    username: str
    kind: ViewerKind
    unit: str | None = None

    def share(self, view: View) -> Share:
        """Return what the viewer may see of records that are not its own; the leader sees as much as any unit."""
        unit = view.catalog.units.get(self.unit) if self.unit is not None else None
        if unit is not None:
            return unit.share(view.catalog.aggregates[view.aggregate])
        return Share.GOVERNMENT if self.kind is ViewerKind.GOVERNMENT else Share.ALL

    def owns(self, view: View, record: Mapping[str, Any]) -> bool:
        """Return whether the record is the viewer's own unit's."""
        return self.unit is not None and any(self.unit in _units(record.get(name)) for name in view.owners)

    def level(self, view: View, record: Mapping[str, Any]) -> Share:
        """Return what the viewer may see of this record."""
        return Share.GOVERNMENT if self.owns(view, record) else self.share(view)


def visible_record(view: View, record: Record, level: Share) -> Record:
    """Return the record without the fields above `level`."""
    return _prune_view(view, level)(record)


def unmentionable(view: View, viewer: Viewer, record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what of a correction request tells of a field that the viewer may not see in the record doubted."""
    if view.aggregate != "correction" or viewer.owns(view, record):
        return ()
    doubted = _VIEW_OF.get(record["subject_aggregate"])
    field = doubted.fields.get(record["field"]) if doubted is not None else None
    if doubted is None or field is None or field.share <= viewer.share(doubted):
        return ()
    return ("field", "doubt", "suggested", "answer", "evidence")


def visible_event(view: View, event_type: str, payload: Record, level: Share) -> Record:
    """Return an event's payload without the fields above `level`.

    An event can't hide a field that it always has; one that the record hides under the same name is dropped too, and
    so is what the view withholds because the record hides it under another name.
    """
    shown = _prune(event_type, level)(product_mask(event_type, level)(payload))
    hidden = _hidden_names(view.record, level)
    if level < Share.GOVERNMENT:
        hidden |= frozenset(view.withheld.get(event_type.rpartition(".")[2], ()))
    return {name: value for name, value in shown.items() if name not in hidden}


def visible_column(table: Table, view: View, column: str, viewer: Viewer) -> ColumnElement[Any]:
    """Return the column as the viewer sees it: null where its field would be missing from the answer."""
    field = view.columns[column.removesuffix("_currency")] if column not in view.columns else view.columns[column]
    if field.share <= viewer.share(view):
        return table.c[column]
    return case((own_record(table, view, viewer), table.c[column]), else_=None)


def own_record(table: Table, view: View, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a row is the viewer's own unit's."""
    unit = viewer.unit or ""
    listed = {name for name in view.owners if view.fields[name].kind is Kind.LIST}
    return or_(
        *(
            table.c[name].contains(f"|{unit}|", autoescape=True) if name in listed else table.c[name] == unit
            for name in view.owners
        )
    )


def _units(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


@lru_cache(maxsize=256)
def _prune_view(view: View, level: Share) -> Prune:
    return _pruner(tuple(view.fields.values()), level)


@lru_cache(maxsize=256)
def _prune(full_name: str, level: Share) -> Prune:
    return _pruner(fields_of(product_schemas().resolved(full_name)), level)


def _pruner(fields: tuple[Field, ...], level: Share) -> Prune:
    hidden = frozenset(f.name for f in fields if f.share > level)
    members = {f.name: _pruner(f.members, level) for f in fields if f.members and f.name not in hidden}
    inner = {name: apply for name, apply in members.items() if apply is not _whole}
    if not hidden and not inner:
        return _whole

    def prune(record: Record) -> Record:
        kept = {name: value for name, value in record.items() if name not in hidden}
        for name, apply in inner.items():
            value = kept.get(name)
            if value:
                kept[name] = [apply(item) for item in value] if isinstance(value, list) else apply(value)
        return kept

    return prune


def _whole(record: Record) -> Record:
    """Return a record that hides nothing; its answer may add to it."""
    return dict(record)


@lru_cache(maxsize=64)
def _hidden_names(full_name: str, level: Share) -> frozenset[str]:
    fields = fields_of(product_schemas().resolved(full_name))
    hidden = {f.name for f in fields if f.share > level}
    hidden |= {m.name for f in fields for m in f.members if m.share > level}
    return frozenset(hidden - {f.name for f in fields if f.share <= level})
