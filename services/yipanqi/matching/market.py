"""What matching must know besides the two records: the day, the areas' nesting, the chains already in an area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yipanqi.matching.need import Need
from yipanqi.matching.settings import DEFAULT_RULES, MatchRules
from yipanqi.models.codes import Area, Chain, ProjectStage

#: From the signature on a project counts as being where it says.
SETTLED_STAGES = frozenset(
    {
        ProjectStage.SIGNED.value,
        ProjectStage.APPROVING.value,
        ProjectStage.READY_TO_START.value,
        ProjectStage.BUILDING.value,
        ProjectStage.COMPLETED.value,
        ProjectStage.PRODUCING.value,
        ProjectStage.FULL_CAPACITY.value,
        ProjectStage.FITTING_OUT.value,
        ProjectStage.OPERATING.value,
    }
)
AREAS: tuple[str, ...] = tuple(area.value for area in Area)
CHAINS: tuple[str, ...] = tuple(chain.value for chain in Chain)
Clusters = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Market:
    """The day it is, which area lies in which, and how many settled projects of a chain each area has."""

    today: date
    rules: MatchRules = DEFAULT_RULES
    parents: Mapping[str, str] = field(default_factory=dict)
    clusters: Clusters = field(default_factory=dict)

    def around(self, area: str) -> tuple[str, ...]:
        """Return the area and those it lies in, the smallest first."""
        found = [area]
        while (parent := self.parents.get(found[-1])) and parent not in found:
            found.append(parent)
        return tuple(found)


def settled(need: Need, area_code: str | None) -> tuple[str, str] | None:
    """Return the (area, chain) that a project makes larger, None before its signature or where either is unknown."""
    if need.stage in SETTLED_STAGES and area_code and need.chain:
        return (area_code, need.chain)
    return None


def clusters_of(settled_in: Iterable[tuple[str, str] | None]) -> Clusters:
    """Count settled projects by (area, chain)."""
    return Counter(place for place in settled_in if place is not None)
