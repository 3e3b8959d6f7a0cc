"""Grades by rank, on numbers that can be counted."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.defaults import DEFAULTS
from yipanqi.findings.grades import grades

SHARES = DEFAULTS.evaluation.grade_shares


def graded(*totals: str, exempt: tuple[int, ...] = ()) -> list[tuple[str, int | None, str]]:
    given_ = [(f"e{n}", Decimal(total), n in exempt) for n, total in enumerate(totals)]
    return [(one.evaluation_id, one.rank, one.grade.value) for one in grades(given_, SHARES)[0]]


def test_of_twenty_four_are_a_ten_b_five_c_and_one_d() -> None:
    # shares of 20, 50, 25 and 5 percent
    found = graded(*(str(20 - n) for n in range(20)))
    assert [grade for _, _, grade in found] == ["A"] * 4 + ["B"] * 10 + ["C"] * 5 + ["D"]
    assert [rank for _, rank, _ in found] == list(range(1, 21))


def test_who_is_exempt_takes_no_place() -> None:
    found = graded("5", "4", "3", "2", "1", exempt=(0,))
    assert found[-1] == ("e0", None, "T")
    assert [rank for _, rank, _ in found[:-1]] == [1, 2, 3, 4]


def test_equal_totals_share_the_better_place() -> None:
    assert graded("1", "1", "1", "1", "1") == [(f"e{n}", 1, "A") for n in range(5)]


def test_nobody_is_nothing() -> None:
    assert grades([], SHARES) == ([], 0)


@given(st.lists(st.tuples(st.decimals(0, 2, places=4), st.booleans()), max_size=60))
def test_a_better_total_never_has_a_worse_grade(totals: list[tuple[Decimal, bool]]) -> None:
    placed, ranked = grades([(f"e{n:02}", total, exempt) for n, (total, exempt) in enumerate(totals)], SHARES)
    order = [one for one in placed if one.rank is not None]
    assert len(order) == ranked
    assert [one.grade.value for one in order] == sorted(one.grade.value for one in order)
    assert all(one.total > other.total or one.grade == other.grade for one, other in pairwise(order))
