"""A target that its table states otherwise than before: revised, or corrected where the table says that it was wrong.

A revision leaves locked months alone, and the coordinator refuses one that does not; a correction may change them. So
a row is a correction only by a word of its own (更正原因), and that word counts once: left standing in the table, it
corrects nothing further.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.target import TargetCorrected, TargetRevised
from yipanqi.unit.sheets.difference import Difference, Refusal
from yipanqi.unit.sheets.faults import CellFault, Fault

#: Remembered of a target: for which reason it was corrected last.
_CORRECTED_FOR = "corrected_for"


def target_changed(found: Difference) -> None:
    """Add the event of a changed target.

    Raises:
        Refusal: the row does not say why.
    """
    if not found.changed | found.cleared:
        return
    wrong = found.row.aside.get("correction_reason")
    if wrong and wrong != found.old.get(_CORRECTED_FOR):
        found.change.values[_CORRECTED_FOR] = wrong
        found.change.events.append(found.correction(TargetCorrected, **_facts(found, TargetCorrected), reason=wrong))
        found.take(*TargetCorrected.model_fields)
        return
    facts = _facts(found, TargetRevised)
    if "remarks" not in found.changed:
        facts.pop("remarks", None)
    reason = found.row.aside.get("revision_reason") or facts.get("remarks")
    if not reason:
        raise Refusal("revision_reason", _WHY)
    found.change.events.append(found.say(TargetRevised, **facts, reason=reason))
    found.take(*facts, "stretch")


def _facts(found: Difference, event: type[AggregateRecord]) -> dict[str, Any]:
    """Return what the row says of the fields that an event has, with the wording of what was converted."""
    known = event.model_fields.keys() - {event.__id_field__}
    source = {name: text for name, text in found.row.source_text.items() if name in known}
    facts = {name: value for name, value in found.change.values.items() if name in known}
    return facts | ({"source_text": source} if source else {})


_WHY = CellFault(
    Fault.MISSING,
    "目标有调整，需要写明原因",
    "the target has changed: the reason is needed",
    "请增加或补填“调整原因”一列；当初下达有误的，填“更正原因”",
    "fill in a column 调整原因 (reason for revision), or 更正原因 (reason for correction) if it was set wrongly",
)
