"""Documentation derived from the contract: the table of events and the AsyncAPI document (`yipanqi schemas docs`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from yipanqi.contract.catalog import RECEIPT, Catalog
from yipanqi.contract.codes import CodeLists, load_codes
from yipanqi.contract.diff import type_text
from yipanqi.contract.history import load_history
from yipanqi.contract.schemas import Schema, SchemaSet, walk_fields

EVENTS, ASYNCAPI = "reference/events.md", "asyncapi.yaml"
_LIMITS = ("format", "pattern", "minLength", "maxLength", "minimum", "exclusiveMinimum", "maximum")


def documents(topics: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the generated documents: path below `docs/` → content; `topics` are the records of each topic."""
    schemas, catalog, codes = SchemaSet.load(), Catalog.load(), load_codes()
    return {
        EVENTS: "\n".join(_events(schemas, catalog, codes)) + "\n",
        ASYNCAPI: _asyncapi(schemas, catalog, topics),
    }


def write(docs: Path, topics: Mapping[str, list[str]]) -> list[str]:
    """Write the documents; return the paths of those that changed."""
    changed = []
    for name, content in documents(topics).items():
        path = docs / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            changed.append(name)
    return changed


def _events(schemas: SchemaSet, catalog: Catalog, codes: CodeLists) -> Iterator[str]:
    yield "# 事件与记录 · Events and records\n"
    yield "Generated from `schemas/` by `yipanqi schemas docs`: change the schema, not this page.\n"
    yield "`share`: `all` every unit · `government` government units · `owner` the unit that wrote it, no further.\n"
    yield from _publishers(schemas, catalog)
    for aggregate, entry in catalog.aggregates.items():
        yield f"\n## {entry.zh} · {aggregate}\n"
        yield f"Key: `{entry.id}`. State record: `{entry.state}`.\n"
        for file in schemas:
            if catalog.aggregate_of(file.full_name) == aggregate:
                yield from _record(schemas.resolved(file.full_name), codes)
    yield "\n## 回执 · Receipts\n"
    yield from _record(schemas.resolved(RECEIPT), codes)
    yield "\n## 公用记录 · Shared records\n"
    for file in schemas:
        if file.source["namespace"].endswith(".common"):
            yield from _record(schemas.resolved(file.full_name), codes)


def _publishers(schemas: SchemaSet, catalog: Catalog) -> Iterator[str]:
    """Yield the table of who may publish what."""
    states = {entry.state for entry in catalog.aggregates.values()}
    allowed = {unit: catalog.event_types(unit, schemas) for unit in catalog.units}
    yield "\n## 谁可发布 · Who may publish\n"
    yield "| event | " + " | ".join(f"{unit.zh} {key}" for key, unit in catalog.units.items()) + " | coordinator |"
    yield "| --- |" + " :-: |" * (len(catalog.units) + 1)
    for file in schemas:
        if catalog.aggregate_of(file.full_name) and file.full_name not in states:
            marks = ["●" if file.full_name in allowed[unit] else "" for unit in catalog.units]
            marks.append("●" if file.source.get("internal") else "")
            yield f"| {file.source['title_zh']} `{file.full_name}` | " + " | ".join(marks) + " |"


def _record(schema: Schema, codes: CodeLists) -> Iterator[str]:
    yield f"\n### {schema['title_zh']} `{schema['namespace']}.{schema['name']}`\n"
    yield schema["doc"] + (" Written by the coordinator alone." if schema.get("internal") else "") + "\n"
    yield "| field | 名称 | type | share | meaning |"
    yield "| --- | --- | --- | --- | --- |"
    for field in schema["fields"]:
        yield _row(field, codes)
    for inner in _inner_records(schema):
        yield f"\n`{inner['name']}` {inner['title_zh']}: {inner['doc']}\n"
        yield "| field | 名称 | type | share | meaning |"
        yield "| --- | --- | --- | --- | --- |"
        for field in inner["fields"]:
            yield _row(field, codes)


def _inner_records(schema: Schema) -> list[Schema]:
    """Return the records that are defined inside this one; shared ones have a section of their own."""
    named: dict[str, Schema] = {}
    for _ in walk_fields(schema, named):
        pass
    return [r for r in named.values() if r["namespace"] == schema["namespace"] and r["name"] != schema["name"]]


def _row(field: Schema, codes: CodeLists) -> str:
    notes = [field["doc"]]
    if "codes" in field:
        notes.append("Codes: " + ", ".join(f"`{c.code}` {c.zh}" for c in codes[field["codes"]].values()) + ".")
    limits = [f"{key} `{field[key]}`".replace("|", "\\|") for key in _LIMITS if key in field]
    if limits:
        notes.append("; ".join(limits) + ".")
    shown = type_text(field["type"]).replace("|", "\\|")
    return f"| `{field['name']}` | {field['title_zh']} | {shown} | {field['share']} | {' '.join(notes)} |"


def _asyncapi(schemas: SchemaSet, catalog: Catalog, topics: Mapping[str, list[str]]) -> str:
    versions = load_history()
    used = sorted({name for names in topics.values() for name in names})
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "一盘棋 Yipanqi",
            "version": str(catalog.version),
            "description": "Generated from schemas/ by `yipanqi schemas docs`.",
        },
        "defaultContentType": "application/avro",
        "channels": {
            topic: {
                "address": topic,
                "messages": {name.rpartition(".")[2]: {"$ref": f"#/components/messages/{name}"} for name in names},
                "bindings": {"kafka": {"partitions": catalog.cluster.partitions, "bindingVersion": "0.5.0"}},
            }
            for topic, names in topics.items()
        },
        "components": {"messages": {n: _message(schemas, n, max(versions[n])) for n in used}},
    }
    return yaml.safe_dump(json.loads(json.dumps(document)), allow_unicode=True, sort_keys=False, width=120)


def _message(schemas: SchemaSet, name: str, version: int) -> dict[str, Any]:
    source = schemas.file(name).source
    return {
        "name": name,
        "title": source["title_zh"],
        "summary": source["doc"],
        "payload": {
            "schemaFormat": "application/vnd.apache.avro+json;version=1.9.0",
            # The published versions have their shared records written out, so that each file stands alone.
            "schema": {"$ref": f"../schemas/history/{name}/{version}.avsc"},
        },
        "bindings": {"kafka": {"key": {"type": "string"}, "schemaIdLocation": "payload", "bindingVersion": "0.5.0"}},
    }
