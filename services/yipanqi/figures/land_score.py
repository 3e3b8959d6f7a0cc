"""The composite score of land and enterprises (综合评价): Σ weight × min(value ÷ benchmark, cap).

After Huai'an's published scheme; weights and cap are settings. Grades by rank are `findings.grades`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from yipanqi.defaults import EvaluationSettings
from yipanqi.figures.gaps import Gap

_PLACES = Decimal("0.0001")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LandPart:
    """One of the parts: the ratio that counts is `value ÷ benchmark`, cut at the cap; with a `gap` nothing counts."""

    code: str
    weight: Decimal
    value: Decimal | None
    benchmark: Decimal | None
    ratio: Decimal | None
    points: Decimal
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class LandScore:
    """A score; None when a part is missing: it is not guessed from the others."""

    total: Decimal | None
    parts: tuple[LandPart, ...]


def land_score(
    values: Mapping[str, Decimal | None], benchmarks: Mapping[str, Decimal], settings: EvaluationSettings
) -> LandScore:
    """Return the score of values against the benchmarks of their trade, by the parts that the settings weigh."""
    parts = tuple(
        _part(code, weight, values.get(code), benchmarks.get(code), settings.value_cap)
        for code, weight in settings.weights.items()
    )
    whole = all(part.gap is None for part in parts)
    return LandScore(sum((part.points for part in parts), _ZERO).quantize(_PLACES) if whole else None, parts)


def _part(code: str, weight: Decimal, value: Decimal | None, benchmark: Decimal | None, cap: Decimal) -> LandPart:
    if value is None or not benchmark:
        return LandPart(code, weight, value, benchmark, None, _ZERO, Gap.NO_DATA)
    ratio = min(max(value / benchmark, _ZERO), cap)
    return LandPart(code, weight, value, benchmark, ratio, weight * ratio)
