"""A report as the API words it: exact decimals as text, reasons where there is no value.

Words of ours stand in rows in Chinese; `labels` has the English for each of them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.board.figures.answers import plain
from yipanqi.board.reports.model import MEASURES, Column, Reason, Report, Row, Section, Value, Words

Json = dict[str, Any]


def answer(report: Report) -> Json:
    """Return the report."""
    return {
        "kind": report.kind,
        "title": _words(report.title),
        "district": _words(report.district),
        "period": report.period,
        "period_words": _words(report.period_words),
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "today": report.today.isoformat(),
        "as_of": report.as_of,
        "position": report.position,
        "labels": {label: label.en for section in report.sections for label in section.labels() if label.en},
        "sections": [_section(section) for section in report.sections],
    }


def _section(section: Section) -> Json:
    return {
        "id": section.id,
        "title": _words(section.title),
        "basis": section.basis,
        "columns": [_column(column) for column in section.columns],
        "rows": [_row(row) for row in section.rows],
        "total": None if section.total is None else _row(section.total),
        "more_rows": section.cut,
        "notes": [_words(note) for note in section.notes],
        "source": _words(section.source),
        "last_input": section.last_input,
    }


def _column(column: Column) -> Json:
    unit, unit_en = column.unit or None, MEASURES.get(column.unit)
    return {"zh": column.zh, "en": column.en, "unit": unit, "unit_en": unit_en, "kind": column.kind}


def _row(row: Row) -> list[Any]:
    return [_value(value) for value in row]


def _value(value: Value) -> Any:
    if isinstance(value, Reason):
        return {"reason": {"code": value.code, "zh": value.zh, "en": value.en}}
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def _words(words: Words) -> Json:
    return {"zh": words.zh, "en": words.en}
