"""Submissions: one a workbook, told by the unit itself, with counts that add up."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from tests.support.desk import START, Desk, accepted, refused

from yipanqi.models.submission import RefusedRows, WorkbookSubmitted

ID = "zone-submission-1"
COUNTS = {
    "rows_read": 12,
    "rows_unreadable": 1,
    "rows_unchanged": 3,
    "rows_accepted": 5,
    "rows_refused": 2,
    "rows_unanswered": 1,
}


def reasons(**rows: int) -> tuple[RefusedRows, ...]:
    return tuple(RefusedRows(code=code.replace("_", "-"), rows=number) for code, number in rows.items())


def handed_in(**more: Any) -> WorkbookSubmitted:
    given = {"submission_id": ID, "layouts": ("PROJECT",), "refusals": reasons(red_line=1, carrier_held=1), **COUNTS}
    return WorkbookSubmitted(**{**given, **more})


def test_a_workbook_is_counted_once_for_the_unit_that_spoke_and_on_the_districts_day(desk: Desk) -> None:
    state = accepted(desk.say("zone", handed_in()))
    assert (state.owner_unit, state.submitted_on, state.layouts) == ("zone", START, ("PROJECT",))
    assert {name: getattr(state, name) for name in COUNTS} == COUNTS
    refused(desk.say("zone", handed_in()), "already-registered")


def test_nobody_counts_for_another_unit(desk: Desk) -> None:
    refused(desk.say("commerce", handed_in()), "id-not-yours")
    assert accepted(
        desk.say("commerce", handed_in(submission_id="0b0b0b0b-0000-4000-8000-000000000001"))
    ).owner_unit == ("commerce")


@pytest.mark.parametrize("name", COUNTS)
def test_every_count_is_given(desk: Desk, name: str) -> None:
    assert refused(desk.say("zone", handed_in(**{name: None})), "submission-count-missing").field == name


def test_what_became_of_the_rows_adds_to_the_rows_read(desk: Desk) -> None:
    answer = refused(desk.say("zone", handed_in(rows_read=13)), "submission-counts-sum")
    assert "12" in answer.reason_zh
    assert "13" in answer.reason_en


def test_reasons_add_to_the_rows_refused_and_stand_once_each(desk: Desk) -> None:
    refused(desk.say("zone", handed_in(refusals=reasons(red_line=1))), "submission-refusals-sum")
    refused(desk.say("zone", handed_in(refusals=None)), "submission-refusals-sum")
    twice = (*reasons(red_line=1), *reasons(red_line=1))
    refused(desk.say("zone", handed_in(refusals=twice)), "submission-reason-twice")


def test_a_workbook_without_news_is_a_submission_too(desk: Desk) -> None:
    nothing = dict.fromkeys(COUNTS, 0) | {"rows_read": 7, "rows_unchanged": 7}
    accepted(desk.say("zone", handed_in(**nothing, refusals=())))


@pytest.mark.parametrize("name", COUNTS)
def test_no_count_is_below_nought(name: str) -> None:
    with pytest.raises(ValidationError):
        handed_in(**{name: -1})
