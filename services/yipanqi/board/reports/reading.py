"""What sections are made from: the board's records as the reader may see them, figures, and names in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from yipanqi.board.context import Board
from yipanqi.board.encode import from_json
from yipanqi.board.figures.service import Counted, Scope
from yipanqi.board.reports.model import Label, Reason, Value, Words
from yipanqi.board.reports.periods import Period
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer, visible_column, visible_record
from yipanqi.contract.catalog import COORDINATOR, WATCH
from yipanqi.figures.parsing import project_row
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.rows import ProjectRow
from yipanqi.figures.target_tree import DISTRICT
from yipanqi.figures.terms import Cell, Query
from yipanqi.rules.outcome import Role

Doc = Mapping[str, Any]
Cells = Mapping[tuple[str | None, str], Cell]
_FETCH = 1_000
_OTHERS = {
    DISTRICT: Label("全区", "District"),
    COORDINATOR: Label("统筹", "Coordinator"),
    WATCH: Label("预警", "Alerts"),
}
NO_CALENDAR = Reason("no-calendar", "缺少该年的节假日安排", "the holiday calendar of that year is missing")


@dataclass(frozen=True)
class Reading:
    """One look at the board for one reader and one period."""

    board: Board
    store: Store
    viewer: Viewer
    period: Period
    counted: Counted
    _views: dict[str, View] = field(default_factory=dict)

    @classmethod
    def of(cls, board: Board, viewer: Viewer, period: Period) -> Reading:
        """Return a look at the board; RequestError 503 while it has no data."""
        views = {view.key: view for whole in board.database.views for view in (whole, *whole.items)}
        return cls(board, board.store(), viewer, period, board.figures.counted(), views)

    @property
    def today(self) -> date:
        """The district's date."""
        return self.period.today

    @property
    def units(self) -> tuple[str, ...]:
        """The units, in the catalogue's order."""
        return tuple(self.board.catalog.units)

    @cached_property
    def projects(self) -> tuple[Doc, ...]:
        """All projects."""
        return tuple(self.records("project"))

    @cached_property
    def project_rows(self) -> tuple[tuple[Doc, ProjectRow], ...]:
        """All projects, each with the row that figures count of it."""
        return tuple((doc, project_row(doc)) for doc in self.projects)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return ZoneInfo(self.board.catalog.cluster.time_zone)

    def records(self, key: str, *conditions: ColumnElement[bool]) -> Iterator[Doc]:
        """Yield the records of a table that meet the conditions, as the reader may see them, by id."""
        view, table = self._views[key], self.table(key)
        statement = select(table.c.doc).where(*conditions).order_by(table.c.id)
        with self.store.engine.connect() as connection:
            for text in connection.execution_options(yield_per=_FETCH).scalars(statement):
                doc = from_json(text)
                yield visible_record(view, doc, self.viewer.level(view, doc))

    def columns(self, key: str, *names: str) -> list[Doc]:
        """Return these columns of all records of a table, as the reader may see them: no record is read whole."""
        view, table = self._views[key], self.table(key)
        wanted = select(*(visible_column(table, view, name, self.viewer).label(name) for name in names))
        with self.store.engine.connect() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def table(self, key: str) -> Any:
        """Return a table of records."""
        return self.store.tables.records[key]

    def last(self, *keys: str) -> str | None:
        """Return when a record of these tables last changed."""
        with self.store.engine.connect() as connection:
            found = [connection.scalar(select(func.max(self.table(key).c.updated_at))) for key in keys]
        return max((at for at in found if at), default=None)

    def figure(self, figure_id: str, query: Query) -> Cells:
        """Return a figure's values, as the API counts them, by group and series."""
        figure = FIGURES[figure_id]
        cells = self.board.figures.cells(self.counted, figure, query, Scope(everything=True))
        return {(cell.group, cell.series): cell for cell in cells}

    def firms(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Return the names of enterprises by id, as far as they are registered."""
        wanted = self.table("enterprise").c.id.in_(sorted(set(ids)))
        return {doc["enterprise_id"]: doc["name"] for doc in self.records("enterprise", wanted)}

    def unit(self, code: str | None) -> Value:
        """Return a unit's name; None where none is given."""
        found = self.board.catalog.units.get(code) if code else None
        return Label(found.zh, found.en) if found else _OTHERS.get(code or "", code or None)

    def units_with(self, role: Role) -> Value:
        """Return the names of the units that have a role; None for none."""
        return self.listed(key for key, unit in self.board.catalog.units.items() if unit.role == role)

    def listed(self, codes: Iterable[str]) -> Value:
        """Return the names of several units; None for none."""
        found = [self.unit(code) for code in codes]
        english = ", ".join(unit.en if isinstance(unit, Label) else str(unit) for unit in found)
        return Label("、".join(map(str, found)), english) if found else None

    def word(self, codes: str, code: str | None) -> Value:
        """Return what a code means."""
        if code is None:
            return None
        entry = self.board.codes[codes].get(code)
        return Label(entry.zh, entry.en) if entry else code

    def field(self, aggregate: str, name: str) -> Value:
        """Return what a field of a record is called."""
        found = self._views[aggregate].fields.get(name) if aggregate in self._views else None
        return Label(found.title_zh, found.title_en) if found else name

    def day_of(self, moment: str | None) -> date | None:
        """Return the district's date of a moment."""
        if moment is None:
            return None
        return datetime.fromisoformat(moment).astimezone(self.zone).date()


def number(cell: Cell | None, value: Decimal | None, divisor: int | Decimal = 1) -> Value:
    """Return a figure's value in the unit of its column, or why there is none."""
    if cell is None:
        return NO_RECORDS
    if cell.gap is not None or value is None:
        return Reason.of(cell.gap) if cell.gap is not None else NO_RECORDS
    return value / divisor


NO_RECORDS = Reason("no-data", "没有可计算的记录", "there are no records to count")


def left_out(cells: Iterable[Cell]) -> tuple[Words, ...]:
    """Return what records do not count in figures, and why."""
    found: dict[Any, int] = {}
    for cell in cells:
        for gap, count in cell.left_out.items():
            found[gap] = max(found.get(gap, 0), count)
    return tuple(
        Words(f"未计入 {count} 条：{gap.zh}", f"{count} records are left out: {gap.en}")
        for gap, count in sorted(found.items())
    )


def last_of(cells: Iterable[Cell]) -> str | None:
    """Return the time of the last input of figures."""
    return max((cell.last_input for cell in cells if cell.last_input), default=None)


def day(value: Any) -> date | str | None:
    """Return a stored date: a day, or the text of one known to the month or year only."""
    if value is None:
        return None
    text = str(value)
    return date.fromisoformat(text) if len(text) == len("2020-12-31") else text


def local(moment: str | None, zone: ZoneInfo) -> str | None:
    """Return a moment as people read it."""
    if not moment:
        return None
    found = datetime.fromisoformat(moment)
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return f"{aware.astimezone(zone):%Y-%m-%d %H:%M}"
