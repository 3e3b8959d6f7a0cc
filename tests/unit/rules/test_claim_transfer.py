"""A claim handed over: offered, taken or declined with a reason; its clocks and its conflict go on."""

from __future__ import annotations

from tests.support.claimdesk import (
    act,
    claim_id,
    rule,
    statuses,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c

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
