"""Who is there already: by id, by name, by sound, by family; and nothing that a full comparison finds is missed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from yipanqi.names.forms import Forms
from yipanqi.names.index import Listed, Match, NameIndex, Question
from yipanqi.names.likeness import Kind, likeness
from yipanqi.names.normal import normalise


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("苏州华星电子有限公司", "华星电子（苏州）股份有限公司", Kind.SAME),
        ("华星电子有限公司", "华兴电子有限公司", Kind.SAME_SOUND),
        ("华星", "华兴", Kind.SAME_SOUND),
        ("华星", "Huaxing Co., Ltd.", Kind.SAME_SOUND),
        # 5 of 5 characters but one: 2 × 4 ÷ 10 = 80.
        ("华星电子材", "华星光子材", Kind.SIMILAR),
        # 3 of 4: 75, and another sound.
        ("华星电子", "华星电力", None),
        # 20 letters, one more: 2 × 20 ÷ 41 = 97.6.
        ("abcdefghijklmnopqrst", "abcdefghijklmnopqrstu", Kind.SAME),
        # 10 and 11: 2 × 10 ÷ 21 = 95.2; 9 and 10: 94.7.
        ("abcdefghij", "abcdefghijk", Kind.SAME),
        ("abcdefghi", "abcdefghij", Kind.SIMILAR),
        ("苏州银行", "南京银行", None),
        ("Bosch Automotive GmbH", "Automotive Bosch (Suzhou) Co., Ltd.", Kind.SAME),
        ("株式会社村田制作所", "村田制作所（苏州）有限公司", Kind.SAME),
        # Two characters, of which one is the same: 50.
        ("株式会社东光", "株式会社大光", None),
        ("上海电气", "北京电气", None),
        ("", "", None),
    ],
)
def test_what_two_names_amount_to(one: str, other: str, kind: Kind | None) -> None:
    assert likeness(normalise(one), normalise(other)).kind() == kind
    assert likeness(normalise(other), normalise(one)).kind() == kind


def index(*listed: Listed) -> NameIndex:
    made = NameIndex()
    for enterprise in listed:
        made.put(enterprise)
    return made


def told(matches: list[Match]) -> list[tuple[str, str, list[str]]]:
    return [(m.id, m.kind.value, [r.code for r in m.reasons]) for m in matches]


def test_the_surest_come_first_and_say_why() -> None:
    found = index(
        Listed("a", ("华星电子材料（南京）有限公司",)),
        Listed("b", ("华兴电子材料有限公司",)),
        Listed("c", ("苏州华星电子科技有限公司", "Huaxing", "华星电子材料")),
        Listed("d", ("毫不相干股份有限公司",)),
    ).find(Question(("苏州华星电子材料有限公司",), "d"))
    assert told(found) == [
        ("d", "same-id", ["same-id"]),
        ("a", "same", ["same-core", "other-place"]),
        ("c", "same", ["same-core", "other-name"]),
        ("b", "similar", ["same-sound"]),
    ]
    assert "83" in found[3].reasons[0].zh


def test_an_enterprise_is_found_by_its_former_names_and_told_once() -> None:
    found = index(Listed("a", ("华星", "Huaxing", "华星股份"))).find(Question(("华星", "Huaxing")))
    assert [m.id for m in found] == ["a"]


def test_parents_subsidiaries_and_sisters_belong_to_the_answer() -> None:
    made = index(
        Listed("top", ("东方控股集团",)),
        Listed("mid", ("恒达投资",), parent_id="top"),
        Listed("sub", ("启明半导体",), parent_id="mid"),
        Listed("named", ("瑞丰光学",), parent_name="东方控股集团有限公司"),
    )
    asked = made.find(Question(("启明半导体（苏州）",)))
    assert told(asked) == [
        ("sub", "same", ["same-core"]),
        ("mid", "same-group", ["parent"]),
        ("top", "same-group", ["parent"]),
    ]
    new = {m.id: m.reasons[0].code for m in made.find(Question(("某新公司",), parent_name="东方控股集团"))}
    assert new == {"top": "parent", "mid": "sister", "named": "sister"}
    assert {m.id for m in made.find(Question(("东方控股",)))} == {"top", "mid", "named"}
    assert made.chain("sub") == ("mid", "top")


def test_the_parent_of_a_firm_found_is_told_where_only_its_name_is_known() -> None:
    made = index(
        Listed("top", ("华星集团有限公司",)),
        Listed("sub", ("恒达精密机械",), parent_name="华星集团"),
        Listed("sister", ("瑞丰光学",), parent_id="top"),
    )
    assert told(made.find(Question(("恒达精密机械",)))) == [
        ("sub", "same", ["same-name"]),
        ("top", "same-group", ["parent"]),
        ("sister", "same-group", ["sister"]),
    ]


def test_a_parent_by_its_id_brings_those_around_it_also_where_nobody_registered_it() -> None:
    made = index(
        Listed("top", ("总部大厦",)),
        Listed("mid", ("恒达投资",), parent_id="top"),
        Listed("sub", ("启明半导体",), parent_id="mid"),
        Listed("other", ("瑞丰光学",), parent_id="abroad"),
    )
    asked = {m.id: m.reasons[0].code for m in made.find(Question(("某新公司",), parent_id="mid"))}
    assert asked == {"mid": "parent", "top": "parent", "sub": "sister"}
    assert [m.id for m in made.find(Question(("某新公司",), parent_id="abroad"))] == ["other"]


def test_circles_of_parents_end() -> None:
    made = index(*(Listed(f"e{n}", (f"第{n}厂",), parent_id=f"e{(n + 1) % 50}") for n in range(50)))
    made.put(Listed("self", ("自身",), parent_id="self"))
    assert len(made.chain("e0")) == 20
    assert made.chain("self") == ()
    two = index(Listed("a", ("甲公司",), parent_id="b"), Listed("b", ("乙公司",), parent_id="a"))
    assert two.chain("a") == ("b",)
    assert [m.id for m in two.find(Question(("甲公司",)))] == ["a", "b"]


def test_a_merged_enterprise_is_found_by_its_id_only_and_names_the_one_kept() -> None:
    made = index(
        Listed("kept", ("华星", "华星旧名")),
        Listed("gone", ("华星旧名",), merged_into="kept"),
        Listed("sub", ("支厂",), parent_id="gone"),
    )
    assert [m.id for m in made.find(Question(("华星旧名",)))] == ["kept", "sub"]
    assert told(made.find(Question(("别的什么",), "gone")))[0] == ("gone", "same-id", ["same-id", "merged"])
    assert made.chain("sub") == ("kept",)
    assert made.children("kept") == ["sub"]
    made.put(Listed("gone", ("华星旧名",)))
    assert "gone" in [m.id for m in made.find(Question(("华星旧名",)))]


def test_what_is_removed_or_renamed_is_not_found_by_its_old_name() -> None:
    made = index(Listed("a", ("华星电子",)), Listed("b", ("东方光学",)))
    made.put(Listed("a", ("恒达精密",)))
    made.remove("b")
    made.remove("never-there")
    assert made.find(Question(("华星电子", "东方光学"))) == []
    assert [m.id for m in made.find(Question(("恒达精密",)))] == ["a"]
    assert len(made) == 1


def test_the_group_keeps_its_place_however_many_names_are_alike() -> None:
    made = index(*(Listed(f"e{n:02}", ("华星电子",), parent_id="top") for n in range(40)), Listed("top", ("总部大厦",)))
    found = made.find(Question(("华星电子",)), limit=8)
    assert len(found) == 8
    assert "top" in [m.id for m in found]


WORDS = st.text(alphabet="华星兴电子abc", max_size=9)


@given(st.lists(WORDS.filter(bool), max_size=30), WORDS, st.sampled_from([1.0, 50.0, 80.0, 95.0, 100.0]))
def test_the_index_of_pairs_misses_nothing_that_comparing_all_finds(texts: list[str], asked: str, least: float) -> None:
    forms = Forms()
    for number, text in enumerate(texts):
        forms.add(number, text)
    expected = {n: fuzz.ratio(asked, text) for n, text in enumerate(texts)}
    assert dict(forms.near(asked, least)) == {n: s for n, s in expected.items() if s >= least and asked}


@given(st.integers())
def test_the_index_after_changes_answers_as_one_made_anew(seed: int) -> None:
    random, made, present = Random(seed), NameIndex(), dict[str, Listed]()
    for _ in range(60):
        id_ = f"e{random.randrange(12)}"
        if random.random() < 0.25:
            made.remove(id_)
            present.pop(id_, None)
            continue
        names = tuple(
            "".join(random.choices("华星兴电子", k=random.randrange(1, 6))) for _ in range(random.randrange(1, 4))
        )
        merged = random.choice([None, None, f"e{random.randrange(12)}"])
        listed = Listed(id_, names, parent_id=f"e{random.randrange(14)}", merged_into=None if merged == id_ else merged)
        made.put(listed)
        present[id_] = listed
    for name in ("华星", "华星电子", "兴"):
        asked = Question((name,), "e1", parent_name="星")
        assert made.find(asked, 50) == index(*(present[k] for k in present)).find(asked, 50)


@given(WORDS, WORDS)
def test_likeness_is_mutual_and_the_index_agrees_with_it(one: str, other: str) -> None:
    there = likeness(normalise(one), normalise(other))
    assert there == likeness(normalise(other), normalise(one))
    found = index(Listed("a", (one,))).find(Question((other,))) if one.strip() else []
    assert [m.kind for m in found] == [k for k in [there.kind()] if k]
