"""Rows and positions move together: nothing is skipped, nothing applied twice."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.boarddistrict import money, small_district
from tests.support.boardlog import BoardLog
from tests.unit.board.conftest import Filled

from yipanqi.board.projection import PositionConflict, Projector
from yipanqi.board.query import Reader
from yipanqi.board.views import VIEWS, view_of
from yipanqi.board.visibility import Viewer, ViewerKind
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.errors import DecodeError

LEADER = Viewer("leader", ViewerKind.GOVERNMENT)


def counts(filled: Filled) -> dict[str, int]:
    tables = filled.store.tables
    wanted = {"history": tables.history, "changes": tables.changes} | dict(tables.records)
    with filled.store.engine.connect() as connection:
        return {name: int(connection.scalar(select(func.count()).select_from(t)) or 0) for name, t in wanted.items()}


def test_every_record_and_event_of_the_log_is_in_the_database(district: Filled) -> None:
    found = {name: count for name, count in counts(district).items() if count}
    assert found == {
        "history": 10, "changes": 10, "project": 4, "carrier": 3, "enterprise": 1, "fdi": 1, "target": 1,
    }  # fmt: skip
    assert sum(district.store.positions().values()) == 20


def test_records_that_come_again_are_passed_over(filled: Filled) -> None:
    small_district(filled.log)
    batches = filled.log.drain()
    filled.projector.apply(batches)
    before = counts(filled)
    assert filled.projector.apply(batches).records == 0
    fresh = Projector(filled.store, VIEWS, filled.log.codec)
    assert fresh.apply([batch[-1:] for batch in batches]).records == 0
    assert counts(filled) == before


def test_a_record_that_cannot_be_read_leaves_rows_and_positions_as_they_were(filled: Filled) -> None:
    small_district(filled.log)
    batches = filled.log.drain()
    broken = batches[-1][0]._replace(value=b"\x00\x00\x00\x00\x01\xff")  # type: ignore[attr-defined]
    with pytest.raises(DecodeError):
        filled.projector.apply([*batches[:-1], [broken]])
    assert set(counts(filled).values()) == {0}
    assert filled.store.positions() == {}
    assert filled.projector.apply(batches).events == 10


def test_of_two_projections_on_one_database_only_one_applies_a_batch(filled: Filled) -> None:
    rival = Projector(filled.store, VIEWS, filled.log.codec)
    small_district(filled.log)
    batches = filled.log.drain()
    filled.projector.apply(batches)
    before = counts(filled)
    with pytest.raises(PositionConflict):
        rival.apply(batches)
    assert counts(filled) == before


def test_only_the_last_version_in_a_batch_is_kept_but_every_event(filled: Filled) -> None:
    project = filled.log.project("9")
    for stage in ("PENDING_SIGN", "SIGNED", "APPROVING"):
        project = filled.log.move(project, stage)
    filled.catch_up()
    reader = Reader(filled.store, view_of("projects"), LEADER)
    record, history = reader.record(project.project_id), reader.history(project.project_id, 1, 50)
    assert record is not None
    assert (record["stage"], record["version"]) == ("APPROVING", 4)
    assert history is not None
    assert [item["version"] for item in history.items] == [4, 3, 2, 1]


def test_a_tombstone_takes_the_record_away(filled: Filled) -> None:
    filled.log.project("9")
    batches = filled.log.drain()
    filled.projector.apply(batches)
    state = next(batch[-1] for batch in batches if batch[0].topic == "state.project")
    filled.projector.apply([[state._replace(offset=state.offset + 1, value=None)]])  # type: ignore[attr-defined]
    assert counts(filled)["project"] == 0


def test_the_position_is_the_offset_after_the_last_record(filled: Filled) -> None:
    filled.log.project("9")
    batches = filled.log.drain()
    filled.projector.apply(batches)
    for batch in batches:
        assert filled.store.positions()[TopicPartition(batch[0].topic, batch[0].partition)] == batch[-1].offset + 1


def test_an_amount_beyond_any_column_stays_exact_in_the_record(filled: Filled) -> None:
    project = filled.log.project("9", planned_investment=money("999999999999999999.99"))
    filled.catch_up()
    found = Reader(filled.store, view_of("projects"), LEADER).record(project.project_id)
    assert found is not None
    assert found["planned_investment"]["amount"] == "999999999999999999.99"


def test_a_text_with_a_nul_does_not_stop_the_projection(filled: Filled) -> None:
    project: Any = filled.log.project("9", name="甲\x00乙", investor_name="丙\x00")
    filled.catch_up()
    assert Reader(filled.store, view_of("projects"), LEADER).record(project.project_id) is not None


def test_the_log_helper_numbers_offsets_without_a_gap() -> None:
    log = BoardLog()
    small_district(log)
    for batch in log.drain():
        assert [r.offset for r in batch] == list(range(len(batch)))
