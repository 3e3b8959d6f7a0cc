"""The composite score and its grades."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.defaults import EvaluationSettings
from yipanqi.figures.gaps import Gap
from yipanqi.figures.land_score import grades, land_score

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


def test_grades_go_by_rank_and_the_exempt_take_no_place() -> None:
    scores = {f"e{n:02d}": Decimal(100 - n) for n in range(20)} | {"infrastructure": Decimal(999)}
    found = grades(scores, SETTINGS, {"infrastructure"})
    # Of twenty: the first 4 are A (20 %), the next 10 B (50 %), the next 5 C (25 %), the last D (5 %).
    assert "".join(found[f"e{n:02d}"] for n in range(20)) == "AAAABBBBBBBBBBCCCCCD"
    assert found["infrastructure"] == "T"


def test_equal_scores_have_equal_grades() -> None:
    found = grades({key: Decimal(1) for key in "abcde"}, SETTINGS)
    assert set(found.values()) == {"A"}


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 20).map(Decimal), max_size=40))
def test_a_better_score_never_has_a_worse_grade(scores: dict[str, Decimal]) -> None:
    found = grades(scores, SETTINGS)
    assert found.keys() == scores.keys()
    assert all(found[a] <= found[b] for a in scores for b in scores if scores[a] > scores[b])
