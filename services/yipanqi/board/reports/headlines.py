"""The first lines of the monthly report: what leaders ask first, each with the year so far or how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from yipanqi.board.reports.capital import district_progress
from yipanqi.board.reports.model import Basis, Column, Kind, Label, Row, Section, Value, Words
from yipanqi.board.reports.money import MU_M2, WAN, measure_of
from yipanqi.board.reports.projects import tally
from yipanqi.board.reports.reading import Reading, number
from yipanqi.figures.capital import CONTRACT, SERIES, UTILISED
from yipanqi.figures.space import FLOOR, LAND
from yipanqi.figures.terms import Cell, Query

#: What a line does not have.
_BLANK = ""
_CAPITAL = (f"{CONTRACT}_VERIFIED", f"{UTILISED}_VERIFIED")
_SPACE = (
    (LAND, Label("闲置土地", "Idle land"), "亩", MU_M2),
    (FLOOR, Label("闲置厂房楼宇", "Idle plants and buildings"), "㎡", Decimal(1)),
)


def headlines(reading: Reading) -> Section:
    """Return verified capital, projects that moved, idle space: in the period, and so far this year or now."""
    rows = [*_capital(reading), *_moves(reading), *_space(reading)]
    return Section(
        "headlines",
        Words("要情", "At a glance"),
        Basis.PERIOD,
        (
            Column("事项", "What", width=16),
            Column("计量单位", "Measure", width=7),
            Column("本期", "In the period", Kind.AMOUNT, width=10),
            Column("本年累计", "This year so far", Kind.AMOUNT, width=10),
            Column("现状", "Now", Kind.AMOUNT, width=10),
            Column("全区序时进度", "Schedule progress of the district", Kind.RATIO, width=10),
        ),
        tuple(rows),
        Words("以下各表", "the tables below"),
        last_input=reading.last("fdi", "project", "carrier"),
    )


def _capital(reading: Reading) -> list[Row]:
    period, progress = reading.period, district_progress(reading)
    month = Query(start=period.start, end=period.end)
    year = replace(month, start=date(period.start.year, 1, 1))
    rows: list[Row] = []
    for series in _CAPITAL:
        in_month, so_far = (reading.figure("fdi", query).get((None, series)) for query in (month, year))
        name, measure = Label(*SERIES[series]), measure_of("万美元")
        rows.append((name, measure, _usd(in_month), _usd(so_far), _BLANK, progress[series]))
    return rows


def _usd(cell: Cell | None) -> Value:
    return number(cell, cell.value if cell else None, WAN)


def _moves(reading: Reading) -> list[Row]:
    year = replace(reading.period, start=date(reading.period.start.year, 1, 1))
    found, so_far = tally(reading, reading.period), tally(reading, year)
    names = {kind: Label(f"{kind}项目", f"Projects {kind.en.lower()}") for kind in found}
    return [(names[kind], measure_of("个"), found[kind], so_far[kind], _BLANK, _BLANK) for kind in found]


def _space(reading: Reading) -> list[Row]:
    cells = reading.figure("idle-space", Query())
    rows: list[Row] = []
    for series, title, measure, divisor in _SPACE:
        cell = cells.get((None, series))
        idle = number(cell, cell.top if cell else None, divisor)
        rows.append((title, measure_of(measure), _BLANK, _BLANK, idle, _BLANK))
    return rows
