"""Pairs that may be one: found a few at a time, gone when one of the two changes."""

from __future__ import annotations

import pytest

from yipanqi.names.duplicates import Duplicates, Pair
from yipanqi.names.ids import id_form
from yipanqi.names.index import Listed, NameIndex


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # The entity's own part, M000100Y4, under another registry and another region.
        ("91350100M000100Y43", "91320505M000100Y4A", True),
        ("91350100M000100Y43", "91350100M000100X43", False),
        ("foreign:JP:0001", "foreign:JP:1", True),
        ("foreign:DE:HRB-123", "foreign:DE:hrb123", True),
        ("foreign:JP:1", "foreign:KR:1", False),
        ("foreign:JP:000", "foreign:JP:00", False),
    ],
)
def test_ids_of_one_entity_have_the_same_form(one: str, other: str, same: bool) -> None:
    assert (id_form(one) == id_form(other)) is same


def pairs_of(*listed: Listed, most: int = 100) -> Duplicates:
    index = NameIndex()
    found = Duplicates(index, most)
    for enterprise in listed:
        index.put(enterprise)
        found.changed(enterprise.id)
    return found


def keys(pairs: tuple[Pair, ...]) -> list[tuple[str, str, str]]:
    return [(pair.one, pair.other, pair.kind.value) for pair in pairs]


def test_pairs_are_found_in_slices_and_the_surest_come_first() -> None:
    found = pairs_of(
        Listed("a", ("华兴电子材料",)), Listed("b", ("苏州华星电子材料有限公司",)), Listed("c", ("华星电子材料集团",))
    )
    assert found.left == 3
    assert found.work(1) == 1
    assert found.left == 2
    assert found.work(10) == 2
    assert keys(found.pairs()) == [("b", "c", "same"), ("a", "b", "similar"), ("a", "c", "similar")]
    assert [pair.likely for pair in found.pairs()] == [True, False, False]


def test_a_parent_with_its_subsidiarys_name_is_no_duplicate() -> None:
    found = pairs_of(Listed("a", ("华星集团",)), Listed("b", ("华星（苏州）有限公司",), parent_id="a"))
    found.work(10)
    assert found.pairs() == ()


def test_a_parent_known_by_its_name_alone_is_proposed_to_be_linked_until_it_is() -> None:
    parent, child = Listed("p", ("华星集团有限公司",)), Listed("c", ("恒达精密",), parent_name="华星集团")
    for listed in ((parent, child), (child, parent)):
        found = pairs_of(*listed)
        found.work(10)
        assert keys(found.pairs()) == [("c", "p", "parent-name")]
        assert [pair.section for pair in found.pairs()] == ["parent"]
        found.index.put(Listed("c", ("恒达精密",), parent_id="p", parent_name="华星集团"))
        found.changed("c")
        found.work(10)
        assert found.pairs() == ()


def test_two_that_were_told_apart_are_not_proposed_while_both_hold_the_decision() -> None:
    one, other = (
        Listed("a", ("华星电子",), distinct=frozenset("b")),
        Listed("b", ("华星电子",), distinct=frozenset("a")),
    )
    found = pairs_of(one, other)
    found.work(10)
    assert found.pairs() == ()
    found.index.put(Listed("b", ("华星电子",)))
    found.changed("b")
    found.work(10)
    assert keys(found.pairs()) == [("a", "b", "same")]


def test_pairs_of_what_changed_are_worked_out_anew() -> None:
    found = pairs_of(Listed("a", ("华星电子",)), Listed("b", ("华星电子",)))
    found.work(10)
    assert len(found.pairs()) == 1
    found.index.put(Listed("a", ("恒达精密",)))
    found.changed("a")
    assert found.pairs() == ()
    found.work(10)
    assert found.pairs() == ()
    found.index.remove("b")
    found.changed("b")
    assert found.left == 0


def test_past_the_bound_only_likely_pairs_are_kept_and_that_is_said() -> None:
    found = pairs_of(Listed("a", ("华星",)), Listed("b", ("华兴",)), Listed("c", ("华兴",)), most=1)
    found.work(10)
    assert found.more
    assert ("b", "c", "same") in keys(found.pairs())
