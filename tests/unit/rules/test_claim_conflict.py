"""Conflicts of claims (撞单): commerce rules, never in its own case, and nothing waits for a ruler who may not rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.claimdesk import (
    act,
    claim_id,
    file,
    filing,
    investor,
    register,
    rule,
    settlement,
    statuses,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c
from yipanqi.models.enterprise import EnterpriseMerged, EnterpriseMergeUndone

ONE = claim_id(1)


def test_commerce_rules_for_the_later_one(contested: Desk) -> None:
    contested.pass_days(3)
    accepted(rule(contested, 2, upheld=True))
    assert statuses(contested, 1, 2) == ["REJECTED", "PROTECTED"]
    assert the_claim(contested, 2).protected_until_on == date(2021, 4, 3)  # from the ruling on
    assert the_claim(contested, 2).contested is False
    assert the_claim(contested, 1).ended_reason == "首次接触在先"


def test_commerce_rules_for_the_first_one(contested: Desk) -> None:
    accepted(rule(contested, 2, upheld=False))
    assert statuses(contested, 1, 2) == ["PROTECTED", "REJECTED"]
    assert the_claim(contested, 1).contested is False
    assert the_claim(contested, 2).ended_reason == "首次接触在先"


def test_only_commerce_rules_and_only_on_a_conflict(contested: Desk) -> None:
    refused(rule(contested, 2, upheld=True, unit="zone"), "role-not-allowed")
    refused(rule(contested, 1, upheld=True), "claim-status")


@pytest.mark.parametrize("party", [1, 2, 3])
def test_commerce_does_not_rule_where_it_is_a_party(desk: Desk, party: int) -> None:
    """As the holder, as the later filer, or as a third one that would gain by it."""
    register(desk, 1)
    for number, scope, unit in ((1, "ALL", "zone"), (2, "C1", "investment"), (3, "C2", "snd-group")):
        file(desk, number, investor(1), "commerce" if number == party else unit, scope)
    refused(rule(desk, 2, upheld=True), "claim-own-case")
    assert statuses(desk, 1, 2, 3) == ["PROTECTED", "CONFLICT", "CONFLICT"]
    assert the_claim(desk, 2).ruling_id is None


def test_a_second_ruling_waits_for_the_first(contested: Desk) -> None:
    ruling = c.ClaimRuled(claim_id=claim_id(2), upheld=True, reason="甲")
    accepted(contested.say("commerce", ruling))
    refused(contested.say("commerce", ruling), "claim-answer-pending")


def test_a_ruling_on_a_claim_that_is_on_its_way_to_another_register_is_refused(contested: Desk) -> None:
    contested.states.pop(("protection", investor(1)))
    refused(rule(contested, 2, upheld=True), "claim-moving")


def test_a_ruling_on_a_claim_withdrawn_meanwhile_is_answered_all_the_same(contested: Desk) -> None:
    accepted(contested.say("commerce", c.ClaimRuled(claim_id=claim_id(2), upheld=True, reason="甲"), "ruling"))
    accepted(act(contested, c.ClaimWithdrawn, 2, "zone"))
    assert settlement(contested, "ruling").refusal is None
    assert the_claim(contested, 2).status == "WITHDRAWN"


def test_when_the_holder_gives_up_the_one_in_conflict_is_protected(contested: Desk) -> None:
    accepted(act(contested, c.ClaimWithdrawn, reason="投资人另选"))
    assert statuses(contested, 1, 2) == ["WITHDRAWN", "PROTECTED"]
    refused(act(contested, c.ClaimWithdrawn), "claim-status")


# The unit that rules is a party itself ------------------------------------------------------------------------------


@pytest.fixture
def own_case(desk: Desk) -> Desk:
    """Commerce holds claim 1; zone's claim 2 and investment's claim 3 are in conflict with it."""
    register(desk, 1)
    for number, unit in ((1, "commerce"), (2, "zone"), (3, "investment")):
        file(desk, number, investor(1), unit)
    return desk


def test_commerce_has_the_rulings_limit_to_give_up_its_own_claim(own_case: Desk) -> None:
    assert the_claim(own_case, 1).recusal_due_on == date(2021, 1, 6)  # three working days over New Year
    assert the_claim(own_case, 1).disputed is True
    assert the_claim(own_case, 2).recusal_due_on is None  # zone may hold to its own: it does not rule


def test_commerce_hands_its_claim_over_and_rules_then(own_case: Desk) -> None:
    refused(rule(own_case, 2, upheld=True), "claim-own-case")
    accepted(act(own_case, c.ClaimTransferOffered, 1, "commerce", to_unit="snd-group"))
    accepted(act(own_case, c.ClaimTransferAccepted, 1, "snd-group"))
    assert the_claim(own_case, 1).recusal_due_on is None
    accepted(rule(own_case, 2, upheld=False))
    assert statuses(own_case, 1, 2, 3) == ["PROTECTED", "REJECTED", "CONFLICT"]


def test_commerce_withdraws_and_rules_on_those_that_are_left(own_case: Desk) -> None:
    accepted(act(own_case, c.ClaimWithdrawn, 1, "commerce"))
    assert statuses(own_case, 1, 2, 3) == ["WITHDRAWN", "PROTECTED", "CONFLICT"]
    accepted(rule(own_case, 3, upheld=True))
    assert statuses(own_case, 2, 3) == ["REJECTED", "PROTECTED"]


def test_a_claim_that_commerce_keeps_goes_to_the_pool_after_the_limit_so_that_it_can_rule(own_case: Desk) -> None:
    own_case.pass_days(6)
    own_case.settle()
    assert the_claim(own_case, 1).status == "PROTECTED"  # 6 January is its last day
    own_case.pass_days(1)
    own_case.settle()
    assert (the_claim(own_case, 1).status, the_claim(own_case, 1).ended_reason) == ("EXPIRED", "裁定单位逾期未回避")
    accepted(rule(own_case, 3, upheld=True))


def test_a_later_claim_of_commerces_yields_as_well(contested: Desk) -> None:
    file(contested, 3, investor(1), "commerce")
    assert the_claim(contested, 3).recusal_due_on == date(2021, 1, 6)
    refused(rule(contested, 2, upheld=True), "claim-own-case")
    contested.pass_days(7)
    contested.settle()
    assert statuses(contested, 1, 2, 3) == ["PROTECTED", "CONFLICT", "EXPIRED"]
    accepted(rule(contested, 2, upheld=True))


def test_the_limit_ends_with_the_conflict(own_case: Desk) -> None:
    accepted(act(own_case, c.ClaimWithdrawn, 2, "zone"))
    accepted(act(own_case, c.ClaimWithdrawn, 3, "investment"))
    assert (the_claim(own_case, 1).contested, the_claim(own_case, 1).recusal_due_on) == (False, None)


def test_what_was_disputed_never_goes_to_the_unit_that_rules(own_case: Desk) -> None:
    """Else commerce could hand its claim over, rule for it, and take it back."""
    accepted(act(own_case, c.ClaimTransferOffered, 1, "commerce", to_unit="snd-group"))
    accepted(act(own_case, c.ClaimTransferAccepted, 1, "snd-group"))
    refused(act(own_case, c.ClaimTransferOffered, 1, "snd-group", to_unit="commerce"), "claim-disputed")
    accepted(rule(own_case, 2, upheld=True))
    refused(act(own_case, c.ClaimTransferOffered, 2, "zone", to_unit="commerce"), "claim-disputed")


def test_an_offer_to_commerce_made_before_the_conflict_cannot_be_accepted_in_it(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="commerce"))
    file(held, 2, investor(1), "zone")
    refused(act(held, c.ClaimTransferAccepted, unit="commerce"), "claim-disputed")


def test_what_came_to_dispute_before_the_register_heard_of_the_transfer_stays_where_it_is(desk: Desk) -> None:
    """Zone's filing is in the register first, but investment's claim has not heard of it when commerce accepts."""
    for number, parent in ((1, None), (2, 1), (3, 2)):
        register(desk, number, parent)
    file(desk, 1, investor(3))
    accepted(act(desk, c.ClaimTransferOffered, to_unit="commerce"))
    accepted(desk.say("zone", filing(2, investor(1))))
    desk.deliver(("enterprise", investor(1)))
    desk.deliver(("protection", investor(1)))
    accepted(desk.say("commerce", c.ClaimTransferAccepted(claim_id=ONE), "acceptance"))
    assert the_claim(desk, 1).owner_unit == "investment"
    desk.settle()
    refused(settlement(desk, "acceptance").refusal, "claim-disputed")
    assert the_claim(desk, 1).owner_unit == "investment"
    accepted(rule(desk, 2, upheld=False))


# A unit has no conflict with itself ---------------------------------------------------------------------------------


def own_twice(desk: Desk, unit: str) -> Desk:
    """A unit's two claims, on enterprises 1 and 2, which a merger makes one investor."""
    for number in (1, 2):
        register(desk, number)
        file(desk, number, investor(number), unit)
    merger = EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同一家")
    accepted(desk.ask("commerce", merger, "merger"))
    return desk


@pytest.mark.parametrize(("first", "second"), [("C1", "C1"), ("C1", "ALL"), ("ALL", "C1")])
def test_a_unit_that_claims_again_what_it_has_is_refused_and_keeps_what_it_has(
    desk: Desk, first: str, second: str
) -> None:
    register(desk, 1)
    register(desk, 2, parent=1)
    file(desk, 1, investor(1), "commerce", first)
    refused(desk.ask("commerce", filing(2, investor(2), second)), "claim-own-already")
    assert statuses(desk, 1, 2) == ["PROTECTED", "REJECTED"]
    assert (the_claim(desk, 1).contested, the_claim(desk, 1).recusal_due_on) == (False, None)
    desk.pass_days(10)
    desk.settle()
    assert the_claim(desk, 1).status == "PROTECTED"
    assert file(desk, 3, investor(1), "zone", second).status == "CONFLICT"


def test_nor_does_it_file_again_what_waits_for_a_ruling(contested: Desk) -> None:
    refused(contested.ask("zone", filing(3, investor(1), "ALL")), "claim-own-already")


@pytest.mark.parametrize("unit", ["commerce", "zone"])
def test_two_claims_of_one_unit_that_a_merger_brings_together_are_no_conflict_to_rule_on(desk: Desk, unit: str) -> None:
    own_twice(desk, unit)
    first, second = the_claim(desk, 1), the_claim(desk, 2)
    assert (first.status, second.status) == ("PROTECTED", "CONFLICT")
    assert (first.contested, first.recusal_due_on) == (False, None)
    assert (second.conflict_since_on, second.ruling_due_on, second.recusal_due_on) == (None, None, None)
    desk.pass_days(10)
    desk.settle()
    assert statuses(desk, 1, 2) == ["PROTECTED", "CONFLICT"]
    accepted(act(desk, c.ClaimWithdrawn, 1, unit))
    assert statuses(desk, 1, 2) == ["WITHDRAWN", "PROTECTED"]


def test_a_third_unit_makes_it_one_and_commerce_steps_back_with_both(desk: Desk) -> None:
    own_twice(desk, "commerce")
    file(desk, 3, investor(2), "zone")
    assert {the_claim(desk, number).recusal_due_on for number in (1, 2)} == {date(2021, 1, 6)}
    desk.pass_days(7)
    desk.settle()
    assert statuses(desk, 1, 2, 3) == ["EXPIRED", "EXPIRED", "PROTECTED"]


def test_one_of_them_handed_over_becomes_a_conflict(desk: Desk) -> None:
    own_twice(desk, "investment")
    accepted(act(desk, c.ClaimTransferOffered, 2, to_unit="zone"))
    accepted(act(desk, c.ClaimTransferAccepted, 2, "zone"))
    assert the_claim(desk, 1).contested is True
    assert the_claim(desk, 2).ruling_due_on == date(2021, 1, 6)
    accepted(rule(desk, 2, upheld=True))
    assert statuses(desk, 1, 2) == ["REJECTED", "PROTECTED"]


# A conflict that a change of groups brings and takes away -----------------------------------------------------------


def test_a_wrong_merger_and_its_undoing_give_back_the_days_and_the_extension_that_were_left(desk: Desk) -> None:
    for number, unit in ((1, "investment"), (2, "zone")):
        register(desk, number)
        file(desk, number, investor(number), unit)
    accepted(act(desk, c.ClaimExtended, 2, "zone"))
    desk.pass_days(20)
    merger = EnterpriseMerged(enterprise_id=investor(2), into_id=investor(1), reason="同一家")
    accepted(desk.ask("commerce", merger, "merger"))
    claim = the_claim(desk, 2)
    assert (claim.status, claim.protection_paused_on) == ("CONFLICT", date(2021, 1, 20))
    desk.pass_days(5)
    accepted(act(desk, c.ClaimContactRecorded, 2, "zone", met_on=desk.today, method="CALL"))
    undo = EnterpriseMergeUndone(enterprise_id=investor(2), corrects="merger", reason="并非同一家")
    accepted(desk.ask("commerce", undo))
    claim = the_claim(desk, 2)
    assert (claim.status, claim.extended, claim.protection_paused_on) == ("PROTECTED", True, None)
    assert claim.protected_until_on == date(2021, 5, 30) + timedelta(days=5)
    assert claim.contact_due_on == date(2021, 1, 25) + timedelta(days=30)
    refused(act(desk, c.ClaimExtended, 2, "zone"), "claim-extended")


# Beyond the calendar ------------------------------------------------------------------------------------------------


def late(desk: Desk) -> Desk:
    """The last working days of the last year whose holidays are known: three more are in none."""
    desk.today = date(2026, 12, 30)
    register(desk, 1)
    return desk


def test_a_conflict_beyond_the_calendar_stands_and_its_limit_is_not_guessed(desk: Desk) -> None:
    file(late(desk), 1, investor(1))
    claim = file(desk, 2, investor(1), "zone")
    assert (claim.status, claim.conflict_since_on, claim.ruling_due_on) == ("CONFLICT", desk.today, None)
    accepted(rule(desk, 2, upheld=True))


@pytest.mark.parametrize("own", [1, 2])
def test_without_a_calendar_commerce_has_no_days_to_step_back_in_and_its_claim_goes_to_the_pool_at_once(
    desk: Desk, own: int
) -> None:
    """As the holder or as the later one: days that nobody can count are not granted to who rules."""
    late(desk)
    for number in (1, 2):
        file(desk, number, investor(1), "commerce" if number == own else "zone")
    assert the_claim(desk, own).recusal_due_on == desk.today
    refused(rule(desk, 2, upheld=True), "claim-own-case")
    desk.pass_days(1)
    desk.settle()
    assert (the_claim(desk, own).status, the_claim(desk, own).ended_reason) == ("EXPIRED", "裁定单位逾期未回避")
    assert the_claim(desk, 3 - own).status == "PROTECTED"


def test_without_a_calendar_commerce_may_still_step_back_on_the_day_itself(desk: Desk) -> None:
    file(late(desk), 1, investor(1), "commerce")
    file(desk, 2, investor(1), "zone")
    file(desk, 3, investor(1), "investment")
    accepted(act(desk, c.ClaimTransferOffered, 1, "commerce", to_unit="snd-group"))
    accepted(act(desk, c.ClaimTransferAccepted, 1, "snd-group"))
    accepted(rule(desk, 3, upheld=True))
    assert statuses(desk, 1, 2, 3) == ["REJECTED", "CONFLICT", "PROTECTED"]
