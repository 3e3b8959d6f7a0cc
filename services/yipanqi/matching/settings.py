"""The numbers of matching as it reckons with them, and the version by which answers name them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

from yipanqi.defaults import DEFAULTS, AssignmentSettings, MatchingSettings

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
    """The weights and scales as floats; `version` tells one set of values from another.

    `unknown_score` is what a preference counts when the carrier's record does not say; `host_score` when the carrier
    is not in a wanted area but is kept by the project's host. `roomy`, `rent_easy` and `rent_ceiling` are shares.
    """

    version: str
    weights: Weights = field(default_factory=Weights)
    unknown_score: float = 0.5
    host_score: float = 0.8
    roomy: float = 0.10
    rent_easy: float = 0.8
    rent_ceiling: float = 1.5
    cluster_full: int = 5
    vacant_full_days: int = 365
    intensity_full: float = 2.0


def rules_of(settings: MatchingSettings) -> MatchRules:
    """Return the rules of the district's settings."""
    return MatchRules(
        version=version_of(settings),
        weights=Weights(**{name: float(weight) for name, weight in settings.weights.items()}),
        unknown_score=settings.unknown_percent / 100,
        host_score=settings.host_percent / 100,
        roomy=settings.roomy_percent / 100,
        rent_easy=settings.rent_easy_percent / 100,
        rent_ceiling=settings.rent_ceiling_percent / 100,
        cluster_full=settings.cluster_full,
        vacant_full_days=settings.vacant_full_days,
        intensity_full=float(settings.intensity_full),
    )


def version_of(settings: MatchingSettings | AssignmentSettings) -> str:
    """Return a name for these values: other values have another."""
    values = [f"{each.name}={_plain(getattr(settings, each.name))}" for each in fields(settings)]
    return hashlib.sha256(";".join(values).encode()).hexdigest()[:8]


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ",".join(f"{name}:{_plain(each)}" for name, each in sorted(value.items()))
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


DEFAULT_RULES = rules_of(DEFAULTS.matching)


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
