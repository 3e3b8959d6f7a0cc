"""Figures of any district: units add to the whole, terms to the value, and nothing is divided by nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.figurerows import basis, carrier, district, fdi, project, target

from yipanqi.figures.assessment import scores
from yipanqi.figures.basis import District
from yipanqi.figures.progress import is_plan
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.terms import By, Kind, Query

_UNITS = ("investment", "zone", "snd-group")
_STAGES = (
    "SCREENING",
    "NEGOTIATING",
    "SIGNED",
    "APPROVING",
    "BUILDING",
    "FITTING_OUT",
    "PRODUCING",
    "SUSPENDED",
    "TERMINATED",
)
_DATES = st.sampled_from([None, "2019", "2019-11", "2020-01-05", "2020-03", "2020-06-30", "2020-12-31"])
_AMOUNT = st.integers(-5, 10**10).map(str)
_MONEY = st.none() | st.fixed_dictionaries({"amount": _AMOUNT, "currency": st.sampled_from(["CNY", "USD", "JPY"])})


@st.composite
def districts(draw: st.DrawFn) -> District:
    """A few projects with any way through the stages, entries, carriers and targets."""
    rows: list[Any] = []
    for number in range(draw(st.integers(0, 6))):
        steps = draw(st.lists(st.tuples(st.sampled_from(_STAGES), _DATES), max_size=5))
        first = draw(st.integers(1, 99))
        shares = [
            {"unit": "zone", "share_percent": str(first)},
            {"unit": "investment", "share_percent": str(100 - first)},
        ]
        facts = {
            "planned_investment": draw(_MONEY),
            "expected_tax": draw(_MONEY),
            "chain": draw(st.sampled_from([None, "C1", "C2"])),
        }
        facts |= {
            "land_m2": draw(st.sampled_from([None, "0", "20000"])),
            "credit_shares": draw(st.sampled_from([None, shares])),
        }
        rows.append(project(number, *steps, unit=draw(st.sampled_from(_UNITS)), **facts))
    ids = [row.id for row in rows] + [None, "zone-project-unknown"]
    for number in range(draw(st.integers(0, 6))):
        kind, status = (
            draw(st.sampled_from(["CONTRACT", "UTILISED"])),
            draw(st.sampled_from([None, "VERIFIED", "RECORDED", "REJECTED"])),
        )
        on = draw(st.sampled_from(["2019-12-31", "2020-02-29", "2020-12-31"]))
        more = {"project_id": draw(st.sampled_from(ids)), "status": status, "falsified": status == "REJECTED"}
        rows.append(fdi(number, kind, on, draw(st.none() | _AMOUNT), owner_unit=draw(st.sampled_from(_UNITS)), **more))
    for number in range(draw(st.integers(0, 3))):
        rows.append(carrier(number, draw(st.sampled_from([None, "0", "900"]))))
    for unit in draw(st.sets(st.sampled_from([*_UNITS, "district"]))):
        rows.append(target(unit, draw(st.lists(st.integers(0, 9), min_size=12, max_size=12))))
    return district(*rows)


@settings(max_examples=60, deadline=None)
@given(board=districts())
def test_what_the_units_have_adds_to_the_whole(board: District) -> None:
    at = basis()
    for figure in FIGURES.values():
        if By.UNIT not in figure.by or figure.kind is Kind.SPREAD:
            continue
        found = list(figure.terms(board, at))
        units = figure.cells(found, Query(by=By.UNIT), at)
        for cell in figure.cells(found, Query(), at):
            parts = [c.top or Decimal(0) for c in units if c.series == cell.series]
            assert sum(parts, Decimal(0)) == (cell.top or 0)
            assert (cell.value is None) is (cell.gap is not None)


@settings(max_examples=60, deadline=None)
@given(board=districts())
def test_the_terms_of_a_value_give_the_value(board: District) -> None:
    at = basis()
    for figure in FIGURES.values():
        found = list(figure.terms(board, at))
        for query in (Query(), Query(unit="zone"), Query(chain="C1")):
            chosen = figure.chosen(found, query, at)
            for cell in figure.cells(found, query, at):
                counting = [term for term in chosen if term.series == cell.series and term.gap is None]
                if cell.top is not None:
                    assert sum((term.top for term in counting), Decimal(0)) == cell.top
                if cell.bottom:
                    bottom = sum((term.bottom for term in counting), Decimal(0))
                    assert cell.value == (cell.top / bottom).quantize(Decimal("0.000001"))


@settings(max_examples=60, deadline=None)
@given(board=districts())
def test_scores_are_the_sum_of_their_parts_and_shares_count_once(board: District) -> None:
    at = basis()
    progress = list(FIGURES["schedule-progress"].terms(board, at))
    found = scores(board, progress, 2020, at)
    for score in found:
        assert sum((part.points for part in score.parts), Decimal(0)) == score.total
    units = {score.unit for score in found}
    utilised = [
        t
        for t in progress
        if t.series == "FDI_UTILISED" and not is_plan(t) and t.gap is None and t.on and t.on.year == 2020
    ]
    in_parts = sum(
        (t.top for s in found for p in s.parts for t in p.terms if p.code == "FDI_UTILISED" and t.gap is None),
        Decimal(0),
    )
    assert in_parts == sum((t.top for t in utilised if t.unit in units), Decimal(0))
