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
        Column("doc", Text, nullable=False),
        Column("search_all", TEXT, nullable=False),
        Column("search_government", TEXT, nullable=False),
        *columns,
    )
    for group in sorted({*view.groups, *view.lookups, "updated_at"}):
        if group in view.columns:
            # A list of a large group is read in its usual order from the index, not sorted for every page.
            ordered = [table.c.updated_at] if view.many and group != "updated_at" else []
            Index(f"{name}_{group}", table.c[group], *ordered)
    if view.many:
        # Looking for words reads this instead of whole records. PostgreSQL bounds the length of such entries.
        Index(f"{name}_words", table.c.search_all, table.c.search_government, table.c.id).ddl_if(dialect="sqlite")
    return table


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
        Column("payload", Text, nullable=False),
        PrimaryKeyConstraint("aggregate", "id", "log_offset"),
    )
