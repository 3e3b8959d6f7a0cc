"""A change to a schema is shown in words, breaking ones first."""

from __future__ import annotations

import copy
from typing import Any

from yipanqi.contract.diff import pending_changes, schema_diff
from yipanqi.contract.history import load_history
from yipanqi.contract.schemas import product_schemas


def listed() -> dict[str, Any]:
    return copy.deepcopy(product_schemas().resolved("yipanqi.carrier.CarrierListed"))


def test_nothing_is_said_when_nothing_changed() -> None:
    assert schema_diff(listed(), listed()) == []


def test_a_new_required_field_is_shown_as_breaking_and_as_added() -> None:
    new = listed()
    new["fields"].append({"name": "needed", "type": "string", "title_zh": "必填"})
    assert schema_diff(listed(), new) == [
        "! needed: one version has the field, the other has no default for it [no_default]",
        "+ needed: string — 必填",
    ]


def test_a_removed_field_is_shown() -> None:
    new = listed()
    new["fields"] = [f for f in new["fields"] if f["name"] != "unit_no"]
    assert schema_diff(listed(), new) == ["- unit_no: string?"]


def test_a_field_that_more_units_will_see_is_pointed_out() -> None:
    old, new = listed(), listed()
    old["fields"][1]["share"] = "government"
    assert schema_diff(old, new) == [
        "~ unit_no: share government → all  (wider: more units will see it, also in what was published before)"
    ]


def test_changes_inside_a_list_of_records_carry_their_path() -> None:
    old = product_schemas().resolved("yipanqi.carrier.CarrierDivided")
    new = copy.deepcopy(old)
    new["fields"][1]["type"]["items"]["fields"][1]["type"]["scale"] = 4
    assert schema_diff(old, new) == [
        "! units[].floor_m2: bytes decimal(18, 2) can't be read as bytes decimal(18, 4) [logical_type]",
        "! units[].floor_m2: bytes decimal(18, 4) can't be read as bytes decimal(18, 2) [logical_type]",
        "~ units.floor_m2: type decimal(18,2) → decimal(18,4)",
    ]


def test_a_schema_as_it_was_published_has_no_pending_changes_and_a_new_one_says_so() -> None:
    history = load_history()
    assert pending_changes(product_schemas(), history) == {}
    del history["yipanqi.carrier.CarrierListed"]
    assert pending_changes(product_schemas(), history) == {
        "yipanqi.carrier.CarrierListed": ["+ (record): not published yet"]
    }
