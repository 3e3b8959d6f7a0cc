"""Schema resolution both ways: every kind of change is either readable by both sides or named."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from fastavro import parse_schema, schemaless_reader, schemaless_writer

from yipanqi.contract.compatibility import backward, forward, full, full_transitive, qualified

DECIMAL = {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}
STAMP = {"type": "long", "logicalType": "timestamp-micros"}


def record(*fields: dict[str, Any], name: str = "Plant", **rest: Any) -> dict[str, Any]:
    return {"type": "record", "namespace": "district", "name": name, "fields": list(fields), **rest}


def a(name: str, type_: Any, **rest: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **rest}


BASE = record(a("id", "string"))


def codes(new: Any, old: Any) -> set[str]:
    return {problem.code for problem in full(new, old)}


COMPATIBLE = {
    "the same schema": (BASE, BASE),
    "a new field with a default": (record(a("id", "string"), a("n", ["null", "int"], default=None)), BASE),
    "an optional field removed": (BASE, record(a("id", "string"), a("n", "int", default=0))),
    "another doc, title or share": (record(a("id", "string", doc="new", share="all"), doc="new"), BASE),
    "fields in another order": (
        record(a("x", "int"), a("id", "string")),
        record(a("id", "string"), a("x", "int")),
    ),
    "a namespace written out or inherited": (
        record(a("part", {"type": "record", "name": "Part", "fields": []})),
        record(a("part", {"type": "record", "namespace": "district", "name": "Part", "fields": []})),
    ),
    "string for bytes, which promote both ways": (record(a("x", "bytes")), record(a("x", "string"))),
    "an optional field added inside a list of records": (
        record(a("parts", {"type": "array", "items": record(a("k", "int", default=0), name="Part")})),
        record(a("parts", {"type": "array", "items": record(name="Part")})),
    ),
    "union branches in another order": (
        record(a("x", ["null", "string"])),
        record(a("x", ["string", "null"])),
    ),
    "a record that contains itself": (
        record(a("next", ["null", "district.Plant"], default=None)),
        record(a("next", ["null", "Plant"], default=None)),
    ),
}

BREAKING = {
    "a required field added": (record(a("id", "string"), a("n", "int")), BASE, {"no_default"}),
    "a required field removed": (record(), BASE, {"no_default"}),
    "a field renamed without default": (record(a("key", "string", aliases=["id"])), BASE, {"no_default"}),
    "another type": (record(a("id", "long")), BASE, {"type"}),
    "a wider number, which the old reader can't take": (record(a("x", "long")), record(a("x", "int")), {"type"}),
    "a narrower number": (record(a("x", "int")), record(a("x", "long")), {"type"}),
    "a decimal's scale": (record(a("x", {**DECIMAL, "scale": 4})), record(a("x", DECIMAL)), {"logical_type"}),
    "a decimal's precision": (record(a("x", {**DECIMAL, "precision": 20})), record(a("x", DECIMAL)), {"logical_type"}),
    "a decimal turned into plain bytes": (record(a("x", "bytes")), record(a("x", DECIMAL)), {"logical_type"}),
    "a decimal turned into text": (record(a("x", "string")), record(a("x", DECIMAL)), {"type"}),
    "micros turned into millis": (
        record(a("x", {"type": "long", "logicalType": "timestamp-millis"})),
        record(a("x", STAMP)),
        {"logical_type"},
    ),
    "a required value made nullable": (record(a("id", ["null", "string"])), BASE, {"union_branch"}),
    "a nullable value made required": (BASE, record(a("id", ["null", "string"])), {"union_branch"}),
    "a branch added to a union": (
        record(a("x", ["null", "int", "string"])),
        record(a("x", ["null", "int"])),
        {"union_branch"},
    ),
    "a branch taken from a union": (
        record(a("x", ["null"])),
        record(a("x", ["null", "int"])),
        {"union_branch"},
    ),
    "the record renamed": (record(a("id", "string"), name="Factory"), BASE, {"name"}),
    "the record renamed with an alias, which the old reader doesn't know": (
        record(a("id", "string"), name="Factory", aliases=["Plant"]),
        BASE,
        {"name"},
    ),
    "another namespace": ({**BASE, "namespace": "zone"}, BASE, {"name"}),
    "an enum symbol added": (
        record(a("x", {"type": "enum", "name": "E", "symbols": ["A", "B"]})),
        record(a("x", {"type": "enum", "name": "E", "symbols": ["A"]})),
        {"enum_symbol"},
    ),
    "the size of a fixed": (
        record(a("x", {"type": "fixed", "name": "F", "size": 8})),
        record(a("x", {"type": "fixed", "name": "F", "size": 4})),
        {"fixed_size"},
    ),
    "another type of list items": (
        record(a("x", {"type": "array", "items": "int"})),
        record(a("x", {"type": "array", "items": "string"})),
        {"type"},
    ),
    "another type of map values": (
        record(a("x", {"type": "map", "values": "int"})),
        record(a("x", {"type": "map", "values": "string"})),
        {"type"},
    ),
    "a list made from a single value": (
        record(a("x", {"type": "array", "items": "int"})),
        record(a("x", "int")),
        {"type"},
    ),
    "a required field inside a list of records": (
        record(a("parts", {"type": "array", "items": record(a("k", "int"), name="Part")})),
        record(a("parts", {"type": "array", "items": record(name="Part")})),
        {"no_default"},
    ),
    "a required field inside an optional record": (
        record(a("part", ["null", record(a("k", "int"), name="Part")])),
        record(a("part", ["null", record(name="Part")])),
        {"union_branch"},
    ),
}


@pytest.mark.parametrize("title", COMPATIBLE)
def test_both_sides_read_each_other_after(title: str) -> None:
    new, old = COMPATIBLE[title]
    assert full(new, old) == []


@pytest.mark.parametrize("title", BREAKING)
def test_a_break_is_named_for(title: str) -> None:
    new, old, expected = BREAKING[title]
    assert codes(new, old) == expected


def test_an_enum_with_a_default_takes_symbols_it_does_not_know() -> None:
    old = record(a("x", {"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}))
    new = record(a("x", {"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}))
    assert full(new, old) == []


def test_a_widened_number_is_readable_in_one_direction_only() -> None:
    new, old = record(a("x", "long")), record(a("x", "int"))
    assert backward(new, old) == []
    assert [p.path for p in forward(new, old)] == ["x"]


def test_an_alias_lets_the_new_reader_read_the_old_field() -> None:
    new = record(a("key", "string", aliases=["id"]))
    assert backward(new, BASE) == []
    assert forward(new, BASE) != []


def test_every_earlier_version_is_compared_not_the_last_alone() -> None:
    first = record(a("x", "int", default=0))
    second = record()
    third = record(a("x", "string", default=""))
    assert full(third, second) == []
    assert list(full_transitive(third, {1: first, 2: second})) == [1]


def test_a_problem_inside_a_list_is_named_by_its_path() -> None:
    new = record(a("parts", {"type": "array", "items": record(a("k", "int"), name="Part")}))
    old = record(a("parts", {"type": "array", "items": record(name="Part")}))
    assert str(full(new, old)[0]).startswith("parts[].k: ")


def test_qualified_leaves_its_argument_as_it_is() -> None:
    schema = record(a("part", {"type": "record", "name": "Part", "fields": []}))
    before = repr(schema)
    qualified(schema)
    assert repr(schema) == before


@pytest.mark.parametrize("title", COMPATIBLE)
def test_fastavro_reads_what_the_checker_calls_compatible(title: str) -> None:
    new, old = COMPATIBLE[title]
    for reader, writer in ((new, old), (old, new)):
        out = BytesIO()
        schemaless_writer(out, parse_schema(writer), _example(writer))
        out.seek(0)
        schemaless_reader(out, parse_schema(writer), parse_schema(reader))


def _example(schema: Any) -> Any:
    if isinstance(schema, list):
        return _example(schema[0])
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind == "record":
        return {f["name"]: _example(f["type"]) for f in schema["fields"]}
    return {"string": "x", "bytes": b"x", "int": 1, "null": None, "array": []}[kind]
