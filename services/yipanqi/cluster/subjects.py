"""Which schemas stand under which subject of the registry: `<topic>-<record full name>` (TopicRecordNameStrategy)."""

from __future__ import annotations

from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.contract.catalog import COORDINATOR, RECEIPT, Catalog, board, intake, ledger, receipts, state
from yipanqi.contract.schemas import SchemaSet


def subject(topic: str, full_name: str) -> str:
    """Return the subject of a record type on a topic."""
    return f"{topic}-{full_name}"


def records_by_topic(catalog: Catalog, schemas: SchemaSet) -> dict[str, list[str]]:
    """Return the full names of the records that may be on each topic. Dead letters are other topics' bytes: none."""
    states = {entry.state for entry in catalog.aggregates.values()}
    events = {f.full_name: catalog.aggregate_of(f.full_name) for f in schemas if f.full_name not in states}
    found = {intake(unit): sorted(catalog.event_types(unit, schemas)) for unit in catalog.speakers}
    # Its own follow-ups, and every unit's events that came on a wrong partition and were moved.
    found[intake(COORDINATOR)] = sorted(name for name, aggregate in events.items() if aggregate)
    for aggregate, entry in catalog.aggregates.items():
        found[ledger(aggregate)] = sorted(name for name, about in events.items() if about == aggregate)
        found[state(aggregate)] = [entry.state]
        found[board(aggregate)] = [entry.state]
    for speaker in (*catalog.speakers, COORDINATOR):
        found[receipts(speaker)] = [RECEIPT]
    return found


def all_subjects(catalog: Catalog, schemas: SchemaSet) -> dict[str, ParsedSchema]:
    """Return every subject with the schema that its records are written with."""
    parsed = {file.full_name: parse_schema(schemas.resolved(file.full_name)) for file in schemas}
    return {
        subject(topic, name): parsed[name]
        for topic, names in records_by_topic(catalog, schemas).items()
        for name in names
    }
