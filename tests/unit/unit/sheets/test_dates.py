"""Dates are read as ledgers write them, keep their precision, and are never guessed."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.models.types import fuzzy_start
from yipanqi.unit.sheets.dates import parse_date
from yipanqi.unit.sheets.faults import CellFault, Fault

READ = {
    "2020.4.1": "2020-04-01", "2020.04.01": "2020-04-01", "2020/4/1": "2020-04-01", "2020-04-28": "2020-04-28",
    "2020年4月28日": "2020-04-28", "２０２０年４月２８日": "2020-04-28", "2020 年 4 月 28 日": "2020-04-28",
    "2020年4月28号": "2020-04-28", "20200428": "2020-04-28", "2020-04-28 00:00:00": "2020-04-28",
    "2020/4/28 15:30": "2020-04-28", "2020-04-28T15:30:00": "2020-04-28", "2020年4月": "2020-04", "2020.4": "2020-04",
    "2020.10": "2020-10", "2020/4": "2020-04", "2020-04": "2020-04", "202004": "2020-04", "2020年": "2020",
    "2020": "2020", "2020年度": "2020", "2020．4．28": "2020-04-28", "2020－04－28": "2020-04-28",
    "2020.12.21上午": "2020-12-21", "2020年12月21日（周一）": "2020-12-21", "2020-12-21 星期一": "2020-12-21",
}  # fmt: skip
REFUSED = {
    "2020.13.5": Fault.NO_SUCH_DATE, "2021/6/31": Fault.NO_SUCH_DATE, "2019-02-29": Fault.NO_SUCH_DATE,
    "2020.0.5": Fault.NO_SUCH_DATE, "2020-04-00": Fault.NO_SUCH_DATE, "20201305": Fault.NO_SUCH_DATE,
    "4月28日": Fault.NO_YEAR, "4.28": Fault.NO_YEAR, "20.4.1": Fault.NO_YEAR, "28日": Fault.NO_YEAR,
    "2020.4.1-2020.5.1": Fault.RANGE, "2020年4月至6月": Fault.RANGE, "近期": Fault.NOT_A_DATE,
    "2020年上半年": Fault.NOT_A_DATE, "28/4/2020": Fault.NOT_A_DATE, "abc": Fault.NOT_A_DATE,
    "2020年12月上午": Fault.NOT_A_DATE, "上午": Fault.NOT_A_DATE,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_date_is_read_with_its_precision(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_is_no_date_is_refused_with_the_reason(text, code):
    with pytest.raises(CellFault) as caught:
        parse_date(text)
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (43831.0, "2020-01-01"),
        (43949, "2020-04-28"),
        (43949.5, "2020-04-28"),
        (2020.0, "2020"),
        (20200428.0, "2020-04-28"),
        (202004.0, "2020-04"),
        (2020.4, "2020-04"),
        (2020.12, "2020-12"),
        (date(2020, 4, 28), "2020-04-28"),
        (datetime(2020, 4, 28, 9, 30), "2020-04-28"),  # noqa: DTZ001 - spreadsheets have no zone
    ],
)
def test_numbers_and_real_dates_are_read(cell, expected):
    assert parse_date(cell) == expected


@pytest.mark.parametrize("cell", [2020.1, 3.0, 99999999.0, -5.0, True, time(3, 4)])
def test_a_number_that_may_be_two_dates_or_none_is_refused(cell):
    with pytest.raises(CellFault):
        parse_date(cell)


def test_a_date_shown_to_the_month_is_no_first_day():
    assert parse_date(date(2020, 4, 1), precision=2) == "2020-04"
    assert parse_date(date(2020, 4, 15), precision=2) == "2020-04-15"
    assert parse_date(date(2020, 1, 1), precision=1) == "2020"


@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.sampled_from(["{0}.{1}.{2}", "{0}/{1}/{2}", "{0}年{1}月{2}日"])
)
def test_every_day_is_read_in_every_way_of_writing_it(day, form):
    assert parse_date(form.format(day.year, day.month, day.day)) == day.isoformat()


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_anything_is_either_a_date_of_the_contract_or_a_fault(cell):
    with contextlib.suppress(CellFault):
        fuzzy_start(parse_date(cell))
