"""Why an event of a listing is refused, besides the reasons that all aggregates share."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class ListingCode(RefusalCode):
    """Codes of listing cultivation."""

    REGISTRATION_STAGE = (
        "listing-registration-stage",
        "新入库企业从“培育库”开始；{stage_zh}是台账中已达到的阶段时，请标明台账接续。",
        "An enterprise begins on the reserve list; if it reached {stage} before, mark it as taken over.",
    )
    STAGE_NOT_ALLOWED = (
        "listing-stage-not-allowed",
        "上市培育不能从{stage_zh}转为{to_zh}，请按阶段顺序推进；退回须由商务局说明理由办理。",
        "A listing cannot go from {stage} to {to}: follow the stages; only commerce moves back, with a reason.",
    )
    ENDED = (
        "listing-ended",
        "{id} 的上市培育已{stage_zh}，不再变更；如报送有误，请用更正事件，如重新启动，由商务局退回。",
        "The cultivation of {id} is over ({stage}): correct wrong reports; commerce puts it back if it starts anew.",
    )
