"""A small district on each kind of database, and the API over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from tests.support.boarddistrict import small_district
from tests.support.boardlog import BoardLog
from tests.support.boardserver import PASSWORD, settings_for

from yipanqi.board.api import build_api
from yipanqi.board.context import Board
from yipanqi.board.main import make_board
from yipanqi.board.projection import Projector
from yipanqi.board.store import Database, Store
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.clock import Clock

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the test's own, of each kind."""
    return _address(request, tmp_path, "board_postgres")


@pytest.fixture(scope="session")
def board_postgres(postgres_url: str) -> Iterator[str]:
    """One PostgreSQL database for the tests that change something: each makes a generation of its own in it."""
    with _postgres_database(postgres_url, "board_tests") as url:
        yield url


@pytest.fixture(scope="session")
def read_postgres(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database for the tests that only read."""
    with _postgres_database(postgres_url, "board_reading") as url:
        yield url


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
    with generation(database_url) as made:
        yield made


@pytest.fixture
def district(filled: Filled) -> Filled:
    """A handful of everything."""
    small_district(filled.log)
    filled.catch_up()
    return filled


@pytest.fixture
def board(district: Filled, database_url: str, tmp_path: Path) -> Iterator[Board]:
    """The parts of a service over a small district of the test's own; nothing follows Kafka here."""
    with _board(database_url, tmp_path) as made:
        yield made


@pytest.fixture
def own_login(board: Board) -> Iterator[Callable[[str], TestClient]]:
    """A way to get an HTTP client of the test's own board, logged in as someone: for tests that change something."""
    with _logins(board) as log_in:
        yield log_in


@pytest.fixture(scope="session", params=KINDS)
def login(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], TestClient]]:
    """A way to get an HTTP client that is logged in as someone, on a small district that all tests only read."""
    folder = tmp_path_factory.mktemp("read-board")
    url = _address(request, folder, "read_postgres")
    with read_board(url, folder, small_district) as log_in:
        yield log_in


@contextmanager
def read_board(
    url: str, folder: Path, fill: Callable[[BoardLog], None], clock: Clock | None = None
) -> Iterator[Callable[[str], TestClient]]:
    """A board over what `fill` writes, for tests that only read; gives the way to log in."""
    with generation(url) as made:
        fill(made.log)
        made.catch_up()
        with _board(url, folder, clock) as board, _logins(board) as log_in:
            # As the service's thread does: lists are answered from memory here, in tests that change something not.
            board.prepared.work()
            yield log_in


def _address(request: pytest.FixtureRequest, folder: Path, postgres: str) -> str:
    """Return a new SQLite file's address, or that of the PostgreSQL database of this fixture."""
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'board' / 'board.sqlite'}"
    return str(request.getfixturevalue(postgres))


@contextmanager
def _postgres_database(postgres_url: str, name: str) -> Iterator[str]:
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_url.replace("/postgres?", f"/{name}?")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@contextmanager
def generation(url: str) -> Iterator[Filled]:
    """An empty generation in use in this database."""
    database, log = Database(url), BoardLog()
    database.generations.switch(database.build("2020-12-31").epoch)
    store = database.current()
    assert store is not None
    yield Filled(database, store, Projector(store, database.views, log.codec), log)
    database.close()


@contextmanager
def _board(url: str, folder: Path, clock: Clock | None = None) -> Iterator[Board]:
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
    made = make_board(settings_for(folder, nowhere, RegistrySettings(url="http://127.0.0.1:9"), url), clock)
    yield made
    made.database.close()


@contextmanager
def _logins(board: Board) -> Iterator[Callable[[str], TestClient]]:
    app = build_api(board, lambda: None, lambda: None)
    with TestClient(app):

        def log_in(username: str) -> TestClient:
            client = TestClient(app)
            if username:
                answer = client.post("/api/v1/login", json={"username": username, "password": PASSWORD})
                assert answer.status_code == 200, answer.text
            return client

        yield log_in
