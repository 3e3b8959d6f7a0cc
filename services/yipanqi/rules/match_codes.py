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
    NO_SUCH_MATCH = (
        "no-such-match",
        "没有匹配 {id}，请核对匹配编号；与匹配无关的预留不填匹配。",
        "There is no match {id}: check its id; a reservation that follows from none names none.",
    )
    NOT_ACCEPTED = (
        "match-not-accepted",
        "匹配 {id} 未被接受（尚在核对、待决定，或已拒绝、撤回），不能据以预留；请收到接受的回执后再申请，或不填匹配。",
        "Match {id} is not accepted (it waits, or was turned down or withdrawn), so no reservation follows from it: "
        "request again after the receipt of its acceptance, or name no match.",
    )
    OF_OTHERS = (
        "match-of-others",
        "匹配 {id} 不是项目 {project} 与载体 {carrier}（或该单元）的匹配，请核对匹配编号；与匹配无关的预留不填匹配。",
        "Match {id} is not of project {project} and carrier {carrier} (or of that unit of it): check its id; "
        "a reservation that follows from none names none.",
    )
