"""Matches: proposed, checked with the project, accepted or turned down by a party, never by the proposer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import CarrierDivided, CarrierUnit, CarrierWithdrawn, MatchCarrierAsked
from yipanqi.models.match import (
    Match,
    MatchAccepted,
    MatchChecked,
    MatchProposed,
    MatchRejected,
    MatchWithdrawn,
)
from yipanqi.models.project import MatchCheckRequested
from yipanqi.rules.outcome import COORDINATOR, Noted
from yipanqi.rules.table import waiting

MATCH = "commerce-match-1"
CARRIER = "snd-group-carrier-1"


def propose(desk: Desk, project_id: str, unit: str = "commerce", number: str = "1", **more: Any) -> Any:
    given = {"carrier_id": CARRIER, "source": "RANKING", "score": 84, **more}
    if ("carrier", CARRIER) not in desk.states:
        desk.carrier()
    return desk.ask(unit, MatchProposed(match_id=f"{unit}-match-{number}", project_id=project_id, **given))


def the_match(desk: Desk, identifier: str = MATCH) -> Match:
    state = desk.states["match", identifier]
    assert isinstance(state, Match)
    return state


def test_a_proposal_stands_once_its_project_has_answered(desk: Desk) -> None:
    project_id = desk.project(host_unit="zone")
    accepted(propose(desk, project_id, reasons_for=["面积：合适"]))
    match = the_match(desk)
    assert (match.status, match.party_units, match.score) == ("PROPOSED", ("investment", "zone"), 84)
    assert match.proposed_at is not None
    assert match.decided_at is None


@pytest.mark.parametrize("unit", ["investment", "zone"])
def test_the_owner_and_the_host_accept(desk: Desk, unit: str) -> None:
    accepted(propose(desk, desk.project(host_unit="zone")))
    accepted(desk.ask(unit, MatchAccepted(match_id=MATCH)))
    match = the_match(desk)
    assert (match.status, match.decided_by) == ("ACCEPTED", unit)
    assert match.decided_at is not None


def test_commerce_decides_on_what_another_unit_proposed(desk: Desk) -> None:
    project_id = desk.project(host_unit="zone")
    accepted(propose(desk, project_id, "investment"))
    accepted(desk.ask("commerce", MatchRejected(match_id="investment-match-1", reason="层高不足")))
    match = the_match(desk, "investment-match-1")
    assert (match.status, match.decision_reason) == ("REJECTED", "层高不足")


def test_nobody_decides_on_its_own_proposal(desk: Desk) -> None:
    project_id = desk.project()
    accepted(propose(desk, project_id, "investment"))
    identifier = "investment-match-1"
    refused(desk.ask("investment", MatchAccepted(match_id=identifier)), "match-own-proposal")
    refused(desk.ask("investment", MatchRejected(match_id=identifier, reason="x")), "match-own-proposal")
    accepted(desk.ask("commerce", MatchAccepted(match_id=identifier)))


def test_who_is_no_party_decides_nothing(desk: Desk) -> None:
    accepted(propose(desk, desk.project()))
    refused(desk.ask("zone", MatchAccepted(match_id=MATCH)), "not-a-party")
    match = the_match(desk)
    assert (match.status, match.pending_request) == ("PROPOSED", None)


def test_who_has_become_a_party_since_may_decide(desk: Desk) -> None:
    """The project is asked again: a unit that it was handed to meanwhile decides, not the one it was proposed to."""
    project_id = desk.project()
    accepted(propose(desk, project_id))
    state = desk.the_project(project_id)
    desk.states["project", project_id] = state.model_copy(update={"owner_unit": "snd-group"})
    refused(desk.ask("investment", MatchAccepted(match_id=MATCH)), "not-a-party")
    accepted(desk.ask("snd-group", MatchAccepted(match_id=MATCH)))
    assert the_match(desk).party_units == ("snd-group",)


def test_a_proposal_for_a_project_that_is_not_there_is_void(desk: Desk) -> None:
    refused(propose(desk, "investment-project-none"), "no-such-project")
    assert the_match(desk).status == "VOID"
    refused(desk.ask("zone", MatchAccepted(match_id=MATCH)), "not-in-state")


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"carrier_id": "snd-group-carrier-none"}, "no-such-carrier", "carrier_id"),
        ({"unit_no": "9F"}, "no-such-unit", "unit_no"),
    ],
)
def test_a_proposal_of_a_carrier_or_unit_that_is_not_there_is_void(
    desk: Desk, more: dict[str, str], code: str, field: str
) -> None:
    assert refused(propose(desk, desk.project(), **more), code).field == field
    assert the_match(desk).status == "VOID"


def test_a_carrier_withdrawn_meanwhile_is_not_accepted_any_more_but_turned_down(desk: Desk) -> None:
    project_id = desk.project()
    accepted(propose(desk, project_id))
    accepted(desk.say("snd-group", CarrierWithdrawn(carrier_id=CARRIER, reason="权属调整")))
    refused(propose(desk, project_id, number="2"), "carrier-withdrawn")
    refused(desk.ask("investment", MatchAccepted(match_id=MATCH)), "carrier-withdrawn")
    assert the_match(desk).status == "PROPOSED"
    accepted(desk.ask("investment", MatchRejected(match_id=MATCH, reason="载体已撤回")))


def test_a_unit_of_a_divided_carrier_is_proposed(desk: Desk) -> None:
    carrier_id = desk.carrier("2", floor_m2=Decimal(900))
    units = (CarrierUnit(unit_no="3F", floor_m2=Decimal(300)),)
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier_id, units=units)))
    accepted(propose(desk, desk.project(), carrier_id=carrier_id, unit_no="3F"))
    assert (the_match(desk).status, the_match(desk).unit_no) == ("PROPOSED", "3F")


def test_a_project_that_has_ended_takes_no_carrier_but_may_still_say_no(desk: Desk) -> None:
    project_id = desk.project()
    accepted(propose(desk, project_id))
    accepted(desk.move(project_id, "TERMINATED", "investment", reason="投资方放弃"))
    desk.settle()
    refused(propose(desk, project_id, number="2"), "project-ended")
    refused(desk.ask("investment", MatchAccepted(match_id=MATCH)), "project-ended")
    accepted(desk.ask("investment", MatchRejected(match_id=MATCH, reason="项目终止")))


def test_a_decision_stands(desk: Desk) -> None:
    accepted(propose(desk, desk.project()))
    accepted(desk.ask("investment", MatchAccepted(match_id=MATCH)))
    refused(desk.ask("investment", MatchRejected(match_id=MATCH, reason="后悔")), "not-in-state")
    refused(desk.ask("commerce", MatchWithdrawn(match_id=MATCH, reason="后悔")), "not-in-state")


def test_the_first_decision_in_the_log_counts(desk: Desk) -> None:
    accepted(propose(desk, desk.project(host_unit="zone")))
    accepted(desk.say("zone", MatchRejected(match_id=MATCH, reason="不合适"), "first"))
    assert list(waiting("match", the_match(desk))) == [("zone", "first")]
    refused(desk.say("investment", MatchAccepted(match_id=MATCH)), "match-pending")
    refused(desk.say("commerce", MatchWithdrawn(match_id=MATCH, reason="x")), "match-pending")
    desk.settle()
    assert the_match(desk).status == "REJECTED"


def test_the_proposer_takes_back_what_is_not_decided(desk: Desk) -> None:
    accepted(propose(desk, desk.project()))
    refused(desk.ask("zone", MatchWithdrawn(match_id=MATCH, reason="x")), "not-your-record")
    accepted(desk.ask("commerce", MatchWithdrawn(match_id=MATCH, reason="载体已另有安排")))
    assert (the_match(desk).status, the_match(desk).decided_by) == ("WITHDRAWN", "commerce")


def test_a_group_proposes_nothing_for_others(desk: Desk) -> None:
    refused(propose(desk, desk.project(), "snd-group"), "role-not-allowed")


def test_a_proposal_has_an_id_of_its_units_own_and_is_made_once(desk: Desk) -> None:
    project_id = desk.project()
    event = MatchProposed(match_id="zone-match-1", project_id=project_id, carrier_id="zone-carrier-1", source="PERSON")
    refused(desk.ask("commerce", event), "id-not-yours")
    accepted(propose(desk, project_id))
    refused(propose(desk, project_id), "already-registered")


@pytest.mark.parametrize("reasons", [["x"] * 21, ["长" * 301]])
def test_reasons_are_bounded(desk: Desk, reasons: list[str]) -> None:
    refused(propose(desk, desk.project(), reasons_for=reasons), "match-too-many-reasons")
    refused(propose(desk, desk.project("2"), number="2", reasons_against=reasons), "match-too-many-reasons")


def test_the_coordinators_answers_are_not_for_units_to_give(desk: Desk) -> None:
    project_id = desk.project()
    accepted(propose(desk, project_id))
    answer = MatchChecked(match_id=MATCH, request_id="x", found=True)
    refused(desk.say("investment", answer), "role-not-allowed")
    question: AggregateRecord = MatchCheckRequested(project_id=project_id, match_id=MATCH, request_id="x")
    refused(desk.say("investment", question), "role-not-allowed")
    question = MatchCarrierAsked(carrier_id=CARRIER, match_id=MATCH, project_id=project_id, request_id="x")
    refused(desk.say("investment", question), "role-not-allowed")
    assert desk.say(COORDINATOR, answer) == Noted()


def test_an_accepted_match_reserves_nothing_and_the_reservation_is_asked_for_by_itself(desk: Desk) -> None:
    project_id = desk.project()
    accepted(propose(desk, project_id))
    accepted(desk.ask("investment", MatchAccepted(match_id=MATCH)))
    assert desk.the_carrier(CARRIER).holds == ()
    accepted(desk.reserve(CARRIER, project_id))
    assert desk.the_carrier(CARRIER).status == "RESERVED"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "withdraw", "deliver", "hand over", "end"]),
        st.sampled_from(["commerce", "investment", "zone", "snd-group"]),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.sampled_from(["commerce", "investment", "zone"]))
def test_no_history_lets_a_proposer_or_a_stranger_decide_or_decides_twice(
    steps: list[tuple[str, str]], proposer: str
) -> None:
    desk = Desk()
    project_id, identifier = desk.project(), f"{proposer}-match-1"
    accepted(propose(desk, project_id, proposer))
    decided: Match | None = None
    for what, unit in steps:
        project = desk.the_project(project_id)
        if what == "hand over":
            desk.states["project", project_id] = project.model_copy(update={"owner_unit": unit})
        elif what == "end":
            desk.states["project", project_id] = project.model_copy(update={"stage": "TERMINATED"})
        elif what == "deliver":
            for key in desk.waiting()[:1]:
                desk.deliver(key)
        else:
            events = {"accept": MatchAccepted, "reject": MatchRejected, "withdraw": MatchWithdrawn}
            desk.say(unit, events[what](match_id=identifier, reason="理由"))
        now = the_match(desk, identifier)
        if decided is not None:
            assert (now.status, now.decided_by, now.decided_at) == (
                decided.status,
                decided.decided_by,
                decided.decided_at,
            )
        if now.status in ("ACCEPTED", "REJECTED"):
            decided = now
            assert now.decided_by != proposer
            assert now.decided_by == "commerce" or now.decided_by in (now.party_units or ())
        assert (now.decided_at is not None) == (now.status not in ("PROPOSED", "CHECKING"))
