"""Entries of foreign capital: each unit records its own, commerce verifies what counts, projects sum it up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.support.desk import Desk, accepted, cny, refused

from yipanqi.models.common import Evidence, Money
from yipanqi.models.fdi import (
    FdiDistinctionWithdrawn,
    FdiDistinctNoted,
    FdiEntry,
    FdiEntryCorrected,
    FdiEntryDistinguished,
    FdiEntryRecorded,
    FdiEntryRejected,
    FdiEntryVerified,
    FdiProjectMissing,
    FdiProjectRecheckDue,
    FdiVerificationWithdrawn,
)
from yipanqi.models.project import FdiCounted, ProjectUpdated
from yipanqi.rules.outcome import Noted

ENTRY: dict[str, Any] = {
    "entry_id": "zone-fdi-1",
    "kind": "UTILISED",
    "project_name": "甲",
    "received_on": date(2020, 6, 28),
    "usd": Decimal("1000000"),
}
OFFICIAL = {**ENTRY, "entry_id": "commerce-fdi-YZ1", "voucher": "YZ1"}


def recorded(desk: Desk, unit: str = "zone", event_id: str | None = None, **facts: Any) -> FdiEntry:
    entry: FdiEntry = accepted(desk.ask(unit, FdiEntryRecorded(**{**ENTRY, **facts}), event_id))
    return entry


def verification(desk: Desk, entry_id: str = "zone-fdi-1", **facts: Any) -> FdiEntryVerified:
    return FdiEntryVerified(
        entry_id=entry_id, verification_reference="询证函 1", **{"verified_on": desk.today, **facts}
    )


def correction(corrects: str, **facts: Any) -> FdiEntryCorrected:
    return FdiEntryCorrected(**{**ENTRY, "corrects": corrects, "reason": "误", **facts})


def entry_of(desk: Desk, entry_id: str = "zone-fdi-1") -> FdiEntry:
    state = desk.states["fdi", entry_id]
    assert isinstance(state, FdiEntry)
    return state


# Recording ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["commerce", "investment", "zone", "snd-group"])
def test_every_unit_records_entries_of_its_own_ledger(desk: Desk, unit: str) -> None:
    entry = recorded(desk, unit, entry_id=f"{unit}-fdi-1")
    assert (entry.owner_unit, entry.status, entry.verified_usd) == (unit, "RECORDED", None)
    refused(desk.say(unit, FdiEntryRecorded(**{**ENTRY, "entry_id": f"{unit}-fdi-1"})), "already-registered")
    refused(desk.say(unit, FdiEntryRecorded(**{**ENTRY, "entry_id": "soe-9-fdi-1"})), "id-not-yours")


def test_an_entry_has_an_amount_in_a_currency_that_exists(desk: Desk) -> None:
    refused(desk.say("zone", FdiEntryRecorded(**{**ENTRY, "usd": None})), "amount-missing")
    unheard = FdiEntryRecorded(**ENTRY, amount=Money(amount=Decimal(1), currency="XYZ"))
    refused(desk.say("zone", unheard), "unknown-currency")


def test_no_entry_lies_in_the_future(desk: Desk) -> None:
    tomorrow = desk.today + timedelta(days=1)
    refused(desk.say("zone", FdiEntryRecorded(**{**ENTRY, "received_on": tomorrow})), "date-in-future")
    recorded(desk, event_id="first")
    refused(desk.say("zone", correction("first", received_on=tomorrow)), "date-in-future")


@pytest.mark.parametrize(
    ("amount", "rate", "usd", "flags"),
    [
        ("7065000", "7.065", "1000000", ()),
        ("7065000", "7.065", "1004999", ()),
        ("7065000", "7.065", "1005001", ("RATE_MISMATCH",)),
        ("7065000", "7.065", "-1000000", ("RATE_MISMATCH",)),
        ("7065000", "7.065", None, ()),
        ("7065000", None, "1000000", ()),
        ("7065000", None, None, ("USD_UNKNOWN",)),
    ],
)
def test_dollars_that_disagree_with_the_entrys_own_rate_are_marked_not_refused(
    desk: Desk, amount: str, rate: str | None, usd: str | None, flags: tuple[str, ...]
) -> None:
    entry = recorded(desk, amount=cny(amount), rate=rate and Decimal(rate), usd=usd and Decimal(usd))
    assert entry.flags == flags


def test_a_period_may_be_negative_and_an_offset_names_what_it_takes_back(desk: Desk) -> None:
    assert recorded(desk, usd=Decimal("-5000000")).flags == ("OFFSET_MISSING",)
    named = recorded(desk, entry_id="zone-fdi-2", usd=Decimal("-5000000"), offsets="zone-fdi-0")
    assert (named.flags, named.offsets) == ((), "zone-fdi-0")
    positive = FdiEntryRecorded(**{**ENTRY, "entry_id": "zone-fdi-3"}, offsets="zone-fdi-0")
    refused(desk.say("zone", positive), "offset-not-negative")
    itself = {**ENTRY, "usd": Decimal(-1), "offsets": ENTRY["entry_id"]}
    refused(desk.say("zone", FdiEntryRecorded(**{**itself, "entry_id": itself["offsets"]})), "already-registered")
    refused(desk.say("zone", correction(entry_of(desk).last_event_id, **itself)), "offsets-itself")


# Verification ---------------------------------------------------------------------------------------------------


def test_commerce_verifies_another_units_entry_with_a_voucher(desk: Desk) -> None:
    recorded(desk)
    refused(desk.say("zone", verification(desk)), "role-not-allowed")
    refused(desk.say("commerce", verification(desk, verified_on=desk.today + timedelta(days=1))), "date-in-future")
    refused(desk.say("commerce", verification(desk, verified_on=date(2020, 6, 27))), "dates-reversed")
    slip = Evidence(kind="OTHER", reference="验资报告 1")
    entry = accepted(desk.say("commerce", verification(desk, evidence=(slip,)), "v"))
    assert (entry.status, entry.verified_usd, entry.verified_by) == ("VERIFIED", 1000000, "commerce")
    assert (entry.verification_reference, entry.decision_event, entry.self_recorded) == ("询证函 1", "v", False)
    assert entry.evidence == (slip,)
    refused(desk.say("commerce", verification(desk)), "not-in-state")


def test_what_is_verified_may_differ_from_what_was_reported_and_shows_it(desk: Desk) -> None:
    recorded(desk)
    entry = accepted(desk.say("commerce", verification(desk, verified_usd=Decimal("900000"))))
    assert (entry.usd, entry.verified_usd, entry.flags) == (1000000, 900000, ("VERIFIED_DIFFERS",))


def test_an_entry_without_dollars_is_verified_at_its_rate_or_with_an_amount_given(desk: Desk) -> None:
    recorded(desk, usd=None, amount=cny("7065000"), rate=Decimal("7.065"))
    assert accepted(desk.say("commerce", verification(desk))).verified_usd == 1000000
    recorded(desk, entry_id="zone-fdi-2", usd=None, amount=cny("7065000"))
    refused(desk.say("commerce", verification(desk, "zone-fdi-2")), "usd-unknown")
    given = verification(desk, "zone-fdi-2", verified_usd=Decimal("1000000"))
    assert accepted(desk.say("commerce", given)).verified_usd == 1000000


def test_an_entry_of_commerces_ledger_counts_by_its_voucher_and_says_so(desk: Desk) -> None:
    entry = accepted(desk.say("commerce", FdiEntryRecorded(**OFFICIAL), "first"))
    assert (entry.status, entry.verified_by, entry.self_recorded) == ("VERIFIED", "commerce", True)
    assert (entry.verified_usd, entry.verification_reference, entry.decision_event) == (1000000, "YZ1", "first")


def test_commerce_does_not_rule_on_its_own_entry_by_hand(desk: Desk) -> None:
    """Invariant 3: without a voucher its entry waits, and only a correction with one makes it count."""
    bare = {**OFFICIAL, "voucher": None}
    assert accepted(desk.say("commerce", FdiEntryRecorded(**bare), "first")).status == "RECORDED"
    refused(desk.say("commerce", verification(desk, "commerce-fdi-YZ1")), "own-entry")
    rejection = FdiEntryRejected(entry_id="commerce-fdi-YZ1", rejected_on=desk.today, rejection_reason="误")
    refused(desk.say("commerce", rejection), "own-entry")
    with_voucher = FdiEntryCorrected(**OFFICIAL, corrects="first", reason="补凭证号")
    assert accepted(desk.say("commerce", with_voucher)).self_recorded is True


def test_a_rejected_entry_says_why_and_waits_for_commerce_once_it_is_corrected(desk: Desk) -> None:
    recorded(desk, event_id="first")
    rejection = FdiEntryRejected(entry_id="zone-fdi-1", rejected_on=desk.today, rejection_reason="与询证函不符")
    refused(desk.say("zone", rejection), "role-not-allowed")
    refused(desk.say("commerce", rejection.model_copy(update={"rejection_reason": None})), "rejection-reason-missing")
    entry = accepted(desk.say("commerce", rejection))
    assert (entry.status, entry.rejection_reason, entry.verified_usd) == ("REJECTED", "与询证函不符", None)
    refused(desk.say("commerce", verification(desk)), "not-in-state")
    assert accepted(desk.say("zone", correction("first", usd=Decimal(7)))).status == "RECORDED"
    assert accepted(desk.say("commerce", verification(desk))).verified_usd == 7


def test_commerce_says_expressly_that_an_entry_was_reported_falsely_and_may_take_it_back(desk: Desk) -> None:
    recorded(desk)
    rejection = FdiEntryRejected(
        entry_id="zone-fdi-1", rejected_on=desk.today, rejection_reason="凭证系伪造", falsified=True
    )
    assert accepted(desk.say("commerce", rejection, "no")).falsified is True
    back = FdiVerificationWithdrawn(entry_id="zone-fdi-1", corrects="no", reason="银行更正说明")
    assert accepted(desk.say("commerce", back)).falsified is None


def test_a_verification_is_taken_back_by_naming_it(desk: Desk) -> None:
    recorded(desk, event_id="first")
    withdrawal = FdiVerificationWithdrawn(entry_id="zone-fdi-1", corrects="v", reason="误核")
    refused(desk.say("commerce", withdrawal), "not-in-state")
    accepted(desk.say("commerce", verification(desk), "v"))
    refused(desk.say("zone", withdrawal), "role-not-allowed")
    refused(desk.say("commerce", withdrawal.model_copy(update={"corrects": "first"})), "not-the-decision")
    entry = accepted(desk.say("commerce", withdrawal))
    assert (entry.status, entry.verified_usd, entry.verified_by) == ("RECORDED", None, None)


# Corrections ----------------------------------------------------------------------------------------------------


def test_a_correction_gives_every_fact_anew(desk: Desk) -> None:
    refused(desk.say("zone", correction("first")), "not-registered")
    recorded(desk, event_id="first", voucher="YZ1")
    refused(desk.say("zone", correction("x")), "unknown-event")
    refused(desk.say("investment", correction("first")), "not-your-record")
    entry = accepted(desk.say("zone", correction("first", usd=Decimal(1))))
    assert (entry.usd, entry.voucher, entry.version) == (1, None, 2)


def test_a_verified_entry_that_its_unit_corrects_waits_for_commerce_again(desk: Desk) -> None:
    recorded(desk, event_id="first")
    accepted(desk.say("commerce", verification(desk)))
    assert accepted(desk.say("zone", correction("first", usd=Decimal(2)))).status == "RECORDED"


def test_an_entry_that_commerce_corrects_stays_verified_with_the_new_amount(desk: Desk) -> None:
    recorded(desk, event_id="first")
    accepted(desk.say("commerce", correction("first", usd=Decimal(3))))
    assert entry_of(desk).status == "RECORDED", "correcting is not verifying"
    accepted(desk.say("commerce", verification(desk)))
    entry = accepted(desk.say("commerce", correction("first", usd=Decimal(2))))
    assert (entry.status, entry.verified_usd, entry.verification_reference) == ("VERIFIED", 2, "询证函 1")
    lost = correction("first", usd=None, amount=cny("7"))
    assert accepted(desk.say("commerce", lost)).status == "RECORDED", "what is not known in dollars does not count"


# Two that look like one ------------------------------------------------------------------------------------------

APART = FdiEntryDistinguished(entry_id="zone-fdi-1", other_id="commerce-fdi-YZ1", reason="两笔银行回单均已核对")


@pytest.fixture
def pair(desk: Desk) -> Desk:
    """The same amount on the same day at two units; both entries are verified."""
    recorded(desk, event_id="first")
    accepted(desk.ask("commerce", FdiEntryRecorded(**OFFICIAL), "official"))
    accepted(desk.ask("commerce", verification(desk)))
    return desk


def apart(desk: Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return entry_of(desk).distinct_from, entry_of(desk, "commerce-fdi-YZ1").distinct_from


BOTH = (("commerce-fdi-YZ1",), ("zone-fdi-1",))


def test_commerce_tells_two_payments_apart_and_both_records_say_so(pair: Desk) -> None:
    refused(pair.say("zone", APART), "role-not-allowed")
    refused(pair.say("commerce", APART.model_copy(update={"other_id": "zone-fdi-1"})), "entry-from-itself")
    accepted(pair.ask("commerce", APART))
    assert apart(pair) == BOTH
    assert entry_of(pair).status == "VERIFIED", "what counts is another matter"


@pytest.mark.parametrize(
    "facts",
    [{"usd": Decimal(7)}, {"received_on": date(2020, 6, 29)}, {"voucher": "YZ2"}, {"rate": Decimal(7)}],
    ids=["amount", "day", "voucher", "rate"],
)
def test_an_entry_with_other_figures_forgets_it_and_commerce_may_say_it_again(
    pair: Desk, facts: dict[str, Any]
) -> None:
    accepted(pair.ask("commerce", APART))
    accepted(pair.ask("commerce", correction("first", remarks="核对")))
    assert apart(pair) == BOTH, "the figures are as they were"
    changed = FdiEntryCorrected(**{**OFFICIAL, "corrects": "official", "reason": "误", **facts})
    accepted(pair.ask("commerce", changed))
    assert apart(pair) == (BOTH[0], ())
    accepted(pair.ask("commerce", APART))
    assert apart(pair) == BOTH


def test_commerce_takes_it_back_by_naming_it(pair: Desk) -> None:
    accepted(pair.ask("commerce", APART, "apart"))
    back = FdiDistinctionWithdrawn(
        entry_id="zone-fdi-1", other_id="commerce-fdi-YZ1", corrects="apart", reason="回单系同一笔"
    )
    refused(pair.say("zone", back), "role-not-allowed")
    refused(pair.say("commerce", back.model_copy(update={"corrects": "nowhere"})), "unknown-event")
    refused(pair.say("commerce", back.model_copy(update={"other_id": "zone-fdi-7"})), "not-distinct")
    accepted(pair.ask("commerce", back))
    assert apart(pair)[0] == ()
    refused(pair.say("commerce", back), "not-distinct")


def test_telling_apart_from_an_entry_that_is_not_there_says_nothing_of_it_once_it_is(desk: Desk) -> None:
    recorded(desk)
    accepted(desk.ask("commerce", APART))
    accepted(desk.ask("commerce", FdiEntryRecorded(**OFFICIAL)))
    assert apart(desk) == (BOTH[0], ())


def test_the_other_record_hears_it_from_the_coordinator_alone_and_once(pair: Desk) -> None:
    word = FdiDistinctNoted(entry_id="zone-fdi-1", other_id="commerce-fdi-YZ1")
    refused(pair.say("commerce", word), "role-not-allowed")
    accepted(pair.say("coordinator", word))
    assert pair.say("coordinator", word) == Noted()


def test_a_record_holds_the_last_hundred_of_these_decisions(pair: Desk) -> None:
    for number in range(102):
        accepted(pair.say("commerce", APART.model_copy(update={"other_id": f"zone-fdi-x{number}"})))
    held = entry_of(pair).distinct_from
    assert (len(held), held[0], held[-1]) == (100, "zone-fdi-x2", "zone-fdi-x101")


# The project's sums ---------------------------------------------------------------------------------------------


def sums(desk: Desk, project: str) -> tuple[Decimal | None, Decimal | None, bool | None]:
    record = desk.the_project(project)
    return record.fdi_contract_usd, record.fdi_utilised_usd, record.fdi_exceeds_contract


def count(desk: Desk, project: str, number: int, kind: str, usd: int) -> None:
    recorded(desk, entry_id=f"zone-fdi-{number}", kind=kind, usd=Decimal(usd), project_id=project)
    accepted(desk.ask("commerce", verification(desk, f"zone-fdi-{number}")))


def test_a_project_sums_up_its_verified_entries_only(desk: Desk) -> None:
    project = desk.project(unit="zone")
    recorded(desk, entry_id="zone-fdi-9", project_id=project)
    assert sums(desk, project) == (None, None, None)
    count(desk, project, 1, "CONTRACT", 100)
    count(desk, project, 2, "UTILISED", 60)
    count(desk, project, 3, "UTILISED", -20)
    assert sums(desk, project) == (100, 40, False)


def test_more_utilised_than_contracted_is_marked_and_not_refused(desk: Desk) -> None:
    """Invariant 5: reinvested profit exists."""
    project = desk.project(unit="zone")
    count(desk, project, 1, "CONTRACT", 100)
    count(desk, project, 2, "UTILISED", 101)
    assert sums(desk, project) == (100, 101, True)
    count(desk, project, 3, "CONTRACT", 1)
    assert sums(desk, project) == (101, 101, False)


def test_without_contract_entries_the_projects_own_figure_is_the_measure(desk: Desk) -> None:
    project = desk.project(unit="zone")
    count(desk, project, 1, "UTILISED", 101)
    assert sums(desk, project) == (None, 101, False)
    accepted(desk.say("zone", ProjectUpdated(project_id=project, contract_fdi_usd=Decimal(100))))
    assert sums(desk, project) == (None, 101, True)
    accepted(desk.say("zone", ProjectUpdated(project_id=project, cleared=("contract_fdi_usd",))))
    assert sums(desk, project) == (None, 101, False)


def test_a_correction_replaces_what_counted_and_another_project_takes_it_over(desk: Desk) -> None:
    one, other = desk.project("1", unit="zone"), desk.project("2", unit="zone")
    recorded(desk, event_id="first", project_id=one)
    accepted(desk.ask("commerce", verification(desk)))
    accepted(desk.ask("commerce", correction("first", project_id=one, usd=Decimal(5))))
    assert sums(desk, one) == (None, 5, False)
    accepted(desk.ask("commerce", correction("first", project_id=other, usd=Decimal(6))))
    assert (sums(desk, one)[1], sums(desk, other)[1]) == (None, 6)
    accepted(desk.ask("commerce", correction("first", usd=Decimal(6))))
    assert sums(desk, other)[1] is None


def test_an_entry_that_came_before_its_project_counts_once_that_is_registered(desk: Desk) -> None:
    recorded(desk, project_id="zone-project-1")
    accepted(desk.ask("commerce", verification(desk)))
    assert entry_of(desk).flags == ("PROJECT_UNKNOWN",)
    for days in (1, 1, 2, 4):
        desk.pass_days(days)
        desk.settle()
    assert entry_of(desk).flags == ("PROJECT_UNKNOWN",)
    project = desk.project(unit="zone")
    desk.pass_days(64)
    desk.settle()
    assert sums(desk, project)[1] == 1000000
    assert entry_of(desk).flags == ()


def test_an_entry_whose_project_was_missing_tells_it_everything_with_a_correction(desk: Desk) -> None:
    recorded(desk, event_id="first", project_id="zone-project-1")
    accepted(desk.ask("commerce", verification(desk)))
    project = desk.project(unit="zone")
    accepted(desk.ask("commerce", correction("first", project_id=project)))
    assert (sums(desk, project)[1], entry_of(desk).flags) == (1000000, ())


def test_answers_about_a_project_no_longer_named_change_nothing(desk: Desk) -> None:
    recorded(desk)
    assert desk.say("coordinator", FdiProjectMissing(entry_id="zone-fdi-1", project_id="zone-project-9")) == Noted()
    late = FdiProjectRecheckDue(entry_id="zone-fdi-1", due_on=desk.today, number=0)
    assert desk.say("coordinator", late) == Noted()
    for message in (late, FdiProjectMissing(entry_id="zone-fdi-1", project_id="zone-project-9")):
        refused(desk.say("commerce", message), "role-not-allowed")


def test_the_project_hears_of_its_capital_from_the_coordinator_alone(desk: Desk) -> None:
    project = desk.project(unit="zone")
    word = FdiCounted(project_id=project, entry_id="zone-fdi-1", kind="UTILISED", usd=Decimal(1))
    refused(desk.say("commerce", word), "role-not-allowed")
    record = accepted(desk.say("coordinator", word))
    assert desk.say("coordinator", word) == Noted()
    full = tuple(record.fdi_entries[0].model_copy(update={"entry_id": f"zone-fdi-x{n}"}) for n in range(1000))
    desk.states["project", project] = record.model_copy(update={"fdi_entries": full})
    assert accepted(desk.say("coordinator", word)).fdi_incomplete is True
