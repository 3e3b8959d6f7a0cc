"""From an assignment to decisions of people: each site given anew is proposed once, and accepted or refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.support.desk import Desk, accepted, cny
from tests.support.instances import TODAY, carrier, holds_for, market, project

from yipanqi.matching.assignment.answer import answer
from yipanqi.matching.assignment.greedy import greedy
from yipanqi.matching.assignment.proposal import Answer, Reason
from yipanqi.matching.assignment.propose import proposals, run_id
from yipanqi.matching.assignment.question import ask
from yipanqi.matching.assignment.solve import solve
from yipanqi.matching.assignment.whatif import WhatIf
from yipanqi.models.carrier import Carrier, CarrierDivided, CarrierUnit
from yipanqi.models.match import Match, MatchAccepted, MatchRejected
from yipanqi.models.project import Project


def assigned(projects: list[Project], carriers: list[Carrier]) -> Answer:
    question = ask(projects, carriers, WhatIf(), market=market())
    return answer(question, solve(question.instance, question.fixed), greedy(question.instance, question.fixed))


def test_an_assignment_is_proposed_and_people_accept_or_refuse_with_a_reason() -> None:
    desk = Desk()
    for number in ("1", "2", "3"):
        needs = {"need_kinds": ("PLANT",), "need_floor_m2": Decimal(3000), "planned_investment": cny("50000000")}
        desk.project(number, host_unit="zone", **needs)
    desk.carrier("1", floor_m2=Decimal(3100))
    divided = desk.carrier("2", floor_m2=Decimal(6400))
    floors = tuple(CarrierUnit(unit_no=f"{n}F", floor_m2=Decimal(3200)) for n in (1, 2))
    accepted(desk.say("snd-group", CarrierDivided(carrier_id=divided, units=floors)))
    projects = [state for state in desk.states.values() if isinstance(state, Project)]
    carriers = [state for state in desk.states.values() if isinstance(state, Carrier)]
    found = assigned(projects, carriers)
    made = proposals(found, "commerce")
    assert {(one.carrier_id, one.unit_no) for one in made} == {
        ("snd-group-carrier-1", None),
        ("snd-group-carrier-2", "1F"),
        ("snd-group-carrier-2", "2F"),
    }
    for one in made:
        accepted(desk.ask("commerce", one))
    stand = [desk.states["match", one.match_id] for one in made]
    assert [vars(match)["status"] for match in stand] == ["PROPOSED"] * 3
    assert {vars(match)["run_id"] for match in stand} == {run_id(found)}
    accepted(desk.ask("investment", MatchAccepted(match_id=made[0].match_id)))
    accepted(desk.ask("zone", MatchRejected(match_id=made[1].match_id, reason="楼层过高")))
    decided = [desk.states["match", one.match_id] for one in made]
    assert all(isinstance(match, Match) for match in decided)
    assert [vars(match)["status"] for match in decided] == ["ACCEPTED", "REJECTED", "PROPOSED"]


def test_what_a_project_holds_already_is_not_proposed_and_what_it_leaves_is_named() -> None:
    stays, held = holds_for(project(1, need_floor_m2=Decimal(4000)), carrier(1), TODAY + timedelta(days=60))
    moves, left = holds_for(project(2), carrier(2, floor_m2=Decimal(9000)), TODAY + timedelta(days=60))
    found = assigned([stays, moves], [held, left, carrier(3, floor_m2=Decimal(3000))])
    (one,) = proposals(found, "investment")
    assert (one.project_id, one.carrier_id) == ("investment-project-2", "zone-carrier-3")
    assert (one.reasons_against or ())[0] == "须释放现有预留：zone-carrier-2"
    assert proposals(found, "investment", without=["investment-project-2"]) == ()


def test_a_proposal_takes_at_most_twenty_reasons_of_three_hundred_characters() -> None:
    found = assigned([project(1)], [carrier(1)])
    (plan,) = found.plans
    many = tuple(Reason(zh="长" * 400, en="x") for _ in range(30))
    site = plan.sites[0].model_copy(update={"pros": many, "cons": many, "score": 83.5})
    long = found.model_copy(update={"plans": (plan.model_copy(update={"sites": (site,)}),)})
    (one,) = proposals(long, "commerce")
    for reasons in (one.reasons_for, one.reasons_against):
        assert reasons is not None
        assert len(reasons) == 20
        assert max(map(len, reasons)) == 300
    assert one.score == 84
    desk = Desk()
    desk.project("1")
    desk.carrier("1", "zone")
    accepted(desk.ask("commerce", one))


def test_the_same_assignment_has_the_same_name_and_another_has_another() -> None:
    one, same = (assigned([project(1)], [carrier(1)]) for _ in range(2))
    assert run_id(one) == run_id(same)
    assert run_id(one).startswith("20201231-")
    assert run_id(assigned([project(1)], [carrier(2)])) != run_id(one)
