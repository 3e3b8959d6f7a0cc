"""Decisions about enterprises' requests (诉求): accepted and dispatched by commerce, settled in working days, rated.

DOMAIN leaves open who speaks for the enterprise: the unit that registered the request, or commerce; never the unit that
did the work (invariant 3). Where commerce did both, the zone speaks, as with commerce's own appeals. Each limit counts
from the step before it. A request that was settled and reopened has the whole limit again; that it was reopened stays
on record.
"""

from __future__ import annotations

from typing import Any

from yipanqi.models import service as events
from yipanqi.models.codes import ZH, ServiceStatus
from yipanqi.models.service import Service
from yipanqi.rules.authority import in_future, not_kept_by, unknown_organisation, working_limit
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import Lifecycle, Step, from_, kept_by, roles
from yipanqi.rules.outcome import Context, Refused, Role
from yipanqi.rules.record import hours_between
from yipanqi.rules.refusals import refuse
from yipanqi.rules.register import Register
from yipanqi.rules.service_codes import ServiceCode

_S = ServiceStatus
_OPEN = (_S.SUBMITTED, _S.ACCEPTED, _S.DISPATCHED, _S.WORKING)


def _begun(event: events.ServiceSubmitted, context: Context) -> dict[str, Any] | Refused:
    if not (event.enterprise_id or event.enterprise_name):
        return refuse(ServiceCode.NO_ENTERPRISE, field="enterprise_id")
    due = working_limit(context.today, context.defaults.services.accept_working_days, context)
    return due if isinstance(due, Refused) else {"status": _S.SUBMITTED.value, "accept_due_on": due}


def _received_later(event: Any, context: Context) -> Refused | None:
    return in_future(event.received_on, context, "received_on") if event.received_on else None


def _ended(state: Service) -> Refused | None:
    if state.status not in (_S.CONFIRMED, _S.WITHDRAWN):
        return None
    zh = ZH["service.status"][state.status]
    return refuse(ServiceCode.REQUEST_ENDED, id=state.service_id, status=state.status, status_zh=zh)


def _nameless(state: Service, changes: dict[str, Any]) -> dict[str, Any] | Refused:
    after = {"enterprise_id": state.enterprise_id, "enterprise_name": state.enterprise_name, **changes}
    if after["enterprise_id"] or after["enterprise_name"]:
        return changes
    return refuse(ServiceCode.NO_ENTERPRISE, field="cleared")


def _accepted(state: Service, _: events.ServiceAccepted, context: Context) -> dict[str, Any] | Refused:
    due = working_limit(context.today, context.defaults.services.dispatch_working_days, context)
    if isinstance(due, Refused):
        return due
    hours = hours_between(state.registered_at, context.now)
    return {"accepted_at": context.now, "response_hours": hours, "dispatch_due_on": due}


def _not_dispatchable(state: Service, event: events.ServiceDispatched, context: Context) -> Refused | None:
    if event.responsible_unit == state.responsible_unit:
        return refuse(ServiceCode.ALREADY_IN_CHARGE, field="responsible_unit", unit=event.responsible_unit)
    return unknown_organisation(event.responsible_unit, context, "responsible_unit")


def _dispatched(state: Service, event: events.ServiceDispatched, context: Context) -> dict[str, Any] | Refused:
    due = working_limit(context.today, context.defaults.services.resolve_working_days, context)
    if isinstance(due, Refused):
        return due
    given = {"responsible_unit": event.responsible_unit, "dispatched_at": context.now, "resolve_due_on": due}
    return given | {"progress": event.note}


def _returned(_: Service, event: events.ServiceReturned, context: Context) -> dict[str, Any] | Refused:
    due = working_limit(context.today, context.defaults.services.dispatch_working_days, context)
    if isinstance(due, Refused):
        return due
    return {"responsible_unit": None, "resolve_due_on": None, "dispatch_due_on": due, "progress": event.reason}


def _started(_: Service, event: events.ServiceStarted, __: Context) -> dict[str, Any]:
    return {"progress": event.progress}


def _resolved(state: Service, event: events.ServiceResolved, context: Context) -> dict[str, Any]:
    return {
        "result": event.result,
        "resolved_at": context.now,
        "resolve_hours": hours_between(state.registered_at, context.now),
        "in_time": state.resolve_due_on is None or context.today <= state.resolve_due_on,
    }


def _not_for_the_enterprise(state: Service, context: Context) -> Refused | None:
    """Let the registering unit and commerce speak for the enterprise; of what commerce did for itself the zone too."""
    both = state.owner_unit == state.responsible_unit
    alone = both and context.roles.get(state.owner_unit) is Role.COMMERCE
    return not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE, *((Role.ZONE,) if alone else ()))


def _own_work(state: Service, _: Any, context: Context) -> Refused | None:
    if context.unit != state.responsible_unit:
        return None
    return refuse(ServiceCode.OWN_WORK, unit=context.unit)


def _confirmed(_: Service, event: events.ServiceConfirmed, context: Context) -> dict[str, Any]:
    return {"rating": event.rating, "confirmed_at": context.now, "progress": event.comment}


def _reopened(state: Service, event: events.ServiceReopened, context: Context) -> dict[str, Any] | Refused:
    due = working_limit(context.today, context.defaults.services.resolve_working_days, context)
    if isinstance(due, Refused):
        return due
    undone = {"resolved_at": None, "resolve_hours": None, "in_time": None, "result": None, "progress": event.reason}
    return {**undone, "resolve_due_on": due, "reopened_times": state.reopened_times + 1}


_IN_CHARGE = kept_by("responsible_unit")

REGISTER = Register(Service, checks=(_received_later,), more=_begun, barred=_ended, derived=_nameless)
LIFE = Lifecycle(
    "service.status",
    Step(events.ServiceAccepted, from_(_S.SUBMITTED), roles(Role.COMMERCE), _S.ACCEPTED.value, changes=_accepted),
    Step(
        events.ServiceDispatched,
        from_(_S.ACCEPTED, _S.DISPATCHED, _S.WORKING),
        roles(Role.COMMERCE),
        _S.DISPATCHED.value,
        checks=(_not_dispatchable,),
        changes=_dispatched,
    ),
    Step(
        events.ServiceReturned,
        from_(_S.DISPATCHED, _S.WORKING),
        _IN_CHARGE,
        _S.ACCEPTED.value,
        changes=_returned,
    ),
    Step(events.ServiceStarted, from_(_S.DISPATCHED, _S.WORKING), _IN_CHARGE, _S.WORKING.value, changes=_started),
    Step(events.ServiceResolved, from_(_S.DISPATCHED, _S.WORKING), _IN_CHARGE, _S.RESOLVED.value, changes=_resolved),
    Step(
        events.ServiceConfirmed,
        from_(_S.RESOLVED),
        _not_for_the_enterprise,
        _S.CONFIRMED.value,
        checks=(_own_work,),
        changes=_confirmed,
    ),
    Step(
        events.ServiceReopened,
        from_(_S.RESOLVED),
        _not_for_the_enterprise,
        _S.WORKING.value,
        checks=(_own_work,),
        changes=_reopened,
    ),
    Step(events.ServiceWithdrawn, from_(*_OPEN), kept_by("owner_unit"), _S.WITHDRAWN.value),
)
RULES = Rules(
    aggregate="service",
    state=Service,
    begins={events.ServiceSubmitted: REGISTER.register},
    handles={
        events.ServiceUpdated: REGISTER.update,
        events.ServiceCorrected: REGISTER.correct,
        **LIFE.handlers(),
    },
)
