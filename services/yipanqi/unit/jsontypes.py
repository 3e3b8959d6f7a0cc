"""Whether JSON has the kinds of values that an Avro schema stands for; pydantic alone would guess.

Left to itself, pydantic takes the number 86400 for the second of January 1970 and "yes" for true. What comes from
outside says what it means: dates and times are ISO 8601 strings, decimals are strings or whole numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yipanqi.unit.problems import Problem
from yipanqi.unit.wording import path_of

_Where = tuple[int | str, ...]
#: Control characters but tab and line ends, and halves of surrogate pairs: no text of a person, and no UTF-8.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_KINDS: Mapping[str, tuple[str, str, str]] = {
    "string": ("string_type", "应为字符串", "expected a string"),
    "text": ("invalid_text", "含有控制字符或无效字符", "holds control characters or characters that are none"),
    "boolean": ("bool_type", "应为 true 或 false", "expected true or false"),
    "int": ("int_type", "应为整数", "expected a whole number"),
    "long": ("int_type", "应为整数", "expected a whole number"),
    "double": ("number_type", "应为数", "expected a number"),
    "float": ("number_type", "应为数", "expected a number"),
    "date": ("date_type", '应为日期字符串，如 "2020-04-28"', 'expected a date as a string, like "2020-04-28"'),
    "timestamp-micros": (
        "datetime_type",
        '应为带时区的时刻字符串，如 "2020-04-28T09:30:00Z"',
        'expected a time with its zone as a string, like "2020-04-28T09:30:00Z"',
    ),
    "decimal": (
        "decimal_type",
        '请用字符串书写小数，如 "1234.50"，以免失真',
        'write decimals as strings, like "1234.50": floats lose digits',
    ),
    "array": ("list_type", "应为数组", "expected an array"),
    "map": ("object_type", "应为对象", "expected an object"),
    "record": ("object_type", "应为对象", "expected an object"),
}


def check_types(value: Any, schema: Any) -> list[Problem]:
    """Return a problem for each value of the wrong JSON kind; missing and unknown fields are the model's business."""
    return [
        Problem(code=_KINDS[kind][0], zh=_KINDS[kind][1], en=_KINDS[kind][2], field=path_of(where))
        for where, kind in _walk(value, schema, (), {})
    ]


def _walk(value: Any, schema: Any, where: _Where, named: dict[str, Any]) -> Iterator[tuple[_Where, str]]:
    if isinstance(schema, list):
        branches = [branch for branch in schema if branch != "null"]
        if value is None and len(branches) < len(schema):
            return
        schema = branches[0]
    if isinstance(schema, str):
        schema = named.get(schema, schema)
    kind, inner = _kind(schema)
    if not _fits(value, kind):
        yield where, kind
    elif isinstance(value, str) and _NO_TEXT.search(value):
        yield where, "text"
    elif kind == "record":
        named[f"{inner['namespace']}.{inner['name']}"] = inner
        for field in inner["fields"]:
            if field["name"] in value:
                yield from _walk(value[field["name"]], field["type"], (*where, field["name"]), named)
            else:
                _remember(field["type"], named)
    elif kind == "array":
        for position, item in enumerate(value):
            yield from _walk(item, inner["items"], (*where, position), named)
    elif kind == "map":
        for key, item in value.items():
            if _NO_TEXT.search(key):
                yield where, "text"
                continue
            yield from _walk(item, inner["values"], (*where, key), named)


def _remember(schema: Any, named: dict[str, Any]) -> None:
    """Keep the records that a field defines even when the value leaves the field out: later fields may name them."""
    if isinstance(schema, list):
        for branch in schema:
            _remember(branch, named)
    elif isinstance(schema, dict):
        if schema.get("type") == "record":
            named[f"{schema['namespace']}.{schema['name']}"] = schema
            for field in schema["fields"]:
                _remember(field["type"], named)
        for key in ("items", "values", "type"):
            if isinstance(schema.get(key), dict | list):
                _remember(schema[key], named)


def _kind(schema: Any) -> tuple[str, Any]:
    if isinstance(schema, str):
        return schema, schema
    logical = schema.get("logicalType")
    if logical in _KINDS:
        return str(logical), schema
    inner = schema["type"]
    return _kind(inner) if isinstance(inner, dict) else (str(inner), schema)


def _fits(value: Any, kind: str) -> bool:
    if kind in ("string", "date", "timestamp-micros"):
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("int", "long"):
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in ("double", "float"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "decimal":
        return isinstance(value, int | str) and not isinstance(value, bool)
    return isinstance(value, list if kind == "array" else dict)
