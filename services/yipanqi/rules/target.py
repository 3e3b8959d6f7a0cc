"""Decisions about targets: commerce sets a year that is the sum of its quarters, and each of its three months."""

from __future__ import annotations

from yipanqi.models.target import Target, TargetCorrected, TargetSet
from yipanqi.rules.authority import foreign_id, not_role
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, replacement, unknown_event
from yipanqi.rules.refusals import Code, refuse

_QUARTERS = 4
_MONTHS = 12
_QUARTER_ZH = ("一季度", "二季度", "三季度", "四季度")


def _set(state: Target | None, event: TargetSet, context: Context) -> Outcome[Target]:
    refused = _not_allowed(event, context)
    if refused is None and state is not None:
        refused = refuse(Code.ALREADY_REGISTERED, field="target_id", id=event.target_id)
    refused = refused or foreign_id("target", event.target_id, context)
    return refused or Accepted(create(Target, event, context, owner_unit=context.unit))


def _correct(state: Target, event: TargetCorrected, context: Context) -> Outcome[Target]:
    refused = _not_allowed(event, context) or unknown_event(state, event.corrects)
    return refused or Accepted(change(state, context, replacement(state, event)))


def _not_allowed(event: TargetSet | TargetCorrected, context: Context) -> Refused | None:
    return not_role(context, Role.COMMERCE) or _not_adding_up(event)


def _not_adding_up(event: TargetSet | TargetCorrected) -> Refused | None:
    quarters, months = event.quarters, event.months
    for name, zh, given, needed in (("quarters", "季度", quarters, _QUARTERS), ("months", "月度", months, _MONTHS)):
        if len(given) != needed:
            return refuse(
                Code.TARGET_COUNT, field=name, needed=needed, given=len(given), what_zh=zh, what_en=f"the {name}"
            )
    if sum(quarters) != event.annual:
        return _sum("quarters", "四个季度", "The quarters", sum(quarters), "全年目标", "the year", event.annual)
    for index, quarter in enumerate(quarters):
        total, zh = sum(months[3 * index : 3 * index + 3]), _QUARTER_ZH[index]
        if total != quarter:
            return _sum("months", f"{zh}各月", f"Q{index + 1}'s months", total, zh, f"Q{index + 1}", quarter)
    return None


def _sum(field: str, what_zh: str, what_en: str, total: object, of_zh: str, of_en: str, expected: object) -> Refused:
    names = {"what_zh": what_zh, "what_en": what_en, "of_zh": of_zh, "of_en": of_en}
    return refuse(Code.TARGET_SUM, field=field, total=total, expected=expected, **names)


RULES = Rules(aggregate="target", state=Target, begins={TargetSet: _set}, handles={TargetCorrected: _correct})
