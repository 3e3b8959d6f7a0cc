"""A small district on each kind of database, and the API over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from tests.support.boardlog import BoardLog, small_district
from tests.support.boardserver import PASSWORD, settings_for

from yipanqi.board.api import build_api
from yipanqi.board.context import Board
from yipanqi.board.main import make_board
from yipanqi.board.projection import Projector
from yipanqi.board.store import Database, Store
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"
    return str(request.getfixturevalue("board_postgres"))


@pytest.fixture(scope="session")
def board_postgres(postgres_url: str) -> Iterator[str]:
    """One PostgreSQL database for all board tests: each makes a generation of its own in it."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE board_tests"))
    yield postgres_url.replace("/postgres?", "/board_tests?")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE board_tests WITH (FORCE)"))
    engine.dispose()


@dataclass
class Filled:
    """A database in use, its projector, and the log that it follows."""

    database: Database
    store: Store
    projector: Projector
    log: BoardLog

    def catch_up(self) -> None:
        """Apply what is new in the log."""
        self.projector.apply(self.log.drain())


@pytest.fixture
def filled(database_url: str) -> Iterator[Filled]:
    """An empty generation in use."""
    database, log = Database(database_url), BoardLog()
    database.generations.switch(database.build("2020-12-31").epoch)
    store = database.current()
    assert store is not None
    yield Filled(database, store, Projector(store, database.views, log.codec), log)
    database.close()


@pytest.fixture
def district(filled: Filled) -> Filled:
    """A handful of everything."""
    small_district(filled.log)
    filled.catch_up()
    return filled


@pytest.fixture
def board(district: Filled, database_url: str, tmp_path: Path) -> Iterator[Board]:
    """The parts of a service over the small district; nothing follows Kafka here."""
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
    settings = settings_for(tmp_path, nowhere, RegistrySettings(url="http://127.0.0.1:9"), database_url)
    made = make_board(settings)
    yield made
    made.database.close()


@pytest.fixture
def login(board: Board) -> Iterator[Callable[[str], TestClient]]:
    """A way to get an HTTP client that is logged in as someone."""
    app = build_api(board, lambda: None, lambda: None)
    with TestClient(app):

        def log_in(username: str) -> TestClient:
            client = TestClient(app)
            if username:
                answer = client.post("/api/v1/login", json={"username": username, "password": PASSWORD})
                assert answer.status_code == 200, answer.text
            return client

        yield log_in
