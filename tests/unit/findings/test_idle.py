"""Idle m², space that came free and was taken, and land past its agreed start, with dates one can check by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from yipanqi.findings.idle import Space, moved, parts, space, start_delay
from yipanqi.models.carrier import Carrier, CarrierUnit, Hold, SpaceStep

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


def test_idle_is_what_nobody_uses_and_nobody_is_promised_on_the_day() -> None:
    holds = (
        hold("OCCUPIED", "a"),
        hold("COMMITTED", "b", date(2020, 6, 15)),
        hold("RESERVED", "c", date(2020, 6, 16), date(2020, 6, 20)),
    )
    house = carrier(floor_m2=Decimal(100), units=(unit("a", "10"), unit("b", "20"), unit("c", "30")), holds=holds)
    assert space([house], DAY) == Space(Decimal(60), Decimal(30), Decimal(0), Decimal(20), Decimal(10))
    assert space([house], date(2020, 6, 20)).reserved_m2 == 30
    assert space([house], date(2020, 6, 21)).idle_m2 == 30
    assert space([house], DAY).idle_share == Decimal("0.5")


def test_the_whole_holds_every_unit_and_a_stronger_hold_counts() -> None:
    house = carrier(units=(unit("a", "10"),), holds=(hold("RESERVED", "a"), hold("OCCUPIED")))
    assert space([house], DAY).occupied_m2 == 10


def test_land_counts_its_land_what_is_withdrawn_nothing_and_what_is_unknown_is_counted_as_such() -> None:
    land = carrier(kind="IDLE_LAND", land_m2=Decimal(500), floor_m2=Decimal(1))
    gone = carrier(status="WITHDRAWN", floor_m2=Decimal(7))
    assert space([land, gone, carrier()], DAY) == Space(Decimal(500), Decimal(500), unknown=1)
    assert space([], DAY).idle_share is None


def test_each_part_has_its_own_clock_and_a_reduced_date_counts_from_its_last_day() -> None:
    house = carrier(vacant_since="2020-03", units=(unit("a", "10", "2020-06-01"), unit("b", "10"), unit("c", "10")))
    house = house.model_copy(update={"holds": (hold("OCCUPIED", "c"), hold("RESERVED", "b"))})
    assert {p.unit_no: p.empty_since for p in parts(house, DAY)} == {
        "a": date(2020, 6, 1),
        "b": date(2020, 3, 31),
        "c": None,
    }


def step(kind: str, on: str, area: str | None) -> SpaceStep:
    return SpaceStep(kind=kind, changed_on=date.fromisoformat(on), area_m2=area and Decimal(area), event_id="e")


def test_absorbed_and_released_are_summed_over_the_period_both_days_included() -> None:
    steps = (
        step("RELEASED", "2020-05-31", "100"),
        step("RELEASED", "2020-06-01", "30"),
        step("ABSORBED", "2020-06-15", "20"),
        step("ABSORBED", "2020-06-30", "5"),
        step("ABSORBED", "2020-06-30", None),
        step("ABSORBED", "2020-07-01", "7"),
    )
    assert moved([carrier(space_steps=steps)], date(2020, 6, 1), date(2020, 6, 30)) == (25, 30)


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
