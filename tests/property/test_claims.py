"""At most one claim per investor and scope is protected, whatever units file, however groups change (invariant 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.claimdesk import (
    AT_REST,
    claim_id,
    file,
    filing,
    group_of,
    investor,
    no_register_grants_twice,
    nobody_ruled_in_its_own_case,
    register,
    the_claim,
    the_unit_that_rules_is_no_party,
)
from tests.support.desk import Desk
from tests.support.histories import Pick

from yipanqi.models import claim as c
from yipanqi.models import enterprise as e
from yipanqi.models.base import AggregateRecord
from yipanqi.models.protection import ProtectionEntry
from yipanqi.rules import (
    claim,
    claim_notice,
    claim_state,
    enterprise_group,
    protection,
    protection_entries,
    table,
)
from yipanqi.rules.outcome import Accepted

UNITS = ("commerce", "investment", "zone", "snd-group")
#: The last two are never registered: parents by name only.
ENTERPRISES = tuple(range(7))
CLAIMS = tuple(range(9))
SCOPES = ("C1", "C1", "C2", "ALL")


class ClaimHistory:
    """What units may try with claims while parents change; refusals are part of it."""

    def __init__(self, pick: Pick) -> None:
        self.desk, self.pick = Desk(), pick
        for number in ENTERPRISES[:4]:
            self._register(number)

    def play(self, steps: int) -> None:
        """Take so many steps, then let everything come to rest."""
        for _ in range(steps):
            self.pick(STEPS)(self)
            no_register_grants_twice(self.desk)
        self.desk.settle()
        for check in AT_REST:
            check(self.desk)
        nobody_ruled_in_its_own_case(self.desk)
        self.desk.pass_days(15)
        self.desk.settle()
        the_unit_that_rules_is_no_party(self.desk)
        self._every_deferred_event_has_one_answer()

    def _every_deferred_event_has_one_answer(self) -> None:
        answered = sorted(settlement.event_id for _, settlement in self.desk.settlements)
        assert answered == sorted(event_id for _, event_id in self.desk.deferred)

    def _register(self, number: int) -> None:
        parent = self.pick((None, None, *ENTERPRISES))
        given = None if parent is None else investor(parent)
        event = e.EnterpriseRegistered(enterprise_id=investor(number), name="甲", parent_id=given)
        self.desk.say("investment", event)

    def register(self) -> None:
        self._register(self.pick(ENTERPRISES[:6]))

    def reparent(self) -> None:
        number, parent = self.pick(ENTERPRISES[:6]), self.pick((None, *ENTERPRISES))
        given = {"cleared": ("parent_id",)} if parent is None else {"parent_id": investor(parent)}
        self.desk.say("commerce", e.EnterpriseUpdated(enterprise_id=investor(number), **given))

    def merge(self) -> None:
        kept, gone = self.pick(ENTERPRISES[:6]), self.pick(ENTERPRISES[:6])
        event = e.EnterpriseMerged(enterprise_id=investor(gone), into_id=investor(kept), reason="同一家")
        self.desk.say("commerce", event)

    def undo(self) -> None:
        """Undo a merger that stands."""
        merged = [s for s in self.desk.states.values() if isinstance(s, e.Enterprise) and s.merged_into]
        if merged:
            found = self.pick(merged)
            event = e.EnterpriseMergeUndone(
                enterprise_id=found.enterprise_id, corrects=found.merge_event_id or "", reason="误"
            )
            self.desk.say("commerce", event)

    def file(self) -> None:
        event = filing(self.pick(CLAIMS), investor(self.pick(ENTERPRISES[:6])), self.pick(SCOPES))
        self.desk.say(self.pick(UNITS), event)

    def act(self) -> None:
        number = self.pick(CLAIMS)
        if ("claim", claim_id(number)) in self.desk.states:
            owner = the_claim(self.desk, number).owner_unit or ""
            self.desk.say(self.pick((owner, owner, *UNITS)), self._act(claim_id(number)))

    def _act(self, identifier: str) -> AggregateRecord:
        match self.pick(("withdraw", "contact", "extend", "offer", "accept", "accept", "decline")):
            case "withdraw":
                return c.ClaimWithdrawn(claim_id=identifier, reason="投资人另选")
            case "contact":
                met = self.desk.today - timedelta(days=self.pick(range(9)))
                return c.ClaimContactRecorded(claim_id=identifier, met_on=met, method="VISIT")
            case "extend":
                return c.ClaimExtended(claim_id=identifier, reason="谈判中")
            case "offer":
                return c.ClaimTransferOffered(claim_id=identifier, to_unit=self.pick(UNITS))
            case "decline":
                return c.ClaimTransferDeclined(claim_id=identifier, reason="另有安排")
            case _:
                return c.ClaimTransferAccepted(claim_id=identifier)

    def rule(self) -> None:
        event = c.ClaimRuled(claim_id=claim_id(self.pick(CLAIMS)), upheld=self.pick((True, False)), reason="理由")
        self.desk.say("commerce", event)

    def convert(self) -> None:
        """Name a signed project, of the claimed investor, of its group or of others."""
        number, unit = self.pick(CLAIMS), self.pick(UNITS)
        who, chain = investor(self.pick(ENTERPRISES)), self.pick(("C1", "C2"))
        given = {"stage": "SIGNED", "taken_over": True, "investor_id": who, "chain": chain}
        project = self.desk.project(f"{self.desk.count}", unit, **given)
        self.desk.say(unit, c.ClaimConverted(claim_id=claim_id(number), project_id=project))

    def deliver(self) -> None:
        """Bring some aggregates their next messages: any interleaving between aggregates, order within one."""
        for _ in range(self.pick(range(1, 7))):
            if waiting := self.desk.waiting():
                self.desk.deliver(self.pick(waiting))

    def days_pass(self) -> None:
        self.desk.pass_days(self.pick((1, 5, 20, 40)))


STEPS: tuple[Callable[[ClaimHistory], None], ...] = (
    *(ClaimHistory.deliver,) * 6,
    *(ClaimHistory.file,) * 4,
    *(ClaimHistory.act,) * 3,
    *(ClaimHistory.rule,) * 2,
    *(ClaimHistory.reparent,) * 2,
    ClaimHistory.convert,
    ClaimHistory.register,
    ClaimHistory.merge,
    ClaimHistory.undo,
    ClaimHistory.days_pass,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.integers(10, 70))
def test_at_most_one_claim_per_investor_and_scope_is_protected_in_any_history(data: st.DataObject, steps: int) -> None:
    ClaimHistory(lambda options: data.draw(st.sampled_from(options))).play(steps)


def play_many(count: int, steps: int = 80) -> None:
    for seed in range(count):
        ClaimHistory(Random(seed).choice).play(steps)


def test_it_holds_in_two_hundred_long_histories() -> None:
    play_many(200)


@given(st.lists(st.tuples(st.sampled_from(("C1", "C2", "ALL")), st.sampled_from(UNITS), st.booleans()), max_size=8))
def test_who_is_a_side_of_a_conflict_is_the_same_for_one_and_for_all_at_once(
    sides: list[tuple[str, str, bool]],
) -> None:
    entries = tuple(
        ProtectionEntry.model_construct(claim_id=f"{number}", scope=scope, unit=unit, granted=granted)
        for number, (scope, unit, granted) in enumerate(sides)
    )
    alone = {one.claim_id for one in entries if protection_entries.others_of(one, entries)}
    assert protection_entries.disputed(entries) == alone


@settings(max_examples=100, deadline=None)
@given(
    parents=st.lists(st.none() | st.integers(0, 5), min_size=6, max_size=6),
    claimed=st.integers(0, 5),
    investing=st.integers(0, 6),
    scope=st.sampled_from(("C1", "C2", "ALL")),
    chain=st.sampled_from(("C1", "C2", None)),
)
def test_a_claim_converts_exactly_for_the_projects_of_its_group_and_scope(
    parents: list[int | None], claimed: int, investing: int, scope: str, chain: str | None
) -> None:
    """Whatever the parents are, circles too; enterprise 6 is not registered."""
    desk = Desk()
    for number, parent in enumerate(parents):
        register(desk, number, None if parent == number else parent)
    file(desk, 1, investor(claimed), scope=scope)
    given = {"stage": "SIGNED", "taken_over": True, "investor_id": investor(investing), "chain": chain}
    desk.ask("investment", c.ClaimConverted(claim_id=claim_id(1), project_id=desk.project(**given)))
    same = group_of(desk, investor(claimed)) == group_of(desk, investor(investing))
    converts = same and scope in ("ALL", chain)
    assert the_claim(desk, 1).status == ("CONVERTED" if converts else "PROTECTED")


def _not_regrouping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enterprise_group, "_moved", lambda *_: ())


def _without_the_word_up_the_old_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell the own register only, not those above."""
    moved = enterprise_group._moved
    monkeypatch.setattr(enterprise_group, "_moved", lambda *given: moved(*given)[:1])


def _granting_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection_entries, "overlap", lambda *_: False)


def _keeping_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """End a claim without giving its place up."""

    def expire(*given: Any) -> Any:
        outcome = told(*given)
        return Accepted(outcome.state) if isinstance(outcome, Accepted) else outcome

    told = claim_notice.expire
    handles = {**claim.RULES.handles, c.ClaimExpired: expire}
    monkeypatch.setitem(table.RULES, "claim", replace(claim.RULES, handles=handles))


def _ruling_in_its_own_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "parties", lambda *_: ())


def _keeping_its_own_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_notice, "last_days", lambda state: claim_state.last_days(state)[1:])


def _in_conflict_with_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a unit's own claims for those of others."""

    def disputed(entries: Any) -> frozenset[str]:
        alone = tuple(one.model_copy(update={"unit": one.claim_id}) for one in entries)
        return protection_entries.disputed(alone)

    monkeypatch.setattr(protection, "disputed", disputed)


def _forgetting_whom_it_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "disputed", lambda *_: frozenset())


@pytest.mark.parametrize(
    ("break_a_rule", "finders"),
    [
        (_not_regrouping, {"at_most_one_is_protected", "registers_and_claims_agree"}),
        (_without_the_word_up_the_old_way, {"at_most_one_is_protected", "registers_and_claims_agree"}),
        (_granting_everything, {"no_register_grants_twice"}),
        (_keeping_the_place, {"registers_and_claims_agree"}),
        (_ruling_in_its_own_case, {"nobody_ruled_in_its_own_case"}),
        (_keeping_its_own_claim, {"the_unit_that_rules_is_no_party"}),
        (_forgetting_whom_it_beat, {"a_conflict_has_another_side"}),
        (_in_conflict_with_itself, {"a_conflict_has_another_side"}),
    ],
)
def test_a_broken_rule_is_found_by_the_check_that_guards_it(
    monkeypatch: pytest.MonkeyPatch, break_a_rule: Callable[[pytest.MonkeyPatch], None], finders: set[str]
) -> None:
    break_a_rule(monkeypatch)
    with pytest.raises(AssertionError) as found:
        play_many(100)
    assert found.traceback[-1].name in finders
