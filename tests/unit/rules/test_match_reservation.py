"""Reservations that follow from a match: only from an accepted one of their own, and what the match then shows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import Desk, accepted, refused

from yipanqi.models.carrier import (
    CarrierCommitted,
    CarrierDivided,
    CarrierOccupied,
    CarrierUnit,
    ReservationReleased,
    ReservationRequested,
)
from yipanqi.models.match import Match, MatchAccepted, MatchFollowed, MatchProposed, ReservationMatchAsked
from yipanqi.rules.outcome import COORDINATOR, Noted, Refused

MATCH = "commerce-match-1"


def propose(desk: Desk, project_id: str, number: str = "1", **more: Any) -> Any:
    given = {"carrier_id": "snd-group-carrier-1", "source": "RANKING", "score": 84, **more}
    return desk.ask("commerce", MatchProposed(match_id=f"commerce-match-{number}", project_id=project_id, **given))


def the_match(desk: Desk, identifier: str = MATCH) -> Match:
    state = desk.states["match", identifier]
    assert isinstance(state, Match)
    return state


@pytest.fixture
def taken(desk: Desk) -> Desk:
    """Investment's project 1 has accepted carrier 1 by commerce's match; project 2 of the zone's is there as well."""
    desk.carrier()
    accepted(propose(desk, desk.project(planned_investment=None)))
    desk.project("2", "zone")
    accepted(desk.ask("investment", MatchAccepted(match_id=MATCH)))
    return desk


def reserve(desk: Desk, unit: str = "investment", project: str = "investment-project-1", **more: Any) -> Any:
    until = desk.today + timedelta(days=10)
    given = {"carrier_id": "snd-group-carrier-1", "until_on": until, "match_id": MATCH, **more}
    return desk.ask(unit, ReservationRequested(project_id=project, **given))


def outcome(desk: Desk) -> tuple[str | None, str | None]:
    match = the_match(desk)
    return match.outcome, match.outcome_code


def hold_of(desk: Desk) -> str:
    (hold,) = desk.the_carrier("snd-group-carrier-1").holds
    assert hold.match_id == MATCH
    return hold.hold_id


def test_a_reservation_that_follows_from_a_match_is_shown_by_it(taken: Desk) -> None:
    assert outcome(taken) == (None, None)
    accepted(reserve(taken))
    assert outcome(taken) == ("RESERVED", None)
    assert the_match(taken).reservation_id == hold_of(taken)
    assert the_match(taken).status == "ACCEPTED"


def test_the_match_tells_why_the_carrier_did_not_grant_it(taken: Desk) -> None:
    accepted(reserve(taken, "zone", "zone-project-2", match_id=None))
    refused(reserve(taken), "carrier-held")
    assert outcome(taken) == ("REFUSED", "carrier-held")
    assert the_match(taken).outcome_reason_zh
    (hold,) = taken.the_carrier("snd-group-carrier-1").holds
    accepted(taken.ask("zone", ReservationReleased(carrier_id="snd-group-carrier-1", hold_id=hold.hold_id, reason="x")))
    accepted(reserve(taken))
    assert outcome(taken) == ("RESERVED", None)


def test_the_match_follows_its_project_to_the_signature_and_in(taken: Desk) -> None:
    accepted(reserve(taken))
    taken.advance("investment-project-1", "NEGOTIATING", "PENDING_SIGN", "SIGNED")
    taken.settle()
    assert outcome(taken) == ("SIGNED", None)
    moved = {"carrier_id": "snd-group-carrier-1", "hold_id": hold_of(taken), "occupied_on": taken.today}
    accepted(taken.ask("snd-group", CarrierOccupied(**moved)))
    assert outcome(taken) == ("OCCUPIED", None)


def test_the_match_tells_that_a_reservation_ended(taken: Desk) -> None:
    accepted(reserve(taken))
    taken.pass_days(11)
    taken.settle()
    assert outcome(taken) == ("EXPIRED", None)


def test_a_second_request_changes_nothing_of_what_is_held(taken: Desk) -> None:
    accepted(reserve(taken))
    refused(reserve(taken), "carrier-held")
    assert outcome(taken) == ("RESERVED", None)


@pytest.mark.parametrize(
    ("unit", "project", "more", "code"),
    [
        ("zone", "zone-project-2", {}, "match-of-others"),
        ("investment", "investment-project-1", {"carrier_id": "snd-group-carrier-2"}, "match-of-others"),
        ("investment", "investment-project-1", {"match_id": "commerce-match-9"}, "no-such-match"),
        ("investment", "investment-project-1", {"match_id": "commerce-match-2"}, "match-not-accepted"),
    ],
)
def test_a_reservation_follows_only_from_a_match_of_its_own_that_was_accepted(
    taken: Desk, unit: str, project: str, more: dict[str, Any], code: str
) -> None:
    taken.carrier("2")
    accepted(propose(taken, "investment-project-1", number="2"))
    answer = refused(reserve(taken, unit, project, **more), code)
    assert answer.field == "match_id"
    carrier = taken.the_carrier(more.get("carrier_id", "snd-group-carrier-1"))
    assert (carrier.status, carrier.holds, carrier.pending) == ("AVAILABLE", (), ())
    assert outcome(taken) == (None, None)
    accepted(reserve(taken, unit, project, **{**more, "match_id": None}))


def test_a_match_of_one_unit_is_none_of_another(desk: Desk) -> None:
    carrier = desk.carrier()
    parts = tuple(CarrierUnit(unit_no=number, floor_m2=Decimal(100)) for number in ("a", "b"))
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=carrier, units=parts)))
    accepted(propose(desk, desk.project(), unit_no="a"))
    accepted(desk.ask("investment", MatchAccepted(match_id=MATCH)))
    refused(reserve(desk, unit_no="b"), "match-of-others")
    refused(reserve(desk), "match-of-others")
    accepted(reserve(desk, unit_no="a"))


def test_a_match_whose_acceptance_is_not_answered_yet_is_not_accepted(desk: Desk) -> None:
    desk.carrier()
    accepted(propose(desk, desk.project()))
    accepted(desk.say("investment", MatchAccepted(match_id=MATCH)))
    carrier = {"carrier_id": "snd-group-carrier-1", "project_id": "investment-project-1"}
    request = ReservationRequested(**carrier, until_on=desk.today, match_id=MATCH)
    accepted(desk.say("investment", request, "r1"))
    assert desk.deliver(("match", MATCH)).follow_ups  # before the project has answered the acceptance
    desk.settle()
    assert [s.refusal.code for _, s in desk.settlements if s.event_id == "r1" and s.refusal] == ["match-not-accepted"]
    accepted(reserve(desk))


def test_who_is_no_party_to_the_project_learns_nothing_of_the_match(taken: Desk) -> None:
    refused(reserve(taken, "soe-2", match_id="commerce-match-9"), "not-a-party")
    refused(reserve(taken, "soe-2"), "not-a-party")


def test_only_the_coordinator_asks_a_match(taken: Desk) -> None:
    names = {"carrier_id": "snd-group-carrier-1", "project_id": "investment-project-1"}
    event = ReservationMatchAsked(match_id=MATCH, request_id="x", requested_by="zone", **names)
    refused(taken.say("zone", event), "role-not-allowed")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_requests_by_way_of_matches_keep_their_order_and_have_one_answer_each(data: st.DataObject) -> None:
    """Whatever partition is quick: of those that may have the carrier, the first in its log gets it."""
    desk = Desk()
    carrier = desk.carrier()
    taken_up = data.draw(st.lists(st.booleans(), min_size=3, max_size=3))
    for number, accept in enumerate(taken_up):
        accepted(propose(desk, desk.project(str(number)), number=str(number)))
        if accept:
            accepted(desk.ask("investment", MatchAccepted(match_id=f"commerce-match-{number}")))
    asked: dict[str, bool] = {}
    answers: dict[str, list[bool]] = {}
    for number, accept in enumerate(taken_up):
        named = data.draw(st.sampled_from((None, number, (number + 1) % 3, 9)))
        match_id = None if named is None else f"commerce-match-{named}"
        asked[f"r{number}"] = match_id is None or (named == number and accept)
        request = ReservationRequested(
            carrier_id=carrier,
            project_id=f"investment-project-{number}",
            until_on=desk.today + timedelta(days=10),
            match_id=match_id,
        )
        if isinstance(desk.say("investment", request, f"r{number}"), Refused):
            answers[f"r{number}"] = [False]
        while desk.waiting() and data.draw(st.booleans()):
            desk.deliver(data.draw(st.sampled_from(desk.waiting())))
    while desk.waiting():
        desk.deliver(data.draw(st.sampled_from(desk.waiting())))
    for _, settled in desk.settlements:
        if settled.event_id in asked:
            answers.setdefault(settled.event_id, []).append(settled.refusal is None)
    winner = next((request for request, may in asked.items() if may), None)
    assert [hold.hold_id for hold in desk.the_carrier(carrier).holds] == ([winner] if winner else [])
    assert answers == {request: [request == winner] for request in asked}


def test_only_the_coordinator_tells_what_became_of_it(taken: Desk) -> None:
    given = {"carrier_id": "snd-group-carrier-1", "project_id": "investment-project-1", "request_id": "x"}
    event = MatchFollowed(match_id=MATCH, outcome="SIGNED", **given)
    refused(taken.say("commerce", event), "role-not-allowed")
    assert taken.say(COORDINATOR, event.model_copy(update={"match_id": "commerce-match-9"})) == Noted()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(("reserve", "other", "release", "sign", "occupy", "end", "days")), max_size=12))
def test_a_match_and_its_carrier_agree_in_any_history(steps: list[str]) -> None:
    """At rest the match says it is held exactly when the carrier holds something for it, and how."""
    desk = Desk()
    desk.carrier()
    propose(desk, desk.project())
    desk.project("2", "zone")
    desk.ask("investment", MatchAccepted(match_id=MATCH))
    carrier, project = "snd-group-carrier-1", "investment-project-1"
    for step in steps:
        holds = {"carrier_id": carrier, "hold_id": next((h.hold_id for h in desk.the_carrier(carrier).holds), "none")}
        match step:
            case "reserve":
                reserve(desk)
            case "other":
                reserve(desk, "zone", "zone-project-2", match_id=None)
            case "release":
                desk.ask("commerce", ReservationReleased(**holds, reason="x"))
            case "sign":
                desk.ask("snd-group", CarrierCommitted(**holds, contract_reference="HT", signed_on=desk.today))
            case "occupy":
                desk.ask("snd-group", CarrierOccupied(**holds, occupied_on=desk.today))
            case "end":
                desk.move(project, "TERMINATED", "investment", reason="x")
            case _:
                desk.pass_days(11)
        desk.settle()
        own = [h for h in desk.the_carrier(carrier).holds if h.match_id == MATCH]
        kinds = {"RESERVED": "RESERVED", "COMMITTED": "SIGNED", "OCCUPIED": "OCCUPIED"}
        held = the_match(desk).outcome in kinds.values()
        assert held is bool(own)
        for hold in own:
            assert (the_match(desk).outcome, the_match(desk).reservation_id) == (kinds[hold.kind], hold.hold_id)
