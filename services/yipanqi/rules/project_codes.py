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
