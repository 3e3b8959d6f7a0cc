"""Who may see which field: one masking for the coordinator (topics) and the board (answers).

A field's `share` says how far it goes: `all` units, `government` units, or its `owner` alone. A masked field is
null, or empty where it is a list; every field that is not shared with all allows for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import lru_cache
from typing import Any

from yipanqi.contract.schemas import Schema, product_schemas

Record = dict[str, Any]
Mask = Callable[[Record], Record]


class Share(IntEnum):
    """How much a reader may see; a reader of one level sees the fields of all lower ones."""

    ALL = 0
    GOVERNMENT = 1
    OWNER = 2

    @classmethod
    def of(cls, field: Mapping[str, Any]) -> Share:
        """Return the level that a schema field demands."""
        return cls[str(field.get("share", "all")).upper()]


def build_mask(schema: Schema, reader: Share) -> Mask:
    """Compile a function that returns a record with what `reader` may not see set to null, or emptied if it is a list.

    The function copies only what it changes; its argument stays as it is. `schema` is a resolved record schema.
    """
    nested: dict[str, Mask] = {}
    return _record_mask(schema, reader, nested)


def hidden_fields(schema: Schema, reader: Share) -> frozenset[str]:
    """Return the names of the top-level fields that `reader` may not see."""
    return frozenset(field["name"] for field in schema["fields"] if Share.of(field) > reader)


@lru_cache(maxsize=256)
def product_mask(full_name: str, reader: Share) -> Mask:
    """Return the mask of one of the product's records."""
    return build_mask(product_schemas().resolved(full_name), reader)


def _record_mask(schema: Schema, reader: Share, named: dict[str, Mask]) -> Mask:
    hidden = {f["name"]: f["default"] for f in schema["fields"] if Share.of(f) > reader}
    inner: list[tuple[str, Mask]] = []

    def mask(record: Record) -> Record:
        if not hidden and not inner:
            return record
        masked = {**record, **hidden}
        for name, apply in inner:
            value = masked.get(name)
            if value:
                masked[name] = [apply(item) for item in value] if isinstance(value, list | tuple) else apply(value)
        return masked

    # Registered before the fields are looked at, so that a record that contains itself ends.
    named[f"{schema['namespace']}.{schema['name']}"] = mask
    for field in schema["fields"]:
        if field["name"] in hidden:
            continue
        below = _record_in(field["type"], reader, named)
        if below is not None:
            inner.append((field["name"], below))
    return mask


def _record_in(type_: Any, reader: Share, named: dict[str, Mask]) -> Mask | None:
    """Return the mask of the record inside a field's type (nullable, or an array of records), if it hides anything."""
    if isinstance(type_, list):
        found = [m for m in (_record_in(branch, reader, named) for branch in type_) if m is not None]
        return found[0] if found else None
    if isinstance(type_, str):
        return named.get(type_)
    if type_["type"] == "array":
        return _record_in(type_["items"], reader, named)
    if type_["type"] != "record":
        return None
    mask = _record_mask(type_, reader, named)
    return mask if _hides(type_, reader) else None


def _hides(schema: Any, reader: Share) -> bool:
    if isinstance(schema, list):
        return any(_hides(branch, reader) for branch in schema)
    if not isinstance(schema, dict):
        return False
    if schema["type"] == "record":
        return any(Share.of(f) > reader or _hides(f["type"], reader) for f in schema["fields"])
    return _hides(schema.get("items"), reader)
