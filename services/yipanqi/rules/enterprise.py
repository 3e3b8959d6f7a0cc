"""Decisions about enterprises: registered once, kept by the unit that did and by the register's keepers."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.models.enterprise import Enterprise, EnterpriseCorrected, EnterpriseRegistered, EnterpriseUpdated
from yipanqi.rules.authority import not_kept_by
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

#: An enterprise is everyone's acquaintance: besides its owner, these keep the district's register of them.
_KEEPERS = (Role.COMMERCE, Role.INVESTMENT)


def decide(state: Enterprise | None, event: AggregateRecord, context: Context) -> Outcome[Enterprise]:
    """Decide an event of an enterprise; the credit code was checked when the event was read."""
    if isinstance(event, EnterpriseRegistered):
        if state is not None:
            return refuse(Code.ALREADY_REGISTERED, field="enterprise_id", id=event.enterprise_id)
        return Accepted(create(Enterprise, event, context, owner_unit=context.unit))
    if not isinstance(event, EnterpriseUpdated | EnterpriseCorrected):
        return refuse(Code.UNKNOWN_TYPE, aggregate="enterprise", type=event.__avro_name__)
    if state is None:
        return refuse(Code.NOT_REGISTERED, field="enterprise_id", id=event.enterprise_id)
    refused = not_kept_by(state, context, (state.owner_unit,), *_KEEPERS)
    if refused is None and isinstance(event, EnterpriseCorrected):
        refused = unknown_event(state, event.corrects)
    changes = refused or patch(state, event)
    return changes if isinstance(changes, Refused) else Accepted(change(state, context, changes))
