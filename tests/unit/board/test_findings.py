"""Foreign capital that may count twice, as the board lists it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from fastapi.testclient import TestClient

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


def test_a_list_below_it_still_answers_by_id(login: Login) -> None:
    assert login("leader").get("/api/v1/fdi/suspicions").json() == {"items": [], "total": 0}
    assert login("leader").get("/api/v1/fdi/commerce-fdi-1").json()["voucher"] == "凭证-7"
