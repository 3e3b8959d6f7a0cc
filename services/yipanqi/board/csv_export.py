"""A list as CSV for spreadsheets: UTF-8 with BOM, Chinese titles, codes in words, no cell that runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Any

from yipanqi.board.fields import Field, Kind
from yipanqi.board.views import View
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Record
from yipanqi.rules.correction import CORRECTABLE

MAX_ROWS = 50_000
_BOM = "\ufeff"
_DOUBTED = "校核中"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMERIC = (Kind.DECIMAL, Kind.INTEGER, Kind.REAL)


def csv_text(
    view: View, records: Iterable[Record], codes: CodeLists, catalog: Catalog, hidden: set[str]
) -> Iterator[str]:
    """Yield the file's text in pieces; `hidden` are the fields that no record of this viewer's can have.

    Where records can be doubted the last column names the doubted fields.
    """
    fields = [view.fields[name] for name in view.listed if name not in hidden]
    buffer = StringIO()
    writer = csv.writer(buffer)
    doubts = [_doubted(view)] if view.aggregate in CORRECTABLE else []
    titles = [view.fields[view.id_field].title_zh, *(t for f in fields for t in _titles(f))]
    writer.writerow([*titles, *([_DOUBTED] if doubts else [])])
    cells = [_cell(f, codes, catalog) for f in fields]
    yield _BOM
    for record in records:
        found = (c for f, cell in zip(fields, cells, strict=True) for c in cell(record.get(f.name)))
        writer.writerow([safe(record["id"]), *found, *(say(record) for say in doubts)])
        if buffer.tell() > 32_768:
            yield _taken(buffer)
    yield _taken(buffer)


def _doubted(view: View) -> Callable[[Record], str]:
    """Return what names the doubted fields of a record."""

    def say(record: Record) -> str:
        names = dict.fromkeys(entry["field"] for entry in record.get("disputed") or ())
        return "、".join(view.fields[each].title_zh if each in view.fields else view.title_zh for each in names)

    return say


def safe(text: str) -> str:
    """Return text that a spreadsheet shows and does not run (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _titles(field: Field) -> list[str]:
    return [field.title_zh, f"{field.title_zh}币种"] if field.kind is Kind.MONEY else [field.title_zh]


def _cell(field: Field, codes: CodeLists, catalog: Catalog) -> Callable[[Any], list[str]]:
    words = _words(field, codes, catalog)

    def cell(value: Any) -> list[str]:
        if field.kind is Kind.MONEY:
            return [value["amount"], value["currency"]] if value else ["", ""]
        if value is None:
            return [""]
        return [words(value) if field.kind in _NUMERIC else safe(words(value))]

    return cell


def _words(field: Field, codes: CodeLists, catalog: Catalog) -> Callable[[Any], str]:
    """Return what puts a value in words; of a record inside a record, each of its fields with its title."""
    titles = {code: entry.zh for code, entry in codes[field.codes].items()} if field.codes else {}
    # A list of units has no code list, the catalogue names them; of what else has none, no unit's key is a value.
    if field.kind is Kind.UNIT or (field.kind is Kind.LIST and not field.codes):
        titles = {key: unit.zh for key, unit in catalog.units.items()}
    members = [(member, _words(member, codes, catalog)) for member in field.members]

    def words(value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list):
            return ("；" if members else "、").join(words(item) for item in value)
        if field.kind is Kind.MONEY:
            return f"{value['amount']} {value['currency']}"
        if isinstance(value, dict):
            known = ((m, say, value.get(m.name)) for m, say in members)
            return "，".join(f"{m.title_zh} {say(found)}" for m, say, found in known if found is not None)
        return titles.get(value, str(value))

    return words
