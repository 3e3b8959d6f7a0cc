"""What every generated model has: its Avro schema, its aggregate's id, and the way to and from Avro values."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

_SCHEMAS: dict[str, dict[str, Any]] = json.loads(
    resources.files("yipanqi.models").joinpath("schemas.json").read_text(encoding="utf-8")
)

#: The aggregates: those of the contract's namespaces that have a state record, which remembers its events.
_KINDS = sorted(
    {
        name.split(".")[1]
        for name, schema in _SCHEMAS.items()
        if any(field["name"] == "recent_events" for field in schema["fields"])
    }
)

#: `<unit>-<kind>-<local number>`, or a UUID.
AGGREGATE_ID = re.compile(
    rf"^(?:[a-z][a-z0-9-]*-(?:{'|'.join(_KINDS)})-[0-9A-Za-z][0-9A-Za-z._-]{{0,99}}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\Z"
)


class Record(BaseModel):
    """A record of the contract: frozen, and with no field that the schema does not have."""

    # Built at first use: no process uses all of the contract's records, and each of a district's would build all.
    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="utf8", validate_default=False, defer_build=True
    )

    __avro_name__: ClassVar[str]
    __avro_schema__: ClassVar[dict[str, Any]]
    #: Every field in order, with its default (or None where it has none), and those that have none.
    __blank__: ClassVar[dict[str, Any]]
    __required__: ClassVar[frozenset[str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Attach the resolved Avro schema of the class's name."""
        super().__pydantic_init_subclass__(**kwargs)
        if "__avro_name__" in cls.__dict__ and cls.__avro_name__ in _SCHEMAS:
            cls.__avro_schema__ = _SCHEMAS[cls.__avro_name__]
        fields = cls.model_fields
        cls.__required__ = frozenset(name for name, field in fields.items() if field.is_required())
        cls.__blank__ = {name: None if name in cls.__required__ else field.default for name, field in fields.items()}

    @classmethod
    def model_construct(  # type: ignore[override]  # pydantic's plugin gives the base, which has no fields, no values
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> Self:
        """Return a record of values that are known to be valid, as pydantic does but several times as fast.

        The contract's fields have no aliases and no default that could be changed. Where a field is missing or
        unknown, pydantic's own way is taken.
        """
        content = {**cls.__blank__, **values}
        if len(content) != len(cls.__blank__) or not cls.__required__ <= values.keys():
            return super().model_construct(_fields_set, **values)
        record = cls.__new__(cls)
        object.__setattr__(record, "__dict__", content)
        object.__setattr__(record, "__pydantic_fields_set__", set(values) if _fields_set is None else _fields_set)
        object.__setattr__(record, "__pydantic_extra__", None)
        object.__setattr__(record, "__pydantic_private__", None)
        return record

    def to_avro(self) -> dict[str, Any]:
        """Return plain values that the Avro schema takes."""
        return self.model_dump()

    @classmethod
    def from_avro(cls, values: dict[str, Any]) -> Self:
        """Return the model of decoded Avro values.

        Raises:
            pydantic.ValidationError: a value breaks a bound of the contract.
        """
        return cls.model_validate(values)


class AggregateRecord(Record):
    """An event or state of an aggregate; knows the field that holds the aggregate's id."""

    __aggregate__: ClassVar[str]
    __id_field__: ClassVar[str]
    #: Of a question to a record of any aggregate: the fields that name that aggregate and the record's id.
    __asks__: ClassVar[tuple[str, str] | None] = None

    def aggregate_id(self) -> str:
        """Return the id of the record's aggregate."""
        return str(getattr(self, self.__id_field__))

    def addressee(self) -> tuple[str, str]:
        """Return aggregate and id of the record by which this is decided: its own, or the one that is asked.

        The id is also the Kafka key.
        """
        if self.__asks__ is None:
            return self.__aggregate__, self.aggregate_id()
        aggregate, id_field = self.__asks__
        return str(getattr(self, aggregate)), str(getattr(self, id_field))
