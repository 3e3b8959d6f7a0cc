"""Claims (首报), sentence by sentence: who found the investor first, and what keeps the claim protected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.support.claimdesk import claim_id, file, filing, investor, register, rule, statuses, the_claim
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c
from yipanqi.models.claim import Claim, ClaimFiled
from yipanqi.models.project import ClaimCheckRequested
from yipanqi.rules.outcome import COORDINATOR, Context, Noted, Settlement
from yipanqi.rules.table import deadlines, decide, waiting
from yipanqi.workdays import Workdays

ONE = claim_id(1)


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A district where investment holds claim 1 on enterprise 1, for chain C1."""
    register(desk, 1)
    file(desk, 1, investor(1))
    return desk


def act(desk: Desk, kind: type[Any], number: int = 1, unit: str = "investment", **given: Any) -> Any:
    return desk.ask(unit, kind(claim_id=claim_id(number), **given))


def settlement(desk: Desk, event_id: str) -> Settlement:
    (found,) = (settlement for _, settlement in desk.settlements if settlement.event_id == event_id)
    return found


# Filing -----------------------------------------------------------------------------------------------------------


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


def test_without_a_calendar_a_conflict_has_no_guessed_limit(held: Desk) -> None:
    event = c.ProtectionAnswered(claim_id=ONE, granted=False, unit="investment", register_id=investor(1))
    known = held.context(COORDINATOR)
    context = Context(COORDINATOR, "x", known.now, known.today, known.roles, Workdays())
    assert accepted(decide("claim", the_claim(held, 1), event, context)).ruling_due_on is None


def test_what_is_not_answered_yet_is_remembered(desk: Desk) -> None:
    register(desk, 1)
    accepted(desk.say("investment", filing(1, investor(1)), "filing-1"))
    assert list(waiting("claim", the_claim(desk, 1))) == [("investment", "filing-1")]
    desk.settle()
    assert list(waiting("claim", the_claim(desk, 1))) == []


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


# The clocks ---------------------------------------------------------------------------------------------------------


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


# Ruling -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def contested(held: Desk) -> Desk:
    """Zone's claim 2 is in conflict with investment's claim 1."""
    file(held, 2, investor(1), "zone")
    return held


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


# Transfer -----------------------------------------------------------------------------------------------------------


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


# Conversion ---------------------------------------------------------------------------------------------------------


def signed(desk: Desk, number: str = "1", unit: str = "investment", **facts: Any) -> str:
    """Take over a signed project of the claimed investor and return its id."""
    given = {"stage": "SIGNED", "taken_over": True, "investor_id": investor(1), "chain": "C1", **facts}
    return desk.project(number, unit, **given)


def test_a_claim_is_converted_into_its_signed_project_and_leaves_the_register(held: Desk) -> None:
    project = signed(held)
    accepted(act(held, c.ClaimConverted, project_id=project))
    assert the_claim(held, 1).status == "CONVERTED"
    assert the_claim(held, 1).project_id == project
    assert file(held, 2, investor(1), "zone").status == "PROTECTED"


def test_a_claim_is_converted_into_a_signed_project_of_its_owner_only(held: Desk) -> None:
    refused(act(held, c.ClaimConverted, project_id="zone-project-404"), "no-such-project")
    refused(act(held, c.ClaimConverted, project_id=held.project()), "project-not-signed")
    others = signed(held, unit="zone")
    refused(act(held, c.ClaimConverted, project_id=others), "project-of-others")
    hosted = signed(held, "2", "zone", stage="BUILDING", host_unit="investment")
    accepted(act(held, c.ClaimConverted, unit="commerce", project_id=hosted))


def test_a_suspended_project_counts_by_the_stage_at_which_it_was_suspended(held: Desk) -> None:
    project = signed(held)
    accepted(held.move(project, "SUSPENDED", "investment", reason="市场"))
    accepted(act(held, c.ClaimConverted, project_id=project))


def test_a_claim_that_a_project_names_is_converted_when_the_project_is_signed(held: Desk) -> None:
    project = held.project(claim_id=ONE, investor_id=investor(1), chain="C1")
    held.advance(project, "NEGOTIATING", "PENDING_SIGN")
    held.settle()
    assert the_claim(held, 1).status == "PROTECTED"
    held.advance(project, "SIGNED")
    held.settle()
    assert (the_claim(held, 1).status, the_claim(held, 1).project_id) == ("CONVERTED", project)


@pytest.mark.parametrize("named", [ONE, claim_id(404)])
def test_a_project_of_others_converts_no_claim_that_it_names(held: Desk, named: str) -> None:
    project = held.project(unit="zone", claim_id=named, investor_id=investor(1), chain="C1")
    held.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    held.settle()
    assert the_claim(held, 1).status == "PROTECTED"


def test_a_claim_is_converted_into_a_project_of_another_firm_of_the_group(held: Desk) -> None:
    register(held, 2, parent=1)
    register(held, 3, parent=2)
    accepted(act(held, c.ClaimConverted, project_id=signed(held, investor_id=investor(3))))
    assert the_claim(held, 1).status == "CONVERTED"
    assert file(held, 2, investor(3), "zone").status == "PROTECTED"  # its place is free


def test_the_parents_project_converts_a_claim_on_its_subsidiary(desk: Desk) -> None:
    register(desk, 1)
    register(desk, 2, parent=1)
    file(desk, 1, investor(2))
    accepted(act(desk, c.ClaimConverted, project_id=signed(desk)))


@pytest.mark.parametrize("other", ["registered", "unregistered"])
def test_the_project_of_an_unrelated_firm_converts_nothing(held: Desk, other: str) -> None:
    if other == "registered":
        register(held, 5)
    project = signed(held, investor_id=investor(5))
    refused(act(held, c.ClaimConverted, project_id=project), "project-other-investor")
    assert (the_claim(held, 1).status, the_claim(held, 1).conversion_id) == ("PROTECTED", None)


def test_a_project_must_say_whose_and_of_which_chain_it_is(held: Desk) -> None:
    unknown = signed(held, "1", investor_id=None)
    refused(act(held, c.ClaimConverted, project_id=unknown), "project-investor-unknown")
    for number, chain in (("2", "C2"), ("3", None)):
        refused(act(held, c.ClaimConverted, project_id=signed(held, number, chain=chain)), "project-other-scope")


def test_a_claim_on_everything_is_converted_whatever_the_chain(desk: Desk) -> None:
    register(desk, 1)
    file(desk, 1, investor(1), scope="ALL")
    accepted(act(desk, c.ClaimConverted, project_id=signed(desk, chain=None)))


@pytest.mark.parametrize(("project_of", "status"), [(3, "CONVERTED"), (5, "PROTECTED")])
def test_the_signing_of_a_project_that_names_the_claim_asks_for_the_group_too(
    held: Desk, project_of: int, status: str
) -> None:
    register(held, 3, parent=1)
    register(held, 5)
    project = held.project(claim_id=ONE, investor_id=investor(project_of), chain="C1")
    held.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    held.settle()
    assert the_claim(held, 1).status == status


def test_a_claim_withdrawn_before_the_register_answered_is_not_converted(held: Desk) -> None:
    register(held, 3, parent=1)
    project = signed(held, investor_id=investor(3))
    accepted(held.say("investment", c.ClaimConverted(claim_id=ONE, project_id=project), "conversion"))
    held.deliver(("project", project))
    held.deliver(("claim", ONE))
    accepted(act(held, c.ClaimWithdrawn))
    found = settlement(held, "conversion").refusal
    assert found is not None
    assert found.code in ("claim-status", "project-other-investor")


def test_a_second_conversion_waits_for_the_first(held: Desk) -> None:
    conversion = c.ClaimConverted(claim_id=ONE, project_id=held.project())
    accepted(held.say("investment", conversion))
    refused(held.say("investment", conversion), "claim-answer-pending")


def test_a_claim_that_was_withdrawn_before_its_project_answered_is_not_converted(held: Desk) -> None:
    project = signed(held)
    accepted(held.say("investment", c.ClaimConverted(claim_id=ONE, project_id=project), "conversion"))
    accepted(act(held, c.ClaimWithdrawn))
    assert settlement(held, "conversion").refusal is not None
    assert the_claim(held, 1).status == "WITHDRAWN"


# The coordinator's own ----------------------------------------------------------------------------------------------


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
