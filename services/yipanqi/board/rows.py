"""From consumed records to database rows: the projection's hot path, prepared once per view."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from yipanqi.board.encode import to_json
from yipanqi.board.fields import Field, Kind, storing
from yipanqi.board.tables import currency_column
from yipanqi.board.views import ItemsView, View
from yipanqi.bus.codec import AvroCodec
from yipanqi.bus.errors import DecodeCode, DecodeError
from yipanqi.bus.records import Record
from yipanqi.bus.schema import FINGERPRINT_URN
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Share

Row = tuple[Any, ...]
_URN_BYTES = len(FINGERPRINT_URN)


def search_form(text: str) -> str:
    """Return text as it is compared in searches: full width folded, case folded, without NUL."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\x00", " ")


class RecordRows:
    """Makes the rows of one aggregate's table of records."""

    def __init__(self, view: View, codes: CodeLists) -> None:
        self.view = view
        self.items = tuple(ItemRows(items, codes) for items in view.items)
        self.columns = ["id", "version", "doc", "search_all", "search_government"]
        self.columns += ["brief"] if view.large else []
        self._getters: list[tuple[str, Callable[[Any], Any]]] = []
        for name, field in view.columns.items():
            self._add(name, field)
        self._search = {
            share: [
                self._search_text(view.fields[name], codes) for name in view.search if _in(view.fields[name], share)
            ]
            for share in (Share.ALL, Share.GOVERNMENT)
        }

    def _add(self, name: str, field: Field) -> None:
        self.columns.append(name)
        store = storing(field)
        self._getters.append((name, _clean if field.kind in (Kind.TEXT, Kind.CODE, Kind.UNIT) else store))
        if field.kind is Kind.MONEY:
            self.columns.append(currency_column(name))
            self._getters.append((name, lambda value: value["currency"]))

    def row(self, value: Mapping[str, Any]) -> Row:
        """Return the row of a decoded state record."""
        columns: list[Any] = []
        for name, store in self._getters:
            found = value.get(name)
            columns.append(None if found is None else store(found))
        return (
            value[self.view.id_field],
            value["version"],
            to_json(value),
            self._text(Share.ALL, value),
            self._text(Share.GOVERNMENT, value),
            *self._brief(value),
            *columns,
        )

    def _brief(self, value: Mapping[str, Any]) -> tuple[str, ...]:
        if not self.view.large:
            return ()
        return (to_json({name: value[name] for name in self.view.brief if name in value}),)

    def _text(self, share: Share, value: Mapping[str, Any]) -> str:
        parts = [words(value[name]) for name, words in self._search[share] if value.get(name)]
        return search_form("\n".join(parts)) if parts else ""

    @staticmethod
    def _search_text(field: Field, codes: CodeLists) -> tuple[str, Callable[[Any], str]]:
        titles = {code: f"{entry.zh} {entry.en}" for code, entry in codes[field.codes].items()} if field.codes else {}

        def words(value: Any) -> str:
            if isinstance(value, list):
                return " ".join(titles.get(item, str(item)) for item in value)
            return titles.get(value, str(value))

        return field.name, words


class ItemRows(RecordRows):
    """Makes the rows of a list inside one aggregate's records."""

    def __init__(self, view: ItemsView, codes: CodeLists) -> None:
        super().__init__(view, codes)
        self._list = view
        self.whole_id = view.whole_id

    def rows(self, value: Mapping[str, Any]) -> list[Row]:
        """Return a row for each item of a decoded state record."""
        beside = {name: value.get(source) for name, source in self._list.beside.items()}
        return [
            self.row({**item, **beside, "id": f"{value[self.whole_id]}/{item[self._list.item_id]}", "version": version})
            for version in (value["version"],)
            for item in value.get(self._list.inside) or ()
        ]


HISTORY_COLUMNS = (
    "aggregate",
    "id",
    "log_offset",
    "log_partition",
    "event_id",
    "event_type",
    "unit",
    "decided_at",
    "occurred_at",
    "source",
    "digest",
    "payload",
)


def history_row(aggregate: str, record: Record, codec: AvroCodec, *, proven: bool = False) -> Row:
    """Return the history row of a ledger record, with a digest of its bytes if it is `proven`.

    DecodeError when it is no event of the coordinator's.
    """
    found: dict[str, bytes | None] = dict(record.headers)
    try:
        event_id = _text(found, "ce_id")
        unit = _text(found, "ce_unit")
        decided_at = _text(found, "ce_decidedat")
        key = record.key.decode() if record.key is not None else ""
    except (KeyError, UnicodeDecodeError) as error:
        raise DecodeError(DecodeCode.BAD_HEADERS, f"{_where(record)} is no ledger event: {error}") from error
    urn = found.get("ce_dataschema")
    decoded = codec.decode(record.value, urn[_URN_BYTES:].decode("ascii", "replace") if urn else None)
    return (
        aggregate,
        key,
        record.offset,
        record.partition,
        event_id,
        decoded.full_name,
        unit,
        decided_at,
        (found.get("ce_time") or b"").decode("utf-8", "replace").replace("\x00", ""),
        (found.get("ce_source") or b"").decode("utf-8", "replace").replace("\x00", ""),
        hashlib.sha256(record.value or b"").hexdigest() if proven else None,
        to_json(decoded.value),
    )


def _text(headers: Mapping[str, bytes | None], name: str) -> str:
    value = headers[name]
    return value.decode().replace("\x00", "") if value is not None else ""


def _where(record: Record) -> str:
    return f"{record.topic}-{record.partition}@{record.offset}"


def _clean(value: str) -> str:
    # PostgreSQL's text holds every character but this one.
    return value.replace("\x00", "\ufffd") if "\x00" in value else value


def _in(field: Field, share: Share) -> bool:
    return field.share is share
