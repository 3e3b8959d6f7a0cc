"""Foreign capital that may count twice, as the board lists it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from fastapi.testclient import TestClient

from yipanqi.models.common import Money

Login = Callable[[str], TestClient]


def test_the_same_amount_at_two_units_is_listed_with_both_entries_and_the_reason(
    district: Any, own_login: Login
) -> None:
    usd = Decimal("1500000.00")
    district.log.fdi("8", usd=usd)
    district.log.fdi("8", "zone", usd=usd, received_on=date(2020, 5, 11))
    district.log.fdi("9", "soe-2", usd=usd, received_on=date(2020, 5, 9), status="REJECTED")
    district.catch_up()
    answer = own_login("leader").get("/api/v1/fdi/suspicions").json()
    assert answer["total"] == 1
    (item,) = answer["items"]
    assert [entry["id"] for entry in item["entries"]] == ["commerce-fdi-8", "zone-fdi-8"]
    assert [reason["code"] for reason in item["reasons"]] == ["SAME_AMOUNT"]
    assert "金额" in item["reasons"][0]["zh"]
    # A unit that may not see amounts learns nothing from what is alike.
    assert own_login("soe-2").get("/api/v1/fdi/suspicions").json() == {"items": [], "total": 0}


def test_what_nobody_stated_in_dollars_is_compared_at_its_rate_and_what_commerce_told_apart_is_not_listed(
    district: Any, own_login: Login
) -> None:
    yuan = Money(amount=Decimal(14_400_000), currency="CNY")
    district.log.fdi("18", amount=yuan, rate=Decimal("7.2"), distinct_from=("soe-2-fdi-18",))
    district.log.fdi("18", "zone", amount=Money(amount=Decimal(2_000_000), currency="USD"))
    district.log.fdi("18", "soe-2", usd=Decimal(2_000_000), distinct_from=("commerce-fdi-18", "zone-fdi-18"))
    district.catch_up()
    items = own_login("leader").get("/api/v1/fdi/suspicions").json()["items"]
    pairs = [[entry["id"] for entry in item["entries"]] for item in items]
    assert ["commerce-fdi-18", "zone-fdi-18"] in pairs
    assert ["soe-2-fdi-18", "zone-fdi-18"] in pairs, "the other record does not say so"
    assert ["commerce-fdi-18", "soe-2-fdi-18"] not in pairs


def test_a_list_below_it_still_answers_by_id(login: Login) -> None:
    assert login("leader").get("/api/v1/fdi/suspicions").json() == {"items": [], "total": 0}
    assert login("leader").get("/api/v1/fdi/commerce-fdi-1").json()["voucher"] == "凭证-7"
