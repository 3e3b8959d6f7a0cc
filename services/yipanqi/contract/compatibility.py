"""Whether two versions of an Avro schema can read each other: schema resolution (Avro 1.12), both ways.

Stricter than registries in one thing: a logical type is part of the type. Registries compare the bytes below it, so
that a decimal's new scale passes there although every amount is then read wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Any
PRIMITIVES = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
#: What a reader's type takes besides its own: writer's type → reader's types (Avro specification, schema resolution).
_PROMOTIONS = {
    "int": frozenset({"long", "float", "double"}),
    "long": frozenset({"float", "double"}),
    "float": frozenset({"double"}),
    "string": frozenset({"bytes"}),
    "bytes": frozenset({"string"}),
}
_NAMED = ("record", "enum", "fixed")
_CONTAINERS = ("array", "map")
_LOGICAL = ("logicalType", "precision", "scale")


@dataclass(frozen=True, slots=True)
class Incompatibility:
    """Why one version can't read another: a stable code, the path of the field, and what differs."""

    code: str
    path: str
    detail: str

    def __str__(self) -> str:
        return f"{self.path or '(record)'}: {self.detail} [{self.code}]"


def backward(new: Schema, old: Schema) -> list[Incompatibility]:
    """Return what stops a reader with `new` from reading what was written with `old`."""
    reader, writer = qualified(new), qualified(old)
    return list(_Resolution(named_types(reader), named_types(writer)).differences(reader, writer, ""))


def forward(new: Schema, old: Schema) -> list[Incompatibility]:
    """Return what stops a reader with `old` from reading what is written with `new`."""
    return backward(old, new)


def full(new: Schema, old: Schema) -> list[Incompatibility]:
    """Return what stops either version from reading the other's records."""
    return list(dict.fromkeys([*backward(new, old), *forward(new, old)]))


def full_transitive(new: Schema, earlier: Mapping[int, Schema]) -> dict[int, list[Incompatibility]]:
    """Return for each earlier version that conflicts with `new` what is wrong; empty when all is well."""
    found = {version: full(new, old) for version, old in sorted(earlier.items())}
    return {version: problems for version, problems in found.items() if problems}


def qualified(schema: Schema, namespace: str = "") -> Schema:
    """Return a copy in which every name and reference is a full name, so that spellings don't matter."""
    if isinstance(schema, str):
        return schema if schema in PRIMITIVES else _qualify(schema, namespace)
    if isinstance(schema, list):
        return [qualified(branch, namespace) for branch in schema]
    copy = dict(schema)
    if "name" in schema and schema["type"] in _NAMED:
        copy["name"] = _qualify(str(schema["name"]), str(copy.pop("namespace", namespace)))
        namespace = copy["name"].rpartition(".")[0]
        copy["aliases"] = [_qualify(alias, namespace) for alias in schema.get("aliases", ())]
    if "fields" in schema:
        copy["fields"] = [{**f, "type": qualified(f["type"], namespace)} for f in schema["fields"]]
    for key in ("items", "values", "type"):
        if key in schema and schema[key] not in _NAMED and schema[key] not in _CONTAINERS:
            copy[key] = qualified(schema[key], namespace)
    return copy


def _qualify(name: str, namespace: str) -> str:
    return name if "." in name or not namespace else f"{namespace}.{name}"


def named_types(schema: Schema) -> dict[str, Schema]:
    """Return every named type inside a qualified schema by its name."""
    if isinstance(schema, list):
        return {name: found for branch in schema for name, found in named_types(branch).items()}
    if not isinstance(schema, dict):
        return {}
    named = {str(schema["name"]): schema} if schema["type"] in _NAMED else {}
    for below in (
        *(f["type"] for f in schema.get("fields", ())),
        *(schema.get(k) for k in ("items", "values", "type")),
    ):
        named.update(named_types(below))
    return named


@dataclass
class _Resolution:
    """One comparison: the named types of both sides, and the pairs of records under way (they may be recursive)."""

    readers: Mapping[str, Schema]
    writers: Mapping[str, Schema]
    under_way: set[tuple[str, str]] = field(default_factory=set)

    def differences(self, reader: Schema, writer: Schema, path: str) -> Iterator[Incompatibility]:
        reader, writer = _lookup(reader, self.readers), _lookup(writer, self.writers)
        if isinstance(writer, list):
            yield from self._writer_union(reader, writer, path)
        elif isinstance(reader, list):
            if not any(self._reads(branch, writer, path) for branch in reader):
                yield Incompatibility("union_branch", path, f"no branch of the reader's union takes {_show(writer)}")
        else:
            yield from self._one_to_one(reader, writer, path)

    def _writer_union(self, reader: Schema, branches: list[Schema], path: str) -> Iterator[Incompatibility]:
        for branch in branches:
            for problem in self.differences(reader, branch, path):
                if isinstance(reader, list) or problem.path != path:
                    yield problem
                else:
                    yield Incompatibility(
                        "union_branch", path, f"the writer's {_show(branch)} can't be read as {_show(reader)}"
                    )

    def _reads(self, reader: Schema, writer: Schema, path: str) -> bool:
        """Try a branch on a copy of the state, so that a failed try leaves no trace."""
        trial = _Resolution(self.readers, self.writers, set(self.under_way))
        return not any(True for _ in trial.differences(reader, writer, path))

    def _one_to_one(self, reader: Schema, writer: Schema, path: str) -> Iterator[Incompatibility]:
        reads, writes = _kind(reader), _kind(writer)
        if reads != writes:
            if reads not in _PROMOTIONS.get(writes, ()) or _logical(reader) or _logical(writer):
                yield Incompatibility("type", path, f"{_show(writer)} can't be read as {_show(reader)}")
            return
        if _logical(reader) != _logical(writer):
            yield Incompatibility("logical_type", path, f"{_show(writer)} can't be read as {_show(reader)}")
        if reads == "record":
            yield from self._records(reader, writer, path)
        elif reads == "enum":
            yield from self._enums(reader, writer, path)
        elif reads == "fixed":
            yield from _same_name(reader, writer, path)
            if reader["size"] != writer["size"]:
                yield Incompatibility("fixed_size", path, f"size {writer['size']} can't be read as {reader['size']}")
        elif reads == "array":
            yield from self.differences(reader["items"], writer["items"], f"{path}[]")
        elif reads == "map":
            yield from self.differences(reader["values"], writer["values"], f"{path}{{}}")

    def _records(self, reader: Schema, writer: Schema, path: str) -> Iterator[Incompatibility]:
        pair = (reader["name"], writer["name"])
        if pair in self.under_way:
            return
        self.under_way.add(pair)
        yield from _same_name(reader, writer, path)
        written = {f["name"]: f for f in writer["fields"]}
        for wanted in reader["fields"]:
            below = f"{path}.{wanted['name']}" if path else wanted["name"]
            found = next((written[n] for n in (wanted["name"], *wanted.get("aliases", ())) if n in written), None)
            if found is not None:
                yield from self.differences(wanted["type"], found["type"], below)
            elif "default" not in wanted:
                yield Incompatibility("no_default", below, "one version has the field, the other has no default for it")
        self.under_way.discard(pair)

    def _enums(self, reader: Schema, writer: Schema, path: str) -> Iterator[Incompatibility]:
        yield from _same_name(reader, writer, path)
        unknown = [symbol for symbol in writer["symbols"] if symbol not in reader["symbols"]]
        if unknown and "default" not in reader:
            yield Incompatibility("enum_symbol", path, f"the reader's enum lacks {', '.join(unknown)}")


def _same_name(reader: Schema, writer: Schema, path: str) -> Iterator[Incompatibility]:
    if reader["name"] != writer["name"] and writer["name"] not in reader["aliases"]:
        yield Incompatibility("name", path, f"{writer['name']} can't be read as {reader['name']}")


def _lookup(schema: Schema, named: Mapping[str, Schema]) -> Schema:
    if isinstance(schema, str) and schema not in PRIMITIVES:
        return named[schema]
    if isinstance(schema, dict) and isinstance(schema["type"], (dict, list)):
        return _lookup(schema["type"], named)
    return schema


def _kind(schema: Schema) -> str:
    return schema if isinstance(schema, str) else str(schema["type"])


def _logical(schema: Schema) -> tuple[Any, ...] | None:
    if isinstance(schema, str) or "logicalType" not in schema:
        return None
    # A decimal without a scale has scale 0.
    return tuple(schema.get(key, 0) for key in _LOGICAL)


def _show(schema: Schema) -> str:
    if isinstance(schema, list):
        return "[" + ", ".join(_show(branch) for branch in schema) + "]"
    if isinstance(schema, str):
        return schema
    logical = _logical(schema)
    if logical is not None:
        bounds = f"({schema.get('precision')}, {schema.get('scale', 0)})" if logical[0] == "decimal" else ""
        return f"{_kind(schema)} {logical[0]}{bounds}"
    return str(schema["name"]) if "name" in schema else _kind(schema)
