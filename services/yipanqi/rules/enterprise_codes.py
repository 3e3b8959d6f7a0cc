"""Reasons to refuse what is reported about enterprises."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class EnterpriseCode(RefusalCode):
    """Codes of enterprises: mergers and parents."""

    ENTERPRISE_MERGED = (
        "enterprise-merged",
        "{id} 已并入 {into}，请对 {into} 报送；如合并有误，请商务局撤销合并。",
        "{id} was merged into {into}: report on {into}, or ask commerce to undo the merger if it was wrong.",
    )
    MERGE_PENDING = (
        "merge-pending",
        "{id} 正在并入 {into}，结果未定，请稍后再试。",
        "{id} is being merged into {into} and the outcome is open: try again shortly.",
    )
    MERGE_WITH_ITSELF = (
        "merge-with-itself",
        "不能把 {id} 并入它自己，请填写要保留的另一企业。",
        "{id} cannot be merged into itself: name the other enterprise, the one to be kept.",
    )
    MERGE_INTO_UNKNOWN = (
        "merge-into-unknown",
        "要保留的企业 {into} 尚未登记，请先登记或核对编号。",
        "The enterprise to be kept, {into}, is not registered: register it first or check the id.",
    )
    MERGE_INTO_MERGED = (
        "merge-into-merged",
        "要保留的企业 {into} 已并入或正在并入 {now_into}，请改为并入 {now_into}。",
        "The enterprise to be kept, {into}, was or is being merged into {now_into}: merge into that one.",
    )
    MERGE_TOO_MANY = (
        "merge-too-many",
        "{into} 并入的企业已达上限 {limit}，请核对是否应当合并。",
        "{into} has absorbed {limit} enterprises, which is the limit: check whether they are one at all.",
    )
    DISTINCT_FROM_ITSELF = (
        "distinct-from-itself",
        "企业 {id} 不能被认定为与它自己不同，请填写另一企业。",
        "{id} cannot be told apart from itself: name the other enterprise.",
    )
    DISTINCT_FROM_UNKNOWN = (
        "distinct-from-unknown",
        "企业 {id} 尚未登记，或已并入其他企业，无法认定；请核对编号。",
        "{id} is not registered, or was merged into another: check the id.",
    )
    DISTINCT_PENDING = (
        "distinct-pending",
        "与 {id} 为不同企业的上一次认定尚未答复，请收到回执后再试。",
        "An earlier decision about {id} is not answered yet: wait for its receipt, then try again.",
    )
    NOT_MERGED = (
        "not-merged",
        "{id} 没有并入其他企业，无需撤销，请核对编号。",
        "{id} is not merged into another: there is nothing to undo, check the id.",
    )
    INTRODUCTION_INCOMPLETE = (
        "introduction-incomplete",
        "人才引进登记缺少{name_zh}，请补充后重报。",
        "A report of talents needs {name}: report it again with it.",
    )
    INTRODUCTION_KNOWN = (
        "introduction-known",
        "该企业的同一引进事项已由 {unit} 登记（事件 {event}），不重复登记；如有误，请商务局核实。",
        "{unit} has reported the same introduction (event {event}): not again; ask commerce if it is wrong.",
    )
    INTRODUCTION_OWN = (
        "introduction-own",
        "{unit} 不能核实或退回本单位登记的引进事项；登记有误时请撤回后重新登记。",
        "{unit} does not verify or reject its own report: take a wrong one back and report it anew.",
    )
    INTRODUCTION_REASON = (
        "introduction-reason-missing",
        "退回、撤回，或改变原决定，须说明理由，请补充后重报。",
        "To reject, to take back or to change a decision needs a reason: report it again with one.",
    )
    INTRODUCTION_WITHDRAWN = (
        "introduction-withdrawn",
        "该引进登记已由登记单位撤回，不再核实；如确有其事，请重新登记。",
        "The report was taken back by its unit and is not decided any more: report it anew if it is true after all.",
    )
    OWN_PARENT = (
        "own-parent",
        "企业 {id} 不能是自己的母公司，请填写真正的母公司或留空。",
        "{id} cannot be its own parent: name the real parent or none.",
    )
