"""Filing a claim (首报): who was first in the log is protected, who was later hears of it; and what is told after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.support.claimdesk import (
    act,
    claim_id,
    file,
    filing,
    investor,
    register,
    settlement,
    statuses,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c
from yipanqi.models.claim import ClaimFiled
from yipanqi.rules.outcome import COORDINATOR
from yipanqi.rules.table import deadlines, waiting

ONE = claim_id(1)


def test_a_filed_claim_is_protected_for_ninety_days_when_nobody_else_holds_it(held: Desk) -> None:
    claim = the_claim(held, 1)
    assert claim.status == "PROTECTED"
    assert claim.owner_unit == "investment"
    assert claim.protected_until_on == date(2021, 3, 31)
    assert claim.contact_due_on == date(2021, 1, 30)
    assert settlement(held, "filing-1").refusal is None
    assert settlement(held, "filing-1").notice is None


def test_the_second_claim_on_the_same_investor_and_scope_is_in_conflict_and_its_filer_is_told(held: Desk) -> None:
    claim = file(held, 2, investor(1), "zone")
    assert claim.status == "CONFLICT"
    assert claim.conflict_since_on == date(2020, 12, 31)
    assert claim.ruling_due_on == date(2021, 1, 6)  # three working days over New Year
    notice = settlement(held, "filing-2").notice
    assert notice is not None
    assert notice.code == "claim-in-conflict"
    assert "investment" not in notice.reason_en
    assert the_claim(held, 1).contested is True


def test_a_claim_on_another_chain_is_protected_beside_the_first_and_one_on_everything_is_not(held: Desk) -> None:
    assert file(held, 2, investor(1), "zone", "C2").status == "PROTECTED"
    assert file(held, 3, investor(1), "snd-group", "ALL").status == "CONFLICT"


def test_the_order_is_the_order_of_the_registers_log(desk: Desk) -> None:
    """Zone filed a moment later, but its message came to the register first."""
    register(desk, 1)
    register(desk, 2, parent=1)
    accepted(desk.say("investment", filing(1, investor(2)), "filing-1"))
    accepted(desk.say("zone", filing(2, investor(1)), "filing-2"))
    desk.deliver(("enterprise", investor(1)))
    desk.settle()
    assert statuses(desk, 1, 2) == ["CONFLICT", "PROTECTED"]


def test_an_unknown_investor_is_refused_and_the_claim_ends(desk: Desk) -> None:
    refused(desk.ask("investment", filing(1, investor(9))), "no-such-investor")
    assert the_claim(desk, 1).status == "REJECTED"
    assert deadlines("claim", the_claim(desk, 1)) == ()


def test_an_id_that_tells_who_filed_is_refused(desk: Desk) -> None:
    event = ClaimFiled(claim_id="investment-claim-1", investor_id=investor(1), scope="C1")
    refused(desk.say("investment", event), "claim-id-open")


def test_an_id_is_used_once(held: Desk) -> None:
    refused(held.say("zone", filing(1, investor(1))), "already-registered")


def test_a_first_contact_lies_in_the_past(desk: Desk) -> None:
    tomorrow = desk.today + timedelta(days=1)
    refused(desk.say("zone", filing(1, investor(1), first_contact_on=tomorrow)), "date-in-future")


def test_a_full_register_takes_no_further_claim(held: Desk) -> None:
    key = ("protection", investor(1))
    record: Any = held.states[key]
    held.states[key] = record.model_copy(update={"entries": record.entries * 900})
    refused(held.ask("zone", filing(2, investor(1))), "too-many")


def test_what_is_not_answered_yet_is_remembered(desk: Desk) -> None:
    register(desk, 1)
    accepted(desk.say("investment", filing(1, investor(1)), "filing-1"))
    assert list(waiting("claim", the_claim(desk, 1))) == [("investment", "filing-1")]
    desk.settle()
    assert list(waiting("claim", the_claim(desk, 1))) == []


@pytest.mark.parametrize(("granted", "status", "waits"), [(True, "PROTECTED", False), (False, "CONFLICT", True)])
def test_an_answer_that_says_nothing_of_disputes_means_what_it_always_did(
    desk: Desk, granted: bool, status: str, waits: bool
) -> None:
    """A register of before wrote it, and the word on a contested protection followed it."""
    register(desk, 1)
    accepted(desk.say("investment", filing(1, investor(1)), "filing-1"))
    answer = c.ProtectionAnswered(
        claim_id=ONE, granted=granted, unit="investment", register_id=investor(1), register_event_id="x"
    )
    claim = accepted(desk.say(COORDINATOR, answer))
    assert (claim.status, claim.contested, claim.conflict_since_on is not None) == (status, False, waits)
    assert claim.since_at is None


# Reports ------------------------------------------------------------------------------------------------------------


def test_the_owner_reports_news_and_corrects_what_was_wrong(held: Desk) -> None:
    accepted(act(held, c.ClaimUpdated, content="拟建研发中心"))
    assert the_claim(held, 1).content == "拟建研发中心"
    accepted(act(held, c.ClaimCorrected, corrects="filing-1", reason="误", needs="5000㎡"))
    assert the_claim(held, 1).needs == "5000㎡"
    refused(act(held, c.ClaimCorrected, corrects="e999", reason="误"), "unknown-event")
    refused(act(held, c.ClaimUpdated, cleared=("owner_unit",)), "cannot-clear")
    refused(act(held, c.ClaimUpdated, first_contact_on=held.today + timedelta(days=1)), "date-in-future")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (c.ClaimUpdated, {}),
        (c.ClaimCorrected, {"corrects": "filing-1", "reason": "误"}),
        (c.ClaimContactRecorded, {"met_on": date(2020, 12, 31), "method": "VISIT"}),
        (c.ClaimExtended, {}),
        (c.ClaimTransferOffered, {"to_unit": "zone"}),
        (c.ClaimConverted, {"project_id": "zone-project-1"}),
        (c.ClaimWithdrawn, {}),
    ],
)
def test_nobody_else_acts_on_a_claim_and_the_refusal_does_not_tell_whose_it_is(
    held: Desk, kind: type[Any], given: dict[str, Any]
) -> None:
    found = refused(act(held, kind, unit="zone", **given), "not-your-claim")
    assert "investment" not in found.reason_en + found.reason_zh
    refused(act(held, kind, number=7, **given), "no-such-claim")
