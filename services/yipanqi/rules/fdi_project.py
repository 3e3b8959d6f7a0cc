"""What an entry of foreign capital tells its project, and what it does while that is not registered.

Units report in their own time: an entry may come before its project. It is asked for again at once, the next day and
then at doubling intervals, so that it counts some day without anybody's doing.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from yipanqi.models.codes import FdiFlag, FdiStatus
from yipanqi.models.fdi import FdiEntry, FdiProjectMissing, FdiProjectRecheckDue
from yipanqi.models.project import FdiCounted
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome
from yipanqi.rules.record import change

#: Longest interval, in days, between two questions for a project that is not registered; default of ours.
_LONGEST = 64


def told(before: FdiEntry | None, after: FdiEntry) -> tuple[FdiCounted, ...]:
    """Return the messages to the projects concerned: one that no longer is named, and the one that now is."""
    messages = []
    if before is not None and before.project_id not in (None, after.project_id):
        messages.append(FdiCounted(project_id=str(before.project_id), entry_id=after.entry_id, kind=after.kind))
    unheard = before is None or FdiFlag.PROJECT_UNKNOWN in before.flags
    if after.project_id is not None and (unheard or before is None or _word(before) != _word(after)):
        messages.append(_counted(after))
    return tuple(messages)


def project_missing(state: FdiEntry, event: FdiProjectMissing, context: Context) -> Outcome[FdiEntry]:
    """Mark the entry, and note when to ask again."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if event.project_id != state.project_id:
        return Noted()
    asked = state.rechecks or 0
    wait = 0 if asked == 0 else min(2 ** (asked - 1), _LONGEST)
    flags = tuple(dict.fromkeys((*state.flags, FdiFlag.PROJECT_UNKNOWN.value)))
    changes = {"flags": flags, "recheck_on": context.today + timedelta(days=wait - 1), "rechecks": asked}
    return Accepted(change(state, context, changes))


def recheck(state: FdiEntry, event: FdiProjectRecheckDue, context: Context) -> Outcome[FdiEntry]:
    """Ask again; the mark comes back with the answer if the project is still missing."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.recheck_on is None or state.recheck_on != event.due_on:
        return Noted()
    flags = tuple(flag for flag in state.flags if flag != FdiFlag.PROJECT_UNKNOWN)
    changes = {"flags": flags, "recheck_on": None, "rechecks": event.number + 1}
    return Accepted(change(state, context, changes), (_counted(state),))


def deadlines(state: FdiEntry) -> tuple[Deadline, ...]:
    """Return when the entry's project is asked again."""
    if state.recheck_on is None:
        return ()
    due = FdiProjectRecheckDue(entry_id=state.entry_id, due_on=state.recheck_on, number=state.rechecks or 0)
    return (Deadline(state.recheck_on, due),)


def _word(entry: FdiEntry) -> tuple[str | None, str, Decimal | None]:
    return entry.project_id, entry.kind, _counting(entry)


def _counting(entry: FdiEntry) -> Decimal | None:
    """Return what counts: the verified amount, and nothing of any other entry."""
    return entry.verified_usd if entry.status == FdiStatus.VERIFIED else None


def _counted(entry: FdiEntry) -> FdiCounted:
    return FdiCounted(project_id=str(entry.project_id), entry_id=entry.entry_id, kind=entry.kind, usd=_counting(entry))
