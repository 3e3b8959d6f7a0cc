"""The Avro schemas of `schemas/**.avsc`, by full name, with shared records resolved into each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from yipanqi.contract.files import schemas_folder

Schema = dict[str, Any]
COMMON = "yipanqi.common"


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One `.avsc`: its path below `schemas/`, and the schema as written (references unresolved)."""

    path: str
    source: Schema

    @property
    def full_name(self) -> str:
        """Avro full name, which is also the CloudEvents type."""
        return f"{self.source['namespace']}.{self.source['name']}"


class SchemaSet:
    """All schemas of one contract folder."""

    def __init__(self, files: Mapping[str, SchemaFile]) -> None:
        self._files = dict(files)

    @classmethod
    def load(cls, folder: Path | None = None) -> SchemaSet:
        """Read every `.avsc` below `folder` (the product's own by default).

        Raises:
            ValueError: two files define one name, or a file's name is not its record's.
        """
        root = folder or schemas_folder()
        files: dict[str, SchemaFile] = {}
        for path in sorted(root.rglob("*.avsc")):
            if "history" in path.relative_to(root).parts:
                continue
            file = SchemaFile(path.relative_to(root).as_posix(), json.loads(path.read_text(encoding="utf-8")))
            if path.stem != file.source["name"]:
                raise ValueError(f"{file.path}: the file is named {path.stem}, its record {file.source['name']}")
            if file.full_name in files:
                raise ValueError(f"{file.path}: {file.full_name} is already in {files[file.full_name].path}")
            files[file.full_name] = file
        return cls(files)

    def __iter__(self) -> Iterator[SchemaFile]:
        return iter(self._files.values())

    def __contains__(self, full_name: str) -> bool:
        return full_name in self._files

    def file(self, full_name: str) -> SchemaFile:
        """Return the file that defines `full_name`; KeyError when there is none."""
        return self._files[full_name]

    def resolved(self, full_name: str) -> Schema:
        """Return the schema with each shared record written out where it is first used."""
        return self._resolved[full_name]

    @cached_property
    def _resolved(self) -> dict[str, Schema]:
        return {name: self._inline(file.source, set()) for name, file in self._files.items()}

    def _inline(self, node: Any, seen: set[str]) -> Any:
        if isinstance(node, str):
            if node in self._files and node not in seen:
                return self._inline(self._files[node].source, seen)
            return node
        if isinstance(node, list):
            return [self._inline(item, seen) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "record":
            seen.add(f"{node['namespace']}.{node['name']}")
            return {**node, "fields": [{**f, "type": self._inline(f["type"], seen)} for f in node["fields"]]}
        return {key: self._inline(v, seen) if key in ("type", "items", "values") else v for key, v in node.items()}


@lru_cache(maxsize=1)
def product_schemas() -> SchemaSet:
    """Return the product's own schemas, read once."""
    return SchemaSet.load()


def walk_fields(schema: Any, named: dict[str, Schema] | None = None) -> Iterator[Schema]:
    """Yield every record field of a resolved schema, nested ones included, each record once."""
    known = {} if named is None else named
    if isinstance(schema, list):
        for branch in schema:
            yield from walk_fields(branch, known)
    elif isinstance(schema, dict):
        kind = schema["type"]
        if kind == "record":
            known[f"{schema['namespace']}.{schema['name']}"] = schema
            for field in schema["fields"]:
                yield field
                yield from walk_fields(field["type"], known)
        elif kind == "array":
            yield from walk_fields(schema["items"], known)
        elif kind == "map":
            yield from walk_fields(schema["values"], known)
