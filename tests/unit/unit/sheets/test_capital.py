"""Ledgers of foreign capital: what was contracted is never taken for what was paid in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yipanqi.unit.sheets import Fault, plan_events

CONTRACTS = [["单位：万美元"], ["编号", "企业名称", "合同日期", "金额"], ["HT-1", "某半导体", "2020.4.1", 5000]]


def reasons(reading):
    return [(p.row, p.column, p.code) for p in reading.problems()]


def test_a_ledger_of_contracts_is_read_as_contracted_capital(read, xlsx):
    (row,) = read(xlsx({"合同外资台账": CONTRACTS}), "commerce").good_rows()
    assert (row.record["kind"], row.record["voucher"]) == ("CONTRACT", "HT-1")
    assert row.record["amount"] == {"amount": Decimal("50000000.00"), "currency": "USD"}


@pytest.mark.parametrize(
    ("title", "kind"),
    [("合同日期", "CONTRACT"), ("批准日期", "CONTRACT"), ("备案日期", "CONTRACT")]
    + [(title, "UTILISED") for title in ("到账日期", "到资时间", "到位日期", "入账日期")],
)
def test_the_title_of_the_day_says_which_capital_it_is(good, title, kind):
    (row,) = good([["编号", "企业名称", title, "金额（万美元）"], ["1", "甲", "2020-04-01", 5]], unit="commerce")
    assert row.record["kind"] == kind


def test_where_the_titles_are_silent_the_sheet_and_then_the_file_say_it(read, xlsx):
    table = [["voucher", "project", "date", "amount (万美元)"], ["1", "甲", "2020-04-01", 5]]
    for sheets, filename, kind in (
        ({"合同外资": table}, "外资.xlsx", "CONTRACT"),
        ({"Sheet1": [["2020年到账外资明细"], *table]}, "合同.xlsx", "UTILISED"),
        ({"Sheet1": table}, "实际使用外资.xlsx", "UTILISED"),
    ):
        (row,) = read(xlsx(sheets), "commerce", filename).good_rows()
        assert row.record["kind"] == kind


def test_a_ledger_that_does_not_say_which_capital_it_is_is_reported_and_not_guessed(read, xlsx):
    table = [["voucher", "project", "date", "amount (万美元)"], ["1", "甲", "2020-04-01", 5]]
    assert reasons(read(xlsx({"外资": table}), "commerce")) == [(2, "类别", Fault.MISSING)]
    assert reasons(read(xlsx({"合同及到账": table}), "commerce")) == [(2, "类别", Fault.MISSING)]


def test_words_that_disagree_about_the_capital_are_reported_and_not_weighed(read, xlsx):
    table = [["编号", "企业名称", "合同日期", "到账金额（万美元）"], ["1", "甲", "2020-04-01", 5]]
    assert reasons(read(xlsx(table), "commerce")) == [(2, "类别", Fault.AMBIGUOUS_KIND)]
    assert reasons(read(xlsx({"外资到账": CONTRACTS}), "commerce")) == [(3, "类别", Fault.AMBIGUOUS_KIND)]


def test_a_column_of_kinds_is_believed_and_an_empty_cell_of_it_is_reported(read, xlsx):
    titles = ["编号", "企业名称", "类别", "到账日期", "金额（万美元）"]
    reading = read(
        xlsx([titles, ["1", "甲", "合同外资", "2020-04-01", 5], ["2", "甲", "/", "2020-04-01", 5]]), "commerce"
    )
    assert [row.record["kind"] for row in reading.good_rows()] == ["CONTRACT"]
    assert reasons(reading) == [(3, "类别", Fault.MISSING)]


def test_of_two_pairs_of_columns_the_one_that_is_not_read_is_named(read, xlsx):
    titles = ["编号", "企业名称", "合同日期", "合同外资（万美元）", "到账日期", "到账外资（万美元）"]
    reading = read(xlsx([titles, ["1", "甲", "2020-04-01", 50, "2020-05-08", 20]]), "commerce")
    (row,) = reading.good_rows()
    assert (row.record["kind"], row.record["received_on"]) == ("UTILISED", "2020-05-08")
    assert row.record["amount"]["amount"] == Decimal("200000.00")
    spare = {notice.column for notice in reading.sheets[0].notices if notice.code == "spare_column"}
    assert spare == {"合同日期", "合同外资（万美元）"}


def test_a_number_of_the_contracts_does_not_correct_the_money_of_the_same_number(read, xlsx):
    paid = [["编号", "企业名称", "到账日期", "金额（万美元）"], ["HT-1", "某半导体", "2020.5.1", 3000]]
    (first,) = plan_events(read(xlsx(paid), "commerce"), "commerce", lambda key: None)
    plan = plan_events(read(xlsx({"合同外资": CONTRACTS}), "commerce"), "commerce", lambda key: first.remember)
    assert len(plan) == 0
    assert [problem.code for problem in plan.problems] == [Fault.DUPLICATE]
