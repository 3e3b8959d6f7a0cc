"""Refusals of events about enterprises' requests."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class ServiceCode(RefusalCode):
    """Codes of enterprises' requests (诉求)."""

    NO_ENTERPRISE = (
        "no-enterprise",
        "诉求须写明企业（统一社会信用代码或企业名称），请补充后重报。",
        "A request names its enterprise, by credit code or name: report it again with one.",
    )
    ALREADY_IN_CHARGE = (
        "already-in-charge",
        "{unit} 已是承办单位，无需重复交办。",
        "{unit} is in charge already: no need to dispatch it again.",
    )
    OWN_WORK = (
        "own-work",
        "{unit} 是承办单位，不能代企业确认或要求重办；请由登记单位或商务局办理，商务局自己登记并承办的由开发区办理。",
        "{unit} did the work and cannot judge it for the enterprise: let the registering unit or commerce do so, and "
        "the zone where commerce was both.",
    )
    REQUEST_ENDED = (
        "request-ended",
        "诉求 {id} {status_zh}，不能再变更；如报送有误，请用更正事件；如有新诉求，请另行登记。",
        "Request {id} is {status}: correct a wrong report with a correction, register a new request if there is one.",
    )
