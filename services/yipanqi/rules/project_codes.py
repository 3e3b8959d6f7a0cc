"""Reasons why an event of a project's course is refused: milestones, amounts signed, approvals, problems, transfer."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class ProjectCode(RefusalCode):
    """Codes of projects alone; those of registration and of the stages stand with the codes that came first."""

    PLAN_REASON = (
        "plan-reason-missing",
        "里程碑“{zh}”已有计划日期 {planned}，调整计划须说明理由，请补充后重报。",
        "The milestone {milestone} is planned for {planned} already: say why the plan changes, then report again.",
    )
    MILESTONE_REACHED = (
        "milestone-reached",
        "里程碑“{zh}”已于 {reached} 达成；日期有误时，请用里程碑更正事件。",
        "The milestone {milestone} was reached on {reached}: if that day is wrong, correct it with MilestoneCorrected.",
    )
    MILESTONE_EVIDENCE = (
        "milestone-evidence-missing",
        "里程碑“{zh}”达成须至少有一份佐证，请补充后重报。",
        "Reaching {milestone} needs at least one document as evidence: report it again with it.",
    )
    MILESTONE_EVENT = (
        "milestone-event",
        "事件 {event} 不是里程碑“{zh}”现行计划或实际日期的来源，请在项目详情中核对事件编号。",
        "Event {event} did not set the plan or the day of {milestone} as they stand: look the id up in the record.",
    )
    NOT_THE_REPORTER = (
        "not-the-reporter",
        "该内容由 {reporter} 报送，{unit} 不能更正；请由 {reporter} 或商务局更正。",
        "{reporter} reported this, {unit} may not correct it: ask {reporter} or commerce.",
    )
    NOT_AN_INCREASE = (
        "not-an-increase",
        "只有形式为“增资”的项目才填增资前、后投资额，请核对项目形式或删去这两项。",
        "Only a capital increase has an investment before and after it: check the form, or leave these out.",
    )
    INCREMENT_SUM = (
        "increment-sum",
        "增资项目的计划总投资只计增量：增资后 {after} 减增资前 {before} 应为 {increment}，所报为 {given}，请核对。",
        "A capital increase counts its increment alone: {after} after less {before} before is {increment}, "
        "not {given}: check the amounts and their currency.",
    )
    NO_SUCH_MATTER = (
        "no-such-matter",
        "项目 {id} 没有报批事项 {matter}，请核对事项编号或先报送申报。",
        "Project {id} has no approval matter {matter}: check its number or report its submission first.",
    )
    MATTER_IN_USE = (
        "matter-id-in-use",
        "项目 {id} 已有报批事项 {matter}，请换用新的事项编号；重新申报也用新编号。",
        "Project {id} has an approval matter {matter} already: take a new number, also to submit it again.",
    )
    APPROVAL_STATUS = (
        "approval-status",
        "报批事项 {matter} 当前为“{status_zh}”，不能报送此步骤；须为{needed_zh}。",
        "The matter {matter} is {status}, which does not allow this step: it must be {needed}.",
    )
    APPROVAL_STEP = (
        "approval-step",
        "更正所指的事件 {event} 不是报批事项 {matter} 的可更正步骤，请核对；只能撤销最后一步，时限只随申报更正。",
        "Event {event} did not report a step of {matter} that can be so corrected: check the id; "
        "only the last step can be undone, and the limit goes with the submission.",
    )
    NO_SUCH_PROBLEM = (
        "no-such-problem",
        "项目 {id} 没有问题 {problem}，请核对问题编号或先报送问题。",
        "Project {id} has no problem {problem}: check its number or report it first.",
    )
    PROBLEM_IN_USE = (
        "problem-id-in-use",
        "项目 {id} 已有问题 {problem}，请换用新的问题编号。",
        "Project {id} has a problem {problem} already: take a new number.",
    )
    PROBLEM_STATUS = (
        "problem-status",
        "问题 {problem} 当前为“{status_zh}”，不能进行此操作；须为{needed_zh}。",
        "The problem {problem} is {status}, which does not allow this: it must be {needed}.",
    )
    LEVEL_NOT_HIGHER = (
        "level-not-higher",
        "问题 {problem} 已是 {level} 级，升级须高于该等级；只换单位或期限时，请用改派。",
        "The problem {problem} is at level {level} already: escalate above it, or reassign it at its level.",
    )
    PROBLEM_STEP = (
        "problem-step",
        "更正所指的事件 {event} 不是问题 {problem} 的可更正步骤，请核对；只能撤销最后一步，或撤销提出（整个问题）。",
        "Event {event} did not report a step of {problem} that can be so corrected: check the id; "
        "only the last step can be undone, or the raising, and the whole problem with it.",
    )
    PROBLEM_STEP_FACT = (
        "problem-step-fact",
        "事件 {event} 没有填报问题 {problem} 的这一项，请更正填报该项的那一步；撤销步骤时不填其他内容。",
        "Event {event} did not set this fact of {problem}: correct the step that did; an undone step takes no facts.",
    )
    PROBLEM_OWN_CASE = (
        "problem-own-case",
        "{unit} 是问题 {problem} 的责任单位，不能自行确认解决或改动等级、责任和期限；请由提出单位或商务局办理。",
        "{unit} has to solve {problem} and may not judge its own solution, nor how grave or urgent it is: "
        "let the unit that raised it, the project's units or commerce do so.",
    )
    SHARES_SUM = (
        "shares-sum",
        "业绩分成合计为 {total}%，应为 100%，请核对各单位比例。",
        "The parts in the credit add to {total} percent, not to 100: check each unit's part.",
    )
    SHARES_NOT_UNIQUE = (
        "shares-not-unique",
        "单位 {unit} 在业绩分成中出现多次，请合并为一项。",
        "The unit {unit} stands in the parts more than once: put its parts together.",
    )
    CREDIT_TAKEN = (
        "credit-taken",
        "单位 {unit} 已有 {share}% 的业绩分成，未参与本次移交，不能减少；请保留其比例。",
        "{unit} holds {share} percent of the credit and is no party to this transfer: leave it at least that part.",
    )
    TRANSFER_TO_OWNER = (
        "transfer-to-owner",
        "项目已由 {unit} 负责，请填写其他单位。",
        "The project is {unit}'s already: name another unit.",
    )
    TRANSFER_OPEN = (
        "transfer-open",
        "项目已提议移交 {unit}，尚未答复；请等其答复，或先撤回。",
        "The project is offered to {unit}, which has not answered: wait, or withdraw that offer first.",
    )
    NO_SUCH_OFFER = (
        "no-such-offer",
        "项目 {id} 没有待答复的移交提议 {offer}（可能已答复或撤回），请核对。",
        "Project {id} has no open offer {offer} (it may have been answered or withdrawn): check the id.",
    )
