"""What has changed in a row since it was imported last, as events of the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import (
    CarrierListed,
    CarrierWithdrawn,
)
from yipanqi.models.fdi import FdiEntryCorrected
from yipanqi.models.project import (
    ApprovalAccepted,
    ProjectCorrected,
    ProjectFlagSet,
    ProjectStageChanged,
)
from yipanqi.models.table import EVENTS
from yipanqi.models.target import TargetCorrected
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.results import GoodRow

_REASON = "台账更正"
_FLAGS = ("red_line", "basic_farmland", "high_energy", "high_emission")
_NEEDS_REASON = ("SUSPENDED", "TERMINATED")

#: Records without an update event: an entry that was wrong is corrected as a whole.
_CORRECTIONS: Mapping[str, type[AggregateRecord]] = {"fdi": FdiEntryCorrected, "target": TargetCorrected}


#: Lines that are said anew as a whole whenever they change.
_ANEW = frozenset({"carrier_unit"})
_FIRST = re.compile(r"(?:Registered|Filed)$")


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


def changes_of(row: GoodRow, values: dict[str, Any], before: Mapping[str, Any] | None) -> Change:
    """Return what to publish for a row with these (JSON) values; no events when nothing changed.

    Raises:
        Refusal: the change needs something that the row does not give, such as the day of a stage.
    """
    if before is None:
        return Change(values, [EVENTS[row.record_type].model_validate(dict(row.record) | _source(row, row.record))])
    old: dict[str, Any] = dict(before["values"])
    kept = {name: value for name, value in old.items() if name not in row.given and name not in values}
    change = Change({**kept, **values})
    _keep_defaults(row, change.values, old)
    changed = {name for name, value in change.values.items() if old.get(name) != value}
    cleared = {name for name in old if name not in change.values}
    if row.kind == "reservation" or not changed | cleared:
        return change
    if row.kind in _ANEW:
        change.events.append(EVENTS[row.record_type].model_validate(change.values | _source(row, change.values)))
        return change
    if row.kind in _CORRECTIONS:
        record = dict(change.values) | {"corrects": before["event_id"], "reason": _REASON}
        change.events.append(_CORRECTIONS[row.kind].model_validate(record | _source(row, change.values)))
        return change
    if row.kind == "project":
        _project_moves(row, change, changed, cleared, str(before["event_id"]))
    if row.kind == "carrier":
        _carrier_moves(row, change, changed, old)
    if row.kind == "approval" and "accepted_on" in changed and "accepted_on" not in old:
        facts = {name: change.values[name] for name in ("project_id", "matter_id", "accepted_on")}
        change.events.append(ApprovalAccepted.model_validate(facts))
        changed -= {"accepted_on"}
    _update(row, change, changed, cleared, old)
    return change


def _keep_defaults(row: GoodRow, values: dict[str, Any], old: Mapping[str, Any]) -> None:
    """A state that the table does not state was a default of the first import, and is no news later."""
    for name in ("status", "taken_over"):
        if name in old and name not in row.given:
            values[name] = old[name]


def _source(row: GoodRow, fields: Any) -> dict[str, Any]:
    source = {name: text for name, text in row.source_text.items() if name in fields}
    return {"source_text": source} if source else {}


def _update(row: GoodRow, change: Change, changed: set[str], cleared: set[str], old: Mapping[str, Any]) -> None:
    """Add the update with the changed fields; what it can't carry is said and not remembered."""
    model = EVENTS.get(_FIRST.sub("", row.record_type) + "Updated")
    known = model.model_fields.keys() if model is not None else frozenset()
    carried, emptied = changed & known, cleared & known
    for name in sorted((changed | cleared) - carried - emptied):
        change.ignored.append((name, _not_changeable()))
        change.values.pop(name, None)
        if name in old:
            change.values[name] = old[name]
    if model is None or (not carried and not emptied):
        return
    key = model.__id_field__
    record = {name: change.values[name] for name in carried} | {key: row.aggregate_id, "cleared": sorted(emptied)}
    # The wording of all converted values goes along: it is one field, and a part of it would drop the rest.
    source = _source(row, change.values) if carried & set(row.source_text) else {}
    change.events.append(model.model_validate(record | source))


def _project_moves(row: GoodRow, change: Change, changed: set[str], cleared: set[str], last_event: str) -> None:
    values = change.values
    if "stage" in changed:
        since = str(values.get("stage_since", ""))
        if len(since) != 10 or "stage_since" not in changed:
            raise Refusal("stage_since", _day_of_stage())
        reason = values.get("remarks") if values["stage"] in _NEEDS_REASON else None
        change.events.append(
            ProjectStageChanged.model_validate(
                {
                    "project_id": row.aggregate_id,
                    "to_stage": values["stage"],
                    "effective_on": since,
                    "contract_reference": values.get("contract_reference"),
                    "reason": reason,
                }
            )
        )
        changed -= {"stage", "stage_since", "contract_reference"}
    elif "stage_since" in changed | cleared:
        correction: dict[str, Any] = {"project_id": row.aggregate_id, "corrects": last_event, "reason": _REASON}
        part = {"stage_since": values["stage_since"]} if "stage_since" in changed else {"cleared": ["stage_since"]}
        change.events.append(ProjectCorrected.model_validate(correction | part))
        changed -= {"stage_since"}
        cleared -= {"stage_since"}
    for flag in _FLAGS:
        if flag in changed:
            record = {"project_id": row.aggregate_id, "flag": flag, "raised": values[flag], "reason": _REASON}
            change.events.append(ProjectFlagSet.model_validate(record))
            changed -= {flag}


def _carrier_moves(row: GoodRow, change: Change, changed: set[str], old: Mapping[str, Any]) -> None:
    if "status" not in changed:
        return
    status = change.values["status"]
    if status == "AVAILABLE":
        change.events.append(CarrierListed.model_validate({"carrier_id": row.aggregate_id}))
        changed -= {"status"}
    elif status == "WITHDRAWN":
        reason = str(change.values.get("remarks") or "台账标为撤回")[:1000]
        change.events.append(CarrierWithdrawn.model_validate({"carrier_id": row.aggregate_id, "reason": reason}))
        changed -= {"status"}


def _day_of_stage() -> CellFault:
    return CellFault(
        Fault.DAY_NEEDED,
        "阶段有变化，需要填写进入新阶段的日期（具体到日）",
        "the stage has changed: the day of the move is needed",
        "请写成 2020-04-28",
        "write it as 2020-04-28",
    )


def _not_changeable() -> CellFault:
    return CellFault(
        Fault.CONTRACT,
        "此项不能通过台账变更，未发布",
        "this can't be changed by a spreadsheet: not published",
        "请在系统中办理",
        "use the unit's own actions",
    )
