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
    return _Masks(reader, _definitions(schema)).of_record(schema)


def hidden_fields(schema: Schema, reader: Share) -> frozenset[str]:
    """Return the names of the top-level fields that `reader` may not see."""
    return frozenset(field["name"] for field in schema["fields"] if Share.of(field) > reader)


@lru_cache(maxsize=256)
def product_mask(full_name: str, reader: Share) -> Mask:
    """Return the mask of one of the product's records."""
    return build_mask(product_schemas().resolved(full_name), reader)


class _Masks:
    """Makes the masks of one schema's records; a record is written out once and referred to by its name afterwards."""

    def __init__(self, reader: Share, definitions: Mapping[str, Schema]) -> None:
        self._reader = reader
        self._definitions = definitions
        self._made: dict[str, Mask] = {}

    def of_record(self, schema: Schema) -> Mask:
        hidden = {f["name"]: f["default"] for f in schema["fields"] if Share.of(f) > self._reader}
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
        self._made[_name(schema)] = mask
        for field in schema["fields"]:
            if field["name"] not in hidden and (below := self._inside(field["type"])) is not None:
                inner.append((field["name"], below))
        return mask

    def _inside(self, type_: Any) -> Mask | None:
        """Return the mask of the record inside a type (nullable, or in an array), None if it hides nothing."""
        if isinstance(type_, list):
            found = [mask for mask in map(self._inside, type_) if mask is not None]
            return found[0] if found else None
        if isinstance(type_, str):
            if type_ not in self._definitions or not self._hides(type_, frozenset()):
                return None
            return self._made.get(type_) or self.of_record(self._definitions[type_])
        if type_["type"] == "array":
            return self._inside(type_["items"])
        return self._inside(_name(type_)) if type_["type"] == "record" else None

    def _hides(self, type_: Any, above: frozenset[str]) -> bool:
        """Return whether something in a type is hidden; `above` are the records that it stands in."""
        if isinstance(type_, list):
            return any(self._hides(branch, above) for branch in type_)
        if isinstance(type_, dict):
            return self._hides(_name(type_) if type_["type"] == "record" else type_.get("items"), above)
        if type_ not in self._definitions or type_ in above:
            return False
        fields = self._definitions[type_]["fields"]
        return any(Share.of(f) > self._reader or self._hides(f["type"], above | {type_}) for f in fields)


def _definitions(type_: Any) -> dict[str, Schema]:
    """Return every record that a type writes out, by its full name."""
    if isinstance(type_, list):
        return {name: schema for branch in type_ for name, schema in _definitions(branch).items()}
    if not isinstance(type_, dict):
        return {}
    if type_["type"] != "record":
        return _definitions(type_.get("items"))
    inside = {name: schema for f in type_["fields"] for name, schema in _definitions(f["type"]).items()}
    return {_name(type_): type_, **inside}


def _name(schema: Schema) -> str:
    return f"{schema['namespace']}.{schema['name']}"
