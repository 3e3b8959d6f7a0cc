"""A claim whose list shows a later contact: recorded as one, which keeps the claim's protection alive."""

from __future__ import annotations

from yipanqi.models.claim import ClaimContactRecorded
from yipanqi.unit.sheets.difference import Difference
from yipanqi.unit.sheets.faults import CellFault, Fault

#: Remembered of a claim: the day of the contact that was told last.
_CONTACT = "told_contact"


def claim_begun(found: Difference) -> None:
    """Remember the contact that a new claim's row shows: protection begins later, and counts from its own day."""
    met_on = found.row.aside.get("last_contact_on")
    if met_on:
        found.change.values[_CONTACT] = met_on


def claim_changed(found: Difference) -> None:
    """Add the contact that the row shows, if it is a later one than was told before."""
    row, told = found.row, str(found.old.get(_CONTACT, ""))
    met_on, method = str(row.aside.get("last_contact_on", "")), row.aside.get("contact_method")
    if not met_on or met_on == told:
        return
    if met_on < told:
        found.change.ignored.append(("last_contact_on", _earlier(told)))
    elif not method:
        found.change.ignored.append(("contact_method", _HOW))
    else:
        found.change.values[_CONTACT] = met_on
        summary = {"summary": text} if (text := row.aside.get("contact_summary")) else {}
        found.later.append(found.say(ClaimContactRecorded, met_on=met_on, method=method, **summary))


_HOW = CellFault(
    Fault.MISSING,
    "没有写明联系形式，未登记这次联系，保护期内的联系时限不变。请增加“联系形式”一列，如 上门拜访、电话",
    "how the contact was made is not said: it was not recorded, and the claim's clock goes on. Add a column 联系形式",
)


def _earlier(told: str) -> CellFault:
    return CellFault(
        Fault.DATES_REVERSED,
        f"早于已登记的联系日期 {told}，未登记",
        f"earlier than the contact that was recorded, {told}: not published",
    )
