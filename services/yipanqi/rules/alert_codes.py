"""Refusals of events about alerts."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class AlertCode(RefusalCode):
    """Codes of alerts."""

    ALERT_STANDS = (
        "alert-stands",
        "该预警已提出且内容未变，无需重复提出。",
        "The alert stands as it is said here already: no need to raise it again.",
    )
    ALERT_CLEARED = (
        "alert-cleared",
        "该预警已解除，无需再处理；如情况再次出现，系统会重新提出。",
        "The alert is cleared: there is nothing left to do; should the condition return, it is raised anew.",
    )
    ALERT_NOT_YOURS = (
        "alert-not-yours",
        "该预警由{units}处理，{unit} 不能暂缓；请联系责任单位。",
        "The alert is for {units} to act on, {unit} may not put it off: contact them.",
    )
    SNOOZE_TOO_LONG = (
        "snooze-too-long",
        "暂缓最长 {days} 天（至 {latest}），请缩短期限；到期后可再次暂缓并说明理由。",
        "An alert can be put off for {days} days at most, to {latest}: choose an earlier day; it can be put off again.",
    )
