"""Decisions about targets: commerce sets a year that is the sum of its quarters, and each of its three months.

A month locks when commerce says so, or some days after its end: from then on only a correction changes it, which names
the event that was wrong. Setting a target late is no change of one: that is allowed for months that are over.
A year, metric and unit have one target: its id is made of them, so that a second one is the same record, and what is
locked is not set anew beside it. A correction keeps them.
That the units' targets add to the district's is no rule but a finding (`yipanqi.figures.target_tree`): each target has
its own order of events, and commerce sets them one after another.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from yipanqi.models.target import Target, TargetCorrected, TargetPeriodLocked, TargetRevised, TargetSet
from yipanqi.rules.authority import not_role, unknown_organisation
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, replacement, unknown_event
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.target_codes import TargetCode

#: Who is in charge of the target of the whole.
DISTRICT = "district"
_QUARTERS = 4
_MONTHS = 12
_QUARTER_ZH = ("一季度", "二季度", "三季度", "四季度")


def _set(state: Target | None, event: TargetSet, context: Context) -> Outcome[Target]:
    refused = _not_allowed(event, context)
    if refused is None and state is not None:
        refused = refuse(Code.ALREADY_REGISTERED, field="target_id", id=event.target_id)
    refused = refused or _not_its_id(event, context)
    return refused or Accepted(create(Target, event, context, owner_unit=context.unit))


def _not_its_id(event: TargetSet, context: Context) -> Refused | None:
    expected = f"{context.unit}-target-{event.year}-{event.metric}-{event.responsible}"
    return None if event.target_id == expected else refuse(TargetCode.TARGET_ID, field="target_id", expected=expected)


def _correct(state: Target, event: TargetCorrected, context: Context) -> Outcome[Target]:
    refused = _not_allowed(event, context) or unknown_event(state, event.corrects) or _another(state, event)
    return refused or Accepted(change(state, context, replacement(state, event)))


def _another(state: Target, event: TargetCorrected) -> Refused | None:
    """Refuse to make a target that of another year, metric or unit, whose own it would then stand beside."""
    for name in ("year", "metric", "responsible"):
        kept, given = getattr(state, name), getattr(event, name)
        if given != kept:
            return refuse(TargetCode.TARGET_ANOTHER, field=name, kept=kept, given=given)
    return None


def _revise(state: Target, event: TargetRevised, context: Context) -> Outcome[Target]:
    refused = not_role(context, Role.COMMERCE) or _not_adding_up(event) or _stretched(event, state.responsible)
    if refused is None and event.measure != state.measure:
        names = {"expected": state.measure, "given": event.measure}
        refused = refuse(TargetCode.MEASURE_DIFFERS, field="measure", **names)
    refused = refused or _touches_locked(state, event, context)
    if refused:
        return refused
    changes = {name: getattr(event, name) for name in ("annual", "quarters", "months", "stretch")}
    if event.remarks is not None:
        changes["remarks"] = event.remarks
    if event.source_text is not None:
        changes["source_text"] = event.source_text
    return Accepted(change(state, context, changes))


def _lock(state: Target, event: TargetPeriodLocked, context: Context) -> Outcome[Target]:
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.through_month <= (state.locked_through or 0):
        what_zh = f"{state.year} 年 {state.locked_through} 月及以前已锁定"
        what_en = f"{state.year} is locked up to month {state.locked_through} already"
        refused = refuse(Code.NOTHING_CHANGED, field="through_month", what_zh=what_zh, what_en=what_en)
    return refused or Accepted(change(state, context, {"locked_through": event.through_month}))


class Lockable(Protocol):
    """What has a year that can be locked: a target's record, or a row of it."""

    @property
    def year(self) -> int:
        """Calendar year."""
        ...

    @property
    def locked_through(self) -> int | None:
        """Month up to which commerce has locked it."""
        ...


def locked_through(state: Lockable, today: date, lock_after_days: int) -> int:
    """Return the last month (0 to 12) whose figures are locked on a day, by commerce's word or by time."""
    by_time = sum(
        today > _month_end(state.year, month) + timedelta(days=lock_after_days) for month in range(1, _MONTHS + 1)
    )
    return max(state.locked_through or 0, by_time)


def _month_end(year: int, month: int) -> date:
    return date(year + month // _MONTHS, month % _MONTHS + 1, 1) - timedelta(days=1)


def _touches_locked(state: Target, event: TargetRevised, context: Context) -> Refused | None:
    locked = locked_through(state, context.today, context.defaults.targets.lock_after_days)
    # Where all that is left of a year is locked, so is what is said of the year as a whole.
    whole = locked == _MONTHS and (state.annual, state.stretch) != (event.annual, event.stretch)
    if not whole and state.months[:locked] == event.months[:locked]:
        return None
    return refuse(TargetCode.PERIOD_LOCKED, field="months", year=state.year, month=locked)


def _stretched(event: TargetSet | TargetCorrected | TargetRevised, responsible: str) -> Refused | None:
    if event.stretch is None or responsible == DISTRICT:
        return None
    return refuse(TargetCode.STRETCH_NOT_DISTRICT, field="stretch", responsible=responsible)


def _not_allowed(event: TargetSet | TargetCorrected, context: Context) -> Refused | None:
    refused = not_role(context, Role.COMMERCE) or _not_adding_up(event) or _stretched(event, event.responsible)
    if refused is None and event.responsible != DISTRICT:
        refused = unknown_organisation(event.responsible, context, "responsible")
    return refused


def _not_adding_up(event: TargetSet | TargetCorrected | TargetRevised) -> Refused | None:
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


RULES = Rules(
    aggregate="target",
    state=Target,
    begins={TargetSet: _set},
    handles={TargetRevised: _revise, TargetPeriodLocked: _lock, TargetCorrected: _correct},
)
