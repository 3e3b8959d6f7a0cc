"""What differs between a row and what it said last, and what is to be published about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.unit.sheets.faults import CellFault
from yipanqi.unit.sheets.results import GoodRow

REASON = "台账更正"


class Refusal(Exception):  # noqa: N818 - a change that can't be reported so; never leaves this package
    """A change that a sheet can't express; nothing of the row is published."""

    def __init__(self, field_name: str, fault: CellFault) -> None:
        super().__init__(fault.zh)
        self.field = field_name
        self.fault = fault


@dataclass(slots=True)
class Change:
    """The events of a changed row, the values to remember, and changed fields that no event can carry."""

    values: dict[str, Any]
    events: list[AggregateRecord] = field(default_factory=list)
    ignored: list[tuple[str, CellFault]] = field(default_factory=list)


@dataclass(slots=True)
class Difference:
    """What differs from what the row said last; a move takes its fields out, the rest becomes an update.

    `later` are events that come after the update.
    """

    row: GoodRow
    change: Change
    old: Mapping[str, Any]
    changed: set[str]
    cleared: set[str]
    last_event: str
    later: list[AggregateRecord] = field(default_factory=list)

    def say(self, event: type[AggregateRecord], **facts: Any) -> AggregateRecord:
        """Return an event about the row's record."""
        return event.model_validate({event.__id_field__: self.row.aggregate_id, **facts})

    def correction(self, event: type[AggregateRecord], **facts: Any) -> AggregateRecord:
        """Return a correction of what was said last."""
        return self.say(event, **{"corrects": self.last_event, "reason": REASON, **facts})

    def take(self, *names: str) -> None:
        """Say that these fields are dealt with."""
        self.changed -= set(names)
        self.cleared -= set(names)
