"""Why an event of a lead is refused, besides the reasons that all aggregates share."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class LeadCode(RefusalCode):
    """Codes of leads."""

    INVESTOR_MISSING = (
        "lead-investor-missing",
        "线索须写明投资方名称或企业标识，请补充后重报。",
        "A lead names its investor or the enterprise's id: report it again with one.",
    )
    ENDED = (
        "lead-ended",
        "线索 {id} 已{status_zh}，不再变更；如报送有误，请用更正事件。",
        "Lead {id} is {status}: correct a wrong report with a correction.",
    )
    OWN_CASE = (
        "lead-own-case",
        "{unit} 不能把 {owner} 登记的线索交办给自己，请由商务局或招商中心中的另一方交办。",
        "{unit} may not give itself a lead of {owner}: let the other of commerce and investment assign it.",
    )
    TAKEN = (
        "lead-taken",
        "线索 {id} 已由 {taker} 先行领取，请选择公海中的其他线索。",
        "Lead {id} was taken by {taker} first: choose another one from the pool.",
    )
    LET_LAPSE = (
        "lead-let-lapse",
        "{unit} 曾逾期未反馈线索 {id}，不能再次领取，请由其他单位领取或由商务局交办。",
        "{unit} let lead {id} lapse and may not take it again: another unit may, or commerce assigns it.",
    )
    CONVERSION_PENDING = (
        "lead-conversion-pending",
        "线索 {id} 的转项目申请正在核对，请等其回执后再试。",
        "Lead {id} waits for the answer to a conversion: try again after its receipt.",
    )
