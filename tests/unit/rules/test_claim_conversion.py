"""The conversion of a claim into a signed project: of its owner, of its scope, of its group."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.claimdesk import (
    act,
    claim_id,
    file,
    investor,
    register,
    settlement,
    the_claim,
)
from tests.support.desk import Desk, accepted, refused

from yipanqi.models import claim as c

ONE = claim_id(1)


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
