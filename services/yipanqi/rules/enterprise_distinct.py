"""Two enterprises that look like one and are two: decided by commerce, kept in both records.

The decision stands while both records hold it. Each forgets it when its own names change: what was compared is no
longer what there is, so the pair is proposed again. A merger brings other names as long as it stands, and merging the
two is the opposite decision: what either takes away is set aside, and comes back when the merger is undone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.enterprise import (
    DistinctEnterprise,
    Enterprise,
    EnterpriseDistinctNoted,
    EnterpriseDistinguished,
)
from yipanqi.rules.authority import not_coordinator, not_role
from yipanqi.rules.enterprise_codes import EnterpriseCode
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import refuse

#: So many decisions one record holds; the oldest give way, the ledger keeps them.
MOST_DISTINCT = 100
_NAMES = ("name", "name_en", "aliases", "merged_names")

Decision = Callable[[Any, Any, Context], Outcome[Any]]
Entries = tuple[DistinctEnterprise, ...]


def distinguish(state: Enterprise, event: EnterpriseDistinguished, context: Context) -> Outcome[Enterprise]:
    """Note the decision and ask the other record to note it too; its answer settles it."""
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.other_id == state.enterprise_id:
        refused = refuse(EnterpriseCode.DISTINCT_FROM_ITSELF, field="other_id", id=event.other_id)
    if refused is None and any(one.pending and one.enterprise_id == event.other_id for one in state.distinct_from):
        refused = refuse(EnterpriseCode.DISTINCT_PENDING, field="other_id", id=event.other_id)
    if refused:
        return refused
    facts: dict[str, Any] = {"decided_by": context.unit, "decided_on": context.today, "reason": event.reason}
    entry = DistinctEnterprise.model_construct(
        enterprise_id=event.other_id, event_id=context.event_id, pending=True, **facts
    )
    question = EnterpriseDistinctNoted(
        enterprise_id=event.other_id,
        other_id=state.enterprise_id,
        decision_id=context.event_id,
        answer=False,
        **facts,
    )
    return Accepted(change(state, context, _with(state, entry)), (question,), deferred=True)


def noted(state: Enterprise | None, event: EnterpriseDistinctNoted, context: Context) -> Outcome[Enterprise]:
    """Note a decision in the other record, or hear that it was."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.answer:
        return Noted() if state is None else _answered(state, event, context)
    gone = state is None or state.merged_into is not None or state.merging_into is not None
    answer = event.model_copy(
        update={
            "enterprise_id": event.other_id,
            "other_id": event.enterprise_id,
            "answer": True,
            "refusal": EnterpriseCode.DISTINCT_FROM_UNKNOWN.value if gone else None,
        }
    )
    if state is None or gone:
        return Noted((answer,))
    entry = DistinctEnterprise.model_construct(
        enterprise_id=event.other_id,
        event_id=event.decision_id,
        decided_by=event.decided_by,
        decided_on=event.decided_on,
        reason=event.reason,
        pending=False,
    )
    return Accepted(change(state, context, _with(state, entry)), (answer,))


def _answered(state: Enterprise, event: EnterpriseDistinctNoted, context: Context) -> Outcome[Enterprise]:
    mine = next((one for one in state.distinct_from if one.pending and one.event_id == event.decision_id), None)
    if mine is None:
        return Noted()
    refusal = None
    if event.refusal is not None:
        refusal = refuse(EnterpriseCode.of(event.refusal), field="other_id", id=event.other_id)
    kept = () if refusal else (mine.model_copy(update={"pending": False}),)
    entries = tuple(one for one in state.distinct_from if one is not mine) + kept
    settlement = Settlement(event.decision_id, mine.decided_by, EnterpriseDistinguished.__avro_name__, refusal)
    return Accepted(change(state, context, {"distinct_from": entries}), settlements=(settlement,))


def forgetting(decide: Decision) -> Decision:
    """Return a rule of enterprises after which a record with other names forgets from whom it was told apart."""

    def decided(state: Enterprise | None, event: AggregateRecord, context: Context) -> Outcome[Any]:
        outcome = decide(state, event, context)
        if state is None or not isinstance(outcome, Accepted):
            return outcome
        if all(getattr(state, name) == getattr(outcome.state, name) for name in _NAMES):
            return outcome
        open_ = tuple(one for one in outcome.state.distinct_from if one.pending)
        forgotten = outcome.state.model_copy(update={"distinct_from": open_, "distinct_set_aside": ()})
        return Accepted(forgotten, outcome.follow_ups, outcome.settlements, outcome.deferred)

    return decided


def setting_aside(decide: Decision) -> Decision:
    """Return a rule of mergers after which a record with other names keeps for later from whom it was told apart."""

    def decided(state: Enterprise | None, event: AggregateRecord, context: Context) -> Outcome[Any]:
        outcome = decide(state, event, context)
        if state is None or not isinstance(outcome, Accepted) or _names(state) == _names(outcome.state):
            return outcome
        standing = tuple(one.enterprise_id for one in state.distinct_from if not one.pending)
        kept = outcome.state.model_copy(update=set_aside(outcome.state, *standing, names=_names(state)))
        back = kept.model_copy(update=restored(kept))
        return Accepted(back, outcome.follow_ups, outcome.settlements, outcome.deferred)

    return decided


def set_aside(state: Enterprise, *others: str, names: str | None = None) -> dict[str, Any]:
    """Return the facts of a record whose decisions on others wait until it has these names again, its own if none."""
    stood = {"stood_with": names or _names(state)}
    going = tuple(one for one in state.distinct_from if not one.pending and one.enterprise_id in others)
    waiting_ = (*state.distinct_set_aside, *(one.model_copy(update=stood) for one in going))
    return {
        "distinct_from": tuple(one for one in state.distinct_from if one not in going),
        "distinct_set_aside": waiting_[-MOST_DISTINCT:],
    }


def restored(state: Enterprise) -> dict[str, Any]:
    """Return the facts of a record with the decisions that were taken for the names that it has now."""
    names = _names(state)
    back = tuple(
        one for one in state.distinct_set_aside if one.stood_with == names and one.enterprise_id != state.merged_into
    )
    entries = (*state.distinct_from, *(one.model_copy(update={"stood_with": None}) for one in back))
    rest = tuple(one for one in state.distinct_set_aside if one not in back)
    return {"distinct_from": entries, "distinct_set_aside": rest}


def _names(state: Enterprise) -> str:
    """Return a digest of the names that were compared."""
    return hashlib.sha256(repr([getattr(state, name) for name in _NAMES]).encode()).hexdigest()


def waiting(state: Enterprise) -> Iterable[tuple[str, str]]:
    """Return unit and id of each decision that the other record has not answered yet."""
    return ((one.decided_by, one.event_id) for one in state.distinct_from if one.pending)


def _with(state: Enterprise, entry: DistinctEnterprise) -> dict[str, Any]:
    others = tuple(one for one in state.distinct_from if one.pending or one.enterprise_id != entry.enterprise_id)
    entries = (*others, entry)
    settled = [one for one in entries if not one.pending]
    oldest = settled[: max(0, len(entries) - MOST_DISTINCT)]
    return {
        "distinct_from": tuple(one for one in entries if one not in oldest),
        "distinct_set_aside": tuple(
            one for one in state.distinct_set_aside if one.enterprise_id != entry.enterprise_id
        ),
    }
