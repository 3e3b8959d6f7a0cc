"""What is wrong with correction requests: one that its source has not answered yet, or not in time."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.models.codes import AlertKind, AlertLevel, CorrectionStatus
from yipanqi.models.correction import Correction
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Condition, Situation, units_of


def conditions(correction: Correction, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about: the source hears at once that it is asked."""
    if correction.status != CorrectionStatus.OPEN:
        return
    late = situation.today > correction.due_on
    yield Condition(
        AlertKind.CORRECTION_OVERDUE if late else AlertKind.CORRECTION_REQUESTED,
        AlertLevel.URGENT if late else AlertLevel.NOTICE,
        "correction",
        correction.correction_id,
        f"{correction.subject_id} {correction.field}",
        units_of(correction.source_unit, *(situation.units_with(Role.COMMERCE) if late else ())),
        f"{correction.owner_unit} 对 {correction.subject_id} 的字段 {correction.field} 提出校核，"
        f"应于 {correction.due_on} 前更正或说明理由{'，已逾期' if late else ''}。",
        f"{correction.owner_unit} doubts {correction.field} of {correction.subject_id}: correct it or say why not by "
        f"{correction.due_on}{', which is past' if late else ''}.",
        limit=situation.defaults.corrections.answer_working_days,
        since=situation.day_of(correction.registered_at),
        due=correction.due_on,
    )
