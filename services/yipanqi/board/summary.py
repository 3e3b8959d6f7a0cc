"""The figures of the board: counts, amounts and areas by group, and how fresh each unit's word is.

They are counted once a generation and then follow the board's changes, record by record.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from yipanqi.board.changes import changes_since
from yipanqi.board.fields import Field, Kind
from yipanqi.board.store import Store
from yipanqi.board.summary_counts import WHOLE, Sums, ViewCounts
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.contract.masking import Share

Json = dict[str, Any]
Names = Callable[[Field], dict[Any, tuple[str, str]]]
#: Beyond so many changes counting everything anew is quicker.
_AT_ONCE = 20_000


class Summaries:
    """Makes the summary of each level of visibility. Threads may share it."""

    def __init__(self, views: Sequence[View], catalog: Catalog, codes: CodeLists) -> None:
        self._views = tuple(views)
        self._catalog = catalog
        self._codes = codes
        self._lock = threading.Lock()
        self._counted: _Counted | None = None
        self._made: dict[tuple[str, Share], tuple[tuple[str, int], Json]] = {}

    def get(self, store: Store, viewer: Viewer) -> Json:
        """Return the summary for viewers who see as much as this one.

        Amounts that a viewer may not see of every record are left out: a sum would tell what the records hide.
        """
        with self._lock:
            counted = self._current(store)
            answer = {view.plural: self._shown(counted, view, viewer.share(view)) for view in self._views}
            position = f"{counted.epoch}-{counted.seq}"
        return {**answer, "position": position, "freshness": self._freshness(store, viewer)}

    def refresh(self, store: Store) -> None:
        """Count what changed, so that the next request has little to count."""
        with self._lock:
            self._current(store)

    def _current(self, store: Store) -> _Counted:
        with store.engine.connect() as connection:
            known = self._counted
            if known is None or known.epoch != store.epoch or not known.catch_up(connection, store):
                known = self._counted = _Counted(store, self._views)
                known.read(connection)
        return known

    def _shown(self, counted: _Counted, view: View, share: Share) -> Json:
        counts = counted.views[view.aggregate]
        stamp = (counted.epoch, counts.version)
        known = self._made.get((view.aggregate, share))
        if known is None or known[0] != stamp:
            known = self._made[view.aggregate, share] = (stamp, _view_summary(counts, view, share, self._names))
        return known[1]

    def _names(self, field: Field) -> dict[Any, tuple[str, str]]:
        if field.codes:
            return {code: (entry.zh, entry.en) for code, entry in self._codes[field.codes].items()}
        if field.kind is Kind.UNIT:
            return {key: (unit.zh, unit.en) for key, unit in self._catalog.units.items()}
        return {}

    def _freshness(self, store: Store, viewer: Viewer) -> list[Json]:
        """Say of every unit when it last spoke: "no news" is not "no data".

        To the day, where the viewer may not read all that units say: the moment, or one event more, would tell who
        filed the claim that came in just then, which is told to nobody but commerce.
        """
        with store.engine.connect() as connection:
            seen = {row.unit: row for row in connection.execute(select(store.tables.units))}
        now_ms = datetime.now(UTC).timestamp() * 1000
        answer = []
        for key, unit in self._catalog.units.items():
            row = seen.get(key)
            days = (now_ms - row.last_record_ms) / 86_400_000 if row else None
            state = "never" if days is None else "overdue" if days > unit.update_days else "current"
            exact = key == viewer.unit or all(viewer.share(view) > Share.ALL for view in self._views)
            answer.append(
                {
                    "unit": key,
                    "zh": unit.zh,
                    "en": unit.en,
                    "state": state,
                    "last_event_on": row.last_event_at[:10] if row else None,
                    "last_event_at": row.last_event_at if row and exact else None,
                    "age_seconds": round(max(0.0, days * 86_400)) if days is not None and exact else None,
                    "update_days": unit.update_days,
                    "events": (row.events if row else 0) if exact else None,
                }
            )
        return answer


class _Counted:
    """The counts of all views, of one generation as of one change."""

    def __init__(self, store: Store, views: Sequence[View]) -> None:
        self.epoch = store.epoch
        self.seq = store.last_change()
        self.views = {view.aggregate: ViewCounts(view, store.tables.records[view.key]) for view in views}

    def read(self, connection: Connection) -> None:
        """Count everything."""
        for counts in self.views.values():
            counts.read(connection)

    def catch_up(self, connection: Connection, store: Store) -> bool:
        """Count what changed; False where the changes are too many or no longer all there."""
        changes = changes_since(connection, store, self.seq, self.views.keys(), _AT_ONCE)
        if changes is None:
            return False
        for aggregate, ids in changes.ids.items():
            self.views[aggregate].refresh(connection, ids)
        self.seq = changes.end
        return True


def _view_summary(counts: ViewCounts, view: View, share: Share, names: Names) -> Json:
    measures = [view.columns[name] for name in view.measures if view.columns[name].share <= share]
    answer: Json = {"zh": view.title_zh, **_figures(counts.parts.get(WHOLE), measures)}
    answer["by"] = {
        name: _grouped(counts.of(name), measures, names(view.columns[name]))
        for name in view.groups
        if view.columns[name].share <= share
    }
    answer["of_which"] = {name: _figures(counts.parts.get((f"of {name}", None)), measures) for name in view.subsets}
    return answer


def _grouped(found: Mapping[Any, Sums], measures: list[Field], names: dict[Any, tuple[str, str]]) -> list[Json]:
    keys = [*names, *sorted((k for k in found if k is not None and k not in names), key=str)]
    keys += [None] if None in found else []
    rows = []
    for key in keys:
        zh, en = names.get(key, ("未填", "not given") if key is None else (str(key), str(key)))
        rows.append({"code": key, "zh": zh, "en": en, **_figures(found.get(key), measures)})
    return rows


def _figures(sums: Sums | None, measures: list[Field]) -> Json:
    """Return the count and each measure's sum and number of known values, amounts by currency."""
    answer: Json = {"count": sums.count if sums else 0}
    known = sums.amounts if sums else {}
    for field in measures:
        if field.kind is Kind.MONEY:
            by = {currency: two for (name, currency), two in known.items() if name == field.name}
            answer[field.name] = {c: {"sum": _decimal(by[c][0], 2), "known": by[c][1]} for c in sorted(by)}
        else:
            total, count = known.get((field.name, ""), (0, 0))
            answer[field.name] = {"sum": _decimal(total, field.scale), "known": count}
    return answer


def _decimal(value: Any, scale: int) -> str:
    """Return a whole number of smallest units as a decimal text, exactly."""
    number = int(value or 0)
    whole, rest = divmod(abs(number), 10**scale)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{rest:0{scale}d}" if scale else f"{sign}{whole}"
