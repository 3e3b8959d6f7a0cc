"""The assignment is the best there is: beside brute force on small districts, and its rules hold on larger ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.support.instances import TODAY, carrier, district, holds_for, market, project, reserved, yuan

from yipanqi.matching.assignment.answer import answer
from yipanqi.matching.assignment.greedy import greedy
from yipanqi.matching.assignment.instance import Assignment, Instance
from yipanqi.matching.assignment.proposal import Answer, ProjectPlan
from yipanqi.matching.assignment.question import Question, ask
from yipanqi.matching.assignment.settings import Effort, Objective
from yipanqi.matching.assignment.solve import Solution, solve
from yipanqi.matching.assignment.whatif import AddedProject, Pair, WhatIf
from yipanqi.models.carrier import Carrier, CarrierUnit, Waiver
from yipanqi.models.common import Money
from yipanqi.models.project import Project

EXACT = Effort(gap=0.0, seconds=30, parts_per_area=40, areas_per_project=20)


def put(projects: list[Project], carriers: list[Carrier], **question: Any) -> Question:
    return ask(projects, carriers, WhatIf(**{"effort": EXACT, **question}), market=market())


def solved(question: Question) -> Solution:
    return solve(question.instance, question.fixed)


def told(projects: list[Project], carriers: list[Carrier], **question: Any) -> Answer:
    asked = put(projects, carriers, **question)
    return answer(asked, solved(asked), greedy(asked.instance, asked.fixed))


def plans(found: Answer) -> dict[str, ProjectPlan]:
    return {plan.project_id: plan for plan in found.plans}


def sites(found: Answer) -> dict[str, tuple[str, ...]]:
    return {plan.project_id: tuple(site.site for site in plan.sites) for plan in found.plans}


def check(instance: Instance, assignment: Assignment) -> None:
    """No space twice, so no parent with its child; every project on one site or an allowed split; all that is hard."""
    cells = [cell for columns in assignment.values() for column in columns for cell in instance.cells[column]]
    assert len(cells) == len(set(cells))
    for row, columns in assignment.items():
        assert columns
        assert instance.feasible(row, columns)


def options(instance: Instance, row: int) -> Iterator[tuple[int, ...]]:
    """Every way to serve a project, and not to."""
    yield ()
    for size in range(1, instance.needs[row].sites + 1):
        for columns in combinations(range(len(instance.offers)), size):
            if instance.feasible(row, columns):
                yield columns


def brute_force(instance: Instance, row: int = 0, taken: frozenset[int] = frozenset()) -> Iterator[Assignment]:
    """Every assignment there is."""
    if row == len(instance.needs):
        yield {}
        return
    for columns in options(instance, row):
        cells = frozenset(cell for column in columns for cell in instance.cells[column])
        if not cells & taken:
            for rest in brute_force(instance, row + 1, taken | cells):
                yield {row: columns, **rest} if columns else rest


def crowded(seed: int, count: int, buildings: int) -> tuple[list[Project], list[Carrier]]:
    """A small district full of conflicts: plants of two areas, some divided, sizes alike, most projects splittable."""
    random = Random(seed)
    carriers = []
    for number in range(buildings):
        size = random.randrange(2, 9) * 500
        floors = random.choice((0, 0, 2, 3))
        units = tuple(CarrierUnit(unit_no=f"{n}F", floor_m2=Decimal(size) / floors // 1) for n in range(floors))
        waived = (Waiver(project_id=f"investment-project-{random.randrange(count)}", event_id="w"),)
        values = {
            "floor_m2": Decimal(size),
            "units": units,
            "area_code": random.choice(("A-LHT", "A-FTZ")),
            "min_intensity_cny_m2": random.choice((None, None, Decimal(3000))),
            "waivers": waived if random.random() < 0.3 else (),
            "vacant_since": random.choice(("2018", "2020-06")),
            "permitted_chains": random.choice(((), (), ("C3",))),
        }
        carriers.append(carrier(number, **values))
    projects = [
        project(
            number,
            need_floor_m2=Decimal(random.randrange(1, 10) * 500),
            need_sites=random.choice((1, 2, 3)),
            chain=random.choice(("C2", "C3")),
            planned_investment=yuan(random.randrange(1, 20) * 1_000_000),
        )
        for number in range(count)
    ]
    return projects, carriers


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 3), st.sampled_from([2, 3]), st.booleans())
def test_no_assignment_of_a_small_district_is_worth_more(
    seed: int, count: int, buildings: int, cluster: int, pruned: bool
) -> None:
    projects, carriers = crowded(seed, count, buildings)
    effort = EXACT.model_copy(update={"sites_per_project": 1, "added_per_round": 1}) if pruned else EXACT
    asked = put(projects, carriers, objective=Objective(cluster_size=cluster), effort=effort)
    found = solved(asked)
    check(asked.instance, found.assignment)
    best = max(asked.instance.total(each) for each in brute_force(asked.instance))
    assert found.value == pytest.approx(best, abs=1e-5)
    assert found.bound >= best - 1e-5
    assert found.optimal


def test_a_split_that_presolve_fixes_is_found() -> None:
    """Given a start, the solver took nothing here for the best and called it proven."""
    found = solved(put(*crowded(485, 1, 3), objective=Objective(cluster_size=2)))
    assert found.value == pytest.approx(8.288364)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_no_space_is_given_twice_and_every_hard_requirement_holds(seed: int) -> None:
    projects, carriers = district(seed, 40, 60)
    asked = put(projects, carriers)
    found = solved(asked)
    check(asked.instance, found.assignment)
    check(asked.instance, greedy(asked.instance))
    assert found.value >= asked.instance.total(greedy(asked.instance)) - 1e-6
    assert found.bound >= found.value - 1e-6
    assert asked.instance.total(found.assignment) == pytest.approx(found.value, abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_a_pruned_search_still_bounds_the_whole_district(seed: int, most: int) -> None:
    projects, carriers = district(seed, 25, 40)
    exact = solved(put(projects, carriers))
    poor = Effort(gap=0.0, seconds=30, sites_per_project=most, rounds=0, most_pairs=1, parts_per_area=40)
    pruned = solved(put(projects, carriers, effort=poor.model_copy(update={"areas_per_project": 20})))
    assert pruned.bound >= exact.value - 1e-5
    assert pruned.value <= exact.value + 1e-5


def test_the_same_question_gives_the_same_answer() -> None:
    projects, carriers = district(11, 30, 50)
    one, two = told(projects, carriers), told(list(reversed(projects)), list(reversed(carriers)))
    assert one.model_copy(update={"proof": None}) == two.model_copy(update={"proof": None})


def test_two_projects_want_one_plant_and_the_district_gains_more_by_the_larger() -> None:
    projects = [project(1, planned_investment=yuan(10**8)), project(2, planned_investment=yuan(3 * 10**8))]
    found = told(projects, [carrier(1)])
    assert sites(found) == {"investment-project-1": (), "investment-project-2": ("zone-carrier-1",)}
    loser = plans(found)["investment-project-1"]
    assert loser.change == "NONE"
    assert "zone-carrier-1 给 investment-project-2" in loser.why.zh


def test_greed_gives_the_best_pair_first_and_loses_a_project_by_it() -> None:
    """The large project likes both plants, the small one fits the first only."""
    large = project(1, planned_investment=yuan(9 * 10**8), need_floor_m2=Decimal(3000))
    small = project(2, planned_investment=yuan(10**8), need_floor_m2=Decimal(3000), chain="C1")
    first = carrier(1, floor_m2=Decimal(3000))
    second = carrier(2, floor_m2=Decimal(5000), permitted_chains=())
    barred = second.model_copy(update={"permitted_chains": ("C2",)})
    found = told([large.model_copy(update={"chain": "C2"}), small], [first, barred])
    assert sites(found)["investment-project-1"] == ("zone-carrier-2",)
    assert sites(found)["investment-project-2"] == ("zone-carrier-1",)
    assert found.proposed.value > found.greedy_value


def test_a_whole_and_its_units_exclude_each_other() -> None:
    floors = tuple(CarrierUnit(unit_no=f"{n}F", floor_m2=Decimal(1500)) for n in (1, 2))
    building = carrier(1, floor_m2=Decimal(3000), units=floors)
    large = project(1, need_floor_m2=Decimal(3000), planned_investment=yuan(5 * 10**8))
    small = [project(n, need_floor_m2=Decimal(1500), planned_investment=yuan(4 * 10**8)) for n in (2, 3)]
    assert sites(told([large, small[0]], [building]))["investment-project-1"] == ("zone-carrier-1",)
    both = sites(told([large, *small], [building]))
    assert both["investment-project-1"] == ()
    assert {*both["investment-project-2"], *both["investment-project-3"]} == {"zone-carrier-1#1F", "zone-carrier-1#2F"}


def test_a_project_may_be_split_over_sites_of_one_area_as_far_as_it_says() -> None:
    wanted = project(1, need_floor_m2=Decimal(9000), need_sites=2)
    same = [carrier(n, floor_m2=Decimal(5000)) for n in (1, 2)]
    assert sites(told([wanted], same))["investment-project-1"] == ("zone-carrier-1", "zone-carrier-2")
    apart = [same[0], carrier(2, floor_m2=Decimal(5000), area_code="A-FTZ")]
    assert sites(told([wanted], apart))["investment-project-1"] == ()
    three = [carrier(n, floor_m2=Decimal(3100)) for n in (1, 2, 3)]
    assert sites(told([wanted], three))["investment-project-1"] == ()


def test_no_part_is_taken_that_the_project_does_not_need() -> None:
    wanted = project(1, need_floor_m2=Decimal(9000), need_sites=3)
    found = told([wanted], [carrier(n, floor_m2=Decimal(5000), vacant_since="2015") for n in (1, 2, 3)])
    assert len(sites(found)["investment-project-1"]) == 2


def test_the_investment_must_carry_the_intensity_of_all_parts_together() -> None:
    parts = [carrier(n, floor_m2=Decimal(5000), min_intensity_cny_m2=Decimal(5000)) for n in (1, 2)]
    poor = project(1, need_floor_m2=Decimal(9000), need_sites=2, planned_investment=yuan(49_000_000))
    rich = project(1, need_floor_m2=Decimal(9000), need_sites=2, planned_investment=yuan(50_000_000))
    assert sites(told([poor], parts))["investment-project-1"] == ()
    assert len(sites(told([rich], parts))["investment-project-1"]) == 2
    waiver = (Waiver(project_id="investment-project-1", event_id="w"),)
    waived = [parts[0].model_copy(update={"waivers": waiver}), parts[1]]
    assert len(sites(told([poor], waived))["investment-project-1"]) == 2


def test_projects_of_a_chain_are_brought_together_when_that_makes_a_cluster() -> None:
    """Apart each would have its better fit; three of them in one area are worth five points more."""
    projects = [project(n, chain="C5", need_floor_m2=Decimal(4000)) for n in (1, 2, 3)]
    together = [carrier(n, area_code="A-TONGAN", floor_m2=Decimal(4600)) for n in (1, 2, 3)]
    apart = [carrier(n, area_code=area, floor_m2=Decimal(4000)) for n, area in ((4, "A-FTZ"), (5, "A-ZHENHU"))]
    found = told(projects, [*together, *apart])
    assert {site.area_code for plan in found.plans for site in plan.sites} == {"A-TONGAN"}
    assert [cluster.chain for cluster in found.proposed.clusters] == ["C5"]
    alone = told(projects, [*together, *apart], objective=Objective(cluster=0.0))
    assert len({site.area_code for plan in alone.plans for site in plan.sites}) > 1


def test_a_reservation_of_today_may_be_moved_and_the_gain_is_told() -> None:
    mine, held = holds_for(project(1), carrier(1, floor_m2=Decimal(9000)), TODAY + timedelta(days=60))
    better = carrier(2, floor_m2=Decimal(3000))
    found = told([mine], [held, better])
    plan = plans(found)["investment-project-1"]
    assert (plan.change, plan.present) == ("MOVED", ("zone-carrier-1",))
    assert sites(found)["investment-project-1"] == ("zone-carrier-2",)
    assert found.proposed.value > found.present.value > 0
    assert plan.value > plan.present_value


def test_reservations_can_be_kept_and_then_bar_others() -> None:
    mine, held = holds_for(project(1), carrier(1), TODAY + timedelta(days=60))
    other = project(2, planned_investment=yuan(9 * 10**8))
    assert sites(told([mine, other], [held]))["investment-project-2"] == ("zone-carrier-1",)
    kept = told([mine, other], [held], keep_reservations=True)
    assert sites(kept) == {"investment-project-2": ()}


def test_a_reservation_that_breaks_a_requirement_is_named() -> None:
    mine, held = holds_for(project(1), carrier(1, floor_m2=Decimal(10)), TODAY + timedelta(days=60))
    found = told([mine], [held])
    assert found.present.broken == ("investment-project-1",)
    assert plans(found)["investment-project-1"].change == "LOST"


def test_a_reservation_that_breaks_a_requirement_is_worth_nothing_beside_what_keeps_to_all() -> None:
    mine, held = holds_for(project(1), carrier(1, floor_m2=Decimal(2900)), TODAY + timedelta(days=60))
    found = told([mine], [held])
    assert (found.proposed.value, found.proof.bound, found.present.value) == (0.0, 0.0, 0.0)
    assert (found.present.projects, found.present.m2, found.plans[0].present_value) == (0, "0.00", 0.0)
    good = holds_for(project(2), carrier(2), TODAY + timedelta(days=60))
    both = told([mine, good[0]], [held, good[1]])
    assert both.present.broken == ("investment-project-1",)
    assert (both.present.projects, both.present.value) == (1, plans(both)["investment-project-2"].present_value)


def test_what_the_question_fixes_or_forbids_does_not_break_the_reservations_of_today() -> None:
    mine, held = holds_for(project(1), carrier(1), TODAY + timedelta(days=60))
    pair = Pair(project_id="investment-project-1", site="zone-carrier-1")
    elsewhere = Pair(project_id="investment-project-1", site="zone-carrier-2")
    for question in ({"forbid": [pair]}, {"fix": [elsewhere]}):
        found = told([mine], [held, carrier(2)], **question)
        assert found.present.broken == ()
        assert found.present.value > 0
        assert sites(found)["investment-project-1"] == ("zone-carrier-2",)


def test_an_investment_in_another_currency_is_remarked_on() -> None:
    dollars = project(1, planned_investment=Money(amount=Decimal(10**8), currency="USD"))
    found = told([dollars, project(2)], [carrier(1), carrier(2)])
    (remark,) = found.remarks
    assert remark["about"] == "investment-project-1"
    assert "USD" in remark["zh"]
    assert "USD" in remark["en"]


def test_plots_of_divided_land_are_given_one_each() -> None:
    plots = tuple(CarrierUnit(unit_no=name, floor_m2=Decimal(20000)) for name in ("东", "西"))
    land = carrier(1, kind="IDLE_LAND", floor_m2=None, land_m2=Decimal(40000), units=plots)
    wanted = [project(n, need_kinds=("IDLE_LAND",), need_floor_m2=None, need_land_m2=Decimal(18000)) for n in (1, 2)]
    given = sites(told(wanted, [land]))
    assert sorted(given.values()) == [("zone-carrier-1#东",), ("zone-carrier-1#西",)]


def test_what_is_committed_or_held_by_one_that_does_not_wait_stays() -> None:
    committed = carrier(1, status="COMMITTED", holds=(reserved("zone-project-9", None, kind="COMMITTED"),))
    suspended, held = holds_for(project(1, stage="SUSPENDED"), carrier(2), date(2021, 6, 1))
    found = told([suspended, project(3)], [committed, held])
    assert sites(found) == {"investment-project-3": ()}


def test_why_a_project_gets_none_is_told_by_the_requirement_that_bars() -> None:
    wanted = project(1, need_storey_height_m=Decimal(9))
    low = [carrier(n, storey_height_m=Decimal(5)) for n in range(3)]
    small = [carrier(n, storey_height_m=Decimal(5), floor_m2=Decimal(9)) for n in range(3, 5)]
    bars = {bar.code: (bar.bars, bar.alone) for bar in told([wanted], [*low, *small]).plans[0].bars}
    assert bars == {"storey_height": (5, 3), "area": (2, 0)}


def test_withdrawing_a_carrier_or_a_unit_takes_it_out_of_the_assignment() -> None:
    floors = tuple(CarrierUnit(unit_no=f"{n}F", floor_m2=Decimal(3000)) for n in (1, 2))
    building = carrier(1, floor_m2=Decimal(6000), units=floors)
    assert sites(told([project(1)], [building], withdraw=["zone-carrier-1"]))["investment-project-1"] == ()
    partly = told([project(1)], [building], withdraw=["zone-carrier-1#1F"])
    assert sites(partly)["investment-project-1"] == ("zone-carrier-1#2F",)


def test_a_project_can_be_added_and_left_out() -> None:
    more = AddedProject(project_id="new", kinds=("PLANT",), floor_m2=Decimal(3500), investment_cny=Decimal(10**9))
    found = told([project(1)], [carrier(1)], add=[more])
    assert sites(found) == {"investment-project-1": (), "new": ("zone-carrier-1",)}
    assert sites(told([project(1)], [carrier(1)], add=[more], leave_out=["investment-project-1"])) == {
        "new": ("zone-carrier-1",)
    }


def test_a_project_is_added_once() -> None:
    more = AddedProject(project_id="new", floor_m2=Decimal(3500))
    with pytest.raises(ValidationError, match="new is added twice"):
        WhatIf(add=(more, more))


def test_a_pair_can_be_fixed_against_the_interest_of_the_district() -> None:
    projects = [project(1, planned_investment=yuan(10**8)), project(2, planned_investment=yuan(3 * 10**8))]
    pair = Pair(project_id="investment-project-1", site="zone-carrier-1")
    found = told(projects, [carrier(1)], fix=[pair])
    assert plans(found)["investment-project-1"].why.en == "fixed by the question"
    assert sites(found) == {"investment-project-1": ("zone-carrier-1",), "investment-project-2": ()}
    assert not found.remarks


def test_a_pair_that_a_requirement_bars_cannot_be_fixed_and_the_answer_says_why() -> None:
    pair = Pair(project_id="investment-project-1", site="zone-carrier-1")
    found = told([project(1)], [carrier(1, floor_m2=Decimal(9))], fix=[pair])
    assert sites(found)["investment-project-1"] == ()
    assert "面积" in found.remarks[0]["zh"]


def test_two_projects_cannot_be_fixed_on_one_space() -> None:
    both = [Pair(project_id=f"investment-project-{n}", site="zone-carrier-1") for n in (1, 2)]
    found = told([project(1), project(2)], [carrier(1)], fix=both)
    assert sites(found) == {"investment-project-1": ("zone-carrier-1",), "investment-project-2": ()}
    assert found.remarks[0]["about"] == "investment-project-2 → zone-carrier-1"


def test_a_forbidden_pair_is_not_made() -> None:
    pair = Pair(project_id="investment-project-1", site="zone-carrier-1")
    assert sites(told([project(1)], [carrier(1)], forbid=[pair]))["investment-project-1"] == ()


def test_what_cannot_be_judged_bars_unless_it_is_let_through() -> None:
    wanted = project(1, need_power_kva=Decimal(500))
    assert sites(told([wanted], [carrier(1)]))["investment-project-1"] == ()
    lenient = EXACT.model_copy(update={"allow_unknown": True})
    assert sites(told([wanted], [carrier(1)], effort=lenient))["investment-project-1"] == ("zone-carrier-1",)


def test_nothing_to_assign_gives_an_empty_answer() -> None:
    assert told([], []).proposed.value == 0
    assert told([project(1)], []).plans[0].change == "NONE"
    assert told([], [carrier(1)]).plans == ()


def test_an_assignment_that_breaks_a_rule_is_found_by_the_check() -> None:
    asked = put([project(1), project(2)], [carrier(1)])
    with pytest.raises(AssertionError):
        check(asked.instance, {0: (0,), 1: (0,)})
    with pytest.raises(AssertionError):
        check(replace(asked.instance, single=asked.instance.single & False), {0: (0,)})
