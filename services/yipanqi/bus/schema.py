"""Avro schemas as the bus handles them: parsed once, with their fingerprint, and safe to decode."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import fastavro.schema

from yipanqi.bus.errors import SchemaMismatch

FINGERPRINT_URN = "urn:yipanqi:schema:"
_ZERO_WIDTH_PRIMITIVES = frozenset({"null"})


@dataclass(frozen=True, slots=True, eq=False)
class ParsedSchema:
    """A record schema: full name, JSON as written, fastavro's parsed form, fingerprint (32 hex digits)."""

    full_name: str
    raw: Mapping[str, Any] = field(repr=False)
    parsed: Any = field(repr=False)
    fingerprint: str

    @property
    def urn(self) -> str:
        """The value of `ce_dataschema` for this schema."""
        return FINGERPRINT_URN + self.fingerprint

    def text(self) -> str:
        """Return the schema as compact JSON, as it goes to the registry."""
        return json.dumps(self.raw, ensure_ascii=False, separators=(",", ":"))


def parse_schema(schema: str | Mapping[str, Any]) -> ParsedSchema:
    """Parse a record schema given as JSON text or object; SchemaMismatch when it is none or is unsafe."""
    try:
        raw = json.loads(schema) if isinstance(schema, str) else dict(schema)
        parsed = fastavro.schema.parse_schema(raw)
    except (ValueError, TypeError, KeyError, RecursionError, fastavro.schema.UnknownType) as error:
        raise SchemaMismatch(f"not a valid Avro schema: {type(error).__name__}: {error}") from error
    except fastavro.schema.SchemaParseException as error:
        raise SchemaMismatch(f"not a valid Avro schema: {error}") from error
    if not isinstance(parsed, dict) or parsed.get("type") != "record":
        raise SchemaMismatch("an event's schema must be an Avro record at the top")
    reject_zero_width_items(parsed)
    return ParsedSchema(parsed["name"], raw, parsed, _fingerprint_of_parsed(parsed))


def fingerprint(schema: ParsedSchema | str | Mapping[str, Any]) -> str:
    """Return the first 32 hex digits of the SHA-256 of the schema's parsing canonical form."""
    return schema.fingerprint if isinstance(schema, ParsedSchema) else parse_schema(schema).fingerprint


def _fingerprint_of_parsed(parsed: Any) -> str:
    canonical = fastavro.schema.to_parsing_canonical_form(parsed)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:32]


def reject_zero_width_items(parsed: Any) -> None:
    """Raise SchemaMismatch for arrays whose items take no bytes: four bytes could claim a billion of them."""
    records: dict[str, Any] = {}
    _collect_records(parsed, records)
    _walk(parsed, records)


def _collect_records(node: Any, records: dict[str, Any]) -> None:
    if isinstance(node, list):
        for branch in node:
            _collect_records(branch, records)
    elif isinstance(node, dict):
        if node.get("type") == "record":
            records[node["name"]] = node
            for member in node["fields"]:
                _collect_records(member["type"], records)
        else:
            for key in ("items", "values", "type"):
                if isinstance(node.get(key), (dict, list)):
                    _collect_records(node[key], records)


def _walk(node: Any, records: Mapping[str, Any]) -> None:
    if isinstance(node, list):
        for branch in node:
            _walk(branch, records)
    elif isinstance(node, dict):
        if node.get("type") == "array" and _zero_width(node["items"], records, frozenset()):
            raise SchemaMismatch("an array of items that take no bytes can't be decoded safely")
        for member in node.get("fields", ()):
            _walk(member["type"], records)
        for key in ("items", "values", "type"):
            if isinstance(node.get(key), (dict, list)):
                _walk(node[key], records)


def _zero_width(node: Any, records: Mapping[str, Any], seen: frozenset[str]) -> bool:
    """Tell whether a value of this type may take no byte at all (a union always takes its branch index)."""
    if isinstance(node, str):
        if node in _ZERO_WIDTH_PRIMITIVES:
            return True
        if node in records and node not in seen:
            return _zero_width(records[node], records, seen | {node})
        return False
    if not isinstance(node, dict):
        return False
    kind = node.get("type")
    if kind == "fixed":
        return int(node["size"]) == 0
    if kind == "record":
        return all(_zero_width(member["type"], records, seen | {node["name"]}) for member in node["fields"])
    return _zero_width(kind, records, seen) if isinstance(kind, (dict, str)) and kind != "array" else False
