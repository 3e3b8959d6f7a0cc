"""What is wrong with enterprises' requests: not accepted in time, not dispatched, not settled."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.findings.service_step import AWAITED
from yipanqi.models.codes import AlertKind, AlertLevel, ServiceStatus
from yipanqi.models.service import Service
from yipanqi.watch.condition import Condition, Situation, units_of


def conditions(service: Service, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about: each limit while its step has not been taken."""
    step = AWAITED.get(service.status)
    due = None if step is None else getattr(service, step.due)
    if step is None or due is None or situation.today <= due:
        return
    accepted = service.status != ServiceStatus.SUBMITTED
    limit = getattr(situation.defaults.services, step.limit)
    yield Condition(
        AlertKind.SERVICE_OVERDUE if accepted else AlertKind.SERVICE_NOT_ACCEPTED,
        AlertLevel.URGENT,
        "service",
        service.service_id,
        service.title,
        units_of(service.responsible_unit) if step.by is None else situation.units_with(step.by),
        f"企业诉求应于 {due} 前{step.zh}（{limit} 个工作日），已逾期，请立即{step.zh}。",
        f"The request was to be {step.en} by {due} ({limit} working days): see to it at once.",
        limit=limit,
        due=due,
        detail=step.en,
    )
