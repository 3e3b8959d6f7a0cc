"""How good the data is: when each unit last spoke, what was doubted and answered, what still waits to be verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yipanqi.board.reports.model import Basis, Column, Kind, Label, Reason, Row, Section, Value, Words
from yipanqi.board.reports.periods import Place
from yipanqi.board.reports.reading import Doc, Reading, local
from yipanqi.figures.gaps import Gap
from yipanqi.figures.terms import By, Cell, Query

_KEPT, _LATE = Label("按期", "in time"), Label("超期未更新", "overdue")
_NEVER = Reason("never-spoke", "从未报送", "it has never sent anything")


def data_quality(reading: Reading) -> Section:
    """Return by unit: freshness, corrections asked of it and answered in time, entries that wait for commerce."""
    fresh = {group: cell for (group, _), cell in reading.figure("freshness-kept", Query(by=By.UNIT)).items()}
    handed_in = Query(start=reading.period.start, end=reading.period.end, by=By.UNIT)
    refused = {group: cell for (group, _), cell in reading.figure("rows-refused", handed_in).items()}
    asked = list(reading.records("correction"))
    waiting = _count(reading.records("fdi", reading.table("fdi").c.status == "RECORDED"), "owner_unit")
    unconfirmed = _count(
        (doc for doc in reading.projects if doc["taken_over"] and not doc["taken_over_confirmed"]), "owner_unit"
    )
    seen = reading.counted.snapshot.district.units
    rows: list[Row] = []
    for unit in reading.units:
        cell, mine = fresh.get(unit), [doc for doc in asked if doc.get("source_unit") == unit]
        spoke = seen[unit].last_event_at if unit in seen else ""
        rows.append(
            (
                reading.unit(unit),
                local(spoke, reading.zone) or _NEVER,
                reading.board.catalog.units[unit].update_days,
                None if cell is None or cell.value is None else (_KEPT if cell.value else _LATE),
                *_corrections(reading, mine),
                waiting.get(unit, 0),
                unconfirmed.get(unit, 0),
                *_rows(refused.get(unit)),
            )
        )
    return Section(
        "data-quality",
        Words("数据质量", "Data quality"),
        Basis.NOW,
        (
            Column("单位", "Unit", width=10),
            Column("末次报送", "Last spoke", width=10),
            Column("更新周期", "Update cycle", Kind.COUNT, "天", 6),
            Column("是否按期", "Freshness", width=7),
            Column("期内答复校核", "Corrections answered", Kind.COUNT, "件", 7),
            Column("其中按期", "In time", Kind.COUNT, "件", 6),
            Column("校核待答复", "Corrections open", Kind.COUNT, "件", 6),
            Column("外资待核实", "Capital to verify", Kind.COUNT, "笔", 6),
            Column("接续待确认", "Taken over, unconfirmed", Kind.COUNT, "个", 6),
            Column("期内台账行", "Rows handed in", Kind.COUNT, "行", 6),
            Column("其中退回", "Rows refused", Kind.COUNT, "行", 6),
            Column("退回率", "Share refused", Kind.RATIO, width=6),
        ),
        tuple(rows),
        Words("各单位报送记录、校核、外资和项目台账", "what units sent, corrections, capital and projects"),
        last_input=max((one.last_event_at for one in seen.values() if one.last_event_at), default=None),
    )


def _rows(cell: Cell | None) -> tuple[Value, Value, Value]:
    """Return the rows of the workbooks that a unit handed in, those refused, and their share; or why there are none."""
    if cell is None or cell.value is None:
        none = Reason.of(Gap.NO_DATA if cell is None or cell.gap is None else cell.gap)
        return none, none, none
    return cell.bottom, cell.top, cell.value


def _corrections(reading: Reading, docs: list[Doc]) -> tuple[int, int, int]:
    answered = [doc for doc in docs if reading.period.place(reading.day_of(doc.get("answered_at"))) is Place.IN]
    return (
        len(answered),
        sum(bool(doc.get("in_time")) for doc in answered),
        sum(doc["status"] == "OPEN" for doc in docs),
    )


def _count(docs: Iterable[Doc], field: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for doc in docs:
        found[doc[field]] = found.get(doc[field], 0) + 1
    return found
