"""What a project knows of its foreign capital: the verified entries that name it, their sums, and invariant 5."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from yipanqi.models.codes import FdiKind
from yipanqi.models.fdi import FdiProjectMissing
from yipanqi.models.project import CountedCapital, FdiCounted, Project
from yipanqi.rules.authority import not_coordinator
from yipanqi.rules.outcome import Accepted, Context, Noted, Outcome
from yipanqi.rules.record import LIST_LIMIT, change


def fdi_counted(state: Project | None, event: FdiCounted, context: Context) -> Outcome[Project]:
    """Keep the entry's latest word, and sum up anew; a project that is not registered answers that it is missing."""
    refused = not_coordinator(context)
    if refused:
        return refused
    if state is None:
        return Noted((FdiProjectMissing(entry_id=event.entry_id, project_id=event.project_id),))
    entries = tuple(entry for entry in state.fdi_entries if entry.entry_id != event.entry_id)
    if event.usd is not None:
        if len(entries) >= LIST_LIMIT:
            return Accepted(change(state, context, {"fdi_incomplete": True}))
        counted = CountedCapital.model_construct(entry_id=event.entry_id, kind=event.kind, usd=event.usd)
        entries = (*entries, counted)
    if entries == state.fdi_entries:
        return Noted()
    sums = {
        "fdi_entries": entries,
        "fdi_contract_usd": _sum(entries, FdiKind.CONTRACT),
        "fdi_utilised_usd": _sum(entries, FdiKind.UTILISED),
    }
    return Accepted(change(state, context, sums | capital_flag(state, sums)))


def capital_flag(state: Project, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the flag of invariant 5 after changes: utilised exceeds contract.

    While nothing is known of what was contracted nothing can be exceeded.
    """
    after = state.model_copy(update={name: value for name, value in changes.items() if name in _FACTS})
    contract, utilised = contracted_usd(after), after.fdi_utilised_usd
    if utilised is None and not state.fdi_exceeds_contract:
        return {}
    return {"fdi_exceeds_contract": utilised is not None and contract is not None and utilised > contract}


def contracted_usd(state: Project) -> Decimal | None:
    """Return what utilised capital is measured by: the verified contract entries' sum, else the project's own word."""
    return state.contract_fdi_usd if state.fdi_contract_usd is None else state.fdi_contract_usd


_FACTS = ("fdi_contract_usd", "fdi_utilised_usd", "contract_fdi_usd")


def _sum(entries: Iterable[CountedCapital], kind: FdiKind) -> Decimal | None:
    """Return the sum of a kind, None when there is no entry of it."""
    amounts = [entry.usd for entry in entries if entry.kind == kind and entry.usd is not None]
    return sum(amounts, Decimal(0)) if amounts else None
