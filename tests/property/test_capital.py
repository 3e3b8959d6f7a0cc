"""Foreign capital in any history: a project's sums are those of its verified entries, and its flag is their word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk
from tests.support.invariants import a_record_is_stamped_and_fits_the_contract, a_replay_gives_the_same_records

from yipanqi.models.fdi import (
    FdiEntryCorrected,
    FdiEntryRecorded,
    FdiEntryRejected,
    FdiEntryVerified,
    FdiVerificationWithdrawn,
)
from yipanqi.models.project import Project, ProjectUpdated
from yipanqi.rules import fdi_project, fdi_verification
from yipanqi.rules.outcome import Accepted

T = TypeVar("T")
PROJECTS = ("zone-project-1", "zone-project-2", "investment-project-3")
UNITS = ("zone", "commerce", "investment")
ENTRIES = tuple(f"{unit}-fdi-{number}" for unit in UNITS for number in "12")
#: The longest wait until a project is asked for again, and a day.
LONGEST = 66


class Ledger:
    """Units record, correct, verify and take back in any order; projects are registered when they are."""

    def __init__(self, pick: Callable[[Sequence[Any]], Any]) -> None:
        self.desk, self.pick = Desk(), pick
        #: What DOMAIN.md says counts: entry → project, kind and dollars, from the accepted events alone.
        self.counts: dict[str, tuple[str | None, str, Decimal] | None] = {}

    def play(self, steps: int) -> None:
        self._register(PROJECTS[0])
        for _ in range(steps):
            self.pick(STEPS)(self)
        for project in PROJECTS:
            self._register(project)
        self.desk.settle()
        for _ in range(8):
            self.desk.pass_days(LONGEST)
            self.desk.settle()
        self._check()

    def _register(self, project: str) -> None:
        if ("project", project) not in self.desk.states:
            self.desk.project(project[-1], unit=project.partition("-")[0])

    def register(self) -> None:
        self._register(self.pick(PROJECTS))

    def record(self) -> None:
        entry = self.pick(ENTRIES)
        unit, facts = entry.partition("-")[0], self._facts()
        if isinstance(self.desk.say(unit, FdiEntryRecorded(entry_id=entry, **facts)), Accepted):
            self.counts[entry] = self._by_voucher(facts) if unit == "commerce" else None

    def correct(self) -> None:
        entry, facts = self.pick(ENTRIES), self._facts()
        unit = self.pick(("commerce", entry.partition("-")[0]))
        event = self._some_event(entry)
        outcome = self.desk.say(unit, FdiEntryCorrected(entry_id=entry, corrects=event, reason="误", **facts))
        if not isinstance(outcome, Accepted):
            return
        if entry.startswith("commerce"):
            self.counts[entry] = self._by_voucher(facts)
        elif unit != "commerce" or self.counts[entry] is None or facts["usd"] is None:
            self.counts[entry] = None
        else:
            self.counts[entry] = (facts["project_id"], facts["kind"], facts["usd"])

    def verify(self) -> None:
        entry = self.pick(ENTRIES)
        usd = self.pick((None, None, Decimal(77)))
        event = FdiEntryVerified(
            entry_id=entry, verification_reference="函", verified_on=self.desk.today, verified_usd=usd
        )
        outcome = self.desk.say(self.pick(("commerce", "commerce", "zone")), event)
        if isinstance(outcome, Accepted):
            state: Any = outcome.state
            self.counts[entry] = (state.project_id, state.kind, state.usd if usd is None else usd)

    def reject(self) -> None:
        entry = self.pick(ENTRIES)
        event = FdiEntryRejected(entry_id=entry, rejected_on=self.desk.today, rejection_reason="不符")
        self._uncounted(entry, self.desk.say("commerce", event))

    def withdraw(self) -> None:
        entry = self.pick(ENTRIES)
        event = FdiVerificationWithdrawn(entry_id=entry, corrects=self._some_event(entry), reason="误")
        self._uncounted(entry, self.desk.say("commerce", event))

    def _uncounted(self, entry: str, outcome: object) -> None:
        if isinstance(outcome, Accepted):
            self.counts[entry] = None

    def update(self) -> None:
        project, figure = self.pick(PROJECTS), self.pick((None, Decimal(50), Decimal(5000)))
        cleared = ("contract_fdi_usd",) if figure is None else ()
        event = ProjectUpdated(project_id=project, contract_fdi_usd=figure, cleared=cleared)
        self.desk.say(project.partition("-")[0], event)

    def deliver(self) -> None:
        if waiting := self.desk.waiting():
            self.desk.deliver(self.pick(waiting))

    def days_pass(self) -> None:
        self.desk.pass_days(self.pick((1, 3)))

    def _facts(self) -> dict[str, Any]:
        return {
            "kind": self.pick(("CONTRACT", "UTILISED", "UTILISED")),
            "project_name": "甲",
            "project_id": self.pick((None, *PROJECTS)),
            "received_on": self.desk.today,
            "usd": self.pick((Decimal(100), Decimal(250), Decimal(-30))),
            "voucher": self.pick((None, "YZ")),
        }

    def _some_event(self, entry: str) -> str:
        """Name the last decision on the entry, or any event of it."""
        state: Any = self.desk.states.get(("fdi", entry))
        return "none" if state is None else self.pick((state.decision_event or "none", *state.recent_events))

    @staticmethod
    def _by_voucher(facts: dict[str, Any]) -> tuple[str | None, str, Decimal] | None:
        return (facts["project_id"], facts["kind"], facts["usd"]) if facts["voucher"] else None

    def _check(self) -> None:
        a_replay_gives_the_same_records(self.desk)
        for entry in self.desk.ledger:
            a_record_is_stamped_and_fits_the_contract(entry, self.desk)
        for project in PROJECTS:
            self._sums_are_those_of_the_entries(self.desk.the_project(project))

    def _sums_are_those_of_the_entries(self, project: Project) -> None:
        counted = [one for one in self.counts.values() if one is not None and one[0] == project.project_id]
        sums = {
            kind: sum((usd for _, k, usd in counted if k == kind), Decimal(0)) if kind in {k for _, k, _ in counted}
            else None
            for kind in ("CONTRACT", "UTILISED")
        }  # fmt: skip
        contract, utilised = sums["CONTRACT"], sums["UTILISED"]
        assert (project.fdi_contract_usd, project.fdi_utilised_usd) == (contract, utilised)
        measure = contract if contract is not None else project.contract_fdi_usd
        exceeded = utilised is not None and measure is not None and utilised > measure
        assert bool(project.fdi_exceeds_contract) is exceeded


STEPS: tuple[Callable[[Ledger], None], ...] = (
    *(Ledger.deliver,) * 4,
    *(Ledger.record,) * 3,
    *(Ledger.verify,) * 3,
    *(Ledger.correct,) * 3,
    Ledger.reject,
    Ledger.withdraw,
    Ledger.update,
    Ledger.register,
    Ledger.days_pass,
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(5, 50))
def test_sums_and_flag_follow_the_verified_entries(data: st.DataObject, steps: int) -> None:
    Ledger(lambda options: data.draw(st.sampled_from(options))).play(steps)


def play_many(count: int) -> None:
    for seed in range(count):
        Ledger(Random(seed).choice).play(80)


def test_sums_and_flag_follow_in_long_histories() -> None:
    play_many(150)


def _keeping_the_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fdi_verification, "_UNDECIDED", {})


def _forgetting_the_project_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = fdi_project.told
    for module in ("fdi", "fdi_verification"):
        monkeypatch.setattr(f"yipanqi.rules.{module}.told", lambda before, after: made(before, after)[-1:])


@pytest.mark.parametrize("break_a_rule", [_keeping_the_verification, _forgetting_the_project_that_was_named])
def test_a_broken_rule_is_found(monkeypatch: pytest.MonkeyPatch, break_a_rule: Callable[..., None]) -> None:
    break_a_rule(monkeypatch)
    with pytest.raises(AssertionError):
        play_many(100)
