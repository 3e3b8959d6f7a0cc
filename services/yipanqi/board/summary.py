"""The figures of the board: counts, amounts and areas by group, and how fresh each unit's word is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from yipanqi.board.fields import Field, Kind
from yipanqi.board.store import Store
from yipanqi.board.tables import currency_column
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Share

Json = dict[str, Any]


class Summaries:
    """Makes the summary of each level of visibility once per change of the board. Threads may share it."""

    def __init__(self, views: Sequence[View], catalog: Catalog, codes: CodeLists) -> None:
        self._views = tuple(views)
        self._catalog = catalog
        self._codes = codes
        self._lock = threading.Lock()
        self._made: dict[tuple[Share, ...], tuple[tuple[str, int], Json]] = {}

    def get(self, store: Store, viewer: Viewer) -> Json:
        """Return the summary for viewers who see as much as this one.

        Amounts that a viewer may not see of every record are left out: a sum would tell what the records hide.
        """
        stamp = (store.epoch, store.last_change())
        shares = tuple(viewer.share(view) for view in self._views)
        with self._lock:
            known = self._made.get(shares)
            if known is None or known[0] != stamp:
                known = (stamp, self._make(store, shares))
                self._made[shares] = known
        return {**known[1], "position": f"{stamp[0]}-{stamp[1]}", "freshness": self._freshness(store)}

    def _make(self, store: Store, shares: tuple[Share, ...]) -> Json:
        with store.engine.connect() as connection:
            return {
                view.plural: _view_summary(connection, store, view, share, self._names)
                for view, share in zip(self._views, shares, strict=True)
            }

    def _names(self, field: Field) -> dict[Any, tuple[str, str]]:
        if field.codes:
            return {code: (entry.zh, entry.en) for code, entry in self._codes[field.codes].items()}
        if field.kind is Kind.UNIT:
            return {key: (unit.zh, unit.en) for key, unit in self._catalog.units.items()}
        return {}

    def _freshness(self, store: Store) -> list[Json]:
        """Say of every unit when it last spoke: "no news" is not "no data"."""
        with store.engine.connect() as connection:
            seen = {row.unit: row for row in connection.execute(select(store.tables.units))}
        now_ms = datetime.now(UTC).timestamp() * 1000
        answer = []
        for key, unit in self._catalog.units.items():
            row = seen.get(key)
            days = (now_ms - row.last_record_ms) / 86_400_000 if row else None
            state = "never" if days is None else "overdue" if days > unit.update_days else "current"
            answer.append(
                {
                    "unit": key,
                    "zh": unit.zh,
                    "en": unit.en,
                    "state": state,
                    "last_event_at": row.last_event_at if row else None,
                    "age_seconds": round(max(0.0, days * 86_400)) if days is not None else None,
                    "update_days": unit.update_days,
                    "events": row.events if row else 0,
                }
            )
        return answer


def _view_summary(connection: Connection, store: Store, view: View, share: Share, names: Any) -> Json:
    table = store.tables.records[view.aggregate]
    measures = [view.columns[name] for name in view.measures if view.columns[name].share <= share]
    total = _figures(connection, table, None, None, measures)
    answer: Json = {"zh": view.title_zh, **total.get(None, _empty(measures))}
    answer["by"] = {
        name: _grouped(connection, table, view.columns[name], measures, names(view.columns[name]))
        for name in view.groups
        if view.columns[name].share <= share
    }
    answer["of_which"] = {
        name: _figures(connection, table, None, _subset(table, conditions), measures).get(None, _empty(measures))
        for name, conditions in view.subsets.items()
    }
    return answer


def _grouped(
    connection: Connection, table: Table, field: Field, measures: list[Field], names: dict[Any, tuple[str, str]]
) -> list[Json]:
    figures = _figures(connection, table, table.c[field.name], None, measures)
    keys = [*names, *sorted((k for k in figures if k is not None and k not in names), key=str)]
    keys += [None] if None in figures else []
    rows = []
    for key in keys:
        zh, en = names.get(key, ("未填", "not given") if key is None else (str(key), str(key)))
        rows.append({"code": key, "zh": zh, "en": en, **figures.get(key, _empty(measures))})
    return rows


def _figures(
    connection: Connection,
    table: Table,
    group: ColumnElement[Any] | None,
    condition: ColumnElement[bool] | None,
    measures: list[Field],
) -> dict[Any, Json]:
    """Return per value of `group` the count and each measure's sum and number of known values."""
    by = [group] if group is not None else []
    plain = [f for f in measures if f.kind is not Kind.MONEY]
    sums = [c for f in plain for c in (func.sum(table.c[f.name]), func.count(table.c[f.name]))]
    statement = select(*by, func.count(), *sums).select_from(table).group_by(*by)
    answer: dict[Any, Json] = {}
    for row in connection.execute(statement if condition is None else statement.where(condition)):
        key, rest = (row[0], row[1:]) if by else (None, row)
        figures = _empty(measures) | {"count": int(rest[0])}
        for n, field in enumerate(plain):
            figures[field.name] = {"sum": _decimal(rest[1 + 2 * n], field.scale), "known": int(rest[2 + 2 * n])}
        answer[key] = figures
    for field in (f for f in measures if f.kind is Kind.MONEY):
        amount, currency = table.c[field.name], table.c[currency_column(field.name)]
        money = select(*by, currency, func.sum(amount), func.count()).where(amount.is_not(None)).group_by(*by, currency)
        for row in connection.execute(money if condition is None else money.where(condition)):
            *keys, code, total, known = row
            sums_ = answer[keys[0] if keys else None][field.name]
            sums_[str(code)] = {"sum": _decimal(total, 2), "known": int(known)}
    return answer


def _empty(measures: list[Field]) -> Json:
    zero: Json = {"count": 0}
    for field in measures:
        zero[field.name] = {} if field.kind is Kind.MONEY else {"sum": _decimal(0, field.scale), "known": 0}
    return zero


def _subset(table: Table, conditions: dict[str, tuple[Any, ...]]) -> ColumnElement[bool]:
    return and_(*(table.c[name].in_(values) for name, values in conditions.items()))


def _decimal(value: Any, scale: int) -> str:
    """Return a whole number of smallest units as a decimal text, exactly."""
    number = int(value or 0)
    whole, rest = divmod(abs(number), 10**scale)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{rest:0{scale}d}" if scale else f"{sign}{whole}"
