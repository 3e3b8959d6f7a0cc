"""Conflicts of claims (撞单): commerce rules, never in its own case, and nothing waits for a ruler who may not rule."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.claimdesk import (
    act,
    claim_id,
    file,
    investor,
    register,
    rule,
    settlement,
    statuses,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c

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
    for number, scope in ((1, "ALL"), (2, "C1"), (3, "C2")):
        file(desk, number, investor(1), "commerce" if number == party else "zone", scope)
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
