"""All checks of the contract, as `yipanqi schemas check` and the tests run them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yipanqi.models
from yipanqi.contract.catalog import RECEIPT, Catalog
from yipanqi.contract.codes import CodeLists, load_codes
from yipanqi.contract.compatibility import full_transitive
from yipanqi.contract.conventions import check_record
from yipanqi.contract.examples import check_examples, load_examples
from yipanqi.contract.files import schemas_folder
from yipanqi.contract.finding import Finding
from yipanqi.contract.generate import generate
from yipanqi.contract.history import latest, load_history
from yipanqi.contract.schemas import Schema, SchemaSet

#: What the coordinator writes into every state record.
_STATE_FIELDS = ("version", "registered_at", "updated_at", "updated_by", "last_event_id", "recent_events")
_MODELS = Path(yipanqi.models.__file__).parent


def check(folder: Path | None = None, *, models: Path = _MODELS) -> list[Finding]:
    """Return every breach of the contract's rules in `folder` (the product's own by default), in a stable order."""
    root = folder or schemas_folder()
    schemas, catalog, codes = SchemaSet.load(root), Catalog.load(root), load_codes(root)
    return [
        *_schemas(schemas, codes),
        *check_catalog(catalog, schemas),
        *check_codes(codes),
        *check_history(schemas, load_history(root)),
        *_examples(schemas, load_examples(root)),
        *check_models(schemas, catalog, codes, models),
    ]


def _schemas(schemas: SchemaSet, codes: CodeLists) -> Iterator[Finding]:
    for file in schemas:
        yield from check_record(schemas.resolved(file.full_name), codes)


def check_catalog(catalog: Catalog, schemas: SchemaSet) -> Iterator[Finding]:
    """Yield where the catalogue and the schemas do not fit each other."""
    events = {f.source["name"]: f for f in schemas if catalog.aggregate_of(f.full_name)}
    states = {a.state for a in catalog.aggregates.values()}
    assigned = {event for duty in catalog.duties.values() for event in duty.events}
    for name in sorted(assigned - events.keys()):
        yield Finding("unknown-event", f"duties: {name}", "没有这个事件的模式", "there is no schema of this event")
    for name, file in events.items():
        if file.full_name in states:
            continue
        internal = bool(file.source.get("internal"))
        if internal == (name in assigned):
            zh, en = (
                ("内部事件不能列入职责", "an internal event is in a duty")
                if internal
                else ("未列入任何职责，也不是内部事件", "is in no duty and not internal: nobody may publish it")
            )
            yield Finding("duty", file.full_name, zh, en)
    yield from _references(catalog, schemas)
    yield from _aggregates(catalog, schemas)
    for file in schemas:
        if file.full_name not in _reachable(catalog, schemas):
            yield Finding("orphan", file.full_name, "目录中没有用到", "nothing in the catalogue leads to it")


def _references(catalog: Catalog, schemas: SchemaSet) -> Iterator[Finding]:
    for key, unit in catalog.units.items():
        for duty in sorted(set(unit.duties or ()) - catalog.duties.keys()):
            yield Finding("unknown-duty", f"units.{key}", f"没有职责 {duty}", f"there is no duty {duty}")
        for aggregate in sorted(unit.numbers.keys() - catalog.aggregates.keys()):
            yield Finding("unknown-aggregate", f"units.{key}", f"没有对象 {aggregate}", f"no aggregate {aggregate}")
    for key, entry in catalog.aggregates.items():
        owner, state = entry.owner.unit, entry.state
        if owner not in catalog.units:
            yield Finding("unknown-unit", f"aggregates.{key}", f"没有单位 {owner}", f"there is no unit {owner}")
        if state not in schemas:
            yield Finding("unknown-state", f"aggregates.{key}", f"没有模式 {state}", f"there is no schema {state}")
    if RECEIPT not in schemas:
        yield Finding("unknown-state", RECEIPT, "没有回执的模式", "there is no schema of receipts")


def _aggregates(catalog: Catalog, schemas: SchemaSet) -> Iterator[Finding]:
    for file in schemas:
        aggregate = catalog.aggregate_of(file.full_name)
        if aggregate is None:
            continue
        entry, fields = catalog.aggregates[aggregate], [f["name"] for f in file.source["fields"]]
        if not fields or fields[0] != entry.id:
            yield Finding(
                "id-first", file.full_name, f"第一个字段应为 {entry.id}", f"its first field must be {entry.id}, the key"
            )
        asks = file.source.get("asks")
        if asks is not None and not (file.source.get("internal") and len(asks) == 2 and set(asks) <= set(fields)):
            zh, en = (
                "asks 须是内部事件的两个字段：对象类别和对象标识",
                "`asks` names two fields of an internal event: the aggregate that is asked and the record's id",
            )
            yield Finding("asks", file.full_name, zh, en)
        missing = [name for name in _STATE_FIELDS if name not in fields] if file.full_name == entry.state else []
        if missing:
            names = ", ".join(missing)
            yield Finding("state-fields", file.full_name, f"缺少字段 {names}", f"a state record has {names}")


def _reachable(catalog: Catalog, schemas: SchemaSet) -> set[str]:
    roots = {f.full_name for f in schemas if catalog.aggregate_of(f.full_name)} | {RECEIPT}
    found: set[str] = set()

    def visit(node: Any) -> None:
        if isinstance(node, str) and node in schemas and node not in found:
            found.add(node)
            visit(schemas.file(node).source)
        elif isinstance(node, list):
            for branch in node:
                visit(branch)
        elif isinstance(node, dict):
            for below in (*(f["type"] for f in node.get("fields", ())), node.get("items"), node.get("values")):
                visit(below)

    visit(sorted(roots))
    return found


def check_codes(codes: CodeLists) -> Iterator[Finding]:
    """Yield codes without names, and spellings that mean two codes of one list."""
    for name, entries in codes.items():
        meaning: dict[str, str] = {}
        for code in entries.values():
            if not code.zh.strip() or not code.en.strip():
                yield Finding(
                    "code-name", f"{name}.{code.code}", "缺少中文或英文名称", "lacks a Chinese or English name"
                )
            for spelling in code.spellings:
                other = meaning.setdefault(spelling.casefold(), code.code)
                if other != code.code:
                    yield Finding(
                        "code-ambiguous",
                        f"{name}.{code.code}",
                        f"“{spelling}”同时指 {other}",
                        f"“{spelling}” also means {other}",
                    )
            parent = code.attributes.get("parent")
            if parent is not None and parent not in entries:
                yield Finding(
                    "code-parent", f"{name}.{code.code}", f"没有上级 {parent}", f"there is no parent {parent}"
                )


def check_history(schemas: SchemaSet, history: dict[str, dict[int, Schema]]) -> Iterator[Finding]:
    """Yield schemas that are not published, that lost a published one, or that break with a published version."""
    for name in sorted(history.keys() - {f.full_name for f in schemas}):
        yield Finding("removed", name, "已发布的模式被删除", "a published schema was removed: its events stay for ever")
    for file in schemas:
        versions = history.get(file.full_name, {})
        current = schemas.resolved(file.full_name)
        for number, problems in full_transitive(current, versions).items():
            for problem in problems:
                yield Finding(
                    "incompatible",
                    file.full_name,
                    f"与第 {number} 版不兼容：{problem.path}",
                    f"breaks with version {number}: {problem}",
                )
        if latest(versions) != current:
            yield Finding(
                "not-frozen",
                file.full_name,
                "有未存档的改动，请运行 yipanqi schemas freeze",
                f"differs from its newest published version ({len(versions) or 'none'}): run `yipanqi schemas freeze`",
            )


def _examples(schemas: SchemaSet, examples: dict[str, list[dict[str, Any]]]) -> Iterator[Finding]:
    for file in schemas:
        name = file.full_name
        yield from check_examples(name, schemas.resolved(name), examples.get(name, []))
    for name in sorted(examples.keys() - {f.full_name for f in schemas}):
        yield Finding("stray-example", f"examples/{name}.json", "没有对应的模式", "is an example of no schema")


def check_models(schemas: SchemaSet, catalog: Catalog, codes: CodeLists, folder: Path) -> Iterator[Finding]:
    """Yield generated model files that are not what the schemas give."""
    for name, content in generate(schemas, catalog, codes).items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            yield Finding(
                "models-drift",
                f"yipanqi/models/{name}",
                "与模式不一致，请运行 yipanqi schemas generate",
                "is not what the schemas give: run `yipanqi schemas generate`",
            )
