"""What is worked out from all records follows the board: new records, changed ones, gone ones, other generations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.unit.board.conftest import Filled

from yipanqi.board import kept_rows
from yipanqi.board.kept_rows import KeptRows
from yipanqi.board.views.fdi import VIEW


def _contracted(row: dict[str, Any]) -> int | None:
    return int(row["usd"] or 0) if row["kind"] == "CONTRACT" else None


@pytest.fixture
def kept() -> KeptRows[int]:
    """The dollars of contracts, in cents."""
    return KeptRows(VIEW, ("kind", "usd"), _contracted)


def test_what_is_kept_is_what_the_records_say_now(filled: Filled, kept: KeptRows[int]) -> None:
    entry = filled.log.fdi("1", kind="CONTRACT", usd=Decimal(10))
    filled.log.fdi("2", kind="UTILISED", usd=Decimal(20))
    filled.catch_up()
    first = kept.current(filled.store)
    assert dict(first) == {entry.entry_id: 1000}

    more = filled.log.fdi("3", kind="CONTRACT", usd=Decimal(5))
    filled.log.fdi("1", kind="CONTRACT", usd=Decimal(7))
    filled.catch_up()
    assert dict(kept.current(filled.store)) == {entry.entry_id: 700, more.entry_id: 500}
    # Whoever was given the answer before has it still.
    assert dict(first) == {entry.entry_id: 1000}

    filled.log.fdi("3", kind="UTILISED", usd=Decimal(5))
    filled.log.remove("fdi", entry.entry_id)
    filled.catch_up()
    assert dict(kept.current(filled.store)) == {}


def test_nothing_is_read_again_while_nothing_changes(filled: Filled) -> None:
    worked: list[str] = []

    def work(row: dict[str, Any]) -> str:
        worked.append(row["kind"])
        return str(row["kind"])

    rows = KeptRows(VIEW, ("kind",), work)
    filled.log.fdi("1", kind="CONTRACT")
    filled.catch_up()
    assert rows.current(filled.store) is rows.current(filled.store)
    filled.log.enterprise("foreign:JP:1")
    filled.log.fdi("2", kind="UTILISED")
    filled.catch_up()
    rows.current(filled.store)
    assert worked == ["CONTRACT", "UTILISED"]


def test_too_many_changes_and_another_generation_are_read_anew(
    filled: Filled, kept: KeptRows[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.current(filled.store)
    monkeypatch.setattr(kept_rows, "_AT_ONCE", 2)
    for number in range(4):
        filled.log.fdi(str(number), kind="CONTRACT", usd=Decimal(1))
    filled.catch_up()
    assert list(kept.current(filled.store).values()) == [100] * 4
    filled.database.generations.switch(filled.database.build("2020-12-31").epoch)
    other = filled.database.current()
    assert other is not None
    assert len(kept.current(other)) == 0
    assert len(kept.current(filled.store)) == 4
