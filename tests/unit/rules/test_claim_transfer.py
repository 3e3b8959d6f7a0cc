"""A claim handed over: offered, taken or declined with a reason; its clocks and its conflict go on."""

from __future__ import annotations

from tests.support.claimdesk import (
    act,
    claim_id,
    file,
    investor,
    registers,
    rule,
    settlement,
    statuses,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c
from yipanqi.rules.outcome import COORDINATOR, Noted
from yipanqi.rules.table import waiting

ONE = claim_id(1)


def test_a_claim_changes_hands_when_the_other_side_accepts(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="zone", reason="落地区域"))
    assert the_claim(held, 1).owner_unit == "investment"
    accepted(act(held, c.ClaimTransferAccepted, unit="zone"))
    claim = the_claim(held, 1)
    assert (claim.status, claim.owner_unit, claim.transferred_from) == ("PROTECTED", "zone", "investment")
    refused(act(held, c.ClaimWithdrawn), "not-your-claim")


def test_a_transfer_needs_an_offer_to_another_unit_of_the_catalogue(held: Desk) -> None:
    refused(act(held, c.ClaimTransferOffered, to_unit="investment"), "transfer-to-self")
    refused(act(held, c.ClaimTransferOffered, to_unit="nowhere"), "unknown-organisation")
    accepted(act(held, c.ClaimTransferOffered, to_unit="zone"))
    refused(act(held, c.ClaimTransferAccepted, unit="snd-group"), "transfer-not-offered")


def test_a_claim_in_conflict_changes_hands_and_stays_in_conflict(contested: Desk) -> None:
    accepted(act(contested, c.ClaimTransferOffered, 2, "zone", to_unit="snd-group"))
    accepted(act(contested, c.ClaimTransferAccepted, 2, "snd-group"))
    assert (the_claim(contested, 2).status, the_claim(contested, 2).owner_unit) == ("CONFLICT", "snd-group")
    accepted(rule(contested, 2, upheld=True))
    assert statuses(contested, 1, 2) == ["REJECTED", "PROTECTED"]


def test_the_asked_unit_declines_with_a_reason_and_the_offer_ends(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="zone"))
    refused(act(held, c.ClaimTransferDeclined, unit="snd-group", reason="不"), "transfer-not-offered")
    refused(act(held, c.ClaimTransferDeclined, unit="zone"), "decline-reason")
    accepted(act(held, c.ClaimTransferDeclined, unit="zone", reason="不属本区方向"))
    claim = the_claim(held, 1)
    assert (claim.owner_unit, claim.status, claim.transfer_to) == ("investment", "PROTECTED", None)
    assert (claim.transfer_declined_by, claim.transfer_declined_reason) == ("zone", "不属本区方向")
    refused(act(held, c.ClaimTransferAccepted, unit="zone"), "transfer-not-offered")
    accepted(act(held, c.ClaimTransferOffered, to_unit="snd-group"))
    assert the_claim(held, 1).transfer_declined_by is None


def test_an_offer_ends_with_the_claim(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="zone"))
    accepted(act(held, c.ClaimWithdrawn))
    refused(act(held, c.ClaimTransferAccepted, unit="zone"), "transfer-not-offered")


def test_commerce_takes_over_what_nobody_disputes_once_the_register_has_agreed(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="commerce"))
    accepted(held.say("commerce", c.ClaimTransferAccepted(claim_id=ONE), "acceptance"))
    assert the_claim(held, 1).owner_unit == "investment"
    assert ("commerce", "acceptance") in waiting("claim", the_claim(held, 1))
    again = c.ClaimTransferAccepted(claim_id=ONE)
    refused(held.say("commerce", again), "claim-answer-pending")
    refused(held.say("commerce", c.ClaimTransferDeclined(claim_id=ONE, reason="不")), "claim-answer-pending")
    refused(
        held.say("investment", c.ClaimTransferOffered(claim_id=ONE, to_unit="zone")),
        "claim-answer-pending",
    )
    held.settle()
    assert settlement(held, "acceptance").refusal is None
    claim = the_claim(held, 1)
    assert (claim.owner_unit, claim.transferred_from, claim.acceptance_id) == ("commerce", "investment", None)
    file(held, 2, investor(1), "zone")
    assert the_claim(held, 1).recusal_due_on is not None


def test_an_acceptance_that_finds_the_claim_ended_is_refused_and_the_register_left(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="commerce"))
    accepted(held.say("commerce", c.ClaimTransferAccepted(claim_id=ONE), "acceptance"))
    accepted(act(held, c.ClaimWithdrawn))
    refused(settlement(held, "acceptance").refusal, "claim-status")
    assert the_claim(held, 1).owner_unit == "investment"


def test_a_claim_disputed_while_the_registers_answer_is_on_its_way_stays_with_its_owner(held: Desk) -> None:
    """The register agreed; that another one disputed it for a moment, the claim heard from elsewhere."""
    accepted(act(held, c.ClaimTransferOffered, to_unit="commerce"))
    accepted(held.say("commerce", c.ClaimTransferAccepted(claim_id=ONE), "acceptance"))
    held.deliver(("enterprise", investor(1)))
    held.deliver(("protection", investor(1)))
    held.states["claim", ONE] = the_claim(held, 1).model_copy(update={"disputed": True})
    held.settle()
    refused(settlement(held, "acceptance").refusal, "claim-disputed")
    (register_,) = [one for one in registers(held) if one.group_id == investor(1)]
    assert [one.unit for one in register_.entries or ()] == ["investment"]


def test_an_acceptance_while_the_claim_changes_its_register_is_to_be_tried_again(held: Desk) -> None:
    accepted(act(held, c.ClaimTransferOffered, to_unit="commerce"))
    held.states.pop(("protection", investor(1)))
    refused(act(held, c.ClaimTransferAccepted, unit="commerce"), "claim-moving")


def test_no_unit_speaks_for_the_register(held: Desk) -> None:
    answer = c.TransferAnswered(claim_id=ONE, request_id="none", unit="commerce")
    refused(held.say("commerce", answer), "role-not-allowed")
    assert held.say(COORDINATOR, answer) == Noted()
