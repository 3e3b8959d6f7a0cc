"""Names as they are compared: each row can be checked by reading it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yipanqi.names.normal import normalise
from yipanqi.names.words import product_words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("苏州华星电子有限公司", "华星电子"),
        ("华星电子（苏州）有限公司", "华星电子"),
        ("华星电子(苏州高新区)有限责任公司", "华星电子"),
        ("江苏省苏州市虎丘区华星电子股份有限公司", "华星电子"),
        ("华星电子集团股份有限公司", "华星电子"),
        ("苏州华星电子有限公司上海分公司", "华星电子"),
        ("华星电子合伙企业（有限合伙）", "华星电子"),
        ("苏州　华星　电子 有限公司", "华星电子"),
        ("华星（新）电子有限公司", "华星新电子"),
        ("ＡＢＣ　Ｃｏ．，　Ｌｔｄ．", "abc"),
        ("ABC (Suzhou) Co.,Ltd", "abc"),
        ("Philips B.V.", "philips"),
        ("Bosch Automotive Products (Suzhou) Co., Ltd.", "boschautomotiveproducts"),
        ("ABC医疗器械（苏州）有限公司", "abc医疗器械"),
        ("苏州3M材料有限公司", "3m材料"),
        ("①号仓储有限公司", "1号仓储"),
        ("株式会社村田制作所", "村田制作所"),
        ("村田制作所（苏州）有限公司", "村田制作所"),
        ("日本株式会社村田制作所", "村田制作所"),
        ("东海化学株式会社", "东海化学"),
        ("（株）东海化学", "东海化学"),
        ("㈱东海化学", "东海化学"),
        ("东海化学（有）", "东海化学"),
        ("株式会社 ABC", "abc"),
        ("华星私人有限公司", "华星"),
        ("苏州华星股份合作公司", "华星"),
        ("狮山华星股份经济合作社", "华星"),
        ("通安镇树山村经济合作社", "树山村"),
    ],
)
def test_legal_form_place_width_and_case_are_no_part_of_a_name(text: str, key: str) -> None:
    assert normalise(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        "苏州银行股份有限公司",
        "南京银行股份有限公司",
        "苏州电子科技有限公司",
        "中山大学",
        "常州",
        "上海电气",
        "北京电器",
    ],
)
def test_a_place_stays_where_nothing_but_a_trade_would_be_left(text: str) -> None:
    assert normalise(text).key.startswith(text[:2])


def test_two_banks_of_two_cities_are_two() -> None:
    assert normalise("苏州银行").key != normalise("南京银行").key


@pytest.mark.parametrize("text", ["有限公司", "Ltd", "（苏州）", "集团", "株式会社", "（株）"])
def test_a_name_of_nothing_but_common_words_keeps_them(text: str) -> None:
    assert normalise(text).key


@pytest.mark.parametrize("text", ["", "  ", "——", "（）", "、。"])
def test_what_has_no_letter_has_no_key(text: str) -> None:
    assert normalise(text).key == ""
    assert normalise(text).forms == ()


def test_the_places_left_out_are_told() -> None:
    assert normalise("江苏省华星电子（苏州）有限公司").places == ("苏州", "江苏省")


def test_latin_words_in_another_order_have_the_same_turned_form() -> None:
    assert normalise("Huaxing Electronics Inc").turned == normalise("Electronics, Huaxing").turned


@given(st.text(max_size=400))
def test_any_text_has_a_key_that_does_not_change_by_width_case_or_a_legal_form(text: str) -> None:
    name = normalise(text)
    assert name.key == name.key.casefold()
    assert not any(c.isspace() for c in name.key)
    if name.key and len(text) < 200:
        assert normalise(f"{text}").key == normalise(f" {text} ").key


@given(
    st.text(alphabet="华星电新光东方恒宏达", min_size=3, max_size=8),
    st.sampled_from(["有限公司", "股份有限公司", "集团"]),
)
def test_a_place_before_and_a_form_behind_change_nothing_in_any_chinese_name(core: str, form: str) -> None:
    bare = normalise(core)
    # A name of nothing but trades (光电光电) keeps its place, or nothing of its own would be left.
    assume(not product_words().is_trade(bare.key))
    assert normalise(f"苏州市{core}{form}").key == bare.key
    # 华东 at the head of a made-up name is a place too; without one, a name is itself.
    assert core.endswith(bare.key) if bare.places else bare.key == core
