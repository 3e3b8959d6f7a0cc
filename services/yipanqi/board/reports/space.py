"""Carriers: what stands idle, what was released and moved into, what was put to use again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from yipanqi.board.reports.model import DISTRICT_TOTAL, Basis, Column, Kind, Section, Value, Words
from yipanqi.board.reports.money import MU_M2
from yipanqi.board.reports.periods import Place
from yipanqi.board.reports.reading import Cells, Reading, day, last_of, left_out, number
from yipanqi.figures.space import FLOOR, LAND
from yipanqi.figures.terms import By, Query

_SOURCE = Words("载体台账及其释放、入驻事件", "carriers, and the events of their release and of moving in")
_OPEN = ("IDENTIFIED", "VERIFIED", "NEGOTIATING", "PLAN_APPROVED", "IN_PROGRESS")


def land(reading: Reading) -> Section:
    """Return idle, released and taken up land by unit, in mu."""
    return _space(reading, LAND, Words("载体：土地", "Carriers: land"), "亩", MU_M2)


def floor(reading: Reading) -> Section:
    """Return idle, released and taken up floor by unit, in m²."""
    return _space(reading, FLOOR, Words("载体：厂房楼宇", "Carriers: floor"), "㎡", Decimal(1))


def _space(reading: Reading, series: str, title: Words, unit: str, divisor: Decimal) -> Section:
    period = reading.period
    month = Query(start=period.start, end=period.end)
    year = replace(month, start=date(period.start.year, 1, 1))
    split = _parts(reading, Query(), month, year, by=By.UNIT)
    whole = _parts(reading, Query(), month, year, by=None)
    groups = {group for cells in split for group, name in cells if name == series and group}
    named = [code for code in reading.units if code in groups]
    found = [cell for cells in whole for (_, name), cell in cells.items() if name == series]
    return Section(
        f"carriers-{series}",
        title,
        Basis.NOW,
        (
            Column("单位", "Unit", width=10),
            Column("载体总面积", "All", Kind.AMOUNT, unit, 9),
            Column("闲置面积", "Idle", Kind.AMOUNT, unit, 9),
            Column("闲置率", "Share idle", Kind.RATIO, width=7),
            Column("期内释放", "Released in the period", Kind.AMOUNT, unit, 9),
            Column("期内去化", "Moved into in the period", Kind.AMOUNT, unit, 9),
            Column("本年释放", "Released this year", Kind.AMOUNT, unit, 9),
            Column("本年去化", "Moved into this year", Kind.AMOUNT, unit, 9),
        ),
        tuple((reading.unit(code), *_values(split, code, series, divisor)) for code in named),
        _SOURCE,
        (DISTRICT_TOTAL, *_values(whole, None, series, divisor)),
        (
            *left_out(found),
            Words(
                "闲置：无人使用且未预留；释放：腾出或首次上市；去化：入驻；均由事件计算",
                "idle: neither used nor promised; released: vacated or first on the market; counted from events",
            ),
        ),
        last_of(found) or reading.last("carrier"),
    )


def _parts(reading: Reading, now: Query, month: Query, year: Query, by: By | None) -> tuple[Cells, Cells, Cells]:
    return (
        reading.figure("idle-space", replace(now, by=by)),
        reading.figure("absorption", replace(month, by=by)),
        reading.figure("absorption", replace(year, by=by)),
    )


def _values(parts: tuple[Cells, Cells, Cells], group: str | None, series: str, divisor: Decimal) -> tuple[Value, ...]:
    idle, month, year = (cells.get((group, series)) for cells in parts)
    out: list[Value] = [
        number(idle, idle.bottom if idle else None, divisor),
        number(idle, idle.top if idle else None, divisor),
        number(idle, idle.value if idle else None),
    ]
    for cell in (month, year):
        # A share over nothing has no value, but both its sums are known.
        known = replace(cell, gap=None) if cell is not None and cell.top is not None else cell
        out += [
            number(known, known.bottom if known else None, divisor),
            number(known, known.top if known else None, divisor),
        ]
    return tuple(out)


def revitalised(reading: Reading) -> Section:
    """Return the cases of putting carriers to use again that are open, or were done in the period."""
    docs = [
        doc
        for doc in reading.records("revitalisation")
        if doc["status"] in _OPEN or reading.period.place(doc.get("done_on")) is Place.IN
    ]
    rows = tuple(
        (
            doc["carrier_id"],
            reading.word("revitalisation.mode", doc.get("mode")),
            reading.word("revitalisation.status", doc["status"]),
            reading.unit(doc["owner_unit"]),
            day(doc.get("planned_on")),
            day(doc.get("done_on")),
            _decimal(doc.get("expected_m2")),
            _decimal(doc.get("freed_m2")),
        )
        for doc in docs
    )
    return Section(
        "revitalised",
        Words("盘活", "Put to use again"),
        Basis.NOW,
        (
            Column("载体", "Carrier", width=16),
            Column("方式", "Mode", width=8),
            Column("状态", "Status", width=8),
            Column("单位", "Unit", width=9),
            Column("计划完成", "Planned", Kind.DAY, width=7),
            Column("完成", "Done", Kind.DAY, width=7),
            Column("预计腾出", "Expected", Kind.AMOUNT, "㎡", 9),
            Column("实际腾出", "Freed", Kind.AMOUNT, "㎡", 9),
        ),
        rows,
        Words("盘活台账：在办的，及期内完成的", "cases that are open, and those done in the period"),
        last_input=reading.last("revitalisation"),
    )


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
