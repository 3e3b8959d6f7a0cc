"""The composite score."""

from __future__ import annotations

from decimal import Decimal

from yipanqi.defaults import EvaluationSettings
from yipanqi.figures.gaps import Gap
from yipanqi.figures.land_score import land_score

SETTINGS = EvaluationSettings()
PARTS = ("INVESTMENT", "LAND", "CHAIN", "ENVIRONMENT", "ENERGY")
ONES = dict.fromkeys(PARTS, Decimal(1))


def test_a_value_counts_against_its_benchmark_up_to_the_cap() -> None:
    values = {
        "INVESTMENT": Decimal(600),
        "LAND": Decimal(50),
        "CHAIN": Decimal(1),
        "ENVIRONMENT": Decimal(-1),
        "ENERGY": Decimal(1),
    }
    benchmarks = {**ONES, "INVESTMENT": Decimal(300), "LAND": Decimal(100)}
    # 0.3 × min(2, 1.5) + 0.3 × 0.5 + 0.15 × 1 + 0.15 × 0 + 0.1 × 1 = 0.45 + 0.15 + 0.15 + 0 + 0.1 = 0.85.
    assert land_score(values, benchmarks, SETTINGS).total == Decimal("0.85")


def test_a_score_with_a_missing_part_is_none() -> None:
    found = land_score({**ONES, "LAND": None}, ONES, SETTINGS)
    assert found.total is None
    assert [part.code for part in found.parts if part.gap is Gap.NO_DATA] == ["LAND"]
    assert land_score(ONES, {**ONES, "CHAIN": Decimal(0)}, SETTINGS).total is None
