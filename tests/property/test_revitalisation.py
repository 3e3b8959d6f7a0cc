"""Cases in any history: one open case a carrier, each along the table, every finding answered once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk, Entry, evidence
from tests.support.invariants import a_record_is_stamped_and_fits_the_contract, a_replay_gives_the_same_records

from yipanqi.models import revitalisation as r
from yipanqi.models.carrier import Carrier, CarrierUpdated, CarrierWithdrawn
from yipanqi.models.revitalisation import Revitalisation
from yipanqi.rules import carrier_cases

UNITS = ("commerce", "zone", "snd-group", "soe-2")
CARRIERS = ("snd-group-carrier-1", "zone-carrier-1", "soe-2-carrier-404")
CASES = tuple(f"{unit}-revitalisation-{number}" for unit in UNITS for number in "12")
#: DOMAIN.md's line; every open case may also be given up.
LINE = ("IDENTIFIED", "VERIFIED", "NEGOTIATING", "PLAN_APPROVED", "IN_PROGRESS", "DONE")
OPEN = LINE[:-1]
KINDS = ("SITE_RECORD", "DECISION_RECORD", "OTHER")


class Play:
    """Units name, move and give up cases of the same few carriers; messages come in any order between records."""

    def __init__(self, pick: Callable[[Sequence[Any]], Any]) -> None:
        self.desk, self.pick, self._seen = Desk(), pick, 0
        for carrier in CARRIERS[:2]:
            unit = carrier.partition("-carrier")[0]
            self.desk.carrier(unit=unit, floor_m2=Decimal(100))

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.pick(STEPS)(self)
            self._check_entries()
        self.desk.settle()
        self._check_entries()
        self._check_rest()

    def name(self) -> None:
        case = self.pick(CASES)
        taken_over = self.pick((False, False, True))
        event = r.RevitalisationIdentified(
            revitalisation_id=case,
            carrier_id=self.pick(CARRIERS),
            mode="COOPERATION",
            status=self.pick(LINE) if taken_over else "IDENTIFIED",
            taken_over=taken_over,
        )
        self.desk.say(case.partition("-revitalisation")[0], event)

    def move(self) -> None:
        case, unit, on = self.pick(CASES), self.pick(UNITS), self.desk.today
        proof = {"revitalisation_id": case, "evidence": evidence(*self.pick(((), KINDS, KINDS)))}
        events: tuple[Any, ...] = (
            r.RevitalisationVerified(**proof, verified_on=on),
            r.NegotiationBegun(revitalisation_id=case, begun_on=on),
            r.PlanApproved(**proof, approved_on=on),
            r.WorkBegun(**proof, begun_on=on),
            r.RevitalisationDone(**proof, done_on=on, freed_m2=self.pick((Decimal(50), Decimal(120)))),
        )
        self.desk.say(unit, self.pick(events))

    def give_up(self) -> None:
        self.desk.say(self.pick(UNITS), r.RevitalisationAbandoned(revitalisation_id=self.pick(CASES), reason="不成"))

    def change_carrier(self) -> None:
        carrier, floor = self.pick(CARRIERS), self.pick((Decimal(100), Decimal(150)))
        self.desk.say(carrier.partition("-carrier")[0], CarrierUpdated(carrier_id=carrier, floor_m2=floor))

    def withdraw_carrier(self) -> None:
        carrier = self.pick((CARRIERS[1], CARRIERS[2]))
        unit = carrier.partition("-carrier")[0]
        self.desk.say(unit, CarrierWithdrawn(carrier_id=carrier, reason="出售"))

    def deliver(self) -> None:
        if waiting := self.desk.waiting():
            self.desk.deliver(self.pick(waiting))

    def _check_entries(self) -> None:
        for entry in self.desk.ledger[self._seen :]:
            a_record_is_stamped_and_fits_the_contract(entry, self.desk)
            _along_the_line(entry)
            _not_in_its_own_case(entry)
        self._seen = len(self.desk.ledger)

    def _check_rest(self) -> None:
        a_replay_gives_the_same_records(self.desk)
        cases = [state for state in self.desk.states.values() if isinstance(state, Revitalisation)]
        open_ = [(case.carrier_id, case.revitalisation_id) for case in cases if case.status in OPEN]
        carriers = [state for state in self.desk.states.values() if isinstance(state, Carrier)]
        kept = [(c.carrier_id, c.revitalisation_id) for c in carriers if c.revitalisation_id is not None]
        assert sorted(open_) == sorted(kept), "each carrier has at most one open case, and knows it"
        assert all(case.status != "CHECKING" for case in cases)
        asked = [event for _, event in self.desk.deferred]
        assert sorted(settlement.event_id for _, settlement in self.desk.settlements) == sorted(asked)


def _along_the_line(entry: Entry) -> None:
    before, after = entry.before, entry.outcome.state
    if not isinstance(after, Revitalisation) or not isinstance(before, Revitalisation) or before.status == after.status:
        return
    if isinstance(entry.event, r.RevitalisationIdentified):
        assert (before.status, after.status) == ("REFUSED", "CHECKING")
    elif isinstance(entry.event, r.CarrierChecked):
        assert before.status == "CHECKING"
        assert after.status in (*OPEN, "REFUSED")
    elif after.status == "ABANDONED":
        assert before.status in OPEN
    else:
        assert LINE.index(after.status) == LINE.index(before.status) + 1
    if after.status == "DONE":
        assert after.freed_m2 is not None
        assert after.carrier_area_m2 is not None
        assert after.freed_m2 <= after.carrier_area_m2


def _not_in_its_own_case(entry: Entry) -> None:
    """Invariant 3."""
    state = entry.outcome.state
    if isinstance(entry.event, r.RevitalisationVerified | r.PlanApproved) and isinstance(state, Revitalisation):
        unit = entry.context.unit
        assert unit not in (state.owner_unit, state.carrier_owner_unit, state.carrier_manager_unit)


STEPS: tuple[Callable[[Play], None], ...] = (
    *(Play.deliver,) * 5,
    *(Play.move,) * 8,
    *(Play.name,) * 3,
    Play.give_up,
    Play.change_carrier,
    Play.withdraw_carrier,
)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(5, 60))
def test_a_carrier_has_one_open_case_and_cases_go_their_line(data: st.DataObject, steps: int) -> None:
    Play(lambda options: data.draw(st.sampled_from(options))).run(steps)


def play_many(count: int) -> None:
    for seed in range(count):
        Play(Random(seed).choice).run(200)


def test_it_holds_in_long_histories_too() -> None:
    play_many(60)


def test_a_carrier_that_forgets_its_case_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(state: Carrier, case: str) -> r.CarrierChecked:
        return answer(state, case).model_copy(update={"open_case_id": None})

    answer = carrier_cases._answer
    monkeypatch.setattr(carrier_cases, "_answer", forgetful)
    with pytest.raises(AssertionError):
        play_many(60)
