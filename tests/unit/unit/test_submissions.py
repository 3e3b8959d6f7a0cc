"""Which imports are told and when: once all rows are answered, once each, and not a file repeated without news."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from yipanqi.unit import imports, memory, submissions, tables
from yipanqi.unit.database import make_engine, reading, writing
from yipanqi.unit.memory import Changes


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'unit.db'}")
    with writing(made) as connection:
        tables.METADATA.create_all(connection)
    yield made
    made.dispose()


def hand_in(engine: Engine, import_id: str, *event_ids: str, at_ms: int = 1_000, sha256: str = "") -> None:
    rows = [
        imports.PlannedRow(event_id, f"carrier:{event_id}", "表", number, "", Changes("carrier", {}))
        for number, event_id in enumerate(event_ids)
    ]
    with writing(engine) as connection:
        submissions.expect(connection, import_id, at_ms)
        imports.add(connection, imports.ImportRow(import_id, "a.csv", sha256, "tests", at_ms, {}, b""), rows)


def due(engine: Engine, given_up_ms: int = 0) -> list[str]:
    with reading(engine) as connection:
        return submissions.due(connection, given_up_ms)


def test_an_import_is_due_once_its_last_row_is_answered(engine: Engine) -> None:
    hand_in(engine, "i1", "e1", "e2")
    hand_in(engine, "i2", at_ms=2_000)
    assert due(engine) == ["i2"]
    with writing(engine) as connection:
        memory.settle(connection, {"e1": True})
    assert due(engine) == ["i2"]
    with writing(engine) as connection:
        memory.settle(connection, {"e2": False})
    assert due(engine) == ["i1", "i2"]


def test_rows_that_nobody_answers_are_given_up_after_a_time(engine: Engine) -> None:
    hand_in(engine, "i1", "e1", at_ms=1_000)
    assert due(engine, 1_000) == []
    assert due(engine, 1_001) == ["i1"]


def test_an_import_is_told_once(engine: Engine) -> None:
    hand_in(engine, "i1")
    with writing(engine) as connection:
        assert submissions.told(connection, "i1", "s1")
        assert not submissions.told(connection, "i1", "s2")
        assert submissions.event_of(connection, "i1") == "s1"
        assert not submissions.told(connection, "nothing", "s3")
    assert due(engine) == []


def test_a_file_is_repeated_within_the_time_only_and_another_file_never_is(engine: Engine) -> None:
    hand_in(engine, "i1", at_ms=1_000, sha256="a")
    with reading(engine) as connection:
        assert submissions.repeated(connection, "a", 1_000)
        assert not submissions.repeated(connection, "a", 1_001)
        assert not submissions.repeated(connection, "b", 0)


def test_what_is_forgotten_is_neither_due_nor_in_the_way(engine: Engine) -> None:
    hand_in(engine, "i1", at_ms=1_000, sha256="a")
    with writing(engine) as connection:
        imports.forget(connection, 1_001, 1_001)
    assert due(engine) == []
    with reading(engine) as connection:
        assert not submissions.repeated(connection, "a", 0)
