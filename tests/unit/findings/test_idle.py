"""Idle space, and land past its agreed start, with dates one can check by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from yipanqi.findings.idle import parts, start_delay
from yipanqi.models.carrier import Carrier, CarrierUnit, Hold

DAY = date(2020, 6, 15)


def carrier(**facts: Any) -> Carrier:
    base = {"carrier_id": "snd-group-carrier-1", "name": "甲", "kind": "PLANT", "owner_unit": "snd-group"}
    book = {"version": 1, "updated_by": "snd-group", "last_event_id": "e"}
    now = dict.fromkeys(("registered_at", "updated_at"), datetime(2020, 6, 1, tzinfo=UTC))
    return Carrier(**{"status": "AVAILABLE", "taken_over": True, **base, **book, **now, **facts})


def unit(number: str, floor: str, since: str | None = None) -> CarrierUnit:
    return CarrierUnit(unit_no=number, floor_m2=Decimal(floor), vacant_since=since)


def hold(kind: str, unit_no: str | None = None, first: date | None = None, last: date | None = None) -> Hold:
    return Hold(
        hold_id=f"{kind}{unit_no}",
        kind=kind,
        unit_no=unit_no,
        requested_by="zone",
        from_on=first,
        until_on=last,
        granted_at=datetime(2020, 6, 1, tzinfo=UTC),
    )


def held(house: Carrier, on: date) -> dict[str | None, str | None]:
    return {part.unit_no: part.held and part.held.value for part in parts(house, on)}


def test_idle_is_what_nobody_uses_and_nobody_is_promised_on_the_day() -> None:
    holds = (
        hold("OCCUPIED", "a"),
        hold("COMMITTED", "b", date(2020, 6, 15)),
        hold("RESERVED", "c", date(2020, 6, 16), date(2020, 6, 20)),
    )
    house = carrier(floor_m2=Decimal(100), units=(unit("a", "10"), unit("b", "20"), unit("c", "30")), holds=holds)
    assert held(house, date(2020, 6, 14)) == {"a": "OCCUPIED", "b": None, "c": None}
    assert held(house, DAY) == {"a": "OCCUPIED", "b": "COMMITTED", "c": None}
    assert held(house, date(2020, 6, 16))["c"] == held(house, date(2020, 6, 20))["c"] == "RESERVED"
    assert held(house, date(2020, 6, 21))["c"] is None


def test_the_whole_holds_every_unit_and_a_stronger_hold_counts() -> None:
    house = carrier(units=(unit("a", "10"),), holds=(hold("RESERVED", "a"), hold("OCCUPIED")))
    assert held(house, DAY) == {"a": "OCCUPIED"}


def test_what_is_withdrawn_has_no_parts_and_what_is_not_divided_is_one() -> None:
    assert held(carrier(status="WITHDRAWN"), DAY) == {}
    assert held(carrier(), DAY) == {None: None}


def test_each_part_has_its_own_clock_and_a_reduced_date_counts_from_its_last_day() -> None:
    house = carrier(vacant_since="2020-03", units=(unit("a", "10", "2020-06-01"), unit("b", "10"), unit("c", "10")))
    house = house.model_copy(update={"holds": (hold("OCCUPIED", "c"), hold("RESERVED", "b"))})
    assert {p.unit_no: p.empty_since for p in parts(house, DAY)} == {
        "a": date(2020, 6, 1),
        "b": date(2020, 3, 31),
        "c": None,
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"agreed_start_on": "2019-06-16"}, 365),
        ({"agreed_start_on": "2019-06"}, 351),
        ({"agreed_start_on": "2019-06-16", "excluded_days": 30}, 335),
        ({"agreed_start_on": "2021-01-01"}, -200),
        ({"agreed_start_on": "2019-06-16", "started_on": date(2020, 6, 15)}, None),
        ({"agreed_start_on": "2019-06-16", "started_on": date(2020, 6, 16)}, 365),
        ({"agreed_start_on": "2019-06-16", "status": "WITHDRAWN"}, None),
        ({"agreed_start_on": "2019-06-16", "kind": "PLANT"}, None),
        ({}, None),
    ],
)
def test_land_is_late_from_its_agreed_start_less_the_days_that_do_not_count(
    facts: dict[str, Any], expected: int | None
) -> None:
    assert start_delay(carrier(**{"kind": "IDLE_LAND", **facts}), DAY) == expected
