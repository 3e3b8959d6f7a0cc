"""The servers that tests are given are real and answer."""

from __future__ import annotations

import sqlalchemy


def test_each_test_can_have_an_empty_postgresql_database(postgres_database: str) -> None:
    engine = sqlalchemy.create_engine(postgres_database)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE t (id int)"))
        names = connection.execute(sqlalchemy.text("SELECT tablename FROM pg_tables WHERE tablename = 't'"))
        assert [row[0] for row in names] == ["t"]
    engine.dispose()
