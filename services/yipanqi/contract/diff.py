"""What changed between two versions of a schema, as lines a reviewer can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yipanqi.contract.compatibility import full
from yipanqi.contract.history import latest
from yipanqi.contract.masking import Share
from yipanqi.contract.schemas import Schema, SchemaSet

#: Attributes in the order in which they are reported; the rest is not part of the contract.
_ATTRIBUTES = (
    "share",
    "codes",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "default",
    "internal",
    "asks",
    "doc",
    "title_zh",
)


def schema_diff(old: Schema, new: Schema) -> list[str]:
    """Return the changes from `old` to `new` (resolved schemas), one line each, breaking ones first with `!`."""
    breaking = [f"! {problem}" for problem in full(new, old)]
    return breaking + list(_record(old, new, ""))


def _record(old: Schema, new: Schema, path: str) -> Iterator[str]:
    yield from _attributes(old, new, path or "(record)")
    before, after = ({f["name"]: f for f in s["fields"]} for s in (old, new))
    for name in after.keys() - before.keys():
        yield f"+ {_at(path, name)}: {type_text(after[name]['type'])} — {after[name].get('title_zh', '')}"
    for name in before.keys() - after.keys():
        yield f"- {_at(path, name)}: {type_text(before[name]['type'])}"
    common = [name for name in before if name in after]
    if common != [name for name in after if name in before]:
        yield f"~ {path or '(record)'}: fields in another order"
    for name in common:
        yield from _field(before[name], after[name], _at(path, name))


def _field(old: Schema, new: Schema, path: str) -> Iterator[str]:
    yield from _attributes(old, new, path)
    inner_old, inner_new = _inner_record(old["type"]), _inner_record(new["type"])
    was, now = type_text(old["type"]), type_text(new["type"])
    if was != now:
        yield f"~ {path}: type {was} → {now}"
    if inner_old is not None and inner_new is not None:
        yield from _record(inner_old, inner_new, path)


def _attributes(old: Schema, new: Schema, path: str) -> Iterator[str]:
    for key in _ATTRIBUTES:
        if old.get(key, _ABSENT) == new.get(key, _ABSENT):
            continue
        note = ""
        if key == "share" and Share.of(new) < Share.of(old):
            note = "  (wider: more units will see it, also in what was published before)"
        yield f"~ {path}: {key} {old.get(key, _ABSENT)} → {new.get(key, _ABSENT)}{note}"


class _Absent:
    def __str__(self) -> str:
        return "—"


_ABSENT = _Absent()


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _inner_record(type_: Any) -> Schema | None:
    if isinstance(type_, list):
        return next((found for branch in type_ if (found := _inner_record(branch)) is not None), None)
    if not isinstance(type_, dict):
        return None
    if type_["type"] == "record":
        return type_
    return _inner_record(type_.get("items", type_.get("values")))


def type_text(type_: Any) -> str:
    """Return a type in short: `decimal(18,2)?`, `[string]`, `Money`; the question mark means nullable."""
    if isinstance(type_, list):
        text = " | ".join(type_text(branch) for branch in type_ if branch != "null")
        return f"{text}?" if "null" in type_ else text
    if isinstance(type_, str):
        return type_.rpartition(".")[2]
    if type_["type"] == "array":
        return f"[{type_text(type_['items'])}]"
    if type_["type"] == "map":
        return f"map of {type_text(type_['values'])}"
    if type_["type"] == "record":
        return str(type_["name"])
    logical = type_.get("logicalType")
    return f"decimal({type_['precision']},{type_['scale']})" if logical == "decimal" else str(logical or type_["type"])


def pending_changes(schemas: SchemaSet, history: dict[str, dict[int, Schema]]) -> dict[str, list[str]]:
    """Return what changed in each schema since its newest published version; a new schema says so."""
    found = {}
    for file in schemas:
        published, current = latest(history.get(file.full_name, {})), schemas.resolved(file.full_name)
        if published is None:
            found[file.full_name] = ["+ (record): not published yet"]
        elif lines := schema_diff(published, current):
            found[file.full_name] = lines
    return found
