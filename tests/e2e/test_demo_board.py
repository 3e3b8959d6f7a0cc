"""What `yipanqi demo` has put on the board: the workbooks' rows, amounts, dates, stages and reservations.

What the workbooks hold is said by tests/data/expected.json, written by whoever made them and not by this program.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest
from tests.support.demo import Demo, Desk
from tests.support.expected import EXPECTED, good_rows

PROJECT_SHEETS, CARRIER_SHEETS = ("项目台账", "外资项目", "项目"), ("载体", "厂房", "楼宇", "用地", "csv")
pytestmark = pytest.mark.timeout(600)


def test_every_good_row_of_every_workbook_is_on_the_board_as_its_units_record(leader: Desk) -> None:
    projects, carriers = leader.all("projects"), leader.all("carriers")
    assert Counter(p["owner_unit"] for p in projects) == good_rows(PROJECT_SHEETS)
    assert len(projects) == 50
    assert Counter(c["owner_unit"] for c in carriers) == good_rows(CARRIER_SHEETS)
    assert len(leader.all("fdi")) == 28
    assert len(leader.all("targets")) == 16


def test_planned_investment_adds_up_exactly_by_unit_and_currency(leader: Desk) -> None:
    total: Counter[str] = Counter()
    for book in EXPECTED.values():
        wanted = {c: a for s in book["sheets"].values() for c, a in s.get("investment_totals", {}).items()}
        if not wanted:
            continue
        found: Counter[str] = Counter()
        for project in leader.all("projects", owner_unit=book["unit"]):
            if money := project["planned_investment"]:
                found[money["currency"]] += Decimal(money["amount"])  # type: ignore[assignment]  # a Counter adds these too
        assert found == wanted, book["unit"]
        total.update(wanted)
    summary = leader.get("summary")["projects"]["planned_investment"]
    assert {currency: Decimal(sums["sum"]) for currency, sums in summary.items()} == total


def test_foreign_capital_adds_up_exactly_by_month_with_the_correction_beside_it(leader: Desk) -> None:
    wanted = EXPECTED["商务局_外资到账台账.xlsx"]["sheets"]["到账"]
    by_month: dict[str, Decimal] = {}
    corrections = []
    for entry in leader.all("fdi"):
        month, usd = str(int(entry["received_on"][5:7])), Decimal(entry["usd"]) / 10_000
        if usd < 0:
            corrections.append(usd)
        else:
            by_month[month] = by_month.get(month, Decimal(0)) + usd
    assert by_month == {month: Decimal(total) for month, total in wanted["usd_10k_by_month"].items()}
    assert sum(by_month[str(month)] for month in range(1, 6)) == wanted["jan_to_may_usd_10k"]
    assert corrections == [wanted["correction"]]


def test_dates_keep_the_precision_that_the_unit_gave(leader: Desk) -> None:
    precisions: Counter[int | None] = Counter()
    for project in leader.all("projects"):
        since, wording = project["stage_since"], (project["source_text"] or {}).get("stage_since")
        precisions[since and len(since)] += 1
        if wording and since:
            assert len(re.findall(r"\d+", wording)) == since.count("-") + 1, (wording, since)
    assert all(precisions[length] for length in (4, 7, 10, None))
    named = {p["name"]: p["stage_since"] for p in leader.all("projects", owner_unit="zone")}
    assert named["浒墅关商业中心(陆家嘴开发)"] == "2019-01"


def test_stages_of_first_ledgers_are_shown_as_taken_over_until_confirmed(leader: Desk) -> None:
    assert all(p["taken_over"] and not p["taken_over_confirmed"] for p in leader.all("projects"))
    fields = {field["name"]: field["zh"] for field in leader.get("views")["projects"]["fields"]}
    assert "接续" in fields["taken_over"]
    assert leader.get("projects", taken_over_confirmed="false")["total"] == 50


def test_the_first_request_for_a_carrier_wins_whichever_unit_sent_it(leader: Desk) -> None:
    holds = {
        record["id"].rpartition("carrier-")[2]: [
            (hold["project_id"].rpartition("project-")[2], hold["until_on"], hold["kind"]) for hold in record["holds"]
        ]
        for record in leader.all("carriers")
        if record["holds"]
    }
    assert holds == {
        "SGX-01-1": [("ZS2020-003", "2021-06-30", "RESERVED")],
        "SGX-01-2": [("ZS2020-006", "2021-03-31", "RESERVED")],
        "SGX-01-3": [("XG-001", "2021-06-30", "RESERVED")],
        "SGX-01-4": [("ZS2020-008", "2021-07-31", "RESERVED")],
    }
    reserved = leader.all("carriers", status="RESERVED")
    assert {record["id"].rpartition("carrier-")[2] for record in reserved} == set(holds)
    told = {p["id"]: [c["carrier_id"] for c in p["carriers"]] for p in leader.all("projects") if p["carriers"]}
    assert told == {
        "investment-project-ZS2020-003": ["snd-group-carrier-SGX-01-1"],
        "investment-project-ZS2020-006": ["snd-group-carrier-SGX-01-2"],
        "zone-project-XG-001": ["snd-group-carrier-SGX-01-3"],
        "investment-project-ZS2020-008": ["snd-group-carrier-SGX-01-4"],
    }


def test_a_government_unit_sees_amounts_and_an_soe_finds_no_trace_of_them(demo: Demo, leader: Desk) -> None:
    one = "investment-project-ZS2020-003"
    paths = ("projects?page_size=500", "projects?page_size=500&fields=all", "projects?format=csv", "summary")
    paths += (f"projects/{one}", f"projects/{one}/history", "carriers?page_size=500&fields=all")
    assert any("planned_investment" in Desk(demo, "zone").text(path) for path in paths)
    amounts = [p["planned_investment"]["amount"] for p in leader.all("projects") if p["planned_investment"]]
    for unit in ("soe-2", "snd-group"):
        desk = Desk(demo, unit)
        assert desk.get("projects")["total"] == 50
        for path in paths:
            text = desk.text(path)
            assert "planned_investment" not in text, path
            assert "计划总投资" not in text, path
            assert not [amount for amount in amounts if amount in text], path
