"""Figures of leads, with numbers that can be checked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.support.figurerows import cells, chosen, district, lead, one, project

from yipanqi.figures.gaps import Gap
from yipanqi.figures.leads import of_activity

SIGNED = project(1, ("NEGOTIATING", "2020-07"), ("SIGNED", "2020-09-01"))
TALKED = project(2, ("NEGOTIATING", "2020-07"))
ENDED = project(3, ("SIGNED", "2020-09-01"), ("TERMINATED", "2020-10-01"))
BACK = project(4, ("SIGNED", "2020-09-01"), ("NEGOTIATING", "2020-10-01"))
LEADS = (
    lead(1, verdict="VALUABLE", project_id=SIGNED.id, response_hours="4.0", activity_id="investment-activity-1"),
    lead(2, verdict="VALUABLE", project_id=TALKED.id, response_hours="30.0", activity_id="investment-activity-1"),
    lead(3, verdict="NOT_VALUABLE", response_hours="2.0", chain="C2"),
    lead(4, unit="zone", verdict="VALUABLE", project_id=ENDED.id, received_on="2020-02-03"),
    lead(5, "INTERNET", verdict="VALUABLE", project_id=BACK.id),
)
DISTRICT = district(SIGNED, TALKED, ENDED, BACK, *LEADS)


def test_a_channels_yield_is_counted_step_by_step_of_its_leads() -> None:
    found = cells("channel-yield", DISTRICT)
    steps = [found[f"CHAMBER-{step}",] for step in ("valuable", "project", "signed")]
    # Four leads of chambers: three valuable, three projects, two of which were signed, one of these ended later.
    assert [(cell.top, cell.bottom) for cell in steps] == [(3, 4), (3, 4), (2, 4)]
    assert found["CHAMBER-signed",].value == Decimal("0.5")
    assert found["VISIT-signed",].gap is Gap.NO_DATA


def test_a_project_put_back_before_its_signature_does_not_count_as_signed() -> None:
    cell = one("channel-yield", DISTRICT, "INTERNET-signed")
    assert (cell.top, cell.bottom) == (0, 1)


def test_a_channels_yield_is_that_of_a_unit_a_chain_or_the_leads_received_in_a_period() -> None:
    assert cells("channel-yield", DISTRICT, unit="zone")["CHAMBER-signed",].bottom == 1
    assert cells("channel-yield", DISTRICT, chain="C2")["CHAMBER-valuable",].top == 0
    from_june = [term.row.id for term in chosen("channel-yield", DISTRICT, unit="zone")]
    assert set(from_june) == {"zone-lead-4"}


def test_first_answers_are_told_by_median_and_p90_and_the_unanswered_are_left_out() -> None:
    found = cells("response-hours", DISTRICT)
    assert found["", "median"].value == Decimal("4.0")
    assert found["", "p90"].value == Decimal("30.0")
    assert found["", "p90"].left_out == {Gap.OPEN: 2}


def test_an_activitys_leads_are_those_that_name_it() -> None:
    found = of_activity("investment-activity-1", DISTRICT)
    assert [(one.lead.id, one.valuable, one.project, one.signed) for one in found] == [
        ("investment-lead-1", True, True, True),
        ("investment-lead-2", True, True, False),
    ]
    assert of_activity("investment-activity-2", DISTRICT) == []
