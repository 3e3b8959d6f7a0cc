"""Why something about a claim is refused, or what a filer must know besides; none tells who holds another claim."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class ClaimCode(RefusalCode):
    """Codes of claims (首报)."""

    NO_SUCH_CLAIM = (
        "no-such-claim",
        "没有首报 {id}，请核对编号。",
        "There is no claim {id}: check the id.",
    )
    CLAIM_ID_OPEN = (
        "claim-id-open",
        "首报编号 {id} 会显示首报单位，请改用 UUID。",
        "The claim id {id} would tell every unit who filed: use a UUID.",
    )
    NOT_YOUR_CLAIM = (
        "not-your-claim",
        "首报 {id} 不属于 {unit}，不能操作；如有疑问请联系商务局。",
        "Claim {id} is not {unit}'s, so this is not for it to do: ask commerce.",
    )
    NO_SUCH_INVESTOR = (
        "no-such-investor",
        "投资人 {id} 尚未登记为企业，请先登记企业（或核对信用代码），再以新编号重新首报。",
        "The investor {id} is not registered: register the enterprise (or check its code), then file under a new id.",
    )
    CLAIM_STATUS = (
        "claim-status",
        "首报当前为“{status_zh}”，不能进行此操作；须为{needed_zh}。",
        "The claim is {status}, which does not allow this: it must be {needed}.",
    )
    CLAIM_IN_CONFLICT = (
        "claim-in-conflict",
        "首报已登记；该投资人在此范围内已受首报保护，本首报转为撞单，由商务局裁定，请联系商务局。",
        "The claim is filed; the investor is protected for this scope already, so it is in conflict: contact commerce.",
    )
    CLAIM_OWN_ALREADY = (
        "claim-own-already",
        "本单位对该投资人（或其集团内企业）在此范围内已有首报，不重复登记；可就其他产业链另行首报，或先撤回原首报。",
        "The unit has a claim on this investor, or its group, for this scope already: file for another chain, "
        "or withdraw that one first.",
    )
    CLAIM_LAPSED = (
        "claim-lapsed",
        "本单位在此范围内对该投资人（或其集团内企业）的首报近期流入公海，{days} 天内不能再报，其他单位可以首报。",
        "The unit let its claim on this investor, or its group, lapse of late: for {days} days others may claim it, "
        "the unit itself may not.",
    )
    CLAIM_EXTENDED = (
        "claim-extended",
        "首报 {id} 已延期过一次，不能再延；请在 {until} 前完成转化，或记录后转入公海。",
        "Claim {id} was extended once, which is all there is: convert it by {until} or let it go into the pool.",
    )
    CLAIM_OWN_CASE = (
        "claim-own-case",
        "{unit} 是此撞单的一方，不能裁定；请先撤回本单位的首报或转让给其他单位（逾期转入公海），再行裁定。",
        "{unit} is a party to this conflict and may not rule: withdraw or transfer its own claim first "
        "(after the limit it goes to the pool).",
    )
    CLAIM_ANSWER_PENDING = (
        "claim-answer-pending",
        "首报 {id} 的上一项申请尚未答复，请收到回执后再试。",
        "An earlier request about claim {id} is not answered yet: wait for its receipt, then try again.",
    )
    CLAIM_MOVING = (
        "claim-moving",
        "投资人的集团关系刚有变动，首报正在转入新的登记簿，请稍后重试。",
        "The investor's group has just changed and the claim is on its way to another register: try again shortly.",
    )
    TRANSFER_TO_SELF = (
        "transfer-to-self",
        "首报已属于 {unit}，请填写其他受让单位。",
        "The claim is {unit}'s already: name another unit.",
    )
    TRANSFER_NOT_OFFERED = (
        "transfer-not-offered",
        "首报 {id} 没有向 {unit} 提出转让，请由首报单位先提出。",
        "Claim {id} is not offered to {unit}: have its owner offer it first.",
    )
    CLAIM_DISPUTED = (
        "claim-disputed",
        "首报 {id} 正在或曾经撞单，不能转让给负责裁定的 {unit}，请转让给其他单位。",
        "Claim {id} is or was in conflict and can't go to {unit}, which rules on conflicts: offer it to another unit.",
    )
    NOT_THE_CONTACT = (
        "claim-not-the-contact",
        "{event} 不是登记最近一次联系的事件，更正联系日期须指明该事件，请核对编号。",
        "{event} is not the event that reported the latest contact: a correction of its day names that one.",
    )
    DECLINE_REASON = (
        "decline-reason",
        "没有填写理由，请说明为何不受让。",
        "There is no reason: say why the claim is not taken.",
    )
    PROJECT_NOT_SIGNED = (
        "project-not-signed",
        "项目 {id} 尚未签约或已终止，首报不能转化；请在签约后办理。",
        "Project {id} is not signed yet or has ended, so no claim converts into it: come back after the signature.",
    )
    PROJECT_OF_OTHERS = (
        "project-of-others",
        "首报单位既不是项目 {id} 的负责单位，也不是落地单位，不能转化为该项目；请核对项目编号，或先转让首报。",
        "The claim's owner neither owns nor hosts project {id}: check the project, or transfer the claim first.",
    )
    PROJECT_INVESTOR_UNKNOWN = (
        "project-investor-unknown",
        "项目 {id} 未填投资方标识，无法核对是否为首报投资人或其集团；请先补录投资方标识。",
        "Project {id} names no investor, so nobody can tell whether it is the claimed one: enter investor_id first.",
    )
    PROJECT_OF_OTHER_INVESTOR = (
        "project-other-investor",
        "项目 {id} 的投资方不是首报投资人，也不属于其集团，不能转化；请核对投资方及母公司（集团刚变动请稍后再试）。",
        "The investor of project {id} is neither the claimed one nor of its group: check both and their parents "
        "(or try again shortly, if the group has just changed).",
    )
    PROJECT_OTHER_SCOPE = (
        "project-other-scope",
        "首报范围为 {scope}，项目 {id} 的产业链为 {chain}，首报不能转化；请核对产业链，或对该方向另行首报。",
        "The claim is for {scope}, project {id} is of chain {chain}: check the chain, or file a claim for it.",
    )
