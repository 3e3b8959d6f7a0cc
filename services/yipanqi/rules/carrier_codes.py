"""Why events about land's start, units and renewals are refused; the older codes of carriers stand in `refusals`."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class CarrierCode(RefusalCode):
    """Codes of carriers alone."""

    RENEWALS_EXHAUSTED = (
        "renewals-exhausted",
        "该预留已续期 {count} 次，须由商务局续期，或尽快签约。",
        "The reservation has been renewed {count} times: ask commerce to renew it, or sign.",
    )
    NOT_LAND = (
        "not-land",
        "载体 {id} 不是土地，没有约定动工，请核对载体编号。",
        "Carrier {id} is no land and has no agreed start: check the id.",
    )
    LAND_STARTED = (
        "land-started",
        "该地块已于 {date} 动工，如日期有误，请用更正事件。",
        "Building began on {date}: if that is wrong, send a correction.",
    )
    START_EVIDENCE = (
        "start-evidence-missing",
        "动工须附施工许可证或现场记录，请补充佐证后重报。",
        "A start needs the construction permit or a site record: report it again with one.",
    )
    NO_AGREED_START = (
        "no-agreed-start",
        "载体 {id} 没有约定动工日，无从延期；请先在载体信息中补充约定动工日。",
        "Carrier {id} has no agreed start to put off: have its unit report that first.",
    )
    EXTENSION_EMPTY = (
        "extension-empty",
        "延期须给出新的动工日或不计入的天数，请补充后重报。",
        "An extension needs a new start or days that do not count: report it again with one of them.",
    )
    EXTENSION_TOO_LONG = (
        "extension-too-long",
        "延期后的动工日 {until} 超过原约定 {agreed} 起 {days} 天，请缩短，或依法处置该地块。",
        "The new start, {until}, is over {days} days after the one agreed first, {agreed}: "
        "shorten it, or dispose of the land by law.",
    )
    UNIT_KNOWN = (
        "unit-known",
        "单元 {unit_no} 已登记，不能以台账接续改为已在用；请通过预留、签约、入驻办理。",
        "Unit {unit_no} is known and cannot be taken over as used: let it be reserved, committed and occupied.",
    )
    START_NOT_REPORTED = (
        "start-not-reported",
        "地块 {id} 尚未报送动工，更正不能代替报送，请附佐证报送动工。",
        "No start of building on {id} is on record, and a correction is no report: report it with its evidence.",
    )
    START_EVENT = (
        "start-event",
        "动工日期须指明报送动工的事件更正，{event} 不是该事件，请填写 {started}。",
        "The day of the start is corrected by naming the event that reported it, which is not {event}: name {started}.",
    )
    AGREED_START_EXTENDED = (
        "agreed-start-extended",
        "约定动工日已由商务局延期至 {agreed}，须由商务局更正，请向商务局提出。",
        "Commerce has put the agreed start off to {agreed} and alone corrects it: ask commerce.",
    )
    USE_STEP = (
        "use-step",
        "事件 {event} 不是载体 {id} 现存的入驻或腾空记录，请填写报送该步骤的事件。",
        "The event {event} is no moving in or out that {id} has on record: name the event that reported it.",
    )
    USE_STEP_LATER = (
        "use-step-later",
        "该空间其后还有入驻或腾空（事件 {later}），只能撤销最近一步，请先更正后一步。",
        "The space was moved into or out of later, by {later}, and only the last step is undone: correct that first.",
    )
    NO_SUCH_WAIVER = (
        "no-such-waiver",
        "事件 {event} 不是载体 {id} 现行的强度豁免，请核对豁免事件编号。",
        "The event {event} is no waiver in force at {id}: check the waiver's event id.",
    )
    AGREED_START_FIXED = (
        "agreed-start-fixed",
        "约定动工日 {agreed} 已登记，不能直接变更；确需延期由商务局办理，原报送有误请用更正事件。",
        "The agreed start, {agreed}, is on record and not changed by an update: commerce puts it off, "
        "a wrong report is corrected.",
    )
