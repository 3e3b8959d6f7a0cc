"""What is wrong with leads: nobody answered, judged or fed back in time, or the unit in charge is about to lose one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.models.codes import AlertKind, AlertLevel
from yipanqi.models.lead import Lead
from yipanqi.rules.lead_steps import LeadStep, open_steps
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Condition, Situation
from yipanqi.workdays import NoCalendarError

#: What is to be done, as the alert words it.
_WORDS = {
    LeadStep.ANSWER: ("首次回应", "answered first"),
    LeadStep.JUDGE: ("研判", "judged"),
    LeadStep.FEED_BACK: ("反馈", "fed back"),
}


def conditions(lead: Lead, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about: each of the three limits while its step has not been taken."""
    settings = situation.defaults.leads
    limits = {
        LeadStep.ANSWER: settings.answer_working_days,
        LeadStep.JUDGE: settings.judge_working_days,
        LeadStep.FEED_BACK: settings.feed_back_working_days,
    }
    for step, due, units in open_steps(vars(lead), situation.units_with(Role.INVESTMENT)):
        if step is LeadStep.KEEP:
            yield from _about_to_lapse(lead, due, units, situation)
        elif situation.today > due:
            yield _late(lead, *_WORDS[step], due, units, limits[step])


def _about_to_lapse(lead: Lead, until: date, units: tuple[str, ...], situation: Situation) -> Iterator[Condition]:
    """Yield that the unit in charge loses the lead to the pool after its last day, for good."""
    limit = situation.defaults.leads.lapse_warning_working_days
    try:
        left = situation.workdays.between(situation.today, until)
    except NoCalendarError:
        return  # no limit reaches into such a year: its last day is past
    if situation.today > until or left > limit:
        return
    yield Condition(
        AlertKind.LEAD_OVERDUE,
        AlertLevel.NOTICE,
        "lead",
        lead.lead_id,
        lead.name,
        units,
        f"线索应于 {until} 前由承办单位反馈，逾期转入公海且不得再领取，请尽快反馈。",
        f"The unit in charge has to feed back by {until}; after that the lead goes to the pool, and the unit may not "
        "take it again.",
        limit=limit,
        due=until,
        detail="lapse",
    )


def _late(lead: Lead, zh: str, en: str, due: date, units: tuple[str, ...], limit: int) -> Condition:
    return Condition(
        AlertKind.LEAD_OVERDUE,
        AlertLevel.WARNING,
        "lead",
        lead.lead_id,
        lead.name,
        units,
        f"线索应于 {due} 前{zh}（{limit} 个工作日），已逾期，请尽快{zh}。",
        f"The lead was to be {en} by {due} ({limit} working days): see to it.",
        limit=limit,
        due=due,
        detail=en,
    )
