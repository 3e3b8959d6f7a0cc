"""The composite score of land and enterprises (综合评价): Σ weight × min(value ÷ benchmark, cap), and grades by rank.

After Huai'an's published scheme; weights, cap and the shares of the grades are settings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from yipanqi.defaults import EvaluationSettings
from yipanqi.figures.gaps import Gap

_PLACES = Decimal("0.0001")
_ZERO = Decimal(0)
#: The grade of what is not ranked, such as infrastructure and what is newly built.
EXEMPT = "T"


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


def grades(scores: Mapping[str, Decimal], settings: EvaluationSettings, exempt: Collection[str] = ()) -> dict[str, str]:
    """Return each one's grade by its rank: the shares of the settings, in their order, rounded half up.

    Equal scores get the better grade of them together. What is exempt is `T` and takes no place among the others.
    """
    ranked = sorted((key for key in scores if key not in exempt), key=lambda key: (-scores[key], key))
    ends, share = [], _ZERO
    for grade, part in settings.grade_shares.items():
        share += part
        ends.append((grade, int((share * len(ranked)).to_integral_value(ROUND_HALF_UP))))
    found = dict.fromkeys((key for key in scores if key in exempt), EXEMPT)
    for place, key in enumerate(ranked, start=1):
        before = ranked[place - 2] if place > 1 else None
        if before is not None and scores[before] == scores[key]:
            found[key] = found[before]
        else:
            found[key] = next((grade for grade, end in ends if place <= end), ends[-1][0])
    return found
