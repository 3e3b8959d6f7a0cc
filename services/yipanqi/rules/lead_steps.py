"""Which steps of a lead are open, whose and until when: recruiters count down, the watch calls them overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from yipanqi.models.codes import LeadStatus

ENDED = frozenset({LeadStatus.DROPPED, LeadStatus.CONVERTED})
#: Found worth following, and nobody has told what came of it.
_FOLLOWED = frozenset({LeadStatus.JUDGED, LeadStatus.ASSIGNED, LeadStatus.POOLED})


class LeadStep(StrEnum):
    """A step that has a limit; KEEP is the unit's own, after which its lead goes to the pool."""

    ANSWER = "ANSWER"
    JUDGE = "JUDGE"
    FEED_BACK = "FEED_BACK"
    KEEP = "KEEP"


STEP_TITLES: Mapping[LeadStep, tuple[str, str]] = {
    LeadStep.ANSWER: ("首次回应", "first answer"),
    LeadStep.JUDGE: ("研判", "judging"),
    LeadStep.FEED_BACK: ("反馈", "feedback"),
    LeadStep.KEEP: ("反馈，逾期转公海", "feedback, else to the pool"),
}


class OpenStep(NamedTuple):
    """A step that was not taken: `due_on` is its last day (a date, or text where the record holds text)."""

    step: LeadStep
    due_on: Any
    units: tuple[str, ...]


def open_steps(lead: Mapping[str, Any], handing_out: tuple[str, ...]) -> Iterator[OpenStep]:
    """Yield the open steps of a lead, by the names of its record's fields.

    `handing_out` are the units that judge leads and give them to others: those whose role is investment promotion.
    """
    status = lead["status"]
    if status in ENDED:
        return
    in_charge = (lead["assigned_unit"] or lead["owner_unit"],)
    if lead["responded_at"] is None:
        yield OpenStep(LeadStep.ANSWER, lead["response_due_on"], in_charge)
    if status == LeadStatus.REGISTERED:
        yield OpenStep(LeadStep.JUDGE, lead["judge_due_on"], handing_out)
    if status not in _FOLLOWED or lead["answered_at"] is not None:
        return
    assigned = status == LeadStatus.ASSIGNED
    yield OpenStep(LeadStep.FEED_BACK, lead["feedback_due_on"], in_charge if assigned else handing_out)
    if assigned and lead["answer_until_on"] is not None:
        yield OpenStep(LeadStep.KEEP, lead["answer_until_on"], in_charge)
