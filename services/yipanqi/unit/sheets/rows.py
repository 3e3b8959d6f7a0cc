"""Reads a workbook's rows: finds the tables, tells records from totals and notes, converts, and reports the rest."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ValidationError

from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.models.table import EVENTS
from yipanqi.unit.sheets.around import Around, look_around
from yipanqi.unit.sheets.cells import Workbook
from yipanqi.unit.sheets.classify import Classifier, Skip
from yipanqi.unit.sheets.context import Desk, RowContext
from yipanqi.unit.sheets.convert import convert_row
from yipanqi.unit.sheets.declared import Declarations, load_declarations
from yipanqi.unit.sheets.expected import expected
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.grid import Grid
from yipanqi.unit.sheets.header import Header, HeaderFinder
from yipanqi.unit.sheets.records import finish
from yipanqi.unit.sheets.results import (
    BadRow,
    GoodRow,
    Notice,
    Place,
    Reading,
    RowResult,
    SheetReading,
    SkippedRow,
    SkipReason,
    Table,
)
from yipanqi.unit.sheets.tables import TableFinder, Unmet
from yipanqi.unit.sheets.targets import with_tree_notices
from yipanqi.unit.sheets.words import product_words


def read_rows(
    workbook: Workbook,
    unit: str,
    catalog: Catalog,
    codes: CodeLists,
    declarations: Declarations | None = None,
    *,
    salt: int = 0,
) -> Reading:
    """Read every sheet as `unit` declares its tables.

    Rows are good (a record of the contract), bad (problems by column) or skipped (with the reason); nothing is
    guessed and no row is lost. `salt` is the unit's secret, of which ids are made that must not tell the unit.

    Raises:
        KeyError: no such unit.
    """
    may = frozenset(event for duty in catalog.duties_of(unit) for event in catalog.duties[duty].events)
    desk = Desk(unit, catalog, codes, product_words(), salt, may)
    declared = declarations or load_declarations(unit, catalog)
    headers = HeaderFinder(declared, desk.words)
    seen: dict[str, GoodRow] = {}
    sheets = []
    for sheet in workbook.sheets:
        grid = Grid(sheet)
        tables = TableFinder(grid, workbook, declared, headers, desk.words)
        sheets.append(_SheetReader(grid, workbook, desk, headers, tables, seen).read())
    return Reading(workbook.filename, workbook.kind, unit, with_tree_notices(tuple(sheets)))


class _SheetReader:
    """Reads one sheet from top to bottom."""

    def __init__(
        self,
        grid: Grid,
        workbook: Workbook,
        desk: Desk,
        headers: HeaderFinder,
        finder: TableFinder,
        seen: dict[str, GoodRow],
    ) -> None:
        self._grid = grid
        self._sheet = grid.sheet
        self._workbook = workbook
        self._desk = desk
        self._headers = headers
        self._finder = finder
        self._seen = seen
        self._tables: list[Table] = []
        self._rows: list[RowResult] = []
        self._notices: list[Notice] = []

    def read(self) -> SheetReading:
        """Return everything the sheet gives."""
        if self._sheet.hidden:
            self._notice(None, "", "hidden_sheet", "隐藏的工作表，未读取", "a hidden sheet: not read")
        else:
            found = self._finder.first()
            if found is None and self._grid.height:
                self._no_table()
            start = 0
            while isinstance(found, Header):
                start, found = self._read_table(found, start)
            if isinstance(found, Unmet):
                self._notice(found.row + 1 if found.row is not None else None, "", found.code, *found.told())
        return SheetReading(self._sheet.name, tuple(self._tables), tuple(self._rows), tuple(self._notices))

    def _no_table(self) -> None:
        filled = sum(1 for row in range(self._grid.height) if any(self._grid.own_texts(row)))
        if filled:
            self._notice(
                None,
                "",
                "no_table",
                f"没有找到可识别的表头，{filled} 行未读取。请核对列名，或在 sheets.yaml 中登记",
                f"no known header was found, {filled} rows were not read: check the titles or declare them",
            )

    def _read_table(self, header: Header, start: int) -> tuple[int, Header | Unmet | None]:
        """Read the rows of a table; return where it ended and the next table, if there is one."""
        around = look_around(self._grid, self._workbook.filename, start, header.top)
        columns = {binding.title: name for name, binding in header.bindings.items()}
        self._tables.append(
            Table(header.name, header.layout.zh, header.top + 1, header.bottom + 1, columns, self._places(header))
        )
        for _index, title in header.ignored:
            self._notice(
                header.bottom + 1,
                title,
                "unknown_column",
                f"“{title}”列不认识，未读取",
                f"column '{title}' is not known: not read",
            )
        for title, taken in header.spare:
            self._notice(
                header.bottom + 1,
                title,
                "spare_column",
                f"“{title}”与“{taken}”是同一项内容，只读取了“{taken}”",
                f"column '{title}' says the same as '{taken}', which was read: not read",
            )
        classifier = Classifier(self._grid, header, self._desk.words)
        for row in range(header.bottom + 1, self._grid.height):
            if self._headers.looks_like_header(self._grid, row) and not classifier.repeats_header(row):
                following = self._finder.following(row)
                if following is not None:
                    return row, following
            skip = classifier.skip(row)
            if skip is Skip.BLANK:
                continue
            self._rows.append(skip.at(self._sheet.name, row) if skip else self._read_row(header, row, around))
        return self._grid.height, None

    def _places(self, header: Header) -> dict[str, Place]:
        """Return each field's place, also of those that the table could have and has not."""
        found = {}
        for name, column in header.layout.columns.items():
            bound = header.bindings.get(name)
            title = bound.title if bound else next(iter(column.titles), name)
            found[name] = Place(title, bound.index if bound else None, expected(column, self._desk.codes))
        return found

    def _read_row(self, header: Header, row: int, around: Around) -> RowResult:
        context = RowContext(self._desk, self._grid, header, row, around)
        other = _other_unit(context)
        if other is not None:
            return other
        convert_row(context)
        _check_extra_cells(context, self._workbook.kind)
        identity = finish(context)
        if context.problems or identity is None:
            return BadRow(self._sheet.name, row + 1, header.name, tuple(context.problems))
        record = {name: value for name, value in context.record.items() if value is not None}
        source = {name: text for name, text in context.source_text.items() if text and name in record}
        try:
            full = record | ({"source_text": source} if source else {})
            EVENTS[header.layout.record].model_validate(full)
        except ValidationError as error:
            return self._breaks_contract(context, error)
        self._take_notices(context.notices)
        good = GoodRow(
            self._sheet.name, row + 1, header.name, header.layout.record, identity.aggregate,
            str(record[identity.id_field]), identity.key, record, source, given_fields(header), context.aside,
        )  # fmt: skip
        return self._duplicate(context, good) or good

    def _breaks_contract(self, context: RowContext, error: ValidationError) -> BadRow:
        """Report what the contract's model refuses, at the column the field came from."""
        for detail in error.errors():
            name = str(detail["loc"][0]) if detail["loc"] else ""
            name = "area" if name in ("floor_m2", "land_m2") and not context.has(name) else name
            message = str(detail["msg"])
            context.fault(
                name, CellFault(Fault.CONTRACT, f"不符合数据规范：{message}", f"breaks the contract: {message}")
            )
        return BadRow(self._sheet.name, context.row + 1, context.header.name, tuple(context.problems))

    def _duplicate(self, context: RowContext, good: GoodRow) -> RowResult | None:
        first = self._seen.setdefault(good.key, good)
        if first is good:
            return None
        where = f"第 {first.row} 行" if first.sheet == good.sheet else f"工作表“{first.sheet}”第 {first.row} 行"
        place = f"row {first.row}" if first.sheet == good.sheet else f"sheet '{first.sheet}' row {first.row}"
        if first.record == good.record and first.kind == good.kind:
            return SkippedRow(
                good.sheet,
                good.row,
                SkipReason.DUPLICATE,
                f"与{where}完全相同，只取一次",
                f"the same as {place}: taken once",
            )
        names = [*context.header.layout.local_number_from, "enterprise_id", "metric"]
        name = next((name for name in names if context.has(name)), names[0])
        context.fault(name, _same_number(where, place) if context.has(name) else _unnumbered(where, place))
        return BadRow(good.sheet, good.row, good.kind, tuple(context.problems))

    def _take_notices(self, notices: list[Notice]) -> None:
        """Keep the notices; that a column's unit was assumed is said once, not in every row."""
        said = {(notice.column, notice.code) for notice in self._notices if notice.code == "assumed_unit"}
        self._notices += [notice for notice in notices if (notice.column, notice.code) not in said]

    def _notice(self, row: int | None, column: str, code: str, zh: str, en: str) -> None:
        self._notices.append(Notice(self._sheet.name, row, column, code, zh, en))


def _same_number(where: str, place: str) -> CellFault:
    return CellFault(
        Fault.DUPLICATE,
        f"编号与{where}相同，但内容不同",
        f"the same number as {place}, with other content",
        "请核对编号；同一记录只留一行",
        "check the number; keep one row a record",
    )


def _unnumbered(where: str, place: str) -> CellFault:
    return CellFault(
        Fault.DUPLICATE,
        f"表中没有编号列，与{where}无法区分",
        f"without a column of numbers it can't be told from {place}",
        "请增加编号列，一条一号、以后不变",
        "add a column of numbers that never change, one a record",
    )


def given_fields(header: Header) -> frozenset[str]:
    """Return the record's fields that the table has a column for."""
    given: set[str] = set()
    for name in header.bindings:
        given |= _FILLS.get(name, {name})
    return frozenset(given)


_FILLS = {
    "place": {"area_code", "place_text"},
    "area": {"land_m2", "floor_m2"},
    "planned_investment": {"planned_investment", "planned_investment_about"},
    "signed_on": {"stage_since", "remarks"},
}


def _other_unit(context: RowContext) -> SkippedRow | None:
    """Return a skip when a reservation's row was handed in for another unit."""
    if context.header.name != "reservation" or not context.has("unit"):
        return None
    probe = replace(context, record={}, problems=[], notices=[], source_text={}, remarks=[], scratch={})
    convert_row(probe)
    unit = probe.record.get("unit")
    if unit is None or unit == context.desk.unit or unit == "district":
        return None
    entry = context.desk.catalog.units[unit]
    return SkippedRow(
        context.sheet_name,
        context.row + 1,
        SkipReason.OTHER_UNIT,
        f"属于{entry.zh}，请由其导入",
        f"belongs to {entry.en}: to be imported by it",
    )


def _check_extra_cells(context: RowContext, kind: str) -> None:
    """Report cells right of the header in a csv: a comma inside a number shifts all that follow."""
    if kind != "csv":
        return
    cells = context.grid.sheet.rows[context.row]
    last = max(context.header.titles, default=0)
    extra = [cell for cell in cells[last + 1 :] if cell is not None]
    if extra:
        fault = CellFault(
            Fault.EXTRA_CELLS,
            "本行的格数多于表头，可能有未加引号的逗号",
            "more cells than the header has: probably a comma without quotes",
            "请给含逗号的单元格加引号",
            "put cells with commas into quotes",
        )
        context.fault(next(iter(context.header.bindings)), fault)
