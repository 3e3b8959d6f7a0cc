"""Money is exact, keeps its currency, and is refused where scale or currency would be a guess."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.unit.sheets.declared import Column
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.money import MoneySetting, read_money
from yipanqi.unit.sheets.words import product_words

ANY = Column(type="money", titles=(), sign="any")
POSITIVE = Column(type="money", titles=())
WORDS = product_words()

READ = {
    "120亿元": ("12000000000", "CNY"), "约1.485亿元": ("148500000", "CNY"), "约１．４８５亿元": ("148500000", "CNY"),
    "１２亿": ("1200000000", "CNY"), "5000万美元": ("50000000", "USD"), "1亿美元": ("100000000", "USD"),
    "93051万元人民币": ("930510000", "CNY"), "人民币3亿元": ("300000000", "CNY"), "1,234.5万元": ("12345000", "CNY"),
    "US$ 10 million": ("10000000", "USD"), "3000万欧元": ("30000000", "EUR"), "100亿日元": ("10000000000", "JPY"),
    "5亿元左右": ("500000000", "CNY"), "100余万元": ("1000000", "CNY"), "2.5 亿 元": ("250000000", "CNY"),
    "2千万美元": ("20000000", "USD"), "1.5亿港币": ("150000000", "HKD"),
}  # fmt: skip
REFUSED = {
    "12亿元或1.5亿美元": Fault.TWO_AMOUNTS, "12亿元（约1.7亿美元）": Fault.TWO_AMOUNTS, "10-12亿元": Fault.RANGE,
    "10亿至12亿元": Fault.RANGE, "10亿元以上": Fault.BOUND, "不低于10亿元": Fault.BOUND, "-3亿元": Fault.NEGATIVE,
    "十二亿元": Fault.NOT_A_NUMBER, "12亿格里夫纳": Fault.UNKNOWN_UNIT, "120": Fault.NO_UNIT,
    "见附件": Fault.NOT_A_NUMBER,
    "100亿%": Fault.UNKNOWN_UNIT,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_an_amount_is_read_exactly_with_its_currency(text, expected):
    money = read_money(text, POSITIVE, MoneySetting(), WORDS)
    assert (money.amount, money.currency) == (Decimal(expected[0]), expected[1])
    assert money.original == text
    assert money.about == any(word in text for word in ("约", "左右", "余"))


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_is_not_one_amount_is_refused(text, code):
    with pytest.raises(CellFault) as caught:
        read_money(text, POSITIVE, MoneySetting(), WORDS)
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("cell", "setting", "expected"),
    [
        (15, MoneySetting(("亿元",)), ("1500000000", "CNY")),
        (12.7, MoneySetting(("亿元",)), ("1270000000", "CNY")),
        (1000.0, MoneySetting((), "美元", ("万美元", "万元")), ("10000000", "USD")),
        (1000.0, MoneySetting((), "人民币", ("万美元", "万元")), ("10000000", "CNY")),
        (4186, MoneySetting((), "万美元"), ("41860000", "USD")),
        (93051, MoneySetting((), "万元人民币"), ("930510000", "CNY")),
        (50, MoneySetting(("万元",), "美元"), ("500000", "USD")),
        (50, MoneySetting((), None, ("万元",)), ("500000", "CNY")),
        (50, MoneySetting((), None, ("亩", "万元")), ("500000", "CNY")),
        (10_000_000, MoneySetting((), "USD"), ("10000000", "USD")),
        ("1亿美元", MoneySetting(("亿元",)), ("100000000", "USD")),
        (5000, MoneySetting(("万",)), ("50000000", "CNY")),
    ],
)
def test_a_bare_number_takes_scale_and_currency_from_around_it(cell, setting, expected):
    money = read_money(cell, ANY, setting, WORDS)
    assert (money.amount, money.currency) == (Decimal(expected[0]), expected[1])


@pytest.mark.parametrize(
    ("cell", "setting", "code"),
    [
        (1000, MoneySetting((), "美元"), Fault.NO_UNIT),
        (1000, MoneySetting((), None, ("万美元", "亿元")), Fault.NO_UNIT),
        (1000, MoneySetting((), "", ("万美元", "万元")), Fault.NO_UNIT),
        (1000, MoneySetting(("万美元",), "人民币"), Fault.CONFLICTING_UNIT),
        ("1000万美元", MoneySetting((), "人民币"), Fault.CONFLICTING_UNIT),
        (1000, MoneySetting(("亿元",), "万美元"), Fault.CONFLICTING_UNIT),
        (1000, MoneySetting(("万第纳尔元宝",)), Fault.UNKNOWN_UNIT),
        (True, MoneySetting(("万元",)), Fault.NOT_A_NUMBER),
        (float("nan"), MoneySetting(("万元",)), Fault.NOT_A_NUMBER),
        (float("inf"), MoneySetting(("万元",)), Fault.NOT_A_NUMBER),
        (1e300, MoneySetting(("万元",)), Fault.TOO_LARGE),
    ],
)
def test_a_missing_or_contradictory_unit_is_refused(cell, setting, code):
    with pytest.raises(CellFault) as caught:
        read_money(cell, ANY, setting, WORDS)
    assert caught.value.code is code


@given(st.decimals(min_value=0, max_value=10**6, places=4))
def test_any_amount_in_hundred_millions_comes_out_exact(amount):
    assert read_money(f"{amount}亿元", POSITIVE, MoneySetting(), WORDS).amount == amount * 10**8


@given(st.integers(0, 10**9))
def test_full_width_digits_are_the_same_number(number):
    wide = str(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert read_money(f"{wide}万元", POSITIVE, MoneySetting(), WORDS).amount == number * 10_000


@given(st.text(max_size=30) | st.floats() | st.integers(), st.text(max_size=6))
def test_anything_is_either_an_amount_or_a_fault(cell, unit):
    with contextlib.suppress(CellFault):
        money = read_money(cell, POSITIVE, MoneySetting((unit,)), WORDS)
        assert money.amount >= 0
        assert money.amount.as_tuple().exponent == -2
