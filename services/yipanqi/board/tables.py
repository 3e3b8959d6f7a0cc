"""The tables of one generation of the board's database, made from the views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text
from sqlalchemy.types import TypeEngine

from yipanqi.board.fields import Field, Kind
from yipanqi.board.views import View

#: Texts compare by code point on both databases, so that both sort alike.
TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")

_TYPES: Mapping[Kind, TypeEngine[Any]] = {
    Kind.BOOLEAN: Boolean(),
    Kind.INTEGER: BigInteger(),
    Kind.DECIMAL: BigInteger(),
    Kind.MONEY: BigInteger(),
    Kind.REAL: Float(),
}


@dataclass(frozen=True)
class Tables:
    """All tables: one of records per view and per list inside its records, and those of the projection itself."""

    metadata: MetaData
    records: Mapping[str, Table]
    history: Table
    changes: Table
    positions: Table
    units: Table
    meta: Table


def currency_column(field: str) -> str:
    """Return the name of the column that holds the currency of an amount's column."""
    return f"{field}_currency"


def build_tables(views: Sequence[View]) -> Tables:
    """Return the tables for these views; nothing is created yet."""
    metadata = MetaData()
    return Tables(
        metadata=metadata,
        records={v.key: _records(metadata, v) for whole in views for v in (whole, *whole.items)},
        history=_history(metadata),
        changes=Table(
            "changes",
            metadata,
            Column("seq", BigInteger, primary_key=True, autoincrement=False),
            Column("aggregate", TEXT, nullable=False),
            Column("id", TEXT, nullable=False),
            Column("version", BigInteger, nullable=False),
            Column("changed_at", TEXT, nullable=False),
        ),
        positions=Table(
            "positions",
            metadata,
            Column("topic", TEXT, nullable=False),
            Column("partition", Integer, nullable=False),
            Column("next_offset", BigInteger, nullable=False),
            PrimaryKeyConstraint("topic", "partition"),
        ),
        units=Table(
            "units",
            metadata,
            Column("unit", TEXT, primary_key=True),
            Column("last_event_at", TEXT, nullable=False),
            Column("last_record_ms", BigInteger, nullable=False),
            Column("events", BigInteger, nullable=False),
        ),
        meta=Table("meta", metadata, Column("key", TEXT, primary_key=True), Column("value", TEXT, nullable=False)),
    )


def _records(metadata: MetaData, view: View) -> Table:
    columns: list[Column[object]] = []
    for name, field in view.columns.items():
        columns.append(_column(name, field))
        if field.kind is Kind.MONEY:
            columns.append(Column(currency_column(name), TEXT))
    name = f"records_{view.key}"
    table = Table(
        name,
        metadata,
        Column("id", TEXT, primary_key=True),
        Column("version", BigInteger, nullable=False),
        *columns,
        Column("search_all", TEXT, nullable=False),
        Column("search_government", TEXT, nullable=False),
        *([Column("brief", Text, nullable=False)] if view.large else ()),
        # Last: SQLite reads a row from its beginning, and whoever filters or sorts has no need of this long text.
        Column("doc", Text, nullable=False),
    )
    _index(table, view)
    return table


def _index(table: Table, view: View) -> None:
    """Add the indexes: lists are read in their order from one of them, not sorted for every page."""
    usual = [table.c.updated_at.desc(), table.c.id] if "updated_at" in view.columns else []
    for group in sorted({*view.groups, *view.lookups} & view.columns.keys() - {"updated_at"}):
        Index(f"{table.name}_{group}", table.c[group], *usual)
    if usual:
        Index(f"{table.name}_updated_at", *usual)
    plain = {name for name in view.sorts if view.columns[name].kind is not Kind.MONEY} - {"updated_at"}
    for sort in sorted(plain) if view.many else ():
        Index(f"{table.name}_by_{sort}", table.c[sort], table.c.id)
        if not view.columns[sort].required:
            # Read backwards the other begins with what is not known; SQLite can pass that over, PostgreSQL can't.
            backwards = (table.c[sort].desc().nulls_last(), table.c.id.desc())
            Index(f"{table.name}_by_{sort}_desc", *backwards).ddl_if(dialect="postgresql")


def _column(name: str, field: Field) -> Column[object]:
    return Column(name, _TYPES.get(field.kind, TEXT))


def _history(metadata: MetaData) -> Table:
    # One aggregate's events are on one partition, so its id and the offset name an event.
    return Table(
        "history",
        metadata,
        Column("aggregate", TEXT, nullable=False),
        Column("id", TEXT, nullable=False),
        Column("log_offset", BigInteger, nullable=False),
        Column("log_partition", Integer, nullable=False),
        Column("event_id", TEXT, nullable=False),
        Column("event_type", TEXT, nullable=False),
        Column("unit", TEXT, nullable=False),
        Column("decided_at", TEXT, nullable=False),
        Column("occurred_at", TEXT, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("digest", TEXT),
        Column("payload", Text, nullable=False),
        PrimaryKeyConstraint("aggregate", "id", "log_offset"),
    )
