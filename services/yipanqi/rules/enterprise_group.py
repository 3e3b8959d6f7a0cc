"""The way of a message to the register of an enterprise's group, and what happens when groups change.

Each enterprise hands a message to the one above it (its parent, or the enterprise that absorbed it); the one at the top
hands it to the register of that name. A parent that is not registered is the top of what names it. Parents that run
in a circle agree on the smallest id among them.

When what stands above an enterprise changes, whatever went through it before must find its way anew. The enterprise
says so to its own register, and sends the same word after it up the old way: it can't overtake what it follows,
since both go through the same partitions in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.claim import ConversionAnswered, ProtectionAnswered
from yipanqi.models.codes import ProtectionMessage
from yipanqi.models.enterprise import Enterprise, RegisterSought
from yipanqi.models.protection import (
    ConversionAsked,
    ProtectionAsked,
    ProtectionReassigned,
    ProtectionReleased,
    RegisterRegrouped,
    RulingAsked,
    SigningAsked,
)
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome

#: No chain of parents is that long; what goes on ends here, so that a message stays within the contract's bounds.
LONGEST_WAY = 50
_REGISTER: dict[str, type[AggregateRecord]] = {
    ProtectionMessage.ASK: ProtectionAsked,
    ProtectionMessage.RELEASE: ProtectionReleased,
    ProtectionMessage.REASSIGN: ProtectionReassigned,
    ProtectionMessage.RULE: RulingAsked,
    ProtectionMessage.CONVERT: ConversionAsked,
    ProtectionMessage.SIGNED: SigningAsked,
}

Decision = Callable[[Any, Any, Context], Outcome[Any]]


def above(state: Enterprise | None) -> str | None:
    """Return the enterprise that stands above this one in its group; None at the top."""
    if state is None:
        return None
    return state.merged_into or state.parent_id


def regrouping(decide: Decision) -> Decision:
    """Return a rule of enterprises that also tells the registers when what stands above an enterprise has changed."""

    def decided(state: Enterprise | None, event: AggregateRecord, context: Context) -> Outcome[Any]:
        outcome = decide(state, event, context)
        if not isinstance(outcome, Accepted) or above(state) == above(outcome.state):
            return outcome
        messages = (*outcome.follow_ups, *_moved(event.aggregate_id(), above(state)))
        return Accepted(outcome.state, messages, outcome.settlements, outcome.deferred)

    return decided


def _moved(enterprise_id: str, old: str | None) -> tuple[AggregateRecord, ...]:
    own = RegisterRegrouped(group_id=enterprise_id)
    if old is None or old == enterprise_id:
        return (own,)
    word = RegisterSought(
        enterprise_id=old, message=ProtectionMessage.REGROUP.value, via=(enterprise_id,), moved_id=enterprise_id
    )
    return (own, word)


def forward(state: Enterprise | None, event: RegisterSought, context: Context) -> Outcome[Enterprise]:
    """Hand a message on: up, or to the register of the group whose top this is."""
    refused = not_coordinator(context)
    if refused:
        return refused
    here, way, up = event.enterprise_id, (*event.via, event.enterprise_id), above(state)
    ends = up is None or up in way or len(way) >= LONGEST_WAY
    if event.message == ProtectionMessage.REGROUP:
        # A circle's register may be any on the way: each is told, behind whatever came there before.
        told = tuple(RegisterRegrouped(group_id=one, moved_id=event.moved_id) for one in reversed(way))
        return Noted(told if ends else (*told, _handed(event, up or here, way)))
    if state is None and not event.via and event.since_at is None and event.message != ProtectionMessage.SIGNED:
        return _unregistered(event)
    if not ends:
        return Noted((_handed(event, up or here, way),))
    circle = way[way.index(up) :] if up in way else ()
    top = min(circle) if circle else here
    return Noted((_to_register(event, top, tuple(one for one in way if one != top)),))


def _handed(event: RegisterSought, to: str, way: tuple[str, ...]) -> RegisterSought:
    return event.model_copy(update={"enterprise_id": to, "via": way})


def _unregistered(event: RegisterSought) -> Noted:
    if event.message == ProtectionMessage.CONVERT:
        names = ("claim_id", "project_id", "request_id", "signing_id", "investor_id")
        return Noted((ConversionAnswered(same_group=False, **{name: getattr(event, name) for name in names}),))
    if event.message != ProtectionMessage.ASK:
        return Noted()
    code = ClaimCode.NO_SUCH_INVESTOR.value
    return Noted((ProtectionAnswered(claim_id=event.claim_id or "", refusal=code, granted=False),))


def _to_register(event: RegisterSought, top: str, via: tuple[str, ...]) -> AggregateRecord:
    kind = _REGISTER[event.message]
    given = event.__dict__ | {"group_id": top, "via": via, "ruled_by": event.unit}
    return kind.model_construct(**{name: given[name] for name in kind.model_fields})
