"""The same money at two units, one voucher twice, offsets that do not fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from yipanqi.findings.fdi import CapitalEntry, Reason, Suspicion, counting, suspicions
from yipanqi.models.common import Money


def entry(number: str, unit: str = "zone", day: int = 10, usd: str | None = "100", **more: Any) -> CapitalEntry:
    return CapitalEntry(
        f"{unit}-fdi-{number}",
        unit,
        more.pop("kind", "UTILISED"),
        date(2020, 6, day),
        usd=None if usd is None else Decimal(usd),
        **more,
    )


def found(*entries: CapitalEntry) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(one.entries, tuple(map(str, one.reasons))) for one in suspicions(entries)]


def test_the_same_amount_at_two_units_within_three_days_is_suspect() -> None:
    pair = [Suspicion(("commerce-fdi-1", "zone-fdi-1"), (Reason.SAME_AMOUNT,))]
    assert suspicions([entry("1"), entry("1", "commerce", 13)]) == pair
    assert suspicions([entry("1"), entry("1", "commerce", 7)]) == pair
    assert suspicions([entry("1"), entry("1", "commerce", 14)]) == []
    assert suspicions([entry("1"), entry("1", "commerce", 14)], days=4) == pair


@pytest.mark.parametrize(
    "other",
    [
        entry("2"),
        entry("1", "commerce", usd="100.01"),
        entry("1", "commerce", usd="-100"),
        entry("1", "commerce", kind="CONTRACT"),
        entry("1", "commerce", usd=None),
    ],
    ids=["same unit", "other amount", "taken back", "contracted", "no amount"],
)
def test_what_may_well_be_two_entries_is_left_alone(other: CapitalEntry) -> None:
    assert found(entry("1"), other) == []


def test_amounts_are_compared_in_their_own_currency_and_in_dollars() -> None:
    yuan = {"currency": "CNY", "amount": Decimal(700)}
    pair = ("commerce-fdi-1", "zone-fdi-1")
    assert found(entry("1", **yuan, usd="100"), entry("1", "commerce", **yuan, usd="99")) == [(pair, ("SAME_AMOUNT",))]
    dollars = entry("1", "commerce", usd=None, currency="USD", amount=Decimal(100))
    assert found(entry("1", **yuan), dollars) == [(pair, ("SAME_AMOUNT",))]


def test_one_voucher_behind_two_entries_is_suspect_at_two_units_or_for_one_amount() -> None:
    two_units = (entry("1", voucher="YZ-7"), entry("9", "commerce", 28, usd="5", voucher=" yz-7 "))
    assert found(*two_units) == [(("commerce-fdi-9", "zone-fdi-1"), ("SAME_VOUCHER",))]
    assert found(entry("1", voucher="YZ-7"), entry("2", voucher="YZ-7")) == [
        (("zone-fdi-1", "zone-fdi-2"), ("SAME_VOUCHER",))
    ]
    assert found(entry("1", voucher="YZ-7"), entry("2", usd="5", voucher="YZ-7")) == [], "one slip, two projects"
    assert found(entry("1", voucher=" "), entry("1", "commerce", usd="5", voucher=" ")) == []


def test_both_reasons_stand_at_one_pair() -> None:
    assert found(entry("1", voucher="A"), entry("1", "soe-2", voucher="A")) == [
        (("soe-2-fdi-1", "zone-fdi-1"), ("SAME_AMOUNT", "SAME_VOUCHER"))
    ]


def test_an_offset_names_an_entry_that_is_there_and_takes_no_more_than_it_brought() -> None:
    assert found(entry("2", usd="-1", offsets="zone-fdi-1")) == [(("zone-fdi-2",), ("OFFSET_UNKNOWN",))]
    half = [entry(n, usd="-60", offsets="zone-fdi-1") for n in ("2", "3")]
    assert found(entry("1"), half[0]) == []
    assert found(entry("1"), *half) == [(("zone-fdi-3",), ("OFFSET_EXCEEDS",))]
    assert found(entry("1", usd=None), half[0]) == [], "what is unknown is not guessed"


def pair_of(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[CapitalEntry, CapitalEntry]:
    one = entry("1", voucher="A", distinct_from=mine)
    return one, entry("1", "commerce", voucher="A", distinct_from=theirs)


def test_a_pair_that_commerce_told_apart_is_no_suspicion_while_both_records_say_so() -> None:
    assert found(*pair_of(("commerce-fdi-1",), ("zone-fdi-1",))) == []
    for mine, theirs in (((), ("zone-fdi-1",)), (("commerce-fdi-1",), ()), (("soe-2-fdi-1",), ("zone-fdi-1",))):
        assert [reasons for _, reasons in found(*pair_of(mine, theirs))] == [("SAME_AMOUNT", "SAME_VOUCHER")]
    third = entry("1", "soe-2")
    assert len(found(*pair_of(("commerce-fdi-1",), ("zone-fdi-1",)), third)) == 2, "of a third nothing was decided"


def record(number: str, unit: str, amount: Money, rate: str | None = None, **more: Any) -> dict[str, Any]:
    facts = dict.fromkeys(("usd", "voucher", "offsets")) | {"kind": "UTILISED", "status": "RECORDED"}
    facts |= {"received_on": date(2020, 6, 10), "distinct_from": (), "rate": None if rate is None else Decimal(rate)}
    return {**facts, "entry_id": f"{unit}-fdi-{number}", "owner_unit": unit, "amount": amount, **more}


def of_records(*records: dict[str, Any]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return found(*counting(records))


def test_dollars_that_nobody_stated_are_reckoned_by_the_entrys_own_rate() -> None:
    yuan = record("1", "zone", Money(amount=Decimal(7_000_000), currency="CNY"), "7")
    dollars = record("1", "commerce", Money(amount=Decimal(1_000_000), currency="USD"))
    assert of_records(yuan, dollars) == [(("commerce-fdi-1", "zone-fdi-1"), ("SAME_AMOUNT",))]
    assert of_records({**yuan, "rate": None}, dollars) == [], "what is unknown is not guessed"


def test_an_offset_in_dollars_takes_no_more_than_there_was_though_none_is_stated_beside() -> None:
    whole = record("1", "zone", Money(amount=Decimal(100), currency="USD"))
    back = record("2", "zone", Money(amount=Decimal(-150), currency="USD"), offsets="zone-fdi-1")
    assert of_records(whole, back) == [(("zone-fdi-2",), ("OFFSET_EXCEEDS",))]


def test_each_is_compared_with_its_neighbours_in_time_only() -> None:
    many = [entry(str(n), ("zone", "commerce")[n % 2], 1 + n % 28, usd=str(n // 2)) for n in range(20_000)]
    assert len(suspicions(many)) > 1000


def test_what_counts_is_read_from_records_less_the_rejected_ones() -> None:
    given = dict.fromkeys(("usd", "voucher", "offsets", "amount", "rate")) | {"distinct_from": ()}
    record = {**given, "entry_id": "zone-fdi-1", "owner_unit": "zone", "kind": "UTILISED", "status": "RECORDED"}
    money = Money(amount=Decimal(7), currency="CNY")
    assert list(
        counting(
            [
                {**record, "received_on": date(2020, 6, 10), "usd": Decimal(100)},
                {**record, "received_on": "2020-06-10", "amount": money, "voucher": "V1"},
                {**record, "received_on": "2020-06-10", "status": "REJECTED"},
            ]
        )
    ) == [entry("1"), entry("1", usd=None, currency="CNY", amount=Decimal(7), voucher="V1")]
