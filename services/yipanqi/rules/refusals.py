"""Refusals: what a code is, how its reason is filled in, and the codes that all aggregates share or that came first.

An aggregate's own codes stand in `<aggregate>_codes.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from yipanqi.rules.outcome import Refused


class RefusalCode(StrEnum):
    """A stable code with its reason in Chinese and English, which says what to do; `{…}` are filled in by `refuse`.

    Units' programs and the metrics rely on the codes: a code is never removed or given another meaning.
    """

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        """Make the member a string of its code, with the reason beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = zh, en
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """Return the member with this code; KeyError when there is none."""
        return {member.value: member for member in cls}[code]


class Code(RefusalCode):
    """Codes that more than one aggregate uses, and those of projects, carriers, foreign capital and targets."""

    ALREADY_REGISTERED = (
        "already-registered",
        "{id} 已登记过，请用变更或更正事件修改。",
        "{id} is registered already: report changes with an update or a correction.",
    )
    NOT_REGISTERED = (
        "not-registered",
        "{id} 尚未登记，请先登记或核对编号。",
        "{id} is not registered: register it first or check the id.",
    )
    NO_SUCH_PROJECT = (
        "no-such-project",
        "没有项目 {id}，请核对项目编号或先登记项目。",
        "There is no project {id}: check the id or register the project first.",
    )
    NO_SUCH_CARRIER = (
        "no-such-carrier",
        "没有载体 {id}，请核对载体编号或先登记载体。",
        "There is no carrier {id}: check the id or ask its unit to register it.",
    )
    UNKNOWN_TYPE = (
        "unknown-type",
        "{aggregate} 没有事件类型 {type}，请核对主题目录。",
        "{aggregate} has no event type {type}: look it up in the catalogue.",
    )
    ID_NOT_YOURS = (
        "id-not-yours",
        "编号 {id} 不属于 {unit}，请使用 {unit}-{kind}-<本单位编号> 或 UUID。",
        "The id {id} is not one of {unit}'s: use {unit}-{kind}-<local number> or a UUID.",
    )
    EVENT_ID_IN_USE = (
        "event-id-in-use",
        "该载体已有编号为 {id} 的事件，请换用新的事件编号（建议 UUID）后重新申请。",
        "This carrier knows an event with the id {id}: request again with a new event id, best a UUID.",
    )
    NOT_YOUR_RECORD = (
        "not-your-record",
        "{id} 由 {owner} 负责，{unit} 不能操作，请联系 {owner}。",
        "{id} is kept by {owner}, {unit} may not do this: contact {owner}.",
    )
    ROLE_NOT_ALLOWED = (
        "role-not-allowed",
        "此操作须由{who_zh}办理，请提交{who_zh}。",
        "This is for {who_en} to do: pass it to them.",
    )
    OWN_CASE = (
        "own-case",
        "{unit} 不能核实自己登记或管理的载体，请由商务局或其他核实单位办理。",
        "{unit} may not verify a carrier that it owns or manages: ask commerce or another verifying unit.",
    )
    UNKNOWN_ORGANISATION = (
        "unknown-organisation",
        "目录中没有单位 {name}，请使用目录中的单位代码。",
        "The catalogue has no unit {name}: use a unit code of the catalogue.",
    )
    UNKNOWN_EVENT = (
        "unknown-event",
        "更正所指的事件 {event} 不在本记录最近的事件中，请核对回执中的事件编号。",
        "The event to be corrected, {event}, is not among this record's recent ones: take the id from its receipt.",
    )
    CANNOT_CLEAR = (
        "cannot-clear",
        "字段 {name} 不能清空（必填、不存在，或同时又给了新值），请从清空列表中删去。",
        "The field {name} cannot be cleared (required, unknown, or set in the same event): leave it out.",
    )
    NOT_IN_STATE = (
        "not-in-state",
        "{id} 当前为“{status_zh}”，不能进行此操作；须为{needed_zh}。",
        "{id} is {status}, which does not allow this: it must be {needed}.",
    )
    NOTHING_CHANGED = (
        "nothing-changed",
        "{what_zh}，无需重复报送。",
        "{what_en}: no need to report it again.",
    )
    TOO_MANY = (
        "too-many",
        "{id} 的{what_zh}已达上限 {limit}，请先清理不再需要的。",
        "{id} has reached the limit of {limit} {what_en}: clear up those no longer needed first.",
    )
    DATE_IN_PAST = (
        "date-in-past",
        "日期 {date} 早于今天 {today}，请改为今天或以后的日期。",
        "The date {date} is before today, {today}: give today or a later day.",
    )
    DATE_IN_FUTURE = (
        "date-in-future",
        "日期 {date} 晚于今天 {today}，请在事情发生后再报送。",
        "The date {date} is after today, {today}: report it once it has happened.",
    )
    NO_CALENDAR = (
        "no-calendar",
        "没有 {year} 年的节假日安排，无法计算工作日期限；请由管理员在节假日表中补充该年后重报。",
        "There is no holiday calendar for {year}, so a limit in working days cannot be counted: "
        "have the administrator add that year, then report again.",
    )
    DATES_REVERSED = (
        "dates-reversed",
        "日期 {later} 早于 {earlier}，先后颠倒，请核对两个日期。",
        "The date {later} is before {earlier}, which must come first: check the two dates.",
    )
    REASON_MISSING = (
        "reason-missing",
        "转为{stage_zh}须说明理由，请补充理由后重报。",
        "A move to {stage} needs a reason: report it again with one.",
    )
    REGISTRATION_STAGE = (
        "registration-stage",
        "新项目只能从“研判”登记；{stage_zh}是台账中已达到的阶段时，请标明台账接续。",
        "A new project is registered at SCREENING; if it reached {stage} before, mark it as taken over.",
    )
    STAGE_NOT_ALLOWED = (
        "stage-not-allowed",
        "项目不能从{stage_zh}转为{to_zh}，请按阶段顺序推进；退回须由商务局说明理由办理。",
        "A project cannot move from {stage} to {to}: follow the stage table; only commerce moves back, with a reason.",
    )
    EVIDENCE_MISSING = (
        "evidence-missing",
        "转为{to_zh}缺少佐证：{missing_zh}，请补齐后重报。",
        "The move to {to} lacks evidence: {missing}; report it again with all of it.",
    )
    CONTRACT_MISSING = (
        "contract-missing",
        "转为{to_zh}须填写合同编号，请补充后重报。",
        "The move to {to} needs the contract's reference: report it again with it.",
    )
    RED_LINE = (
        "red-line",
        "项目带有“{flag_zh}”标记，不能转为{to_zh}；请先由商务局核查并清除标记。",
        "The project carries the flag {flag}, which bars {to}: have commerce examine and clear it first.",
    )
    PROJECT_ENDED = (
        "project-ended",
        "项目 {id} 已终止，不能再变更；如报送有误，请用更正事件；如重新启动，请登记新项目。",
        "Project {id} has ended: correct a wrong report with a correction, register a new project if it starts anew.",
    )
    TAKEOVER_STAGE = (
        "takeover-stage",
        "确认的阶段（{stage_zh}）不是项目当前阶段（{now_zh}），请核对后重报。",
        "The stage confirmed, {stage}, is not the project's present one, {now}: check and report again.",
    )
    REGISTRATION_STATUS = (
        "registration-status",
        "载体不能以“{status_zh}”登记；新载体为已登记，台账接续可为已核实、可招商或已入驻。",
        "A carrier cannot be registered as {status}: a new one is REGISTERED, "
        "one taken over VERIFIED, AVAILABLE or OCCUPIED.",
    )
    STATUS_NOT_ALLOWED = (
        "status-not-allowed",
        "载体当前为“{status_zh}”，不能进行此操作；须为{needed_zh}。",
        "The carrier is {status}, which does not allow this: it must be {needed}.",
    )
    CARRIER_WITHDRAWN = (
        "carrier-withdrawn",
        "载体 {id} 已撤回，不能再操作；如需重新使用，请以新编号登记。",
        "Carrier {id} is withdrawn: to use it again, register it under a new id.",
    )
    CARRIER_NOT_AVAILABLE = (
        "carrier-not-available",
        "载体 {id} 当前为“{status_zh}”，不可预留；请联系其管理单位上架，或选择其他载体。",
        "Carrier {id} is {status} and cannot be reserved: ask its manager to list it, or choose another.",
    )
    CARRIER_HELD = (
        "carrier-held",
        "载体在所申请的日期内已被占用（{until_zh}），请改期或选择其他载体。",
        "The carrier is held on the days asked for ({until_en}): choose other days or another carrier.",
    )
    CARRIER_REQUESTED = (
        "carrier-requested",
        "所延长的日期内已有在先的预留申请，请等其结果后再试，或缩短续期。",
        "An earlier request asks for days of this renewal: wait for its outcome, or renew for a shorter time.",
    )
    CARRIER_IN_USE = (
        "carrier-in-use",
        "载体 {id} 仍有占用或待核对的预留申请，不能撤回；请先释放或腾空。",
        "Carrier {id} is held or requested and cannot be withdrawn: release or vacate it first.",
    )
    NO_SUCH_UNIT = (
        "no-such-unit",
        "载体 {id} 没有单元 {unit_no}，请核对单元号或先分割载体。",
        "Carrier {id} has no unit {unit_no}: check the number or divide the carrier first.",
    )
    UNITS_NOT_UNIQUE = (
        "units-not-unique",
        "单元号 {unit_no} 重复，请使每个单元号唯一。",
        "The unit number {unit_no} is there twice: give each unit its own number.",
    )
    UNITS_EXCEED_FLOOR = (
        "units-exceed-floor",
        "各单元面积合计 {total} ㎡ 超过载体建筑面积 {floor} ㎡，请核对面积。",
        "The units add to {total} m², more than the carrier's floor area of {floor} m²: check the areas.",
    )
    UNIT_IN_USE = (
        "unit-in-use",
        "单元 {unit_no} 有占用或待核对的预留申请，分割时须原样保留；请先释放。",
        "Unit {unit_no} is held or requested and must stay as it is: release it before dividing anew.",
    )
    NOT_HELD = (
        "not-held",
        "载体 {id} 没有占用 {hold}（可能已到期或释放），请核对编号。",
        "Carrier {id} has no hold {hold} (it may have expired or been released): check the id.",
    )
    HOLD_KIND = (
        "hold-kind",
        "占用 {hold} 当前为{kind_zh}，此操作只适用于{needed_zh}。",
        "Hold {hold} is {kind}; this is possible for {needed} only.",
    )
    NOT_A_PARTY = (
        "not-a-party",
        "{unit} 不是项目 {id} 的负责单位、落地单位或商务局，请由其中之一申请。",
        "{unit} neither owns nor hosts project {id}, nor is it commerce: let one of these ask.",
    )
    INTENSITY_TOO_LOW = (
        "intensity-too-low",
        "项目投资强度低于载体要求的 {minimum} 元/㎡，须由商务局豁免后重新申请，或选择其他载体。",
        "The project's investment is below {minimum} CNY/m² that the carrier asks for: "
        "request again after a waiver of commerce, or choose another carrier.",
    )
    INTENSITY_UNKNOWN = (
        "intensity-unknown",
        "载体要求投资强度不低于 {minimum} 元/㎡，但{lack_zh}，无法核算；请补充，或由商务局豁免后重新申请。",
        "The carrier asks for {minimum} CNY/m², but {lack_en}: supply it, or request again after a waiver of commerce.",
    )
    AMOUNT_MISSING = (
        "amount-missing",
        "外资登记须有金额或折美元金额，请补充后重报。",
        "An entry of foreign capital needs its amount or its value in USD: report it again with one.",
    )
    TARGET_COUNT = (
        "target-count",
        "须给出 {needed} 个{what_zh}数，实有 {given} 个，请补齐。",
        "{needed} figures are needed for {what_en}, {given} were given: complete them.",
    )
    TARGET_SUM = (
        "target-sum",
        "{what_zh}合计为 {total}，与{of_zh} {expected} 不符，请核对各数。",
        "{what_en} add to {total}, not to {of_en}'s {expected}: check the figures.",
    )


def refuse(code: RefusalCode, *, field: str | None = None, **values: object) -> Refused:
    """Return the refusal of `code` with its reason filled in; `field` names the event's field at fault."""
    return Refused(code.value, code.zh.format_map(values), code.en.format_map(values), field)
