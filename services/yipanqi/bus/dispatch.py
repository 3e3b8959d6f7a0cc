"""From a record to its handler: headers, bytes, model, and a name for everything that can be wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from yipanqi.bus.cloudevents import EventMeta, parse_headers
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import ConfigurationError, DecodeCode, DecodeError
from yipanqi.bus.events import AvroEvent
from yipanqi.bus.logs import correlated
from yipanqi.bus.records import Record
from yipanqi.bus.schema import ParsedSchema, parse_schema

E = TypeVar("E", bound=AvroEvent)
Handler = Callable[[Any, EventMeta], None]


class _Route:
    """One event class with its handler and the schema by which it wants to be read."""

    def __init__(self, event_class: type[AvroEvent], handler: Handler) -> None:
        self.event_class = event_class
        self.handler = handler
        self.schema: ParsedSchema = parse_schema(event_class.__avro_schema__)


class Dispatcher:
    """Knows the handlers by Avro full name."""

    def __init__(self, codec: AvroCodec) -> None:
        self._codec = codec
        self._routes: dict[str, _Route] = {}

    def add(self, event_class: type[AvroEvent], handler: Handler) -> None:
        """Add the handler of a class; there may be one only."""
        name = event_class.__avro_name__
        if name in self._routes:
            raise ConfigurationError(f"there is a handler for {name} already")
        self._routes[name] = _Route(event_class, handler)

    def prepare(self, record: Record) -> tuple[str, Callable[[], None] | None]:
        """Return the event's type, and its handler's call, ready to make (None: nobody handles this type).

        Raises DecodeError for a record that can't be read, RegistryError when the registry does not answer.
        """
        place = (record.topic, record.partition, record.offset)
        meta = parse_headers(record.headers, default_id="/".join(map(str, place)), place=place)
        if meta.type is not None and meta.type not in self._routes:
            return meta.type, None
        route = self._routes.get(meta.type or self._codec.decode(record.value, meta.fingerprint).full_name)
        if route is None:
            return "unknown", None
        decoded = self._codec.decode(record.value, meta.fingerprint, route.schema)
        if meta.type is not None and meta.type != decoded.full_name:
            raise DecodeError(
                DecodeCode.TYPE_MISMATCH, f"ce_type says {meta.type[:200]}, the bytes are a {decoded.full_name}"
            )
        try:
            event = route.event_class.from_avro(decoded.value)
        except ValueError as error:
            raise DecodeError(
                DecodeCode.BAD_MODEL, f"a {decoded.full_name} breaks its model: {_fields(error)}"
            ) from error
        return decoded.full_name, partial(_call, route.handler, event, meta)


def _call(handler: Handler, event: Any, meta: EventMeta) -> None:
    with correlated(meta.id):
        handler(event, meta)


def _fields(error: ValueError) -> str:
    """Name the fields that pydantic complains about, without their values."""
    errors = getattr(error, "errors", None)
    if not callable(errors):
        return type(error).__name__
    return ", ".join(f"{'.'.join(map(str, item['loc']))}: {item['type']}" for item in errors()[:10])
