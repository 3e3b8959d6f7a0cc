"""Entries of foreign capital: recorded by commerce, negative ones too, corrected by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.desk import Desk, accepted, refused

from yipanqi.models.fdi import FdiEntryCorrected, FdiEntryRecorded

ENTRY: dict[str, Any] = {
    "entry_id": "commerce-fdi-YZ1",
    "kind": "UTILISED",
    "project_name": "甲",
    "received_on": date(2020, 6, 28),
    "usd": Decimal("-5000000"),
}


def test_commerce_records_an_entry_and_a_negative_one_offsets_another(desk: Desk) -> None:
    refused(desk.say("investment", FdiEntryRecorded(**ENTRY)), "role-not-allowed")
    record = accepted(desk.say("commerce", FdiEntryRecorded(**ENTRY)))
    assert (record.usd, record.owner_unit) == (Decimal("-5000000"), "commerce")
    refused(desk.say("commerce", FdiEntryRecorded(**ENTRY)), "already-registered")


def test_an_entry_has_an_amount(desk: Desk) -> None:
    refused(desk.say("commerce", FdiEntryRecorded(**{**ENTRY, "usd": None})), "amount-missing")


def test_a_correction_gives_every_fact_anew(desk: Desk) -> None:
    correction = FdiEntryCorrected(**{**ENTRY, "usd": Decimal("1"), "corrects": "first", "reason": "误"})
    refused(desk.say("commerce", correction), "not-registered")
    accepted(desk.say("commerce", FdiEntryRecorded(**ENTRY, voucher="YZ1"), "first"))
    refused(desk.say("commerce", correction.model_copy(update={"corrects": "x"})), "unknown-event")
    record = accepted(desk.say("commerce", correction))
    assert (record.usd, record.voucher, record.version) == (1, None, 2)
