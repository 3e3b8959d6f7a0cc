"""Scores a person can check by hand, and an order that is the same however it is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.instances import carrier, district, market, project

from yipanqi.matching.assess import assess, rank_needs, rank_sites
from yipanqi.matching.need import need_of
from yipanqi.matching.offer import offers_of
from yipanqi.matching.settings import MatchRules, Weights
from yipanqi.matching.tables import NeedTable, OfferTable
from yipanqi.models.carrier import Carrier, CarrierUnit
from yipanqi.models.project import Project


def scores(wanted: Project, offered: Carrier) -> dict[str, float | None]:
    (one,) = assess([need_of(wanted)], offers_of(offered), market())
    return {each.code: each.score for each in one.preferred}


def test_a_site_up_to_ten_percent_larger_fits_fully_and_one_twice_as_large_half() -> None:
    assert scores(project(1), carrier(1, floor_m2=Decimal(3300)))["area_fit"] == 1.0
    assert scores(project(1), carrier(1, floor_m2=Decimal(6600)))["area_fit"] == 0.5
    assert scores(project(1), carrier(1, floor_m2=Decimal(1500)))["area_fit"] == 0.5


@pytest.mark.parametrize(("rent", "expected"), [("24", 1.0), ("30", 0.7143), ("45", 0.0), ("60", 0.0)])
def test_rent_is_measured_against_the_limit(rent: str, expected: float) -> None:
    wanted = project(1, need_rent_max_cny_m2_month=Decimal(30))
    assert scores(wanted, carrier(1, rent_cny_m2_month=Decimal(rent)))["budget"] == expected


def test_an_area_inside_a_wanted_one_is_wanted_and_the_host_comes_next() -> None:
    wanted = project(1, need_area_codes=("A-FENGQIAO",), host_unit="zone")
    assert scores(wanted, carrier(1, area_code="A-LHT", owner_unit="soe-2"))["place"] == 1.0
    assert scores(wanted, carrier(1, area_code="A-SSTT", owner_unit="zone"))["place"] == 0.8
    assert scores(wanted, carrier(1, area_code="A-SSTT", owner_unit="soe-2"))["place"] == 0.0
    assert scores(wanted, carrier(1, area_code=None, owner_unit="soe-2"))["place"] is None


def test_a_chain_that_is_there_already_draws_more_of_it_up_to_five() -> None:
    assert scores(project(1, chain="C2"), carrier(1, area_code="A-SSTT"))["cluster"] == 0.8
    assert scores(project(1, chain="C1"), carrier(1, area_code="A-LHT"))["cluster"] == 1.0
    assert scores(project(1, chain="C1"), carrier(1, area_code="A-SSTT"))["cluster"] == 0.0


def test_a_project_does_not_count_as_its_own_neighbour() -> None:
    wanted = project(1, chain="C2", stage="SIGNED", area_code="A-SSTT")
    (one,) = assess(
        [need_of(wanted)], offers_of(carrier(1, area_code="A-SSTT")), market(), None, {wanted.project_id: "A-SSTT"}
    )
    assert next(each.score for each in one.preferred if each.code == "cluster") == 0.6


def test_the_words_count_the_neighbours_that_the_score_counts() -> None:
    def said(number: int, settled_in: dict[str, str]) -> tuple[float | None, str]:
        wanted = project(number, chain="C4", stage="SIGNED", area_code="A-XSG-EDZ")
        (one,) = assess([need_of(wanted)], offers_of(carrier(1)), market(), None, settled_in)
        return next((each.score, each.en) for each in one.preferred if each.code == "cluster")

    # Two projects of the chain are settled there; one of them may be the project that asks.
    assert said(1, {"investment-project-1": "A-XSG-EDZ"}) == (0.2, "1 signed projects of C4 in the area")
    assert said(2, {"investment-project-1": "A-XSG-EDZ"}) == (0.4, "2 signed projects of C4 in the area")
    assert said(1, {"investment-project-1": "A-SSTT"}) == (0.4, "2 signed projects of C4 in the area")


def test_a_unit_has_its_own_idle_clock_and_else_that_of_the_whole() -> None:
    units = (
        CarrierUnit(unit_no="1F", floor_m2=Decimal(3000), vacant_since="2019-06"),
        CarrierUnit(unit_no="2F", floor_m2=Decimal(3000)),
    )
    whole, first, second = offers_of(carrier(1, floor_m2=Decimal(6000), vacant_since="2020-12-01", units=units))
    assert [offer.vacant_since for offer in (whole, first, second)] == [
        *(date(2020, 12, 1), date(2019, 6, 1), date(2020, 12, 1)),
    ]
    best, other = assess([need_of(project(1))], (first, second), market())
    assert (best.offer.unit_no, other.offer.unit_no) == ("1F", "2F"), "the one idle for longer comes first"
    # Partly let: the whole has no clock any more, the empty unit has.
    whole, first, _ = offers_of(carrier(1, floor_m2=Decimal(6000), units=units))
    assert (whole.vacant_since, first.vacant_since) == (None, date(2019, 6, 1))


def test_what_stands_vacant_for_a_year_comes_first() -> None:
    assert scores(project(1), carrier(1, vacant_since="2019-12"))["vacancy"] == 1.0
    assert scores(project(1), carrier(1, vacant_since="2020-12-31"))["vacancy"] == 0.0
    assert scores(project(1), carrier(1))["vacancy"] is None


def test_preferences_that_the_project_is_silent_about_do_not_count() -> None:
    (one,) = assess([need_of(project(1))], offers_of(carrier(1, floor_m2=Decimal(3000))), market())
    assert {each.code for each in one.preferred} == {"area_fit", "vacancy", "intensity"}
    # 0.30 × 1 + 0.10 × ½ (unknown) + 0.10 × ½ (unknown), of 0.50
    assert one.score == 80.0


def test_other_weights_give_another_score() -> None:
    only_area = MatchRules(version="x", weights=Weights(1, 0, 0, 0, 0, 0))
    (one,) = assess([need_of(project(1))], offers_of(carrier(1, floor_m2=Decimal(3000))), market(rules=only_area))
    assert one.score == 100.0


def test_what_suits_comes_before_what_must_be_looked_into_and_what_is_barred_last() -> None:
    wanted = project(1, need_storey_height_m=Decimal(5))
    offered = [
        carrier(1, floor_m2=Decimal(3000)),
        carrier(2, floor_m2=Decimal(9000), storey_height_m=Decimal(6)),
        carrier(3, floor_m2=Decimal(3000), storey_height_m=Decimal(4)),
    ]
    ranked = assess([need_of(wanted)], [o for each in offered for o in offers_of(each)], market())
    assert [each.offer.carrier_id[-1] for each in ranked] == ["2", "1", "3"]
    assert ranked[2].cons[0].code == "storey_height"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.floats(0, 80))
def test_the_ranking_of_columns_is_that_of_pairs_whatever_their_order(seed: int, limit: int, least: float) -> None:
    projects, carriers = district(seed, 3, 30)
    offers = [offer for each in carriers for offer in offers_of(each)]
    Random(seed).shuffle(offers)
    for wanted in projects:
        need = need_of(wanted)
        expected = [each for each in assess([need], offers, market()) if each.score >= least][:limit]
        offer_table = OfferTable.of(offers, market())
        ranked = rank_sites(NeedTable.of([need], market()), offer_table, market(), limit=limit, least=least)
        assert [offers[index].site for index in ranked.best] == [each.offer.site for each in expected]


def test_the_ranking_counts_what_bars_and_what_alone_bars() -> None:
    wanted = need_of(project(1, chain="C1"))
    offers = [
        *offers_of(carrier(1, floor_m2=Decimal(10))),
        *offers_of(carrier(2, floor_m2=Decimal(10), permitted_chains=("C2",))),
        *offers_of(carrier(3)),
    ]
    table = OfferTable.of(offers, market())
    ranked = rank_sites(NeedTable.of([wanted], market()), table, market(), limit=9)
    assert (ranked.suitable, ranked.to_check, ranked.barred) == (1, 0, 2)
    assert ranked.bars == {"area": 2, "chain": 1}
    assert ranked.alone == {"area": 1}


def test_taking_and_joining_rows_keeps_what_they_say() -> None:
    _, carriers = district(5, 1, 20)
    offers = [offer for each in carriers for offer in offers_of(each)]
    whole = OfferTable.of(offers, market())
    joined = OfferTable.of(offers[:7], market()).with_rows(OfferTable.of(offers[7:], market()))
    need = NeedTable.of([need_of(project(1))], market())

    def order(table: OfferTable) -> list[str]:
        ranked = rank_sites(need, table, market(), limit=50)
        return [str(table.sites[0, index]) for index in ranked.best]

    assert order(joined) == order(whole)
    assert sorted(order(whole.take(whole.counted[0] > 2000))) == sorted(
        offer.site for offer in offers if offer.counted_m2 and offer.counted_m2 > 2000
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_a_carrier_ranks_projects_by_the_best_of_its_spaces(seed: int, limit: int) -> None:
    projects, carriers = district(seed, 25, 12)
    needs = [need_of(each) for each in projects]
    for each in carriers:
        offers = offers_of(each)
        best: dict[str, None] = dict.fromkeys(one.need.project_id for one in assess(needs, offers, market()))
        table = NeedTable.of(needs, market())
        ranked = rank_needs(table, OfferTable.of(offers, market()), market(), limit=limit)
        assert [needs[index].project_id for index in ranked.best] == list(best)[:limit]
        halves = table.take(table.land[:, 0] > 0).with_rows(table.take(~(table.land[:, 0] > 0)))
        again = rank_needs(halves, OfferTable.of(offers, market()), market(), limit=limit)
        assert [halves.needs[index].project_id for index in again.best] == list(best)[:limit]
