"""The demo's workbooks give every good row, name every bad cell, and add to the published totals."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

import pytest

UNITS = {
    "招商中心_2020年招商项目台账.xlsx": "investment",
    "商务局_外资项目进展表.xlsx": "commerce",
    "浒墅关经开区_项目和载体.xls": "zone",
    "苏高新集团_载体资源登记表.xlsx": "snd-group",
    "国企二_载体台账.csv": "soe-2",
    "国企三_载体台账.csv": "soe-3",
    "商务局_2020年目标分解.xlsx": "commerce",
    "商务局_外资到账台账.xlsx": "commerce",
}


@pytest.fixture(scope="module")
def expected(expected_file):
    return json.loads(expected_file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("filename", "unit"), UNITS.items())
def test_each_sheet_gives_its_good_rows_and_names_each_bad_cell(read, demo, expected, filename, unit):
    reading = read(demo / filename, unit)
    assert {sheet.sheet for sheet in reading.sheets} == set(expected[filename]["sheets"])
    for sheet in reading.sheets:
        wanted = expected[filename]["sheets"][sheet.sheet]
        if "good_rows" in wanted:
            assert len(sheet.good) == wanted["good_rows"]
        found = [(p.sheet, p.row, p.column) for row in sheet.bad for p in row.problems]
        assert found == [(bad["sheet"], bad["row"], bad["column"]) for bad in wanted.get("bad_rows", [])]
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for row in sheet.good:
            if money := row.record.get("planned_investment"):
                totals[money["currency"]] += money["amount"]
        assert dict(totals) == {k: Decimal(str(v)) for k, v in wanted.get("investment_totals", {}).items()}


def test_the_ledger_of_foreign_capital_adds_to_the_published_months(read, demo, expected):
    wanted = expected["商务局_外资到账台账.xlsx"]["sheets"]["到账"]
    months: dict[str, Decimal] = defaultdict(Decimal)
    correction = Decimal(0)
    for row in read(demo / "商务局_外资到账台账.xlsx", "commerce").good_rows():
        if row.record["usd"] < 0:
            correction += row.record["usd"]
        else:
            months[str(int(row.record["received_on"][5:7]))] += row.record["usd"]
    assert {month: int(usd / 10_000) for month, usd in months.items()} == wanted["usd_10k_by_month"]
    assert sum(months[str(m)] for m in range(1, 6)) == wanted["jan_to_may_usd_10k"] * 10_000
    assert correction == wanted["correction"] * 10_000


def test_reservations_are_read_by_the_unit_that_asks(read, demo, expected):
    wanted = expected["预留申请_2020年12月.csv"]["sheets"]["csv"]
    mine = read(demo / "预留申请_2020年12月.csv", "investment")
    zone = read(demo / "预留申请_2020年12月.csv", "zone")
    assert [row.row for row in mine.good_rows()] == [2, 3, 4, 7, 8, 10]
    assert [row.row for row in zone.good_rows()] == [5, 6]
    assert len([*mine.good_rows(), *zone.good_rows()]) == wanted["readable_rows"]
    assert [(p.row, p.column) for p in mine.problems()] == [(b["row"], b["column"]) for b in wanted["unreadable_rows"]]
    assert list(zone.problems()) == []
    assert {row.zh for row in mine.sheets[0].skipped} == {"属于浒墅关经开区，请由其导入"}


def test_a_reservation_of_something_unknown_is_read_and_left_to_the_coordinator(read, demo):
    rows = {row.row: row.record for row in read(demo / "预留申请_2020年12月.csv", "investment").good_rows()}
    assert rows[7]["carrier_id"] == "snd-group-carrier-SGX-404-1"
    assert rows[8]["project_id"] == "investment-project-ZS2020-999"


def test_units_are_converted_and_the_original_wording_is_kept(read, demo):
    rows = {r.aggregate_id: r for r in read(demo / "苏高新集团_载体资源登记表.xlsx", "snd-group").good_rows()}
    plant = rows["snd-group-carrier-SGX-01-1"]
    assert plant.record["floor_m2"] == Decimal("3200.00")
    assert plant.source_text["floor_m2"] == "0.32万㎡"
    building = rows["snd-group-carrier-SGX-05-1"]
    assert building.record["rent_cny_m2_month"] == Decimal("28.29")
    assert building.source_text["rent_cny_m2_month"] == "0.93元/天"
    land = rows["snd-group-carrier-SGX-D-01"]
    assert land.record["land_m2"] == Decimal("30333.33")
    assert land.record["min_intensity_cny_m2"] == Decimal("7500.00")
    assert land.source_text["land_m2"] == "45.5亩"
    assert land.record["kind"] == "IDLE_LAND"


def test_dates_keep_the_precision_they_are_known_to(read, demo):
    rows = {r.row: r.record for r in read(demo / "招商中心_2020年招商项目台账.xlsx", "investment").good_rows()}
    assert [rows[n].get("stage_since") for n in (5, 7, 9, 13, 18, 35)] == [
        "2018-02-23", "2019-05-31", "2020-12", "2020-04", "2020", None,
    ]  # fmt: skip


def test_about_is_kept_as_about(read, demo):
    rows = {r.row: r for r in read(demo / "招商中心_2020年招商项目台账.xlsx", "investment").good_rows()}
    assert rows[11].record["planned_investment_about"] is True
    assert rows[11].record["planned_investment"]["amount"] == Decimal("148500000.00")
    assert "约" in rows[11].source_text["planned_investment"]
    assert rows[5].record["planned_investment_about"] is False


def test_a_bad_cell_comes_with_its_content_and_a_suggestion_in_two_languages(read, demo):
    problems = {p.row: p for p in read(demo / "招商中心_2020年招商项目台账.xlsx", "investment").problems()}
    assert problems[39].content == "已鉴约"
    assert problems[39].hint_zh == "建议：已签约"
    assert problems[37].code == "two_amounts"
    assert all(p.zh and p.en for p in problems.values())
    tall = {p.row: p for p in read(demo / "苏高新集团_载体资源登记表.xlsx", "snd-group").problems()}[16]
    assert "6.0" in tall.hint_zh
