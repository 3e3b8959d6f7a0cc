"""Tables of a unit service's database (the outbox's own are in the bus)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

#: A number that the database counts up; SQLite counts INTEGER primary keys only.
_COUNTED = BigInteger().with_variant(Integer(), "sqlite")

#: Every event ever taken, for as long as a client may send it again. Times are milliseconds since the epoch.
EVENTS = Table(
    "unit_events",
    METADATA,
    Column("event_id", String(100), primary_key=True),
    Column("source", String(200), nullable=False),
    Column("event_type", String(200), nullable=False),
    Column("aggregate_id", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("client", String(40), nullable=False),
    Column("taken_ms", BigInteger, nullable=False),
    Index("unit_events_taken", "taken_ms"),
)

#: The coordinator's answers, one an event; `seq` is the cursor of readers.
RECEIPTS = Table(
    "unit_receipts",
    METADATA,
    Column("seq", _COUNTED, primary_key=True, autoincrement=True),
    Column("event_id", String(2000), nullable=False),
    Column("event_type", String(200), nullable=False),
    Column("aggregate_id", String(200), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("code", String(200)),
    Column("reason_zh", Text),
    Column("reason_en", Text),
    Column("field", Text),
    Column("ledger_topic", String(200)),
    Column("ledger_partition", Integer),
    Column("ledger_offset", BigInteger),
    Column("version", BigInteger),
    Column("decided_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    UniqueConstraint("event_id", name="unit_receipts_event"),
    # SQLite hands the number of a deleted last row out again unless told not to: a cursor must never go back.
    sqlite_autoincrement=True,
)

#: Where the receipts were read up to; written in the transaction of the receipts themselves.
POSITIONS = Table(
    "unit_positions",
    METADATA,
    Column("topic", String(200), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("next_offset", BigInteger, nullable=False),
)

#: Imported files: the report as JSON, and the file itself for the copy with remarks (dropped after some days).
IMPORTS = Table(
    "unit_imports",
    METADATA,
    Column("import_id", String(40), primary_key=True),
    Column("filename", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("client", String(40), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("report", Text, nullable=False),
    Column("content", LargeBinary),
    Index("unit_imports_created", "created_ms"),
)

#: What one sheet row did: an event and the changes to the memory that it stands for.
#: `state` is pending, accepted or refused; `position` is the order in which they were planned; `signature` stands for
#: the event's type and content.
ROW_EVENTS = Table(
    "unit_row_events",
    METADATA,
    Column("position", _COUNTED, primary_key=True, autoincrement=True),
    Column("event_id", String(100), nullable=False),
    Column("import_id", String(40), nullable=False),
    Column("memory_key", String(800), nullable=False),
    Column("sheet", String(200), nullable=False),
    Column("row_number", Integer, nullable=False),
    Column("signature", String(64), nullable=False),
    Column("changes", Text, nullable=False),
    Column("state", String(10), nullable=False),
    UniqueConstraint("event_id", name="unit_row_events_event"),
    Index("unit_row_events_import", "import_id"),
    Index("unit_row_events_key", "memory_key", "state"),
    sqlite_autoincrement=True,
)

#: Imports of which the district is told what became of their rows: `event_id` once that is in the outbox.
#: Imports that say nothing new about a file already told have no entry.
SUBMISSIONS = Table(
    "unit_submissions",
    METADATA,
    Column("import_id", String(40), primary_key=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("event_id", String(100)),
    Index("unit_submissions_event", "event_id"),
)

#: What the sheets have said and the coordinator has accepted, by memory key.
SHEET_ROWS = Table(
    "unit_sheet_rows",
    METADATA,
    Column("memory_key", String(800), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("content", Text, nullable=False),
    Column("last_event_id", String(100), nullable=False),
)

#: Ids that the registry gave our schemas, so that events can be encoded while it is away.
SCHEMA_IDS = Table(
    "unit_schema_ids",
    METADATA,
    Column("subject", String(300), primary_key=True),
    Column("fingerprint", String(32), nullable=False),
    Column("schema_id", Integer, nullable=False),
)

#: Single values: `memory_version` grows when something that a plan was made from has changed.
VALUES = Table(
    "unit_values",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
