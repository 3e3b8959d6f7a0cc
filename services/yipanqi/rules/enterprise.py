"""Decisions about enterprises: registered once, kept by the unit that did and by the register's keepers."""

from __future__ import annotations

from yipanqi.models.enterprise import Enterprise, EnterpriseCorrected, EnterpriseRegistered, EnterpriseUpdated
from yipanqi.rules.authority import not_kept_by
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

#: An enterprise is everyone's acquaintance: besides its owner, these keep the district's register of them.
_KEEPERS = (Role.COMMERCE, Role.INVESTMENT)


def _register(state: Enterprise | None, event: EnterpriseRegistered, context: Context) -> Outcome[Enterprise]:
    """The credit code was checked when the event was read."""
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="enterprise_id", id=event.enterprise_id)
    return Accepted(create(Enterprise, event, context, owner_unit=context.unit))


def _update(state: Enterprise, event: EnterpriseUpdated, context: Context) -> Outcome[Enterprise]:
    return not_kept_by(state, context, (state.owner_unit,), *_KEEPERS) or _patched(state, event, context)


def _correct(state: Enterprise, event: EnterpriseCorrected, context: Context) -> Outcome[Enterprise]:
    refused = not_kept_by(state, context, (state.owner_unit,), *_KEEPERS) or unknown_event(state, event.corrects)
    return refused or _patched(state, event, context)


def _patched(
    state: Enterprise, event: EnterpriseUpdated | EnterpriseCorrected, context: Context
) -> Outcome[Enterprise]:
    changes = patch(state, event)
    return changes if isinstance(changes, Refused) else Accepted(change(state, context, changes))


RULES = Rules(
    aggregate="enterprise",
    state=Enterprise,
    begins={EnterpriseRegistered: _register},
    handles={EnterpriseUpdated: _update, EnterpriseCorrected: _correct},
)
