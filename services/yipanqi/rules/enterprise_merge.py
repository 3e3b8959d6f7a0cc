"""Mergers of duplicates: proposed by the machine, decided by commerce, undone by a correction.

The merger stands in the log of the record that disappears. It marks itself, then asks the one to be kept, which
agrees only while it is not marked itself: so the last of several mergers that would close a circle is refused,
whatever order the messages take. The kept record's own facts never change: what it absorbed stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.models.enterprise import (
    Enterprise,
    EnterpriseAbsorbed,
    EnterpriseMergeAnswered,
    EnterpriseMerged,
    EnterpriseMergeUndone,
    EnterpriseReleased,
    MergedEnterprise,
)
from yipanqi.rules.authority import not_coordinator, not_role
from yipanqi.rules.enterprise_codes import EnterpriseCode
from yipanqi.rules.enterprise_distinct import restored, set_aside
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome, Refused, Role, Settlement
from yipanqi.rules.record import change
from yipanqi.rules.refusals import Code, refuse

#: So many duplicates one record absorbs; more are no duplicates.
MOST_MERGED = 100
#: So many names of all duplicates are kept, each cut to the length of a name: records stay small.
MOST_NAMES = 300
_LONGEST_NAME = 300

_UNMARKED: dict[str, Any] = {
    "merged_into": None,
    "merging_into": None,
    "merge_event_id": None,
    "merged_by": None,
}


def merge(state: Enterprise, event: EnterpriseMerged, context: Context) -> Outcome[Enterprise]:
    """Mark the duplicate and ask the one to be kept; the answer settles the merger."""
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.into_id == state.enterprise_id:
        refused = refuse(EnterpriseCode.MERGE_WITH_ITSELF, field="into_id", id=event.into_id)
    if refused:
        return refused
    marks = {"merging_into": event.into_id, "merge_event_id": context.event_id, "merged_by": context.unit}
    return Accepted(change(state, context, marks), (_absorbed(state, event.into_id, context.event_id),), deferred=True)


def absorb(state: Enterprise | None, event: EnterpriseAbsorbed, context: Context) -> Outcome[Enterprise]:
    """Take a duplicate in, or say why not; a refresh renames one that was taken in before."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.refresh:
        return Noted() if state is None else _renamed(state, event, context)
    if state is None:
        return _answer(event, EnterpriseCode.MERGE_INTO_UNKNOWN)
    now_into = state.merged_into or state.merging_into
    if now_into is not None:
        return _answer(event, EnterpriseCode.MERGE_INTO_MERGED, now_into)
    if len(state.merged_from) >= MOST_MERGED:
        return _answer(event, EnterpriseCode.MERGE_TOO_MANY)
    entry = MergedEnterprise.model_construct(
        enterprise_id=event.merged_id, event_id=event.merge_id, names=event.names, merged_at=context.now
    )
    agreed = _answer(event, None)
    return Accepted(change(state, context, _with(*state.merged_from, entry)), agreed.follow_ups)


def answered(state: Enterprise, event: EnterpriseMergeAnswered, context: Context) -> Outcome[Enterprise]:
    """Complete the merger as the one to be kept has answered, and settle it towards commerce."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.merging_into is None or state.merge_event_id != event.merge_id:
        return Noted()
    refusal, changes = _refusal(event), dict(_UNMARKED)
    if refusal is None:
        kept = {"merge_event_id": state.merge_event_id, "merged_by": state.merged_by}
        changes |= {"merged_into": state.merging_into, **kept}
        changes |= set_aside(state, state.merging_into)
    settlement = Settlement(event.merge_id, state.merged_by or "", EnterpriseMerged.__avro_name__, refusal)
    return Accepted(change(state, context, changes), settlements=(settlement,))


def undo(state: Enterprise, event: EnterpriseMergeUndone, context: Context) -> Outcome[Enterprise]:
    """Let the duplicate stand on its own again; the one that was kept is told."""
    refused = not_role(context, Role.COMMERCE)
    if refused is None and state.merging_into is not None:
        refused = merged(state)
    if refused:
        return refused
    if state.merged_into is None:
        return refuse(EnterpriseCode.NOT_MERGED, field="enterprise_id", id=state.enterprise_id)
    if event.corrects != state.merge_event_id:
        return refuse(Code.UNKNOWN_EVENT, field="corrects", event=event.corrects)
    message = EnterpriseReleased(
        enterprise_id=state.merged_into, merged_id=state.enterprise_id, merge_id=state.merge_event_id
    )
    free = state.model_copy(update=_UNMARKED)
    return Accepted(change(free, context, restored(free)), (message,))


def release(state: Enterprise, event: EnterpriseReleased, context: Context) -> Outcome[Enterprise]:
    """Give a duplicate back."""
    refused = not_coordinator(context)
    if refused:
        return refused
    rest = tuple(entry for entry in state.merged_from if not _is(entry, event.merged_id, event.merge_id))
    return Noted() if rest == state.merged_from else _passed_on(state, rest, context)


def merged(state: Enterprise) -> Refused | None:
    """Refuse what concerns a record that another one stands for, or is about to."""
    if state.merged_into is not None:
        code = EnterpriseCode.ENTERPRISE_MERGED
        return refuse(code, field="enterprise_id", id=state.enterprise_id, into=state.merged_into)
    if state.merging_into is not None:
        code = EnterpriseCode.MERGE_PENDING
        return refuse(code, field="enterprise_id", id=state.enterprise_id, into=state.merging_into)
    return None


def waiting(state: Enterprise) -> Iterable[tuple[str, str]]:
    """Return unit and id of the merger that still waits for its answer."""
    if state.merging_into is not None and state.merged_by is not None and state.merge_event_id is not None:
        yield state.merged_by, state.merge_event_id


def _renamed(state: Enterprise, event: EnterpriseAbsorbed, context: Context) -> Outcome[Enterprise]:
    entries = tuple(
        entry.model_copy(update={"names": event.names}) if _is(entry, event.merged_id, event.merge_id) else entry
        for entry in state.merged_from
    )
    return Noted() if entries == state.merged_from else _passed_on(state, entries, context)


def _passed_on(state: Enterprise, entries: tuple[MergedEnterprise, ...], context: Context) -> Accepted[Enterprise]:
    """Change what a record absorbed; one that was absorbed itself hands its names on."""
    after = change(state, context, _with(*entries))
    into = state.merged_into or state.merging_into
    if into is None or state.merge_event_id is None:
        return Accepted(after)
    return Accepted(after, (_absorbed(after, into, state.merge_event_id, refresh=True),))


def _with(*entries: MergedEnterprise) -> dict[str, object]:
    names = dict.fromkeys(name for entry in entries for name in entry.names)
    return {"merged_from": entries, "merged_names": tuple(names)[:MOST_NAMES]}


def _absorbed(state: Enterprise, into: str, merge_id: str, *, refresh: bool = False) -> AggregateRecord:
    texts = (state.name, state.name_en or "", *state.aliases, *state.merged_names)
    names = dict.fromkeys(text[:_LONGEST_NAME] for text in texts if text.strip())
    # The duplicates together keep within the bound, each with the names that come first: its own.
    share = tuple(names)[: MOST_NAMES // 10]
    return EnterpriseAbsorbed(
        enterprise_id=into, merged_id=state.enterprise_id, merge_id=merge_id, names=share, refresh=refresh
    )


def _answer(event: EnterpriseAbsorbed, refusal: EnterpriseCode | None, now_into: str | None = None) -> Noted:
    answer = EnterpriseMergeAnswered(
        enterprise_id=event.merged_id,
        into_id=event.enterprise_id,
        merge_id=event.merge_id,
        refusal=None if refusal is None else refusal.value,
        now_into=now_into,
    )
    return Noted((answer,))


def _refusal(event: EnterpriseMergeAnswered) -> Refused | None:
    if event.refusal is None:
        return None
    code = EnterpriseCode.of(event.refusal)
    return refuse(code, field="into_id", into=event.into_id, now_into=event.now_into, limit=MOST_MERGED)


def _is(entry: MergedEnterprise, merged_id: str, merge_id: str) -> bool:
    return (entry.enterprise_id, entry.event_id) == (merged_id, merge_id)
