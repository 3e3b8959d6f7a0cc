"""Whatever became of the rows of whatever workbook: its counts add up, and the rules take them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import Desk, accepted

from yipanqi.unit.answers import RowStatus
from yipanqi.unit.row_counts import counted

PLACES = st.tuples(st.sampled_from(["甲", "乙"]), st.integers(2, 9))
CODES = st.sampled_from(["red-line", "carrier-held", None])
STATUSES = st.builds(
    lambda place, state, code: RowStatus(sheet=place[0], row=place[1], state=state, code=code, reason_zh=None),
    PLACES,
    st.sampled_from(["pending", "accepted", "refused"]),
    CODES,
)
SKIPPED = st.builds(lambda place, code: {"sheet": place[0], "row": place[1], "code": code}, PLACES, CODES)


def report(problems: list[tuple[str, int]], skipped: list[Any], unchanged: list[tuple[str, int]]) -> dict[str, Any]:
    sheets = [
        {"sheet": name, "tables": [], "problems": [{"row": row} for sheet, row in problems if sheet == name]}
        for name in ("甲", "乙")
    ]
    return {"sheets": {"sheets": sheets}, "skipped": skipped, "unchanged": [list(place) for place in unchanged]}


@given(st.lists(PLACES), st.lists(SKIPPED), st.lists(PLACES), st.lists(STATUSES))
def test_counts_add_up_and_are_taken(
    problems: list[tuple[str, int]], skipped: list[Any], unchanged: list[tuple[str, int]], rows: list[RowStatus]
) -> None:
    event = counted("zone-submission-1", report(problems, skipped, unchanged), rows)
    state = accepted(Desk().say("zone", event))
    places = {*problems, *unchanged, *((s["sheet"], s["row"]) for s in skipped), *((r.sheet, r.row) for r in rows)}
    assert state.rows_read == len(places)
    parts = (
        state.rows_unreadable,
        state.rows_unchanged,
        state.rows_accepted,
        state.rows_refused,
        state.rows_unanswered,
    )
    assert min(parts) >= 0
    assert sum(parts) == state.rows_read
    assert sum(entry.rows for entry in state.refusals) == state.rows_refused
    assert state.rows_unreadable == len(set(problems))
