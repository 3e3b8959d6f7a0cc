"""A broker with the board's log for this folder, and a board that serves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.boardserver import RunningBoard, settings_for
from tests.support.boardworld import BoardWorld, board_world

from yipanqi.board.settings import BoardSettings
from yipanqi.local.registry import LocalRegistry


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry) -> Iterator[BoardWorld]:
    """The log that grows as the tests write; the file that writes thousands of events comes last by its name."""
    yield from board_world(tmp_path_factory.mktemp("board"), registry)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture
def settings(world: BoardWorld, database_url: str, tmp_path: Path) -> BoardSettings:
    """The settings of a board on the log."""
    return settings_for(tmp_path, world.kafka, world.registry, database_url, heartbeat_s=1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(
    request: pytest.FixtureRequest, world: BoardWorld, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningBoard]:
    """A board that has caught up and runs on for all tests of a module; `.board.settings` are its settings."""
    folder = tmp_path_factory.mktemp("running-board")
    url = f"sqlite:///{folder / 'board' / 'board.sqlite'}"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("module_postgres_database"))
    board = RunningBoard(settings_for(folder, world.kafka, world.registry, url, heartbeat_s=1)).wait_ready()
    yield board
    board.close()
