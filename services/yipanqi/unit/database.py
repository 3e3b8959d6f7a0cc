"""The engine of a unit's database: SQLite in WAL mode or PostgreSQL, made so that a commit is on the disk."""

# ruff: noqa: N818 - names say what happened, as in the bus's error tree

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from yipanqi.bus.errors import YipanqiError

_LOCK_WAIT_MS = 30_000


class DatabaseUnavailable(YipanqiError):
    """The database can't be reached or can't be written."""

    default_retriable = True


def make_engine(url: str) -> Engine:
    """Return an engine for `url`; nothing connects yet.

    SQLite: `writing` takes the lock at BEGIN (raising a reader's lock later could fail half way), `synchronous=FULL` so
    that what was answered with 202 outlives a power cut.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=8, pool_timeout=10
        )
    if parsed.database and parsed.database != ":memory:":
        path = Path(parsed.database)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Sheets hold contacts of people: the file is its owner's alone (SQLite gives its journals the same rights).
        path.touch(mode=0o600)
    engine = create_engine(parsed, connect_args={"timeout": 15.0, "check_same_thread": False}, pool_size=12)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own guess at when to begin is switched off: _begin_sqlite does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_LOCK_WAIT_MS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writing", False)
    if writes:
        # A large import holds the lock for some seconds; whoever takes events meanwhile had better wait than fail.
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_LOCK_WAIT_MS}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; committed at the end. Raises DatabaseUnavailable."""
    with _translated(), engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, and waits for no writer. Raises DatabaseUnavailable."""
    with _translated(), engine.connect() as connection:
        yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise  # the statement is at fault, or a race that its author knows
    except PoolTimeoutError as error:
        raise DatabaseUnavailable("数据库连接已用尽 | no database connection is free") from error
    except DBAPIError as error:
        # The driver's text may quote values: only its kind is told.
        raise DatabaseUnavailable(
            f"数据库暂不可用 | the database is not available: {type(error.orig).__name__}"
        ) from error
