"""What a claim hears from the coordinator is said by nobody else, and stale words change nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support.claimdesk import (
    act,
    claim_id,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c
from yipanqi.models.claim import Claim
from yipanqi.models.project import ClaimCheckRequested
from yipanqi.rules.outcome import COORDINATOR, Noted

ONE = claim_id(1)


@pytest.mark.parametrize(
    "event",
    [
        c.ProtectionAnswered(claim_id=ONE, granted=True),
        c.ProtectionLost(claim_id=ONE),
        c.ConflictNoted(claim_id=ONE, contested=True),
        c.RulingAnswered(claim_id=ONE, ruling_id="x", upheld=True),
        c.ClaimExpired(claim_id=ONE, due_on=date(2021, 1, 30), cause="CONTACT"),
        c.ClaimProjectSigned(claim_id=ONE, project_id="a-project-1", owner_unit="investment"),
        c.ConversionAnswered(claim_id=ONE, project_id="a-project-1", request_id="x", same_group=True),
        c.ConversionAnswered(claim_id=ONE, project_id="a-project-1", same_group=True),
        c.ClaimProjectChecked(
            claim_id=ONE, request_id="x", project_id="a-project-1", found=True, signed=True, party=True
        ),
    ],
    ids=lambda event: type(event).__name__,
)
def test_no_unit_speaks_as_the_coordinator_and_a_stale_message_changes_nothing(held: Desk, event: Any) -> None:
    refused(held.say("commerce", event), "role-not-allowed")
    accepted(act(held, c.ClaimWithdrawn))
    before: Claim = the_claim(held, 1)
    assert isinstance(held.say(COORDINATOR, event), Noted)
    assert the_claim(held, 1) == before


def test_no_unit_asks_a_project_about_a_claim(held: Desk) -> None:
    event = ClaimCheckRequested(project_id=held.project(), claim_id=ONE, request_id="x", owner_unit="zone")
    refused(held.say("zone", event), "role-not-allowed")
