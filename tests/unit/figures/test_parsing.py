"""Rows that figures are counted from, read from the board's records."""

from __future__ import annotations

from yipanqi.figures.parsing import head


def test_a_record_of_several_units_is_the_own_of_each_of_them() -> None:
    """A match names the parties of its project in a list; one that nobody answered yet has none."""
    match = {"match_id": "m1", "owner_unit": "commerce", "party_units": ["investment", "zone", "commerce"]}
    owners = ("owner_unit", "party_units")
    assert head("match", "match_id", match, owners)["owners"] == ("commerce", "investment", "zone")
    assert head("match", "match_id", match | {"party_units": None}, owners)["owners"] == ("commerce",)
