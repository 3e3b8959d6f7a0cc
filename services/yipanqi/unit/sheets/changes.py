"""What has changed in a row since it was imported last, as events of the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.fdi import FdiEntryCorrected
from yipanqi.models.table import EVENTS
from yipanqi.unit.sheets.difference import REASON, Change, Difference, Refusal
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.moves import begun, moved
from yipanqi.unit.sheets.results import GoodRow

__all__ = ["Change", "Refusal", "changes_of"]

#: Records without an update event: an entry that was wrong is corrected as a whole.
_CORRECTIONS: Mapping[str, type[AggregateRecord]] = {"fdi": FdiEntryCorrected}


#: Lines that are said anew as a whole whenever they change.
_ANEW = frozenset({"carrier_unit"})
_FIRST = re.compile(r"(?:Registered|Filed|Submitted|Identified)$")


def changes_of(row: GoodRow, values: dict[str, Any], before: Mapping[str, Any] | None) -> Change:
    """Return what to publish for a row with these (JSON) values; no events when nothing changed.

    Raises:
        Refusal: the change needs something that the row does not give, such as the day of a stage.
    """
    if before is None:
        first = EVENTS[row.record_type].model_validate(dict(row.record) | _source(row, row.record))
        change = Change(dict(values), [first])
        difference = Difference(row, change, {}, set(), set(), "")
        begun(difference)
        change.events += difference.later
        return change
    old: dict[str, Any] = dict(before["values"])
    kept = {name: value for name, value in old.items() if name not in row.given and name not in values}
    change = Change({**kept, **values})
    _keep_defaults(row, change.values, old)
    changed = {name for name, value in change.values.items() if old.get(name) != value}
    cleared = {name for name in old if name not in change.values}
    if row.kind == "reservation":
        return change
    if row.kind in _ANEW | _CORRECTIONS.keys():
        if changed | cleared:
            change.events.append(_whole(row, change, changed, str(before["event_id"])))
        return change
    difference = Difference(row, change, old, changed, cleared, str(before["event_id"]))
    moved(difference)
    _update(row, change, changed, cleared, old)
    change.events += difference.later
    return change


def _whole(row: GoodRow, change: Change, changed: set[str], last_event: str) -> AggregateRecord:
    """Return the event that says all of a row anew."""
    source = _source(row, change.values)
    if row.kind in _ANEW:
        return EVENTS[row.record_type].model_validate(change.values | source)
    if "kind" in changed - row.given:
        raise Refusal("voucher", _OTHER_KIND)
    record = change.values | {"corrects": last_event, "reason": REASON} | source
    return _CORRECTIONS[row.kind].model_validate(record)


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


def _not_changeable() -> CellFault:
    return CellFault(
        Fault.CONTRACT,
        "此项不能通过台账变更，未发布",
        "this can't be changed by a spreadsheet: not published",
        "请在系统中办理",
        "use the unit's own actions",
    )


_OTHER_KIND = CellFault(
    Fault.DUPLICATE,
    "此编号此前导入的是另一类别（合同外资或实际使用外资）的条目",
    "an entry of the other kind (contracted or utilised) was imported under this number before",
    "合同、到账请分别编号；确属类别填错的，请增加“类别”列后更正",
    "number the two kinds apart; to mend a wrong kind add a column 类别 (kind)",
)
