"""Areas, heights, rents and intensities come out in the contract's units, exact, and within their bounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.contract.catalog import product_catalog
from yipanqi.unit.sheets.declared import load_declarations
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.measures import read_integer, read_measure
from yipanqi.unit.sheets.words import product_words

WORDS = product_words()
TABLES = load_declarations("zone", product_catalog())


def measure(cell, column, *units, title="", table="carrier"):
    return read_measure(cell, TABLES[table].columns[column], units, (), title, WORDS)


@pytest.mark.parametrize(
    ("cell", "column", "unit", "expected"),
    [
        (5940.0, "land_m2", "亩", "3960000.00"),
        (100.5, "land_m2", "亩", "67000.00"),
        (45.5, "land_m2", "亩", "30333.33"),
        ("30亩", "land_m2", "㎡", "20000.00"),
        ("２０亩", "land_m2", "亩", "13333.33"),
        (2, "land_m2", "公顷", "20000.00"),
        ("1.2万", "floor_m2", "㎡", "12000.00"),
        (5.16179, "floor_m2", "万㎡", "51617.90"),
        (0.24, "floor_m2", "万平方米", "2400.00"),
        ("0.32万㎡", "floor_m2", "", "3200.00"),
        ("3,200 平方米", "floor_m2", "", "3200.00"),
        ("约3000㎡", "floor_m2", "", "3000.00"),
        ("6米", "storey_height_m", "", "6.00"),
        (7.9, "storey_height_m", "m", "7.90"),
        (600, "storey_height_m", "cm", "6.00"),
        (1500, "floor_load_t_m2", "kg/㎡", "1.50"),
        (9.80665, "floor_load_t_m2", "kN/㎡", "1.00"),
        (1.25, "power_kva", "MVA", "1250.00"),
        (28, "rent_cny_m2_month", "元/㎡·月", "28.00"),
        (28, "rent_cny_m2_month", "元/㎡/月", "28.00"),
        (28, "rent_cny_m2_month", "元/月/平方米", "28.00"),
        (0.93, "rent_cny_m2_month", "元/㎡·天", "28.29"),
        ("1元/平米/天", "rent_cny_m2_month", "", "30.42"),
        (360, "rent_cny_m2_month", "元/㎡·年", "30.00"),
        (500, "min_intensity_cny_m2", "万元/亩", "7500.00"),
        (0.75, "min_intensity_cny_m2", "万元/㎡", "7500.00"),
    ],
)
def test_a_unit_of_header_or_cell_is_converted(cell, column, unit, expected):
    assert measure(cell, column, *([unit] if unit else [])).value == Decimal(expected)


def test_a_rent_a_day_needs_the_square_metre_somewhere():
    assert measure(0.93, "rent_cny_m2_month", "元/天", title="每平方米租金（元/天）").value == Decimal("28.29")
    with pytest.raises(CellFault) as caught:
        measure(0.93, "rent_cny_m2_month", "元/天", title="租金（元/天）")
    assert caught.value.code is Fault.UNKNOWN_UNIT


@pytest.mark.parametrize(
    ("cell", "column", "unit", "code"),
    [
        ("约3000-5000㎡", "floor_m2", "", Fault.RANGE),
        ("3000~5000", "floor_m2", "㎡", Fault.RANGE),
        (-30, "land_m2", "亩", Fault.NEGATIVE),
        (0, "land_m2", "亩", Fault.NOT_POSITIVE),
        (30, "land_m2", "", Fault.NO_UNIT),
        (30, "land_m2", "坪", Fault.UNKNOWN_UNIT),
        (30, "land_m2", "平方英尺", Fault.UNKNOWN_UNIT),
        ("1.2万", "floor_m2", "", Fault.UNKNOWN_UNIT),
        (60, "storey_height_m", "m", Fault.TOO_LARGE),
        (0.93, "rent_cny_m2_month", "", Fault.NO_UNIT),
        (3000, "rent_cny_m2_month", "", Fault.NO_UNIT),
        (3, "rent_cny_m2_month", "美元/㎡·月", Fault.UNKNOWN_UNIT),
        (30, "min_intensity_cny_m2", "万元", Fault.UNKNOWN_UNIT),
        (1e40, "floor_m2", "㎡", Fault.TOO_LARGE),
    ],
)
def test_a_value_out_of_bounds_or_without_a_unit_is_refused(cell, column, unit, code):
    with pytest.raises(CellFault) as caught:
        measure(cell, column, *([unit] if unit else []))
    assert caught.value.code is code


@given(st.decimals(min_value="0.01", max_value=10**6, places=2))
def test_a_mu_is_two_thirds_of_a_thousand_square_metres_rounded_half_up(mu):
    exact = Fraction(mu) * 2000 / 3
    nearest = Decimal(int(exact * 100 + Fraction(1, 2))) / 100
    assert measure(str(mu), "land_m2", "亩").value == nearest
    assert nearest == (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(("cell", "expected"), [(120, 120), ("120人", 120), ("1,200", 1200), (3.0, 3)])
def test_a_count_is_read(cell, expected):
    assert read_integer(cell, WORDS) == expected


@pytest.mark.parametrize("cell", [1.5, -1, "十人", "3亩", 1e12])
def test_what_is_no_count_is_refused(cell):
    with pytest.raises(CellFault):
        read_integer(cell, WORDS)
