"""The tree of targets: units add to the district, or a finding says by how much not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yipanqi.figures.parsing import target_row
from yipanqi.figures.rows import TargetRow
from yipanqi.figures.target_tree import TargetTree, TreeFault, trees


def target(responsible: str, months: Sequence[int | Decimal], **other: Any) -> TargetRow:
    quarters = [sum(months[i : i + 3]) for i in (0, 3, 6, 9)]
    record = {"year": 2020, "metric": "FDI_UTILISED", "measure": "USD", "responsible": responsible}
    figures = {"annual": sum(months), "quarters": quarters, "months": months}
    ids = {"target_id": f"commerce-target-{responsible}", "owner_unit": "commerce"}
    return target_row({**ids, **record, **figures, **other})


def one(*targets: TargetRow) -> TargetTree:
    (tree,) = trees(targets)
    return tree


def faults(tree: TargetTree) -> list[TreeFault]:
    return [finding.fault for finding in tree.findings]


def test_units_that_add_to_the_district_in_every_period_are_in_order() -> None:
    tree = one(target("district", [10] * 12), target("zone", [4] * 12), target("investment", [6] * 12))
    assert tree.findings == ()
    assert [row.responsible for row in tree.units] == ["investment", "zone"]


def test_a_year_that_does_not_add_up_is_found_with_both_sums() -> None:
    tree = one(target("district", [10] * 12), target("zone", [5] * 12))
    assert faults(tree) == [TreeFault.YEAR]
    # The units: 5 × 12 = 60; the district: 10 × 12 = 120.
    assert "60" in tree.findings[0].zh
    assert "120" in tree.findings[0].en
    assert tree.findings[0].differences[0].units == 60


def test_sums_are_told_exactly_in_groups_of_digits() -> None:
    tree = one(target("district", [Decimal("20833333.25")] * 12), target("zone", [Decimal("20833333.2")] * 12))
    assert "各单位全年目标合计 249,999,998.4 USD，与全区 249,999,999 不符" in tree.findings[0].zh
    assert "add to 249,999,998.4 USD, not to the district's 249,999,999:" in tree.findings[0].en


def test_a_stated_stretch_explains_that_the_units_have_more() -> None:
    units = target("zone", [5] * 12), target("investment", [6] * 12)
    assert faults(one(target("district", [10] * 12), *units)) == [TreeFault.YEAR]
    assert one(target("district", [10] * 12, stretch="12"), *units).findings == ()
    assert faults(one(target("district", [10] * 12, stretch="11"), *units)) == [TreeFault.YEAR]


def test_a_year_that_agrees_may_still_be_split_otherwise() -> None:
    tree = one(target("district", [10] * 12), target("zone", [9] + [10] * 10 + [11]))
    assert faults(tree) == [TreeFault.PERIODS]
    periods = [difference.period for difference in tree.findings[0].differences]
    assert periods == ["2020-Q1", "2020-Q4", "2020-01", "2020-12"]


def test_units_without_a_district_different_measures_and_doubles_are_found() -> None:
    assert faults(one(target("zone", [1] * 12))) == [TreeFault.NO_DISTRICT]
    other = target("zone", [10] * 12, measure="CNY")
    assert faults(one(target("district", [10] * 12), other)) == [TreeFault.MEASURES]
    again = target("zone", [10] * 12, target_id="commerce-target-2", updated_at="2020-02-01T00:00:00Z")
    tree = one(target("district", [10] * 12), target("zone", [9] * 12), again)
    assert faults(tree) == [TreeFault.TWICE]
    assert tree.units == (again,)


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=12, max_size=12), min_size=1, max_size=4), st.integers(0, 99))
def test_a_district_made_of_its_units_and_a_stretch_is_always_in_order(units: list[list[int]], stretch: int) -> None:
    whole = [sum(months) for months in zip(*units, strict=True)]
    whole[0] += 99  # room, so that taking the stretch off leaves no month below nothing
    units[0][0] += 99
    whole[0] -= stretch
    rows = [target(f"u{n}", months) for n, months in enumerate(units)]
    assert one(target("district", whole, stretch=str(stretch) if stretch else None), *rows).findings == ()
    assert one(target("district", whole, stretch=str(stretch + 1)), *rows).findings != ()


def test_a_district_alone_has_nothing_to_be_compared_with() -> None:
    assert one(target("district", [10] * 12)).findings == ()
    assert one(target("district", [10] * 12)).district == target("district", [10] * 12)
    assert isinstance(one(target("zone", [1] * 12)).units[0].annual, Decimal)
