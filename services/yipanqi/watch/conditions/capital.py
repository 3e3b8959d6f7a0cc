"""Entries of foreign capital that may be the same money twice: nobody's fault until commerce has looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from yipanqi.findings.fdi import Reason, counting, suspicions
from yipanqi.models.base import AggregateRecord
from yipanqi.models.codes import AlertKind, AlertLevel
from yipanqi.models.fdi import FdiEntry
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Condition, Situation, units_of

_SAME = frozenset({Reason.SAME_AMOUNT, Reason.SAME_VOUCHER})


def conditions(records: Mapping[str, Mapping[str, AggregateRecord]], situation: Situation) -> Iterator[Condition]:
    """Yield pairs of entries that a person has to look at."""
    entries = cast("Mapping[str, FdiEntry]", records["fdi"])
    counted = counting(dict(entry) for entry in entries.values())
    found = suspicions(counted, situation.defaults.capital.same_money_days)
    for suspicion in found:
        if not _SAME & set(suspicion.reasons):
            continue
        one, other = (entries[entry_id] for entry_id in suspicion.entries)
        yield Condition(
            AlertKind.FDI_TWICE,
            AlertLevel.WARNING,
            "fdi",
            one.entry_id,
            one.project_name,
            units_of(*situation.units_with(Role.COMMERCE), one.owner_unit, other.owner_unit),
            f"与 {other.entry_id}（{other.owner_unit}，{other.received_on}）金额或凭证相同，疑为同一笔到账，"
            "请核实后更正其一。",
            f"The same amount or voucher as {other.entry_id} ({other.owner_unit}, {other.received_on}): verify, "
            "and correct one if it is the same money.",
            since=max(one.received_on, other.received_on),
            detail=other.entry_id,
        )
