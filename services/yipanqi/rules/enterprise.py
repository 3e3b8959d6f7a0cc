"""Decisions about enterprises: registered once, kept by the unit that did and by the register's keepers."""

from __future__ import annotations

from collections.abc import Iterator

from yipanqi.models import enterprise as events
from yipanqi.models.base import AggregateRecord
from yipanqi.models.enterprise import Enterprise, EnterpriseCorrected, EnterpriseRegistered, EnterpriseUpdated
from yipanqi.rules import enterprise_distinct, enterprise_introductions, enterprise_merge
from yipanqi.rules.authority import not_kept_by
from yipanqi.rules.enterprise_codes import EnterpriseCode
from yipanqi.rules.enterprise_distinct import forgetting, setting_aside
from yipanqi.rules.enterprise_group import forward, regrouping
from yipanqi.rules.handlers import Rules
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

#: An enterprise is everyone's acquaintance: besides its owner, these keep the district's register of them.
_KEEPERS = (Role.COMMERCE, Role.INVESTMENT)
#: What a merged record still hears: the way back, and what the coordinator has to say.
_AFTER_MERGER = frozenset(
    {
        events.EnterpriseMergeUndone,
        events.EnterpriseMergeAnswered,
        events.EnterpriseReleased,
    }
)


def _register(state: Enterprise | None, event: EnterpriseRegistered, context: Context) -> Outcome[Enterprise]:
    """The credit code was checked when the event was read."""
    if state is not None:
        merged = enterprise_merge.merged(state)
        return merged or refuse(Code.ALREADY_REGISTERED, field="enterprise_id", id=event.enterprise_id)
    return _own_parent(event) or Accepted(create(Enterprise, event, context, owner_unit=context.unit))


def _update(state: Enterprise, event: EnterpriseUpdated, context: Context) -> Outcome[Enterprise]:
    return not_kept_by(state, context, (state.owner_unit,), *_KEEPERS) or _patched(state, event, context)


def _correct(state: Enterprise, event: EnterpriseCorrected, context: Context) -> Outcome[Enterprise]:
    refused = not_kept_by(state, context, (state.owner_unit,), *_KEEPERS) or unknown_event(state, event.corrects)
    return refused or _patched(state, event, context)


def _patched(
    state: Enterprise, event: EnterpriseUpdated | EnterpriseCorrected, context: Context
) -> Outcome[Enterprise]:
    changes = _own_parent(event) or patch(state, event)
    return changes if isinstance(changes, Refused) else Accepted(change(state, context, changes))


def _own_parent(event: EnterpriseRegistered | EnterpriseUpdated | EnterpriseCorrected) -> Refused | None:
    """A parent need not be registered: it may be abroad, or known by its number only. Who walks up minds circles."""
    if event.parent_id != event.enterprise_id:
        return None
    return refuse(EnterpriseCode.OWN_PARENT, field="parent_id", id=event.enterprise_id)


def _barred(state: Enterprise, event: AggregateRecord, context: Context) -> Refused | None:
    """After a merger the record that is kept speaks for both."""
    return None if type(event) in _AFTER_MERGER else enterprise_merge.merged(state)


def _waiting(state: Enterprise) -> Iterator[tuple[str, str]]:
    yield from enterprise_merge.waiting(state)
    yield from enterprise_distinct.waiting(state)


RULES = Rules(
    aggregate="enterprise",
    state=Enterprise,
    begins={
        EnterpriseRegistered: regrouping(_register),
        events.EnterpriseAbsorbed: setting_aside(enterprise_merge.absorb),
        events.EnterpriseDistinctNoted: enterprise_distinct.noted,
        events.RegisterSought: forward,
    },
    handles={
        EnterpriseUpdated: forgetting(regrouping(_update)),
        EnterpriseCorrected: forgetting(regrouping(_correct)),
        events.EnterpriseMerged: enterprise_merge.merge,
        events.EnterpriseMergeUndone: regrouping(enterprise_merge.undo),
        events.EnterpriseMergeAnswered: regrouping(enterprise_merge.answered),
        events.EnterpriseReleased: setting_aside(enterprise_merge.release),
        events.EnterpriseDistinguished: enterprise_distinct.distinguish,
        events.EnterpriseRecognised: enterprise_introductions.recognised,
        events.TalentsIntroduced: enterprise_introductions.talents,
        events.IntroductionDecided: enterprise_introductions.decide,
    },
    guard=_barred,
    waiting=_waiting,
)
