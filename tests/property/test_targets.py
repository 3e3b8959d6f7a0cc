"""Locked periods: whatever is revised, locked months and open ones keep apart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import Desk

from yipanqi.models.target import Target, TargetCorrected, TargetPeriodLocked, TargetRevised, TargetSet
from yipanqi.rules.outcome import Accepted
from yipanqi.rules.target import locked_through

ID = "commerce-target-2020-TALENTS-investment"
_MONTHS = st.lists(st.integers(0, 3), min_size=12, max_size=12)
_STEP = st.one_of(
    st.tuples(st.just("revise"), _MONTHS),
    st.tuples(st.just("correct"), _MONTHS),
    st.tuples(st.just("lock"), st.integers(1, 12)),
    st.tuples(st.just("wait"), st.integers(1, 120)),
)


def facts(months: list[int]) -> dict[str, object]:
    quarters = tuple(Decimal(sum(months[i : i + 3])) for i in (0, 3, 6, 9))
    return {
        "target_id": ID,
        "measure": "人",
        "annual": sum(quarters),
        "quarters": quarters,
        "months": tuple(map(Decimal, months)),
    }


@given(_MONTHS, st.lists(_STEP, max_size=15))
def test_locked_months_change_by_corrections_only_and_sums_always_hold(first: list[int], steps: list[tuple]) -> None:
    desk = Desk(today=date(2019, 12, 1))
    whole = {"year": 2020, "metric": "TALENTS", "responsible": "investment"}
    desk.say("commerce", TargetSet(**whole, **facts(first)), "first")
    for what, value in steps:
        before = desk.states["target", ID]
        assert isinstance(before, Target)
        locked = locked_through(before, desk.today, 15)
        if what == "wait":
            desk.today += timedelta(days=value)
        elif what == "lock":
            desk.say("commerce", TargetPeriodLocked(target_id=ID, through_month=value))
        elif what == "correct":
            desk.say("commerce", TargetCorrected(**whole, **facts(value), corrects="first", reason="x"))
        else:
            outcome = desk.say("commerce", TargetRevised(**facts(value), reason="x"))
            same = [int(month) for month in before.months[:locked]] == value[:locked]
            assert isinstance(outcome, Accepted) is same
        after = desk.states["target", ID]
        assert isinstance(after, Target)
        assert sum(after.months) == sum(after.quarters) == after.annual
        assert locked_through(after, desk.today, 15) >= locked
        if what != "correct":
            assert after.months[:locked] == before.months[:locked]
