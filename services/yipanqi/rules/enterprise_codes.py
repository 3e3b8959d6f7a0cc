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
    OWN_PARENT = (
        "own-parent",
        "企业 {id} 不能是自己的母公司，请填写真正的母公司或留空。",
        "{id} cannot be its own parent: name the real parent or none.",
    )
