"""What is kept at hand and follows the changes says the same as what is made anew from the whole board."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.support.boarddistrict import money
from tests.support.boardlog import BoardLog
from tests.support.boardserver import eventually
from tests.unit.board.conftest import Filled

from yipanqi.board.match_answers import Matcher, names_of
from yipanqi.board.match_tables import MatchTables, each_record
from yipanqi.board.prepared import Prepared
from yipanqi.board.query import read_docs
from yipanqi.board.summary import Summaries
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.contract.settings import product_defaults
from yipanqi.matching.settings import rules_of
from yipanqi.models.carrier import CarrierUpdated
from yipanqi.models.project import ProjectUpdated

LEADER = Viewer("leader", ViewerKind.GOVERNMENT)
SOE = Viewer("snd-group", ViewerKind.SOE, "snd-group")
OPERATIONS = Viewer("operations", ViewerKind.OPERATIONS)
VIEWERS = pytest.mark.parametrize("viewer", [LEADER, SOE, OPERATIONS], ids=lambda viewer: viewer.username)
NEW_YEARS_EVE, NEXT_YEAR = date(2020, 12, 31), date(2021, 3, 1)


def summaries(filled: Filled) -> Summaries:
    return Summaries(filled.database.views, product_catalog(), product_codes())


def match_tables(filled: Filled) -> MatchTables:
    return MatchTables(filled.database.views, product_codes(), rules_of(product_defaults().matching))


def change(log: BoardLog) -> None:
    """Make records other than they were, new and gone, on both sides of a match."""
    plant = log.project("plant", need_kinds=["PLANT"], need_floor_m2=Decimal(9000), need_area_codes=["A-SSTT"])
    log.change(plant, ProjectUpdated(project_id=plant.project_id), "commerce", planned_investment=money("70000000"))
    signed = log.project("own", "snd-group", area_code="A-SSTT", chain="C3", need_floor_m2=Decimal(500))
    update = ProjectUpdated(project_id=signed.project_id)
    log.change(signed, update, "snd-group", stage="SIGNED", planned_investment=money("9000", "USD"))
    log.remove("project", "zone-project-4")
    hall = log.carrier("hall", floor_m2=Decimal(9500), rent_cny_m2_month=Decimal(30), area_code="A-SSTT")
    log.change(hall, CarrierUpdated(carrier_id=hall.carrier_id), "snd-group", status="VERIFIED")
    log.carrier("other", "soe-2", floor_m2=Decimal(9700), rent_cny_m2_month=Decimal(28), vacant_since="2019-11")
    log.remove("carrier", "snd-group-carrier-1")


@VIEWERS
def test_a_kept_summary_says_what_a_new_one_says(district: Filled, viewer: Viewer) -> None:
    kept = summaries(district)
    before = kept.get(district.store, viewer)
    change(district.log)
    district.catch_up()
    kept.refresh(district.store)
    after, anew = kept.get(district.store, viewer), summaries(district).get(district.store, viewer)
    assert without_age(after) == without_age(anew)
    assert after["position"] != before["position"]
    assert after["projects"]["count"] == before["projects"]["count"] + 1


@VIEWERS
def test_kept_tables_rank_as_new_ones_do_on_another_day_too(district: Filled, viewer: Viewer) -> None:
    kept = match_tables(district)
    rankings(district, kept, viewer, NEW_YEARS_EVE)
    change(district.log)
    district.catch_up()
    for day in (NEW_YEARS_EVE, NEXT_YEAR):
        kept.refresh(district.store, day)
        found = rankings(district, kept, viewer, day)
        assert found == rankings(district, match_tables(district), viewer, day)
        sites = {item["site"] for item in found[0]["items"]}
        assert "snd-group-carrier-hall" in sites
        assert "snd-group-carrier-1" not in sites
        assert found[1]["items"]


@VIEWERS
def test_what_a_ranking_words_is_what_the_records_offer_now(district: Filled, viewer: Viewer) -> None:
    kept = match_tables(district)
    kept.current(district.store, viewer, NEW_YEARS_EVE)
    change(district.log)
    district.catch_up()
    offers = kept.current(district.store, viewer, NEW_YEARS_EVE).offers
    records = each_record(district.store, "carrier")
    of_records = {offer.site: offer for _, record in records for offer in kept.offers(record, viewer)}
    assert {offer.site: offer for offer in offers.offers[0]} == of_records
    assert offers.sites[0].tolist() == [offer.site for offer in offers.offers[0]]


def test_the_thread_works_after_its_start_and_after_every_change(district: Filled) -> None:
    runs, ran = [], threading.Event()

    def task(store: object) -> None:
        runs.append(store)
        ran.set()

    prepared = Prepared(district.database, [task])
    prepared.start()
    try:
        eventually(ran.is_set)
        ran.clear()
        prepared.poke()
        eventually(ran.is_set)
    finally:
        prepared.stop()
    assert set(runs) == {district.store}


def without_age(summary: dict[str, Any]) -> dict[str, Any]:
    """Return a summary without how long ago units spoke, which the wall clock moves."""
    freshness = [{k: v for k, v in unit.items() if k != "age_seconds"} for unit in summary["freshness"]]
    return {**summary, "freshness": freshness}


def rankings(filled: Filled, tables: MatchTables, viewer: Viewer, day: date) -> list[dict[str, Any]]:
    """Return the carriers for a project, and the projects for a carrier, as the API words them."""
    current = tables.current(filled.store, viewer, day)
    matcher = Matcher(tables, viewer, names_of(product_codes(), product_catalog()), current)
    records = filled.store.tables.records
    with filled.store.engine.connect() as connection:
        project = next(iter(read_docs(connection, records["project"], ["commerce-project-1"]).values()))
        carrier = next(iter(read_docs(connection, records["carrier"], ["soe-2-carrier-2"]).values()))
    return [matcher.sites(project, 20, 0.0), matcher.projects(carrier, 20, 0.0)]
