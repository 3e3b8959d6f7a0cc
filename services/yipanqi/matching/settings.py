"""The numbers of matching: weights and scales with the version that answers show. Defaults of ours, not policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Relative slack of comparisons in binary floats: 20,000 m² × 5,000 CNY/m² must equal 100,000,000 CNY.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Weights:
    """What each preference counts; those that a project says nothing about are left out of its sum."""

    area_fit: float = 0.30
    budget: float = 0.15
    place: float = 0.20
    cluster: float = 0.15
    vacancy: float = 0.10
    intensity: float = 0.10


@dataclass(frozen=True, slots=True)
class MatchRules:
    """A named set of weights and scales; change the version with any of them.

    `unknown_score` is what a preference counts when the carrier's record does not say; `host_score` when the carrier
    is not in a wanted area but is kept by the project's host.
    """

    version: str = "2020.1"
    weights: Weights = field(default_factory=Weights)
    unknown_score: float = 0.5
    host_score: float = 0.8
    #: A site up to this share larger than needed fits fully.
    roomy: float = 0.10
    #: Rent up to this share of the limit is as good as none; at `rent_ceiling` × the limit it counts nothing.
    rent_easy: float = 0.8
    rent_ceiling: float = 1.5
    #: So many projects of the same chain in the area make a full cluster.
    cluster_full: int = 5
    vacant_full_days: int = 365
    #: Investment of so many times the carrier's least intensity counts fully.
    intensity_full: float = 2.0


DEFAULT_RULES = MatchRules()


@dataclass(frozen=True, slots=True)
class Names:
    """Chinese and English names of codes and units, by code list (`unit` for units); an unknown code names itself."""

    lists: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def of(self, list_name: str, code: str) -> tuple[str, str]:
        """Return (Chinese, English)."""
        return self.lists.get(list_name, {}).get(code, (code, code))

    def all_of(self, list_name: str, codes: tuple[str, ...]) -> tuple[str, str]:
        """Return the names of several codes, as one enumeration in each language."""
        names = [self.of(list_name, code) for code in codes]
        return "、".join(zh for zh, _ in names), ", ".join(en for _, en in names)
