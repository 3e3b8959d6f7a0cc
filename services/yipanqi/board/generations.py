"""Generations of the board's database: a new one is built beside the old one, then the pointer is switched at once.

SQLite: `board.sqlite` as URL gives the files `board-<generation>.sqlite` and the pointer `board.current`.
PostgreSQL: the schemas `board_<generation>` and the pointer table `yipanqi_board.generation`.
Names sort by the time they were made, so that one who cleans up never takes a generation that is being built.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url

from yipanqi.bus.errors import ConfigurationError

_NAME = re.compile(r"^g[0-9]{14}$")


def new_name() -> str:
    """Return a name for a generation that is made now."""
    return f"g{time.time_ns() // 1_000_000:014d}"


class Generations(Protocol):
    """Where generations live and which one is in use."""

    def current(self) -> str | None:
        """Return the generation in use, None before the first."""
        ...

    def engine(self, name: str, *, building: bool = False) -> Engine:
        """Open a generation, made on first use; `building` trades durability for speed."""
        ...

    def switch(self, name: str) -> None:
        """Make a generation the one in use, atomically."""
        ...

    def drop_older(self, keep: str | None) -> None:
        """Remove the generations older than the one in use, but for `keep`: a service may still read from it."""
        ...

    def size_bytes(self, name: str) -> int:
        """Return how much a generation takes on disk."""
        ...


def generations(url: str) -> Generations:
    """Return the generations of a database URL; ConfigurationError for a database of another kind."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return SqliteGenerations(Path(parsed.database))
    if backend == "postgresql":
        return PostgresGenerations(parsed)
    raise ConfigurationError(
        f"一览数据库只支持 SQLite 文件或 PostgreSQL，不支持 {backend} | "
        f"the board's database must be an SQLite file or PostgreSQL, not {backend}: set YIPANQI_BOARD_DB"
    )


class SqliteGenerations:
    """Generations as files beside each other."""

    def __init__(self, path: Path) -> None:
        self._folder, self._stem = path.parent, path.stem
        self._pointer = path.parent / f"{path.stem}.current"

    def current(self) -> str | None:
        """Read the pointer file."""
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return name if _NAME.match(name) and self._file(name).exists() else None

    def engine(self, name: str, *, building: bool = False) -> Engine:
        """Open the generation's file in WAL mode."""
        self._folder.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{self._file(name)}", connect_args={"timeout": 20})

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={'OFF' if building else 'NORMAL'}")
            connection.execute("PRAGMA cache_size=-65536")

        return engine

    def switch(self, name: str) -> None:
        """Replace the pointer file."""
        scratch = self._pointer.with_suffix(f".{os.getpid()}.new")
        with scratch.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(self._pointer)

    def drop_older(self, keep: str | None) -> None:
        """Delete the files of older generations."""
        current = self.current()
        for file in self._folder.glob(f"{self._stem}-g*.sqlite*"):
            name = file.name[len(self._stem) + 1 :].split(".")[0]
            if current and _NAME.match(name) and name < current and name != keep:
                file.unlink(missing_ok=True)

    def size_bytes(self, name: str) -> int:
        """Add up the generation's files."""
        return sum(f.stat().st_size for f in self._folder.glob(f"{self._file(name).name}*"))

    def _file(self, name: str) -> Path:
        return self._folder / f"{self._stem}-{name}.sqlite"


class PostgresGenerations:
    """Generations as schemas of one database."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, pool_size=1, pool_pre_ping=True)

    def current(self) -> str | None:
        """Read the pointer table."""
        with self._admin.connect() as connection:
            if connection.scalar(text("SELECT to_regclass('yipanqi_board.generation')")) is None:
                return None
            found = connection.scalar(text("SELECT name FROM yipanqi_board.generation"))
        return str(found) if found else None

    def engine(self, name: str, *, building: bool = False) -> Engine:
        """Open the generation's schema."""
        with self._admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {_schema(name)}"))
        options = f"-csearch_path={_schema(name)}" + (" -csynchronous_commit=off" if building else "")
        return create_engine(self._url, connect_args={"options": options}, pool_pre_ping=True, pool_size=5)

    def switch(self, name: str) -> None:
        """Write the pointer table in one transaction."""
        with self._admin.begin() as connection:
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS yipanqi_board"))
            connection.execute(
                text("CREATE TABLE IF NOT EXISTS yipanqi_board.generation (one int PRIMARY KEY, name text NOT NULL)")
            )
            connection.execute(
                text(
                    "INSERT INTO yipanqi_board.generation VALUES (1, :name) "
                    "ON CONFLICT (one) DO UPDATE SET name = excluded.name"
                ),
                {"name": name},
            )

    def drop_older(self, keep: str | None) -> None:
        """Drop the schemas of older generations."""
        current = self.current()
        with self._admin.begin() as connection:
            found = connection.scalars(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'board\\_g%'")).all()
            for schema in found:
                name = str(schema).removeprefix("board_")
                if current and _NAME.match(name) and name < current and name != keep:
                    connection.execute(text(f"DROP SCHEMA {_schema(name)} CASCADE"))

    def size_bytes(self, name: str) -> int:
        """Add up the schema's tables and indexes."""
        query = text(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = :schema AND c.relkind = 'r'"
        )
        with self._admin.connect() as connection:
            return int(connection.scalar(query, {"schema": _schema(name)}) or 0)


def _schema(name: str) -> str:
    """Return the schema of a generation, whose name is checked because it becomes part of SQL."""
    if not _NAME.match(name):
        raise ValueError(f"not a generation's name: {name!r}")
    return f"board_{name}"
