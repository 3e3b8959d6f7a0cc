"""The clocks of a protection (保护期): ninety days, sixty more once, a contact each thirty."""

from __future__ import annotations

from datetime import date, timedelta

from tests.support.claimdesk import (
    act,
    claim_id,
    file,
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
