"""What an Avro field of a record is to the board: its kind, its titles, who may see it, how to store and compare it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from yipanqi.contract.masking import Share
from yipanqi.contract.schemas import Schema

#: Largest value of an ordering column; a larger amount still stands in the record, exactly.
_LARGEST = 10**15


class Kind(StrEnum):
    """How a field is stored in a column, filtered and shown."""

    TEXT = "text"
    CODE = "code"
    UNIT = "unit"
    LIST = "list"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    REAL = "real"
    DATE = "date"
    FUZZY_DATE = "fuzzy_date"
    TIME = "time"
    RECORDS = "records"
    MAP = "map"
    RECORD = "record"


_LOGICAL = {
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "timestamp-micros": Kind.TIME,
    "timestamp-millis": Kind.TIME,
    "uuid": Kind.TEXT,
}
_PRIMITIVE = {
    "string": Kind.TEXT,
    "boolean": Kind.BOOLEAN,
    "int": Kind.INTEGER,
    "long": Kind.INTEGER,
    "double": Kind.REAL,
    "float": Kind.REAL,
}
_MONEY = "yipanqi.common.Money"
#: The contract's pattern of a unit's key tells fields that name units from other texts.
_UNIT_PATTERN = "^[a-z][a-z0-9-]{1,30}$"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: `scale` is the decimal digits kept, `members` the fields of records inside it.

    A `required` field has a value in every record.
    """

    name: str
    kind: Kind
    title_zh: str
    title_en: str
    doc: str
    share: Share
    codes: str | None = None
    scale: int = 0
    members: tuple[Field, ...] = ()
    required: bool = False


def fields_of(schema: Schema) -> tuple[Field, ...]:
    """Return the fields of a resolved record schema."""
    return tuple(_field(f) for f in schema["fields"])


def _field(source: dict[str, Any]) -> Field:
    kind, type_ = _kind(source)
    members: tuple[Field, ...] = ()
    inner = type_.get("items") if isinstance(type_, dict) and kind is Kind.RECORDS else type_
    if kind in (Kind.RECORDS, Kind.RECORD) and isinstance(inner, dict) and "fields" in inner:
        members = fields_of(inner)
    return Field(
        name=source["name"],
        kind=kind,
        title_zh=source["title_zh"],
        title_en=_title(source["name"]),
        doc=source["doc"],
        share=Share.of(source),
        codes=source.get("codes"),
        scale=_scale(kind, type_),
        members=members,
        required=not isinstance(source["type"], list) or "null" not in source["type"],
    )


def _kind(source: dict[str, Any]) -> tuple[Kind, Any]:
    type_ = source["type"]
    if isinstance(type_, list):
        type_ = next(branch for branch in type_ if branch != "null")
    name = type_ if isinstance(type_, str) else type_.get("name", "")
    if _MONEY in (name, f"{type_.get('namespace')}.{name}" if isinstance(type_, dict) else ""):
        return Kind.MONEY, type_
    if isinstance(type_, dict):
        return _composite(type_), type_
    if source.get("codes"):
        return Kind.CODE, type_
    if source.get("format") == "fuzzy-date":
        return Kind.FUZZY_DATE, type_
    if source.get("pattern") == _UNIT_PATTERN:
        return Kind.UNIT, type_
    # A bare name refers to a record that was written out before.
    return _PRIMITIVE.get(type_, Kind.RECORD), type_


def _composite(type_: dict[str, Any]) -> Kind:
    if "logicalType" in type_:
        return _LOGICAL[type_["logicalType"]]
    if type_["type"] == "array":
        items = type_["items"]
        nested = items.get("type") == "record" if isinstance(items, dict) else "." in items
        return Kind.RECORDS if nested else Kind.LIST
    return {"map": Kind.MAP, "record": Kind.RECORD}.get(type_["type"], Kind.TEXT)


def _scale(kind: Kind, type_: Any) -> int:
    if kind is Kind.MONEY:
        return 2
    return int(type_.get("scale", 0)) if kind is Kind.DECIMAL else 0


def _title(name: str) -> str:
    words = name.replace("_m2", "_(m²)").replace("_usd", "_(USD)").replace("_id", "_ID").replace("_", " ")
    return words[:1].upper() + words[1:]


def scaled(value: Decimal, scale: int) -> int:
    """Return a decimal as a whole number of its smallest unit (金额 in 分), bounded to ±10^15 so that sums fit."""
    number = int(value.scaleb(scale).to_integral_value())
    return max(-_LARGEST, min(_LARGEST, number))


def joined(items: Sequence[Any]) -> str | None:
    """Return a list as its column has it; `listed` reads it."""
    return "|" + "|".join(str(item) for item in items) + "|" if items else None


def listed(stored: str | None) -> tuple[str, ...]:
    """Return the items of a list's column."""
    return tuple(stored.strip("|").split("|")) if stored else ()


def storing(field: Field) -> Callable[[Any], Any]:
    """Return the function that turns a decoded Avro value (not None) into the value of the field's column."""
    if field.kind is Kind.MONEY:
        return lambda value: scaled(value["amount"], 2)
    if field.kind is Kind.DECIMAL:
        scale = field.scale
        return lambda value: scaled(value, scale)
    if field.kind is Kind.LIST:
        return joined
    if field.kind is Kind.DATE:
        return lambda value: value.isoformat()
    if field.kind is Kind.TIME:
        # A fixed width makes the text sort as the time does.
        return lambda value: value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return lambda value: value
