"""Why an entry of foreign capital, or its verification, is refused."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class FdiCode(RefusalCode):
    """Codes of foreign capital alone."""

    UNKNOWN_CURRENCY = (
        "unknown-currency",
        "{currency} 不是 ISO 4217 货币代码，请改为 CNY、USD 等代码后重报。",
        "{currency} is no ISO 4217 code: report it again with one, such as CNY or USD.",
    )
    OFFSET_NOT_NEGATIVE = (
        "offset-not-negative",
        "冲减条目只用于负数金额，请核对金额正负，或去掉冲减条目。",
        "Only a negative entry takes another one back: check the sign, or leave the other entry out.",
    )
    OFFSETS_ITSELF = (
        "offsets-itself",
        "条目 {id} 不能冲减自己，请填写被冲减条目的编号，或改用更正事件。",
        "Entry {id} cannot take itself back: name the entry it offsets, or send a correction.",
    )
    OWN_ENTRY = (
        "own-entry",
        "{unit} 不能另行核验本单位登记的条目；凭证号齐全时登记即核验，请用更正事件补凭证号。",
        "{unit} does not verify its own entry by hand: an entry of its ledger counts by its voucher; "
        "add that with a correction.",
    )
    USD_UNKNOWN = (
        "usd-unknown",
        "条目没有折美元，也无法按汇率核算，请在核验时填写核验折美元。",
        "The entry has no value in USD and no rate to reckon it by: give the verified amount in USD.",
    )
    REJECTION_REASON = (
        "rejection-reason-missing",
        "退回条目须说明理由，请补充理由后重报。",
        "Rejecting an entry needs a reason: report it again with one.",
    )
    ENTRY_FROM_ITSELF = (
        "entry-from-itself",
        "条目 {id} 不能与自己认定为两笔，请填写另一条目的编号。",
        "Entry {id} cannot be told apart from itself: name the other entry.",
    )
    NOT_DISTINCT = (
        "not-distinct",
        "条目 {id} 与 {other} 现未认定为两笔，请核对条目编号。",
        "Entry {id} is not told apart from {other}: check the ids.",
    )
    NOT_THE_DECISION = (
        "not-the-decision",
        "事件 {event} 不是现行的核验或退回，请填写 {decision}。",
        "The event {event} is not the verification or rejection in force: name {decision}.",
    )
