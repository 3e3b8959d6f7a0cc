"""The house rules of schemas: titles, shares, names that say their unit, and nothing that decodes to a bomb."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from yipanqi.bus.errors import SchemaMismatch
from yipanqi.bus.schema import parse_schema
from yipanqi.contract.finding import Finding
from yipanqi.contract.masking import Share
from yipanqi.contract.schemas import Schema

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_RECORD_NAME = re.compile(r"^[A-Z][A-Za-z0-9]*$")
_LEVELS = frozenset(share.name.lower() for share in Share)
#: Last part of a decimal's name: the unit it is in (or `rate`, `score` and `weight`, which have none).
_UNITS = frozenset({"m2", "score", "weight", "m", "kva", "cny", "usd", "tce", "month", "rate", "hours", "percent"})
#: A record that names the unit of its decimals in a field of its own.
_UNIT_FIELDS = frozenset({"currency", "measure"})
#: Degrees are the one thing that a float is good for.
_FLOATS = frozenset({"longitude", "latitude"})
_LOGICAL_TYPES = frozenset({"decimal", "date", "timestamp-micros", "uuid"})


def check_record(schema: Schema, codes: Collection[str]) -> Iterator[Finding]:
    """Yield what breaks the rules in a resolved schema, its nested records included."""
    name = f"{schema['namespace']}.{schema['name']}"
    try:
        parse_schema(schema)
    except SchemaMismatch as error:
        yield Finding("unparsable", name, "不是可安全解码的 Avro 模式", f"no Avro schema that is safe: {error.message}")
        return
    yield from _record(schema, codes, name, ())


def _record(record: Schema, codes: Collection[str], where: str, outer: tuple[str, ...]) -> Iterator[Finding]:
    if not _RECORD_NAME.match(record["name"]):
        yield Finding("record-name", where, "记录名应为 PascalCase", "a record is named in PascalCase")
    yield from _texts(record, where)
    names = {field["name"] for field in record["fields"]}
    inside = (*outer, f"{record['namespace']}.{record['name']}")
    for field in record["fields"]:
        path = f"{where}.{field['name']}"
        yield from _texts(field, path)
        yield from _sharing(field, path)
        if not _NAME.match(field["name"]):
            yield Finding("field-name", path, "字段名应为 snake_case", "a field is named in snake_case")
        if "codes" in field and field["codes"] not in codes:
            yield Finding("unknown-codes", path, f"没有代码表 {field['codes']}", f"no code list {field['codes']}")
        yield from _type(field["type"], field, path, siblings=names)
        yield from _nested(field["type"], codes, path, inside)


def _texts(node: Schema, where: str) -> Iterator[Finding]:
    if not str(node.get("doc", "")).strip():
        yield Finding("no-doc", where, "缺少英文说明 doc", "has no doc")
    if not str(node.get("title_zh", "")).strip():
        yield Finding("no-title", where, "缺少中文名称 title_zh", "has no title_zh")


def _sharing(field: Schema, path: str) -> Iterator[Finding]:
    share = field.get("share")
    if share not in _LEVELS:
        yield Finding(
            "no-share", path, "缺少共享级别 share（all、government、owner）", "has no share (all, government, owner)"
        )
    elif share != "all" and not _can_be_masked(field):
        yield Finding(
            "mask-not-null",
            path,
            "不对所有单位共享的字段须可为空且默认值为 null，或为列表且默认值为 []",
            "a field that not all units see is masked with null or an empty list: make it nullable with default null, "
            "or a list with default []",
        )


def _can_be_masked(field: Schema) -> bool:
    kind = field["type"]
    if isinstance(kind, list):
        return bool(kind[0] == "null" and field.get("default", "") is None)
    return isinstance(kind, dict) and kind["type"] == "array" and field.get("default") == []


def _type(type_: Schema, field: Schema, path: str, *, siblings: Collection[str]) -> Iterator[Finding]:
    """Check one field's type, its union branches and list items."""
    name = field["name"]
    if isinstance(type_, list):
        for branch in type_:
            if branch != "null":
                yield from _type(branch, field, path, siblings=siblings)
        return
    kind = type_ if isinstance(type_, str) else type_["type"]
    logical = None if isinstance(type_, str) else type_.get("logicalType")
    if kind == "array":
        yield from _type(type_["items"], field, path, siblings=siblings)
    elif kind in ("enum", "fixed"):
        yield Finding(
            "closed-type",
            path,
            f"不使用 Avro {kind}，请改用字符串和代码表",
            f"no Avro {kind}: adding to it breaks compatibility; use a string with `codes`",
        )
    elif kind in ("float", "double") and name not in _FLOATS:
        yield Finding("float", path, "不使用浮点数，请用 decimal", "no floats: use a decimal")
    if logical is not None and logical not in _LOGICAL_TYPES:
        yield Finding("logical-type", path, f"不使用逻辑类型 {logical}", f"no logical type {logical} in this contract")
    yield from _unit(name, logical, field, path, siblings)


def _unit(name: str, logical: str | None, field: Schema, path: str, siblings: Collection[str]) -> Iterator[Finding]:
    last = name.rpartition("_")[2]
    if logical == "decimal" and last not in _UNITS and not _UNIT_FIELDS & set(siblings):
        yield Finding(
            "no-unit", path, "数值字段名应以单位结尾，如 _m2、_usd", "a decimal's name ends with its unit: _m2, _usd, …"
        )
    if "square metres" in field.get("doc", "") and last != "m2":
        yield Finding("area-unit", path, "面积字段名应以 _m2 结尾", "an area's name ends with _m2")
    fuzzy = field.get("format") == "fuzzy-date"
    right = {
        "date": last == "on",
        "timestamp-micros": last == "at",
    }.get(logical or "", last != "at" and (last != "on" or fuzzy))
    if not right:
        yield Finding(
            "time-name",
            path,
            "时刻用 _at（timestamp-micros），日期用 _on（date 或 fuzzy-date）",
            "a moment is `_at` (timestamp-micros), a day is `_on` (date or fuzzy-date)",
        )


def _nested(type_: Schema, codes: Collection[str], path: str, inside: tuple[str, ...]) -> Iterator[Finding]:
    """Check the records below a field; one that contains itself can be nested until a decoder's stack ends."""
    if isinstance(type_, list):
        for branch in type_:
            yield from _nested(branch, codes, path, inside)
    elif isinstance(type_, str):
        if type_ in inside:
            yield Finding("recursive", path, f"{type_} 包含自身", f"{type_} contains itself: depth is unbounded")
    elif type_["type"] == "record":
        yield from _record(type_, codes, path, inside)
    elif type_["type"] in ("array", "map"):
        yield from _nested(type_["items" if type_["type"] == "array" else "values"], codes, path, inside)
