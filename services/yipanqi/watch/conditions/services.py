"""What is wrong with enterprises' requests: not accepted in time, not dispatched, not settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yipanqi.models.codes import AlertKind, AlertLevel, ServiceStatus
from yipanqi.models.service import Service
from yipanqi.watch.condition import Condition, Situation, units_of

_AT_WORK = frozenset({ServiceStatus.DISPATCHED, ServiceStatus.WORKING})


def conditions(service: Service, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about: each limit while its step has not been taken."""
    settings = situation.defaults.services
    if service.status == ServiceStatus.SUBMITTED and _past(service.accept_due_on, situation):
        yield _late(
            service, AlertKind.SERVICE_NOT_ACCEPTED, "受理", "accepted", service.accept_due_on, "commerce",
            settings.accept_working_days,
        )  # fmt: skip
    elif service.status == ServiceStatus.ACCEPTED and _past(service.dispatch_due_on, situation):
        yield _late(
            service, AlertKind.SERVICE_OVERDUE, "交办", "dispatched", service.dispatch_due_on, "commerce",
            settings.dispatch_working_days,
        )  # fmt: skip
    elif service.status in _AT_WORK and _past(service.resolve_due_on, situation):
        yield _late(
            service, AlertKind.SERVICE_OVERDUE, "办结", "settled", service.resolve_due_on, service.responsible_unit,
            settings.resolve_working_days,
        )  # fmt: skip


def _past(due: date | None, situation: Situation) -> bool:
    return due is not None and situation.today > due


def _late(
    service: Service, kind: AlertKind, zh: str, en: str, due: date | None, unit: str | None, limit: int
) -> Condition:
    return Condition(
        kind,
        AlertLevel.URGENT,
        "service",
        service.service_id,
        service.title,
        units_of(unit),
        f"企业诉求应于 {due} 前{zh}（{limit} 个工作日），已逾期，请立即{zh}。",
        f"The request was to be {en} by {due} ({limit} working days): see to it at once.",
        limit=limit,
        due=due,
        detail=en,
    )
