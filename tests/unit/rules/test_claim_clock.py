"""The clocks of a protection (保护期): ninety days, sixty more once, a contact each thirty."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.claimdesk import (
    act,
    claim_id,
    file,
    filing,
    investor,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c
from yipanqi.rules.outcome import COORDINATOR, Noted
from yipanqi.rules.table import deadlines

ONE = claim_id(1)


def test_without_a_contact_in_thirty_days_the_claim_goes_into_the_pool(held: Desk) -> None:
    held.pass_days(30)
    held.settle()
    assert the_claim(held, 1).status == "PROTECTED"  # 30 January is its last day
    held.pass_days(1)
    held.settle()
    assert the_claim(held, 1).status == "EXPIRED"
    assert the_claim(held, 1).ended_reason == "逾期未联系"
    assert file(held, 2, investor(1), "zone").status == "PROTECTED"


def keep_in_contact(desk: Desk, days: int) -> None:
    for _ in range(days // 10):
        desk.pass_days(10)
        desk.settle()
        accepted(act(desk, c.ClaimContactRecorded, met_on=desk.today, method="CALL"))


def test_with_contacts_it_lasts_ninety_days_and_no_longer(held: Desk) -> None:
    keep_in_contact(held, 90)
    claim = the_claim(held, 1)
    assert (claim.status, claim.contacts, claim.last_contact_on) == ("PROTECTED", 9, date(2021, 3, 31))
    held.pass_days(1)
    held.settle()
    assert the_claim(held, 1).status == "EXPIRED"
    assert the_claim(held, 1).ended_reason == "保护期满"


def test_it_is_extended_once_by_sixty_days(held: Desk) -> None:
    accepted(act(held, c.ClaimExtended, reason="投资人内部决策"))
    assert the_claim(held, 1).protected_until_on == date(2021, 5, 30)
    assert "2021-05-30" in refused(act(held, c.ClaimExtended), "claim-extended").reason_en


def test_the_day_after_its_last_day_nothing_prolongs_a_claim_even_before_it_is_told_that_it_expired(held: Desk) -> None:
    held.today += timedelta(days=31)
    assert the_claim(held, 1).status == "PROTECTED"
    refused(act(held, c.ClaimContactRecorded, met_on=held.today, method="CALL"), "claim-status")
    refused(act(held, c.ClaimExtended), "claim-status")


def test_a_contact_reported_late_counts_from_its_own_day(held: Desk) -> None:
    held.pass_days(20)
    accepted(act(held, c.ClaimContactRecorded, met_on=held.today - timedelta(days=15), method="VISIT"))
    assert the_claim(held, 1).contact_due_on == date(2021, 2, 4)
    accepted(act(held, c.ClaimContactRecorded, met_on=held.today - timedelta(days=18), method="CALL"))
    assert the_claim(held, 1).contact_due_on == date(2021, 2, 4)
    tomorrow = held.today + timedelta(days=1)
    refused(act(held, c.ClaimContactRecorded, met_on=tomorrow, method="CALL"), "date-in-future")


def test_an_expiry_that_was_overtaken_by_a_contact_changes_nothing(held: Desk) -> None:
    (due,) = deadlines("claim", the_claim(held, 1))
    accepted(act(held, c.ClaimContactRecorded, met_on=held.today, method="CALL"))
    accepted(act(held, c.ClaimExtended))
    held.pass_days(1)
    accepted(act(held, c.ClaimContactRecorded, met_on=held.today, method="CALL"))
    assert held.say(COORDINATOR, due.event) == Noted()


# A contact that was reported wrongly --------------------------------------------------------------------------------


def test_a_contact_reported_wrongly_is_corrected_by_naming_its_report_and_the_clock_follows(held: Desk) -> None:
    held.pass_days(20)
    wrong = c.ClaimContactRecorded(claim_id=ONE, met_on=date(2021, 1, 19), method="CALL")
    accepted(held.say("investment", wrong, "contact"))
    assert the_claim(held, 1).contact_due_on == date(2021, 2, 18)
    right = {"corrects": "contact", "reason": "日期误填", "last_contact_on": date(2021, 1, 9)}
    refused(act(held, c.ClaimCorrected, **{**right, "corrects": "filing-1"}), "claim-not-the-contact")
    refused(act(held, c.ClaimCorrected, **{**right, "last_contact_on": date(2021, 1, 21)}), "date-in-future")
    accepted(act(held, c.ClaimCorrected, **right))
    claim = the_claim(held, 1)
    assert (claim.last_contact_on, claim.contact_due_on) == (date(2021, 1, 9), date(2021, 2, 8))
    accepted(act(held, c.ClaimCorrected, corrects="contact", reason="并未联系", cleared=("last_contact_on",)))
    assert (the_claim(held, 1).last_contact_on, the_claim(held, 1).contact_due_on) == (None, date(2021, 1, 30))


def test_no_contact_is_brought_in_by_a_correction(held: Desk) -> None:
    given = {"corrects": "filing-1", "reason": "误", "last_contact_on": held.today}
    refused(act(held, c.ClaimCorrected, **given), "claim-not-the-contact")


# Who let a claim lapse ----------------------------------------------------------------------------------------------


def test_who_let_a_claim_lapse_leaves_it_to_others_for_a_while(held: Desk) -> None:
    held.pass_days(31)
    held.settle()
    assert the_claim(held, 1).status == "EXPIRED"
    refused(held.ask("investment", filing(2, investor(1), "ALL")), "claim-lapsed")
    assert file(held, 3, investor(1), scope="C2").status == "PROTECTED"  # another chain did not lapse
    held.pass_days(29)
    refused(held.ask("investment", filing(4, investor(1))), "claim-lapsed")
    held.pass_days(1)
    assert file(held, 5, investor(1)).status == "PROTECTED"


def test_others_take_from_the_pool_at_once_and_what_was_given_up_is_no_lapse(held: Desk) -> None:
    accepted(act(held, c.ClaimWithdrawn))
    assert file(held, 2, investor(1)).status == "PROTECTED"
    held.pass_days(31)
    held.settle()
    assert file(held, 3, investor(1), "zone").status == "PROTECTED"
