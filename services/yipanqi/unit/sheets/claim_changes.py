"""What a list of claims tells besides the filing: a contact, which keeps the protection alive, or that it is over."""

from __future__ import annotations

from yipanqi.models.claim import ClaimContactRecorded
from yipanqi.unit.sheets.difference import Difference, Refusal
from yipanqi.unit.sheets.faults import CellFault, Fault

#: Remembered of a claim: the day of the contact that was told last.
_CONTACT = "told_contact"


#: Words of states in which a claim protects nobody.
_OVER = (
    "到期",
    "过期",
    "期满",
    "失效",
    "公海",
    "撤回",
    "撤销",
    "放弃",
    "作废",
    "终止",
    "转化",
    "转为项目",
    "驳回",
    "未获支持",
    "expired",
)


def claim_begun(found: Difference) -> None:
    """Remember the contact that a new claim's row shows: protection begins later, and counts from its own day.

    Raises:
        Refusal: the list shows the claim as over; filing it would protect it anew.
    """
    if _over(found):
        raise Refusal("status", _NOT_FILED)
    met_on = found.row.aside.get("last_contact_on")
    if met_on:
        found.change.values[_CONTACT] = met_on


def claim_changed(found: Difference) -> None:
    """Add the contact that the row shows, if it is a later one than was told before."""
    if _over(found):
        found.change.ignored.append(("status", _BY_HAND))
        return
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


def _over(found: Difference) -> bool:
    status = str(found.row.aside.get("status", "")).casefold()
    return any(word in status for word in _OVER)


_NOT_FILED = CellFault(
    Fault.CONTRACT,
    "台账显示这条首报已结束，未登记（登记将重新获得保护）",
    "the list shows this claim as over: it was not filed, which would protect it anew",
    "已结束的请从表中移出；仍在跟进的请改状态",
    "take it out of the list if it is over, else mend its state",
)
_BY_HAND = CellFault(
    Fault.CONTRACT,
    "首报的撤回、转化不能通过台账办理，未发布",
    "a claim is not given up or converted by a spreadsheet: not published",
    "请在系统中办理",
    "use the unit's own actions",
)
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
