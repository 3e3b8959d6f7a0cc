"""Freshness kept: units that spoke within the update cycle that the catalogue states for them.

Its last input is told to the day: the moment would say whose a claim is that was filed in the same one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from yipanqi.figures.basis import Basis, District
from yipanqi.figures.parts import Whole
from yipanqi.figures.rows import Head
from yipanqi.figures.terms import ONE, ZERO, Term


def _units(district: District, basis: Basis) -> Iterator[Term]:
    """Yield a term per unit of the catalogue; one that never spoke has not kept its cycle."""
    for seen in district.units.values():
        kept = bool(seen.last_event_at) and basis.now - datetime.fromisoformat(seen.last_event_at) <= timedelta(
            days=seen.update_days
        )
        row = Head("unit", seen.unit, "", (seen.unit,), _day(seen.last_event_at), "")
        yield Term(row, "", seen.unit, (), None, ONE if kept else ZERO, ONE)


def _day(moment: str) -> str:
    return f"{moment[:10]}T00:00:00Z" if moment else ""


PARTS = (Whole(_units),)
