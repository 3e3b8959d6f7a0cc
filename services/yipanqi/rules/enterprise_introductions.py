"""Technology enterprises and talents that units introduced: any unit reports, and what commerce verified counts.

The targets of 引进科技企业 and 引进人才 are counted from them. As with foreign capital, nobody verifies what he
reported himself (invariant 3); what commerce reports counts by its document and says so (`self_recorded`). Nothing is
edited (invariant 9): a wrong report is taken back by an event that names it, and made anew.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models.codes import EnterpriseIntroduction as Kind
from yipanqi.models.codes import EnterpriseIntroductionDecision as Decision
from yipanqi.models.codes import EnterpriseIntroductionStatus as Status
from yipanqi.models.enterprise import (
    Enterprise,
    EnterpriseRecognised,
    Introduction,
    IntroductionDecided,
    TalentsIntroduced,
)
from yipanqi.models.types import fuzzy_start
from yipanqi.rules.authority import in_future, not_kept_by, not_role
from yipanqi.rules.enterprise_codes import EnterpriseCode
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

#: So many reports one enterprise's record holds.
MOST = 200
_STANDING = frozenset({Status.REPORTED, Status.VERIFIED})
_NEEDED = {"level": "人才层次", "persons": "人数", "document": "名单或文件号"}
_ZH = {Status.REPORTED: "待核实", Status.VERIFIED: "已核实", Status.REJECTED: "已退回"}


def recognised(state: Enterprise, event: EnterpriseRecognised, context: Context) -> Outcome[Enterprise]:
    """Take in that an enterprise which a unit introduced is a recognised technology enterprise."""
    refused = in_future(event.recognised_on, context, "recognised_on")
    facts = {"category": event.category, "recognised_on": event.recognised_on}
    return refused or _reported(state, event, Kind.TECH_ENTERPRISE, facts, context)


def talents(state: Enterprise, event: TalentsIntroduced, context: Context) -> Outcome[Enterprise]:
    """Take in how many talents of a level came to an enterprise; null is what other units see of these."""
    missing = next((name for name in _NEEDED if getattr(event, name) is None), None)
    if missing is not None:
        code = EnterpriseCode.INTRODUCTION_INCOMPLETE
        return refuse(code, field=missing, name=missing, name_zh=_NEEDED[missing])
    return _reported(state, event, Kind.TALENTS, {"level": event.level, "persons": event.persons}, context)


def decide(state: Enterprise, event: IntroductionDecided, context: Context) -> Outcome[Enterprise]:
    """Commerce verifies or rejects another unit's report, or changes its mind; a unit takes its own back."""
    found = next((one for one in state.introductions or () if one.event_id == event.introduction), None)
    if found is None:
        return refuse(Code.UNKNOWN_EVENT, field="introduction", event=event.introduction)
    refused = _may_not(state, found, event, context) or _settled(found, event)
    if refused is None and event.decision == Decision.VERIFIED:
        refused = _known(state, found)
    if refused:
        return refused
    decided = found.model_copy(update={**_decision(event.decision, context), "reason": event.reason})
    entries = tuple(decided if one is found else one for one in state.introductions or ())
    return Accepted(change(state, context, {"introductions": entries}))


def _reported(
    state: Enterprise,
    event: EnterpriseRecognised | TalentsIntroduced,
    kind: Kind,
    facts: dict[str, Any],
    context: Context,
) -> Outcome[Enterprise]:
    before = state.introductions or ()
    new = Introduction(
        event_id=context.event_id,
        kind=kind.value,
        reported_by=context.unit,
        introduced_on=event.introduced_on,
        document=event.document or "",
        status=Status.REPORTED.value,
        **facts,
    )
    refused = in_future(fuzzy_start(event.introduced_on), context, "introduced_on") or _known(state, new)
    if refused is None and len(before) >= MOST:
        what = {"what_zh": "引进登记", "what_en": "introductions"}
        refused = refuse(Code.TOO_MANY, id=state.enterprise_id, limit=MOST, **what)
    if refused:
        return refused
    if context.role == Role.COMMERCE:
        new = new.model_copy(update={**_decision(Decision.VERIFIED, context), "self_recorded": True})
    return Accepted(change(state, context, {"introductions": (*before, new)}))


def _known(state: Enterprise, new: Introduction) -> Refused | None:
    """Refuse what stands already: a category an enterprise has once, talents go by level, time and document."""
    for one in state.introductions or ():
        if one.event_id != new.event_id and one.status in _STANDING and _subject(one) == _subject(new):
            code = EnterpriseCode.INTRODUCTION_KNOWN
            return refuse(code, unit=one.reported_by, event=one.event_id)
    return None


def _subject(one: Introduction) -> tuple[object, ...]:
    if one.kind == Kind.TECH_ENTERPRISE:
        return (one.kind, one.category)
    return (one.kind, one.level, one.introduced_on, one.document)


def _may_not(state: Enterprise, found: Introduction, event: IntroductionDecided, context: Context) -> Refused | None:
    if event.decision == Decision.WITHDRAWN:
        return not_kept_by(state, context, (found.reported_by,))
    refused = not_role(context, Role.COMMERCE)
    if refused is None and found.reported_by == context.unit:
        refused = refuse(EnterpriseCode.INTRODUCTION_OWN, unit=context.unit)
    return refused


def _settled(found: Introduction, event: IntroductionDecided) -> Refused | None:
    """Refuse to decide the same again, what was taken back, and a change of mind without a reason."""
    if found.status == Status.WITHDRAWN:
        return refuse(EnterpriseCode.INTRODUCTION_WITHDRAWN, field="introduction")
    if found.status == event.decision:
        status = Status(found.status)
        return refuse(Code.NOTHING_CHANGED, what_zh=f"该登记{_ZH[status]}", what_en=f"The report is {status} already")
    first = found.status == Status.REPORTED and event.decision == Decision.VERIFIED
    return None if first or event.reason else refuse(EnterpriseCode.INTRODUCTION_REASON, field="reason")


def _decision(decision: str, context: Context) -> dict[str, Any]:
    return {
        "status": str(decision),
        "decided_by": context.unit,
        "decided_on": context.today,
        "decision_event": context.event_id,
    }
