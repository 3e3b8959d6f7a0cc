"""What a signing brings about for claims (首报): converted or visibly not; an investor whom another unit claims."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.claimdesk import claim_id, file, filing, investor, register, the_claim
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.claim import (
    ClaimExtended,
    ClaimProjectUnsigned,
    ClaimTransferAccepted,
    ClaimTransferOffered,
    ClaimWithdrawn,
)
from yipanqi.models.project import (
    ClaimAnswered,
    CreditShare,
    ProjectCorrected,
    ProjectFlagSet,
    ProjectTransferAccepted,
    ProjectTransferOffered,
    ProjectUpdated,
)
from yipanqi.models.protection import SigningAsked
from yipanqi.rules.outcome import COORDINATOR, Noted

ONE = claim_id(1)
PROJECT = "investment-project-1"


def sign(desk: Desk, number: str = "1", unit: str = "investment", **facts: Any) -> str:
    """Register a project and bring it to its signature."""
    project = desk.project(number, unit, **facts)
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    desk.settle()
    return project


def found(desk: Desk, project: str = PROJECT) -> tuple[str | None, bool]:
    """What is open about claims at a project."""
    state = desk.the_project(project)
    return state.claim_open, bool(state.claimed_by_other)


def update(desk: Desk, project: str = PROJECT, unit: str = "investment", **facts: Any) -> None:
    accepted(desk.ask(unit, ProjectUpdated(project_id=project, **facts)))


def test_a_signing_without_an_investor_shows_that_no_claim_was_converted_until_the_investor_is_known(
    held: Desk,
) -> None:
    sign(held, claim_id=ONE, chain="C1")
    assert found(held) == ("INVESTOR_UNKNOWN", False)
    assert the_claim(held, 1).status == "PROTECTED"
    update(held, investor_id=investor(1))
    assert found(held) == (None, False)
    assert (the_claim(held, 1).status, the_claim(held, 1).project_id) == ("CONVERTED", PROJECT)


def test_a_signing_that_names_investor_and_claim_leaves_nothing_open(held: Desk) -> None:
    sign(held, claim_id=ONE, investor_id=investor(1), chain="C1")
    assert found(held) == (None, False)
    assert the_claim(held, 1).status == "CONVERTED"


def test_before_the_signature_nothing_is_open(held: Desk) -> None:
    held.advance(held.project(claim_id=ONE), "NEGOTIATING", "PENDING_SIGN")
    held.settle()
    assert found(held) == (None, False)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"claim_id": claim_id(404)}, "CLAIM_UNKNOWN"),
        ({"chain": "C2"}, "OTHER_SCOPE"),
        ({"investor_id": investor(5)}, "OTHER_INVESTOR"),
        ({"investor_id": investor(9)}, "OTHER_INVESTOR"),
    ],
)
def test_the_project_shows_why_the_claim_that_it_names_was_not_converted_and_asks_anew_once_that_is_put_right(
    held: Desk, facts: dict[str, Any], answer: str
) -> None:
    register(held, 5)  # 9 is not registered
    right = {"claim_id": ONE, "investor_id": investor(1), "chain": "C1"}
    sign(held, **{**right, **facts})
    assert found(held) == (answer, False)
    update(held, **{name: right[name] for name in facts})
    assert found(held) == (None, False)
    assert the_claim(held, 1).status == "CONVERTED"


def test_a_claim_that_is_over_is_not_converted(held: Desk) -> None:
    accepted(held.ask("investment", ClaimWithdrawn(claim_id=ONE)))
    sign(held, claim_id=ONE, investor_id=investor(1), chain="C1")
    assert found(held) == ("CLAIM_NOT_PROTECTED", False)
    held.ask("investment", ProjectCorrected(project_id=PROJECT, corrects="none", reason="误"))
    event_id = held.the_project(PROJECT).recent_events[0]
    corrected = ProjectCorrected(project_id=PROJECT, corrects=event_id, reason="误", cleared=("claim_id",))
    accepted(held.ask("investment", corrected))
    assert found(held) == (None, False)


def test_signing_whom_another_unit_claims_is_no_refusal_but_a_flag_that_commerce_clears(held: Desk) -> None:
    project = sign(held, unit="zone", investor_id=investor(1), chain="C1")
    assert held.the_project(project).stage == "SIGNED"
    assert found(held, project) == (None, True)
    assert the_claim(held, 1).status == "PROTECTED"
    cleared = ProjectFlagSet(project_id=project, flag="claimed_by_other", raised=False, reason="已协调")
    refused(held.ask("zone", cleared), "role-not-allowed")
    accepted(held.ask("commerce", cleared))
    assert found(held, project) == (None, False)


def test_naming_the_claim_of_another_unit_converts_nothing_and_shows_both(held: Desk) -> None:
    project = sign(held, unit="zone", claim_id=ONE, investor_id=investor(1), chain="C1")
    assert found(held, project) == ("CLAIM_OF_OTHERS", True)


def test_the_claim_handed_over_settles_both(held: Desk) -> None:
    project = sign(held, unit="zone", claim_id=ONE, investor_id=investor(1))
    assert found(held, project) == ("CLAIM_OF_OTHERS", True)
    accepted(held.ask("investment", ClaimTransferOffered(claim_id=ONE, to_unit="zone")))
    accepted(held.ask("zone", ClaimTransferAccepted(claim_id=ONE)))
    update(held, project, "zone", chain="C1")
    assert found(held, project) == (None, False)
    assert the_claim(held, 1).project_id == project


def test_the_project_handed_over_to_the_unit_that_claims_settles_it(held: Desk) -> None:
    project = sign(held, unit="zone", investor_id=investor(1), chain="C1")
    shares = (CreditShare(unit="zone", share_percent="40"), CreditShare(unit="investment", share_percent="60"))
    offer = ProjectTransferOffered(project_id=project, to_unit="investment", shares=shares)
    accepted(held.ask("zone", offer, "offer"))
    accepted(held.ask("investment", ProjectTransferAccepted(project_id=project, offer_event="offer")))
    assert found(held, project) == (None, False)


@pytest.mark.parametrize(
    ("facts", "flagged"),
    [
        ({"chain": "C2"}, False),
        ({"chain": None}, True),
        ({"host_unit": "investment"}, False),
        ({"investor_id": investor(2)}, True),
        ({"investor_id": investor(5)}, False),
        ({"investor_id": None}, False),
    ],
    ids=["other-chain", "unknown-chain", "hosted-by-the-claimant", "subsidiary", "unrelated", "unknown"],
)
def test_whose_investor_counts_as_claimed_by_another(held: Desk, facts: dict[str, Any], flagged: bool) -> None:
    register(held, 2, parent=1)
    register(held, 5)
    project = sign(held, unit="zone", **{"investor_id": investor(1), "chain": "C1", **facts})
    assert found(held, project)[1] is flagged


def test_an_investor_corrected_after_the_signature_is_looked_at_anew(held: Desk) -> None:
    register(held, 5)
    project = sign(held, unit="zone", investor_id=investor(5), chain="C1")
    update(held, project, "zone", investor_id=investor(1))
    assert found(held, project) == (None, True)
    update(held, project, "zone", investor_id=investor(5))
    assert found(held, project) == (None, False)


def test_a_project_taken_over_as_signed_is_not_asked_about(held: Desk) -> None:
    held.project(stage="SIGNED", taken_over=True, claim_id=ONE, chain="C1")
    update(held, investor_id=investor(1))
    assert found(held) == (None, False)
    assert the_claim(held, 1).status == "PROTECTED"


def test_a_project_moved_back_before_its_signature_has_nothing_open_and_is_asked_again(held: Desk) -> None:
    sign(held, claim_id=ONE, chain="C1")
    accepted(held.move(PROJECT, "PENDING_SIGN", "commerce", force=True, reason="误"))
    assert found(held) == (None, False)
    held.advance(PROJECT, "SIGNED")
    assert found(held) == ("INVESTOR_UNKNOWN", False)


def test_an_answer_about_what_no_longer_stands_changes_nothing(held: Desk) -> None:
    register(held, 5)
    project = sign(held, unit="zone", claim_id=ONE, investor_id=investor(5), chain="C1")
    stale = (
        ClaimAnswered(project_id=project, claim_id=ONE, answer="OTHER_SCOPE", signing_id="older"),
        ClaimAnswered(project_id=project, answer="CLAIMED_BY_OTHER"),
        ClaimAnswered(
            project_id=project,
            claim_id=ONE,
            answer="CLAIM_OF_OTHERS",
            signing_id=held.the_project(project).signing_id,
        ),
    )
    for event in stale:
        refused(held.say("zone", event), "role-not-allowed")
        assert held.say(COORDINATOR, event) == Noted()
    asked = SigningAsked(group_id=investor(1), project_id=project, unit="zone")
    refused(held.say("zone", asked), "role-not-allowed")


def signed_before_another_claimed(desk: Desk) -> str:
    """Investment's project came of claim 1; zone then claimed the investor for a further investment."""
    project = sign(desk, claim_id=ONE, investor_id=investor(1), chain="C1")
    assert the_claim(desk, 1).status == "CONVERTED"
    assert file(desk, 2, investor(1), "zone").status == "PROTECTED"
    return project


@pytest.mark.parametrize("first", ["claim", "enterprise"])
def test_what_another_unit_claims_after_the_conversion_does_not_concern_the_project(held: Desk, first: str) -> None:
    """Whichever of the two answers comes first."""
    project = signed_before_another_claimed(held)
    accepted(held.say("investment", ProjectUpdated(project_id=project, host_unit="soe-2")))
    key = next(key for key in held.waiting() if key[0] == first)
    held.deliver(key)
    while more := [one for one in held.waiting() if one[0] in (first, "protection", "project")]:
        held.deliver(more[0])
    held.settle()
    assert found(held, project) == (None, False)


def test_with_another_investor_the_conversion_counts_no_more(held: Desk) -> None:
    register(held, 5)
    project = signed_before_another_claimed(held)
    file(held, 3, investor(5), "zone")
    update(held, project, investor_id=investor(5))
    assert found(held, project) == (None, True)
    update(held, project, investor_id=investor(1))
    assert found(held, project) == (None, False)


def test_a_signing_taken_back_puts_the_claim_back_at_its_place_with_the_days_it_had(held: Desk) -> None:
    accepted(held.ask("investment", ClaimExtended(claim_id=ONE)))
    held.pass_days(10)
    project = signed_before_another_claimed(held)
    held.pass_days(5)
    accepted(held.move(project, "PENDING_SIGN", "commerce", force=True, reason="误签"))
    held.settle()
    one, two = the_claim(held, 1), the_claim(held, 2)
    assert (one.status, one.project_id, one.extended) == ("PROTECTED", None, True)
    assert one.protected_until_on == date(2021, 5, 30) + timedelta(days=5)
    assert (two.status, two.ruling_due_on is not None) == ("CONFLICT", True)
    assert held.the_project(project).converted_claim_ids is None
    held.advance(project, "SIGNED")
    held.settle()
    assert found(held, project) == (None, False)
    assert (the_claim(held, 1).status, the_claim(held, 2).status) == ("CONVERTED", "PROTECTED")


def test_a_claim_converted_while_its_project_was_moved_back_comes_back_too(held: Desk) -> None:
    project = held.project(claim_id=ONE, investor_id=investor(1), chain="C1")
    held.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    accepted(held.move(project, "NEGOTIATING", "commerce", force=True, reason="误签"))
    held.settle()
    assert the_claim(held, 1).status == "PROTECTED"
    stale = ClaimProjectUnsigned(claim_id=ONE, project_id=project)
    refused(held.say("zone", stale), "role-not-allowed")
    assert held.say(COORDINATOR, stale) == Noted()


def test_a_project_moved_back_and_signed_again_at_once_has_its_claim(held: Desk) -> None:
    project = sign(held, claim_id=ONE, investor_id=investor(1), chain="C1")
    accepted(held.move(project, "PENDING_SIGN", "commerce", force=True, reason="误签"))
    held.advance(project, "SIGNED")
    held.settle()
    assert (the_claim(held, 1).status, found(held, project)) == ("CONVERTED", (None, False))


def test_a_project_that_ends_after_its_signature_keeps_its_claim(held: Desk) -> None:
    project = sign(held, claim_id=ONE, investor_id=investor(1), chain="C1")
    accepted(held.move(project, "TERMINATED", "commerce", reason="投资人放弃"))
    held.settle()
    assert the_claim(held, 1).status == "CONVERTED"


def test_when_the_holder_of_an_open_conflict_signs_the_other_is_protected_for_what_comes_next(contested: Desk) -> None:
    """The place is free after a conversion; moved back, the conflict is there again."""
    project = sign(contested, claim_id=ONE, investor_id=investor(1), chain="C1")
    assert (the_claim(contested, 1).status, the_claim(contested, 2).status) == ("CONVERTED", "PROTECTED")
    assert found(contested, project) == (None, False)
    accepted(contested.move(project, "PENDING_SIGN", "commerce", force=True, reason="误签"))
    contested.settle()
    assert (the_claim(contested, 1).status, the_claim(contested, 2).status) == ("PROTECTED", "CONFLICT")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_in_whatever_order_the_messages_come_a_signed_project_ends_as_its_facts_say(data: st.DataObject) -> None:
    """At rest: converted with nothing open, or open with the claim as it was."""
    desk = Desk()
    register(desk, 1)
    register(desk, 2, parent=1)
    file(desk, 1, investor(1), data.draw(st.sampled_from(("investment", "zone"))))
    who = st.sampled_from((None, investor(1), investor(2)))
    project = desk.project(claim_id=ONE, investor_id=data.draw(who), chain="C1")
    desk.advance(project, "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    for _ in range(data.draw(st.integers(0, 5))):
        while desk.waiting() and data.draw(st.booleans()):
            desk.deliver(data.draw(st.sampled_from(desk.waiting())))
        if the_claim(desk, 1).status == "CONVERTED" and data.draw(st.booleans()):
            desk.say("zone", filing(2, investor(1)))  # for a further investment
        chain, host = st.sampled_from(("C1", "C1", "C2")), st.sampled_from(("soe-2", "snd-group"))
        facts = {"investor_id": data.draw(who), "chain": data.draw(chain), "host_unit": data.draw(host)}
        accepted(desk.say("investment", ProjectUpdated(project_id=project, **facts)))
    while desk.waiting():
        desk.deliver(data.draw(st.sampled_from(desk.waiting())))
    state, claim = desk.the_project(project), the_claim(desk, 1)
    own = claim.owner_unit == "investment"
    if claim.status == "CONVERTED":
        assert own
        assert state.claim_open is None
        assert not (state.claimed_by_other and state.investor_id == state.converted_investor_id)
        return
    assert state.claimed_by_other in (None, not own and state.investor_id is not None and state.chain == "C1")
    assert state.claim_open is not None
