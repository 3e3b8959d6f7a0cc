"""Why an event of a match is refused, besides the reasons that all aggregates share."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class MatchCode(RefusalCode):
    """Codes of matches."""

    OWN_PROPOSAL = (
        "match-own-proposal",
        "{unit} 不能接受或拒绝自己提出的匹配建议 {id}，请由项目的其他单位或商务局决定。",
        "{unit} may not decide on its own proposal {id}: let another party to the project or commerce decide.",
    )
    PENDING = (
        "match-pending",
        "匹配 {id} 正在与项目核对，请等先前事件的回执后再试。",
        "Match {id} waits for its project's answer to an earlier event: try again after its receipt.",
    )
    TOO_MANY_REASONS = (
        "match-too-many-reasons",
        "理由最多 {limit} 条、每条 {length} 字，请精简后重报。",
        "At most {limit} reasons of {length} characters each: shorten them and report again.",
    )
