"""Why an event of a recruiter is refused, besides the reasons that all aggregates share."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class RecruiterCode(RefusalCode):
    """Codes of recruiters."""

    LEFT = (
        "recruiter-left",
        "{id} 已于 {date} 离岗，不再变更；如报送有误，请用更正事件。",
        "{id} left on {date}: correct a wrong report with a correction.",
    )
    NO_TRAINING = (
        "recruiter-no-training",
        "{id} 没有由事件 {event} 登记的培训（可能已撤销），请核对事件编号。",
        "{id} has no training recorded by {event} (it may have been withdrawn): check the event's id.",
    )
