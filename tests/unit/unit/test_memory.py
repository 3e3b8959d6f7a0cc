"""The memory of the sheets on both databases: what was accepted, what is pending, what was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from yipanqi.unit import imports, memory, tables
from yipanqi.unit.database import make_engine, reading, writing
from yipanqi.unit.memory import Changes

KEY = "carrier:snd-group-carrier-1"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'unit.db'}"
    else:
        url = str(request.getfixturevalue("postgres_database"))
    made = make_engine(url)
    with writing(made) as connection:
        tables.METADATA.create_all(connection)
    yield made
    made.dispose()


def plan(
    connection: Connection, event_id: str, *, import_id: str = "i1", gone: tuple[str, ...] = (), **values: str
) -> None:
    changes = Changes("carrier", values, gone)
    row = imports.PlannedRow(event_id, KEY, "表一", 3, f"signature of {sorted(values.items())}", changes)
    name = f"{import_id}-{event_id}"
    imports.add(connection, imports.ImportRow(name, "a.csv", "", "tests", 0, {}, b""), [row])


def content(engine: Engine) -> tuple[dict[str, str], str] | None:
    with reading(engine) as connection:
        found = memory.SheetRows(connection, [KEY]).get(KEY)
    return (found["values"], found["event_id"]) if found else None


def test_what_is_pending_counts_until_it_is_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        plan(connection, "e1", name="甲", area="1")
    assert content(engine) == ({"name": "甲", "area": "1"}, "e1")
    with writing(engine) as connection:
        memory.settle(connection, {"e1": False})
    assert content(engine) is None


def test_each_event_answers_for_its_own_fields(engine: Engine) -> None:
    with writing(engine) as connection:
        plan(connection, "e1", name="甲", area="1", note="x")
        plan(connection, "e2", area="2")
        plan(connection, "e3", name="乙", gone=("note",))
    assert content(engine) == ({"area": "2", "name": "乙"}, "e3")
    with writing(engine) as connection:
        memory.settle(connection, {"e3": True, "e1": True, "e2": False})
    assert content(engine) == ({"area": "1", "name": "乙"}, "e3")


def test_a_receipt_that_comes_twice_settles_once(engine: Engine) -> None:
    with writing(engine) as connection:
        plan(connection, "e1", area="1")
        memory.settle(connection, {"e1": True})
        plan(connection, "e2", area="2")
        memory.settle(connection, {"e2": True})
        memory.settle(connection, {"e1": True})
        memory.settle(connection, {"e2": False})
        memory.settle(connection, {"unknown": True})
    assert content(engine) == ({"area": "2"}, "e2")


def test_a_refusal_makes_plans_out_of_date(engine: Engine) -> None:
    with writing(engine) as connection:
        before = memory.version(connection)
        plan(connection, "e1", area="1")
        memory.settle(connection, {"e1": False})
        assert memory.version(connection) == before + 1


def test_content_that_was_refused_is_known_until_something_later_is_accepted(engine: Engine) -> None:
    signature = "signature of [('area', '2')]"
    with writing(engine) as connection:
        plan(connection, "e1", area="1")
        memory.settle(connection, {"e1": True})
        plan(connection, "e2", area="2")
        assert memory.refused_before(connection, KEY, signature) is None
        memory.settle(connection, {"e2": False})
        assert memory.refused_before(connection, KEY, signature) == "e2"
        plan(connection, "e3", import_id="i2", name="乙")
        memory.settle(connection, {"e3": True})
        assert memory.refused_before(connection, KEY, signature) is None
