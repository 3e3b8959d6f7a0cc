"""Refusals of events about evaluations."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class EvaluationCode(RefusalCode):
    """Codes of evaluations (评价)."""

    EVALUATION_ID = (
        "evaluation-id",
        "评价编号应为 {expected}：同一对象每年只有一份评价，请改用该编号。",
        "The id of this evaluation is {expected}: a subject has one a year; use that id.",
    )
    FIVE_PARTS = (
        "five-parts",
        "五项各须有且只有一次（缺少或重复：{wrong}），请补齐后重报。",
        "Each of the five parts must be there once (missing or repeated: {wrong}): complete them and report again.",
    )
    GRADE_NOT_FITTING = (
        "grade-not-fitting",
        "免评对象的等级只能为 T，参评对象须为 A 至 D 并注明名次；请核对等级。",
        "A subject that is exempt is graded T, others A to D with their rank: check the grade.",
    )
    APPEAL_LATE = (
        "appeal-late",
        "申诉已于 {until} 截止，不能再申诉；如数据有误，请用校核提出。",
        "Appeals ended on {until}: raise a correction request if the data are wrong.",
    )
    APPEAL_OWN = (
        "appeal-own",
        "{unit} 是申诉单位，不能裁定本单位的申诉；商务局的申诉由开发区裁定，其他单位的由商务局裁定。",
        "{unit} appealed itself and may not decide its own case: the zone decides on commerce's appeals, "
        "commerce on all others.",
    )
    UPHELD_WITHOUT_PARTS = (
        "upheld-without-parts",
        "支持申诉须同时给出新的五项数据和等级，请补充后重报。",
        "An appeal that is upheld needs the five parts and the grade anew: report it again with them.",
    )
    APPEAL_OPEN = (
        "appeal-open",
        "评价 {id} 有 {unit} 的申诉待裁定，请先裁定申诉，再更正已公布的内容。",
        "An appeal of {unit} on evaluation {id} waits: decide it first, then correct what was published.",
    )
