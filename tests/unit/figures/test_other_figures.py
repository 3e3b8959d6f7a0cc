"""Figures counted from foreign capital, carriers, enterprises and units' words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.figurerows import (
    basis,
    carrier,
    cells,
    chosen,
    dec,
    district,
    enterprise,
    fdi,
    lead,
    one,
    project,
    submission,
    talents,
)

from yipanqi.figures.basis import UnitSeen
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parsing import correction_row, match_row, visit_row
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.rows import CorrectionRow, MatchRow, ProjectRow, VisitRow


def test_foreign_capital_by_month_with_its_running_sum() -> None:
    board = district(
        fdi(1, "UTILISED", "2020-01-31", "100"),
        fdi(2, "UTILISED", "2020-02-01", "-30"),
        fdi(3, "CONTRACT", "2020-02-29", "500"),
        fdi(4, "UTILISED", "2019-12-31", "7"),
    )
    found = cells("fdi", board, by="month")
    assert [(found[m, "UTILISED"].value, found[m, "UTILISED"].running) for m in ("2020-01", "2020-02")] == [
        (100, 100),
        (-30, 70),
    ]
    assert found["2020-02", "CONTRACT"].running == 500
    assert one("fdi", board, "UTILISED").value == 70
    assert one("fdi", board, "UTILISED", start=date(2019, 1, 1), end=date(2019, 12, 31)).value == 7


def test_an_entry_is_counted_in_dollars_at_its_own_rate() -> None:
    at_rate = fdi(1, "UTILISED", "2020-03-01", None, amount={"amount": "700", "currency": "CNY"}, rate="7")
    dollars = fdi(2, "UTILISED", "2020-03-01", None, amount={"amount": "50", "currency": "USD"})
    unknown = fdi(3, "UTILISED", "2020-03-01", None, amount={"amount": "900", "currency": "CNY"})
    found = one("fdi", district(at_rate, dollars, unknown), "UTILISED")
    # 700 CNY at 7 CNY a dollar are 100; with the 50 dollars 150; the third has no rate.
    assert (found.value, found.records, found.left_out) == (150, 2, {Gap.NO_RATE: 1})


def test_reported_and_verified_capital_stand_apart() -> None:
    board = district(
        fdi(1, "UTILISED", "2020-03-01", "100", status="RECORDED"),
        fdi(2, "UTILISED", "2020-03-01", "10", status="VERIFIED"),
        fdi(3, "UTILISED", "2020-03-01", "1", status="REJECTED"),
    )
    found = cells("fdi", board)
    assert found[("UTILISED",)].value == 110
    assert found[("UTILISED_VERIFIED",)].value == 10


def test_idle_is_what_nobody_uses_or_is_promised() -> None:
    held = {"hold_id": "h", "kind": "RESERVED"}
    board = district(
        carrier(1, "1000"),
        carrier(2, "500", status="RESERVED", holds=[held]),
        carrier(3, "300", units=[{"unit_no": "A", "floor_m2": "100"}], holds=[{**held, "unit_no": "A"}]),
        carrier(4, "9999", status="WITHDRAWN"),
        carrier(5, None),
        carrier(6, None, kind="IDLE_LAND", land_m2="4000"),
    )
    found = cells("idle-space", board)
    # Floor: 1000 + 0 + (300 − 100) = 1200 of 1000 + 500 + 300 = 1800; land: 4000 of 4000.
    assert (found[("floor",)].top, found[("floor",)].value) == (1200, dec("0.666667"))
    assert found[("floor",)].left_out == {Gap.NO_AREA: 1}
    assert found[("land",)].value == 1


def test_absorbed_over_released_comes_from_the_carriers_steps() -> None:
    def step(kind: str, on: str, m2: str | None) -> dict[str, str | None]:
        return {"kind": kind, "changed_on": on, "area_m2": m2, "event_id": f"e-{on}"}

    steps = [
        step("RELEASED", "2020-03-01", "1000"),
        step("ABSORBED", "2020-05-01", "400"),
        step("RELEASED", "2019-03-01", "9"),
    ]
    whole = carrier(1, "1000", space_steps=steps)
    other = carrier(2, "900", space_steps=[step("RELEASED", "2020-04-01", "400"), step("ABSORBED", "2020-04-02", None)])
    # This year: 400 m² moved into; 1000 + 400 released.
    found = one("absorption", district(whole, other), "floor")
    assert (found.value, found.left_out) == (dec("0.285714"), {Gap.NO_AREA: 1})
    assert cells("absorption", district(whole, other), by="month")["2020-05", "floor"].top == 400
    assert {term.events for term in chosen("absorption", district(whole))} == {("e-2020-03-01",), ("e-2020-05-01",)}


def test_a_match_succeeds_when_it_is_accepted() -> None:
    def match(number: int, status: str, at: str | None = None, project_id: str | None = None) -> MatchRow:
        doc = {"match_id": f"investment-match-{number}", "owner_unit": "investment", "status": status, "decided_at": at}
        return match_row({**doc, "project_id": project_id})

    late = "2020-06-30T17:00:00.000000Z"  # the first of July in China
    board = district(
        match(1, "ACCEPTED", late), match(2, "REJECTED", late), match(3, "PROPOSED"), match(4, "WITHDRAWN", late)
    )
    found = one("match-success", board)
    assert (found.value, found.left_out) == (dec("0.5"), {Gap.OPEN: 1})
    assert one("match-success", board, start=date(2020, 7, 1), end=date(2020, 7, 1)).records == 2
    # A match is of the chain of its project.
    board = district(
        project(1, unit="zone", chain="C1", updated_at="2020-12-30"),
        match(1, "ACCEPTED", late, "zone-project-1"),
        match(2, "REJECTED", late, "zone-project-2"),
    )
    found = one("match-success", board, chain="C1")
    assert (found.value, found.records, found.last_input) == (1, 1, "2020-12-30")
    assert one("match-success", board, chain="C2").gap is Gap.NO_DATA


def test_a_doubt_is_answered_in_time_or_overdue_or_open() -> None:
    def doubt(number: int, due: str, status: str = "OPEN", **facts: object) -> CorrectionRow:
        doc = {"correction_id": f"zone-correction-{number}", "owner_unit": "zone", "source_unit": "investment"}
        return correction_row({**doc, "due_on": due, "status": status, **facts})

    board = district(
        doubt(1, "2020-06-01", "MADE", in_time=True),
        doubt(2, "2020-06-01", "DECLINED", in_time=False),
        doubt(3, "2020-12-30"),  # overdue on the 31st
        doubt(4, "2020-12-31"),  # its last day is today
        doubt(5, "2020-06-01", "WITHDRAWN"),
    )
    found = one("corrections-in-time", board, unit="investment")
    assert (found.top, found.bottom, found.left_out) == (1, 3, {Gap.OPEN: 1})


def test_a_project_is_overdue_when_it_was_signed_more_than_180_days_ago_and_has_not_started() -> None:
    # 2020-07-04 is 180 days before 2020-12-31, 2020-07-03 is 181.
    board = district(
        project(1, ("SIGNED", "2020-07-03")),
        project(2, ("SIGNED", "2020-07-04")),
        project(3, ("SIGNED", "2020-01-01"), ("BUILDING", "2020-12-31")),
        project(4, ("SIGNED", "2020-01-01"), ("SUSPENDED", "2020-02-01")),
        project(5, ("SIGNED", "2020-01-01"), ("TERMINATED", "2020-02-01")),
        project(6, ("SIGNED", "2020")),
    )
    found = one("overdue-unstarted", board)
    assert (found.value, found.left_out) == (1, {Gap.VAGUE_DATE: 1})
    # A day before project 3 had not started either.
    assert one("overdue-unstarted", board, at=basis(date(2020, 12, 30))).value == 1


def test_a_project_of_which_it_is_not_known_whether_it_had_started_by_then_is_not_held_to_be_overdue() -> None:
    board = district(project(1, ("SIGNED", "2020-01-01"), ("BUILDING", None), ("COMPLETED", "2020-12-31")))
    earlier = one("overdue-unstarted", board, at=basis(date(2020, 12, 30)))
    assert (earlier.value, earlier.left_out) == (None, {Gap.NO_DATE: 1})
    assert one("overdue-unstarted", board).gap is Gap.NO_DATA


def test_a_major_project_is_signed_with_at_least_the_investment_of_one() -> None:
    def signed(number: int, amount: str | None, currency: str = "CNY", on: str = "2020-06-01", **facts: object):
        money = {"amount": amount, "currency": currency} if amount else None
        return project(number, ("SIGNED", on), planned_investment=money, **facts)

    board = district(
        signed(1, "1000000000", chain="C1"),  # exactly the limit
        signed(2, "999999999.99", chain="C1"),
        signed(3, "150000000", "USD", unit="zone"),  # the limit in dollars
        signed(4, "9000000000", "JPY"),
        signed(5, None),
        signed(6, "2000000000", on="2019-06-01"),
        signed(7, "2000000000", on="2020"),
        project(8, ("PENDING_SIGN", "2020-06-01"), planned_investment={"amount": "2000000000", "currency": "CNY"}),
    )
    found = one("major-projects", board)
    assert (found.value, found.records) == (2, 2)
    assert found.left_out == {Gap.OTHER_CURRENCY: 1, Gap.NO_AMOUNT: 1, Gap.VAGUE_DATE: 1}
    assert one("major-projects", board, unit="zone").value == 1
    assert one("major-projects", board, chain="C1").value == 1
    assert one("major-projects", board, start=date(2020, 6, 1), end=date(2020, 6, 1)).value == 2
    assert one("major-projects", board, start=date(2020, 6, 2), end=date(2020, 6, 30)).value is None


def test_what_is_left_out_is_counted_by_records_however_they_are_shared() -> None:
    shares = [{"unit": "zone", "share_percent": "40"}, {"unit": "investment", "share_percent": "60"}]
    found = one("major-projects", district(project(1, ("SIGNED", "2020-06-01"), credit_shares=shares)))
    assert (found.gap, found.left_out) == (Gap.NO_AMOUNT, {Gap.NO_AMOUNT: 1})


def test_a_false_report_is_its_recorders_whosever_the_project() -> None:
    facts = {"status": "REJECTED", "falsified": True, "verified_on": "2020-05-09", "decision_event": "d"}
    board = district(
        project(1, unit="zone"),
        fdi(1, "UTILISED", "2020-05-05", project_id="zone-project-1", owner_unit="investment", **facts),
        fdi(2, "UTILISED", "2020-05-05", status="REJECTED"),
    )
    assert {unit: cell.value for (unit, _), cell in cells("falsified-reports", board, by="unit").items()} == {
        "investment": 1
    }
    assert chosen("falsified-reports", board)[0].events == ("d",)


def test_a_chain_is_covered_by_nodes_that_have_a_firm() -> None:
    board = district(
        enterprise(1, "C1", "疫苗"),
        enterprise(2, "C1", " vaccines "),
        enterprise(3, "C1", "抗体药物"),
        enterprise(4, "C1", "说不清"),
        enterprise(5, "C1", None, merged_into="foreign:JP:1"),
        enterprise(6, "C2", "IVD"),
        enterprise(7, "C2", "IVD", target=True),
        enterprise(8, "C5", "集成电路", target=True),
        enterprise(9, "C5", None, target=True, merged_into="foreign:JP:1"),
    )
    found = cells("chain-coverage", board, by="chain")
    # C1 has eleven nodes: vaccines and biologics have firms; firm 4 names none of them.
    assert (found["C1", ""].top, found["C1", ""].bottom) == (2, 11)
    assert found["C1", ""].left_out == {Gap.NO_NODE: 1}
    # In C5 the district still wants to attract its only firm.
    assert (found["C5", ""].value, found["C5", ""].left_out) == (0, {Gap.TO_COME: 1})
    assert (found["C2", ""].top, found["C2", ""].left_out) == (1, {Gap.TO_COME: 1})
    assert one("chain-coverage", board, chain="C1").top == 2


def test_firms_that_are_left_out_of_a_chain_are_told_together_by_unit() -> None:
    unknown = [enterprise(n, "C1", None, updated_at=f"2020-05-{n:02d}") for n in range(1, 30)]
    board = district(*unknown, enterprise(30, "C1", None, owner_unit="zone"), enterprise(31, "C2", None, target=True))
    found = {term.row.id: term for term in chosen("chain-coverage", board) if term.gap}
    assert {id_: (term.unit, term.stands_for) for id_, term in found.items()} == {
        "no-node/C1/investment": ("investment", 29),
        "no-node/C1/zone": ("zone", 1),
        "to-come/C2/investment": ("investment", 1),
    }
    # Some of them by name, and when one of them last changed.
    assert len(found["no-node/C1/investment"].also) == 20
    assert found["no-node/C1/investment"].last_input == "2020-05-29"
    assert one("chain-coverage", board).left_out == {Gap.NO_NODE: 30, Gap.TO_COME: 1}


def test_a_unit_keeps_fresh_by_speaking_within_its_cycle() -> None:
    units = {
        "zone": UnitSeen("zone", "2020-12-24T05:00:00Z", 7),  # six days and 23 hours ago
        "investment": UnitSeen("investment", "2020-12-24T03:00:00Z", 7),  # seven days and an hour
        "soe-2": UnitSeen("soe-2", "", 14),
    }
    found = one("freshness-kept", replace(district(), units=units), at=basis())
    assert (found.top, found.bottom) == (1, 3)


def test_rows_refused_of_the_rows_of_the_workbooks_that_were_handed_in() -> None:
    board = district(
        submission(1, "zone", "2020-03-30", 40, 3, 1),
        submission(2, "zone", "2020-04-06", 10, 0, 0),
        submission(3, "soe-2", "2020-04-07", 50, 5, 6),
        submission(4, "zone", "2019-12-30", 100, 100, 0),
        submission(5, "zone", "2020-04-08", None, None, None),
    )
    # This year 4 of 40, none of 10 and 11 of 50 rows were lost: 15 of 100. What is hidden is left out and told.
    found = one("rows-refused", board)
    assert (found.top, found.bottom, found.value) == (15, 100, dec("0.15"))
    assert (found.records, found.left_out, found.last_input) == (3, {Gap.HIDDEN: 1}, "2020-12-05")
    units = cells("rows-refused", board, by="unit")
    assert {unit: units[unit, ""].value for unit in ("zone", "soe-2")} == {"zone": dec("0.08"), "soe-2": dec("0.22")}
    months = cells("rows-refused", board, by="month", unit="zone")
    assert {month: months[month, ""].value for month in ("2020-03", "2020-04")} == {"2020-03": dec("0.1"), "2020-04": 0}
    terms = chosen("rows-refused", board, start=date(2020, 4, 7), end=date(2020, 4, 7))
    assert [(term.row.id, term.top, term.bottom) for term in terms] == [("soe-2-submission-3", 11, 50)]
    earlier = one("rows-refused", board, start=date(2019, 1, 1), end=date(2019, 12, 31))
    assert earlier.value == 1


def test_a_workbook_without_rows_makes_no_share() -> None:
    assert one("rows-refused", district(submission(1, "zone", "2020-03-30", 0, 0, 0))).gap == Gap.NO_DATA


@pytest.mark.parametrize("figure", FIGURES)
def test_an_empty_district_has_reasons_and_no_noughts(figure: str) -> None:
    found = cells(figure, district())
    assert found
    if figure != "chain-coverage":
        assert all(cell.value is None and cell.gap is not None for cell in found.values())


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_speaks_both_languages(figure: str) -> None:
    made = FIGURES[figure]
    assert all((made.zh, made.en, made.unit_zh, made.unit_en, made.formula_zh, made.formula_en))
    assert bool(made.note_zh) is bool(made.note_en)


def test_the_time_of_the_last_input_goes_along() -> None:
    board = district(
        project(3, ("SIGNED", "2020-01-01"), ("BUILDING", "2020-02-01"), updated_at="2020-12-30T01:00:00Z"),
        project(4, ("SIGNED", "2020-01-01"), updated_at="2020-12-31T01:00:00Z"),
    )
    assert one("conversion", board, "started-6").last_input == "2020-12-31T01:00:00Z"


def visit(number: int, on: str, hours: str, *, withdrawn: bool = False) -> VisitRow:
    doc = {"visit_id": f"commerce-visit-{number}", "owner_unit": "commerce", "leader": "区长", "held_on": on}
    return visit_row({**doc, "spent_hours": hours, "withdrawn": withdrawn})


def test_a_visit_that_was_withdrawn_gives_no_hours_and_begins_no_month() -> None:
    twice = visit(3, "2020-12-01", "40")
    before = district(visit(1, "2020-11-20", "56"), visit(2, "2020-12-01", "40"), twice)
    at = basis(date(2020, 12, 4))
    # As below, with the 40 hours of the day that was recorded twice: 136 ÷ 200.
    assert one("leaders-time", before, at=at).value == dec("0.68")
    after = district(visit(1, "2020-11-20", "56"), visit(2, "2020-12-01", "40"), replace(twice, withdrawn=True))
    assert one("leaders-time", after, at=at).value == dec("0.48")
    # What did not take place in November makes no November: 40 hours of 32 in December.
    found = one(
        "leaders-time", district(visit(1, "2020-11-20", "56", withdrawn=True), visit(2, "2020-12-01", "40")), at=at
    )
    assert (found.top, found.bottom) == (40, 32)


def test_leaders_time_is_measured_by_the_working_hours_since_the_first_record() -> None:
    board = district(visit(1, "2020-11-20", "56"), visit(2, "2020-12-01", "40"))
    # November 2020 has 21 working days: 168 hours; by Friday, December 4, four more: 32 hours. 96 ÷ 200 = 0.48.
    found = one("leaders-time", board, at=basis(date(2020, 12, 4)))
    assert (found.top, found.bottom, found.value) == (96, 200, dec("0.48"))
    # In November alone 56 ÷ 168 is a third.
    assert cells("leaders-time", board, basis(date(2020, 12, 4)), by="month")["2020-11", ""].value == dec("0.333333")


def test_a_chain_is_asked_for_and_gets_what_is_its_own() -> None:
    """Of every figure that has chains: what stands in C1, in C2, and what stands in none."""

    def money(amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": "CNY"}

    def held(number: int, chain: str | None, start: str | None, amount: str) -> ProjectRow:
        facts = {"planned_investment": money(amount), "expected_tax": money("600000"), "land_m2": "20000"}
        later = [("BUILDING", start)] if start else []
        return project(number, ("SIGNED", "2020-01-10"), *later, chain=chain, **facts)

    false = {"status": "REJECTED", "falsified": True, "verified_on": "2020-05-09"}
    step = {"kind": "RELEASED", "changed_on": "2020-03-01", "area_m2": "500", "event_id": "e"}
    entered = {**step, "kind": "ABSORBED", "area_m2": "200"}
    board = district(
        held(1, "C1", "2020-05-01", "1200000000"),
        held(2, "C1", None, "600000000"),
        held(3, "C2", None, "1500000000"),
        held(4, None, "2020-02-01", "3000000000"),
        fdi(1, "UTILISED", "2020-05-05", "70", project_id="investment-project-1"),
        fdi(2, "UTILISED", "2020-05-06", "8", project_id="investment-project-3"),
        fdi(3, "UTILISED", "2020-05-07", "1"),
        fdi(4, "UTILISED", "2020-05-08", "5", project_id="investment-project-2", **false),
        lead(1, chain="C1", response_hours="4", verdict="VALUABLE", project_id="investment-project-1"),
        lead(2, chain="C2", response_hours="30"),
        carrier(1, "1000", permitted_chains=["C1"], space_steps=[step, entered]),
        carrier(2, "300", permitted_chains=["C2"], holds=[{"hold_id": "h", "kind": "OCCUPIED"}]),
        enterprise(1, "C1", "疫苗", introductions=[talents("2020-05", 4)]),
    )
    # Of C1's two projects one started within six months and the other is overdue; 1800 million CNY on 60 mu.
    wanted = {
        ("schedule-progress", "TALENTS"): (4, 0),
        ("conversion", "started-6"): (1, 2),
        ("fdi", "UTILISED"): (70, None),
        ("idle-space", "floor"): (1000, 1000),
        ("absorption", "floor"): (200, 500),
        ("investment-per-mu", ""): (1_800_000_000, 60),
        ("tax-per-mu", ""): (1_200_000, 60),
        ("channel-yield", "CHAMBER-signed"): (1, 1),
        ("overdue-unstarted", ""): (1, None),
        ("major-projects", ""): (1, None),
        ("falsified-reports", ""): (1, None),
    }
    found = {(figure, series): one(figure, board, series, chain="C1") for figure, series in wanted}
    assert {which: (cell.top, cell.bottom) for which, cell in found.items()} == wanted
    assert one("fdi", board, "UTILISED", chain="C2").value == 8
    assert one("major-projects", board, chain="C2").value == 1
    assert cells("response-hours", board, chain="C1")["", "median"].value == 4
    assert cells("stage-days", board, chain="C1")["SIGNED", "median"].records == 1
    assert one("major-projects", board, chain="C5").gap is Gap.NO_DATA
