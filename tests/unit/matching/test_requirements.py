"""What bars a site, what must be looked into, and that the number behind each is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.instances import NOW, TODAY, carrier, district, holds_for, market, project, reserved, yuan

from yipanqi.matching.assess import Assessment, Required, assess
from yipanqi.matching.need import LAND_KINDS, need_of
from yipanqi.matching.offer import offers_of
from yipanqi.matching.requirements import Verdict
from yipanqi.models.carrier import Carrier, CarrierUnit, Hold, Waiver
from yipanqi.models.common import Money
from yipanqi.models.project import Project
from yipanqi.rules.carrier_space import too_little_intensity

GRANTED: dict[str, Any] = {"requested_by": "investment", "granted_at": NOW}
UNITS = (CarrierUnit(unit_no="1F", floor_m2=Decimal(1500)), CarrierUnit(unit_no="2F", floor_m2=Decimal(2500)))


def assessed(wanted: Project, offered: Carrier) -> list[Assessment]:
    return assess([need_of(wanted)], offers_of(offered), market())


def found(wanted: Project, offered: Carrier, code: str, unit_no: str | None = None) -> Required | None:
    one = next(each for each in assessed(wanted, offered) if each.offer.unit_no == unit_no)
    return next((each for each in one.required if each.code == code), None)


def verdict(wanted: Project, offered: Carrier, code: str, unit_no: str | None = None) -> Verdict | None:
    requirement = found(wanted, offered, code, unit_no)
    return requirement.verdict if requirement else None


def test_a_plant_that_is_large_enough_suits() -> None:
    (one,) = assessed(project(1), carrier(1))
    assert one.standing is Verdict.PASSED
    assert not [each for each in one.required if each.verdict is not Verdict.PASSED]


@pytest.mark.parametrize(
    ("need", "offer", "code", "expected"),
    [
        ({"need_kinds": ["NEW_OFFICE"]}, {}, "kind", Verdict.FAILED),
        ({"need_floor_m2": "4000.01"}, {}, "area", Verdict.FAILED),
        ({"need_floor_m2": "4000.00"}, {}, "area", Verdict.PASSED),
        ({}, {"floor_m2": None}, "area", Verdict.UNKNOWN),
        ({"need_storey_height_m": "6"}, {"storey_height_m": "5.9"}, "storey_height", Verdict.FAILED),
        ({"need_storey_height_m": "6"}, {}, "storey_height", Verdict.UNKNOWN),
        ({"need_floor_load_t_m2": "2"}, {"floor_load_t_m2": "2"}, "floor_load", Verdict.PASSED),
        ({"need_power_kva": "800"}, {"power_kva": "630"}, "power", Verdict.FAILED),
        ({"need_power_kva": "0"}, {}, "power", None),
        ({"chain": "C1"}, {"permitted_chains": ["C2"]}, "chain", Verdict.FAILED),
        ({"chain": "C1"}, {"permitted_chains": ["C1", "C2"]}, "chain", Verdict.PASSED),
        ({}, {"permitted_chains": ["C2"]}, "chain", Verdict.UNKNOWN),
        ({"chain": "C1"}, {}, "chain", None),
        ({}, {"status": "VERIFIED"}, "offered", Verdict.FAILED),
        ({"red_line": True}, {}, "red_line", Verdict.FAILED),
        ({"basic_farmland": True}, {}, "red_line", Verdict.FAILED),
        ({"high_energy": True}, {}, "red_line", Verdict.PASSED),
    ],
)
def test_each_requirement_is_judged_by_what_the_records_say(
    need: dict[str, Any], offer: dict[str, Any], code: str, expected: Verdict | None
) -> None:
    assert verdict(project(1, **need), carrier(1, **offer), code) == expected


def test_without_kinds_a_need_of_land_alone_asks_for_land() -> None:
    wanted = project(1, need_kinds=(), need_floor_m2=None, need_land_m2=Decimal(20000))
    assert verdict(wanted, carrier(1), "kind") is Verdict.FAILED
    land = carrier(2, kind="IDLE_LAND", floor_m2=None, land_m2=Decimal(30000))
    assert verdict(wanted, land, "area") is Verdict.PASSED


def test_planned_areas_and_place_stand_in_for_needs_not_stated() -> None:
    wanted = project(1, need_floor_m2=None, floor_m2=Decimal(5000), area_code="A-SSTT")
    assert need_of(wanted).floor_m2 == Decimal(5000)
    assert need_of(wanted).areas == ("A-SSTT",)
    assert verdict(wanted, carrier(1), "area") is Verdict.FAILED


def test_land_has_no_storeys_to_be_judged() -> None:
    wanted = project(1, need_kinds=("IDLE_LAND",), need_land_m2=Decimal(9000), need_storey_height_m=Decimal(6))
    land = carrier(1, kind="IDLE_LAND", floor_m2=None, land_m2=Decimal(10000))
    assert verdict(wanted, land, "storey_height") is None


def test_a_plot_of_divided_land_is_land() -> None:
    plots = tuple(CarrierUnit(unit_no=name, floor_m2=Decimal(20000)) for name in ("东", "西"))
    land = {"kind": "IDLE_LAND", "floor_m2": None, "land_m2": Decimal(40000), "min_intensity_cny_m2": Decimal(2000)}
    wanted = project(1, need_kinds=LAND_KINDS, need_floor_m2=None, need_land_m2=Decimal(18000))
    found = assess([need_of(wanted)], offers_of(carrier(1, units=plots, **land)), market())
    stands = {one.offer.unit_no: one.standing for one in found}
    assert stands == {"东": Verdict.PASSED, "西": Verdict.PASSED, None: Verdict.FAILED}, "the whole is too dear"
    areas = {one.offer.unit_no: next(r.en for r in one.required if r.code == "area") for one in found}
    assert areas["东"] == "needs 18,000 m² of land, offered 20,000 m²"


def test_a_carrier_held_past_the_move_in_date_is_not_free_in_time() -> None:
    held = carrier(1, status="RESERVED", holds=(reserved("zone-project-9", date(2021, 3, 1)),))
    assert verdict(project(1), held, "free") is Verdict.FAILED
    assert verdict(project(1, need_from_on=date(2021, 3, 1)), held, "free") is Verdict.FAILED
    assert verdict(project(1, need_from_on=date(2021, 3, 2)), held, "free") is Verdict.PASSED


def test_an_occupied_carrier_is_never_free() -> None:
    held = carrier(1, status="OCCUPIED", holds=(reserved("zone-project-9", None, kind="OCCUPIED"),))
    assert verdict(project(1, need_from_on=date(2030, 1, 1)), held, "free") is Verdict.FAILED


def test_a_reservation_of_the_project_itself_does_not_bar_it() -> None:
    mine, held = holds_for(project(1), carrier(1), TODAY + timedelta(days=60))
    requirement = found(mine, held, "free")
    assert requirement is not None
    assert requirement.verdict is Verdict.PASSED
    assert "本项目" in requirement.zh
    assert verdict(project(2), held, "free") is Verdict.FAILED


def test_a_held_unit_bars_the_whole_and_leaves_its_neighbour() -> None:
    held = carrier(1, units=UNITS, holds=(reserved("zone-project-9", None, "1F"),))
    wanted = project(1, need_floor_m2=Decimal(1000))
    assert verdict(wanted, held, "free") is Verdict.FAILED
    assert verdict(wanted, held, "free", "1F") is Verdict.FAILED
    assert verdict(wanted, held, "free", "2F") is Verdict.PASSED


def test_a_held_whole_bars_each_unit() -> None:
    held = carrier(1, units=UNITS, holds=(reserved("zone-project-9", None),))
    assert {verdict(project(1), held, "free", number) for number in (None, "1F", "2F")} == {Verdict.FAILED}


def test_a_waiver_of_commerce_passes_the_intensity_for_its_project_only() -> None:
    waiver = Waiver(project_id="investment-project-1", event_id="w")
    strict = carrier(1, min_intensity_cny_m2=Decimal(100000), waivers=(waiver,))
    assert verdict(project(1), strict, "intensity") is Verdict.PASSED
    assert verdict(project(2), strict, "intensity") is Verdict.FAILED


def test_an_intensity_that_cannot_be_reckoned_is_unknown_and_says_why() -> None:
    strict = carrier(1, min_intensity_cny_m2=Decimal(5000))
    dollars = found(project(1, planned_investment=Money(amount=Decimal(9), currency="USD")), strict, "intensity")
    hidden = found(project(1, planned_investment=None), strict, "intensity")
    assert dollars is not None
    assert hidden is not None
    assert (dollars.verdict, hidden.verdict) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    assert "USD" in dollars.zh
    assert "未知" in hidden.zh


def test_the_exact_intensity_passes() -> None:
    strict = carrier(1, floor_m2=Decimal("20000.10"), min_intensity_cny_m2=Decimal("5000.30"))
    exact = yuan(str((Decimal("20000.10") * Decimal("5000.30")).quantize(Decimal("0.01"))))
    assert verdict(project(1, planned_investment=exact), strict, "intensity") is Verdict.PASSED


def test_what_a_project_holds_of_the_carrier_already_counts_with_the_unit_it_looks_at() -> None:
    wanted = project(1, planned_investment=yuan("20000000"))
    other = project(2, planned_investment=yuan("20000000"))
    held = Hold(hold_id="h", kind="COMMITTED", unit_no="1F", project_id=wanted.project_id, **GRANTED)
    divided = carrier(1, units=UNITS, holds=(held,), min_intensity_cny_m2=Decimal(5100))
    # 20,000,000 ÷ 2,500 m² are 8,000; with the 1,500 m² held 5,000.
    assert verdict(other, divided, "intensity", "2F") is Verdict.PASSED
    one = found(wanted, divided, "intensity", "2F")
    assert one is not None
    assert (one.verdict, "5,000" in one.zh.replace(" ", "")) == (Verdict.FAILED, True)
    refused = too_little_intensity(divided, "2F", wanted.project_id, wanted.planned_investment)
    assert refused is not None
    assert refused.code == "intensity-too-low"
    hidden = project(1, planned_investment=None)
    assert verdict(hidden, divided, "intensity", "2F") is Verdict.UNKNOWN


@pytest.mark.parametrize(("floor", "expected"), [("4000", Verdict.FAILED), (None, Verdict.UNKNOWN)])
def test_who_holds_the_whole_is_measured_by_the_whole(floor: str | None, expected: Verdict) -> None:
    wanted = project(1, planned_investment=yuan("20000000"))
    held = Hold(hold_id="h", kind="RESERVED", project_id=wanted.project_id, until_on=TODAY, **GRANTED)
    facts = {"floor_m2": None if floor is None else Decimal(floor), "min_intensity_cny_m2": Decimal(5100)}
    divided = carrier(1, units=UNITS, holds=(held,), **facts)
    assert verdict(wanted, divided, "intensity", "2F") is expected


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_what_passes_here_is_granted_by_the_rule_of_the_carrier(seed: int) -> None:
    projects, carriers = district(seed, 10, 12)
    wanted = {each.project_id: each for each in projects}
    offered = {each.carrier_id: each for each in carriers}
    offers = [offer for each in carriers for offer in offers_of(each)]
    for one in assess([need_of(each) for each in projects], offers, market()):
        project_, carrier_ = wanted[one.need.project_id], offered[one.offer.carrier_id]
        refused = too_little_intensity(carrier_, one.offer.unit_no, project_.project_id, project_.planned_investment)
        judged = next((each.verdict for each in one.required if each.code == "intensity"), Verdict.PASSED)
        assert (judged is Verdict.PASSED) == (refused is None)


def test_every_reason_is_given_in_both_languages() -> None:
    projects, carriers = district(3, 20, 30)
    for wanted in projects:
        for offered in carriers:
            for one in assessed(wanted, offered):
                assert all(each.zh and each.en for each in (*one.required, *one.preferred))
