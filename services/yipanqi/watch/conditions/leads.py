"""What is wrong with leads: nobody answered, judged or fed back in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.models.codes import AlertKind, AlertLevel, LeadStatus
from yipanqi.models.lead import Lead
from yipanqi.watch.condition import Condition, Situation, units_of

_ENDED = frozenset({LeadStatus.DROPPED, LeadStatus.CONVERTED})


def conditions(lead: Lead, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about: each of the three limits while its step has not been taken."""
    settings = situation.defaults.leads
    if lead.status in _ENDED:
        return
    in_charge = lead.assigned_unit or lead.owner_unit
    if lead.responded_at is None and situation.today > lead.response_due_on:
        yield _late(lead, "首次回应", "answered first", lead.response_due_on, in_charge, settings.answer_working_days)
    if lead.status == LeadStatus.REGISTERED and situation.today > lead.judge_due_on:
        yield _late(lead, "研判", "judged", lead.judge_due_on, "investment", settings.judge_working_days)
    due = lead.answer_until_on or lead.feedback_due_on
    if lead.status == LeadStatus.ASSIGNED and lead.answered_at is None and situation.today > due:
        yield _late(lead, "反馈", "fed back", due, in_charge, settings.feed_back_working_days)


def _late(lead: Lead, zh: str, en: str, due: date, unit: str, limit: int) -> Condition:
    return Condition(
        AlertKind.LEAD_OVERDUE,
        AlertLevel.WARNING,
        "lead",
        lead.lead_id,
        lead.name,
        units_of(unit),
        f"线索应于 {due} 前{zh}（{limit} 个工作日），已逾期，请尽快{zh}。",
        f"The lead was to be {en} by {due} ({limit} working days): see to it.",
        limit=limit,
        due=due,
        detail=en,
    )
