"""Foreign capital and targets: the month, the year so far, and how far each unit is behind its plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from yipanqi.board.figures.service import Scope
from yipanqi.board.reports.model import DISTRICT_TOTAL, Basis, Column, Kind, Label, Reason, Row, Section, Value, Words
from yipanqi.board.reports.money import WAN, measure_of
from yipanqi.board.reports.reading import NO_RECORDS, Cells, Reading, last_of, left_out, number
from yipanqi.figures.basis import Basis as FigureBasis
from yipanqi.figures.capital import CONTRACT, SERIES, UTILISED
from yipanqi.figures.gaps import Gap
from yipanqi.figures.progress import FDI_REGISTERED, FDI_UTILISED, METRICS, Standing, standings
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.target_tree import DISTRICT
from yipanqi.figures.terms import By, Cell, Query, Term

ON_PLAN = Label("正常", "on plan")
_USD, _PROGRESS = "USD", "schedule-progress"
_METRIC_OF = {f"{CONTRACT}_VERIFIED": FDI_REGISTERED, f"{UTILISED}_VERIFIED": FDI_UTILISED}
_NO_PLAN = Reason("no-monthly-plan", "目标未分解到月", "the target is not split into months")
_SOURCE = Words(
    "外资台账（合同外资、实际使用外资），按各笔自身汇率折美元", "the ledger of foreign capital, each at its rate"
)


def foreign_capital(reading: Reading) -> Section:
    """Return contract and utilised capital by unit, as reported and as verified, of the month and the year so far."""
    period = reading.period
    year = Query(start=date(period.start.year, 1, 1), end=period.end)
    month = Query(start=period.start, end=period.end)
    split = [reading.figure("fdi", replace(query, by=By.UNIT)) for query in (month, year)]
    whole = [reading.figure("fdi", query) for query in (month, year)]
    rows = [
        (reading.unit(unit), *_values(split, unit))
        for unit in _groups(reading, split[1])
        if any((unit, series) in split[1] for series in SERIES)
    ]
    columns = [
        Column(f"{zh}{when}", f"{en}, {when_en}", Kind.AMOUNT, "万美元", 8)
        for zh, en in SERIES.values()
        for when, when_en in (("·本月", "the month"), ("·本年累计", "year so far"))
    ]
    found = whole[1].values()
    return Section(
        "foreign-capital",
        Words("利用外资", "Foreign capital"),
        Basis.PERIOD,
        (Column("单位", "Unit", width=10), *columns),
        tuple(rows),
        _SOURCE,
        (DISTRICT_TOTAL, *_values(whole, None)),
        left_out(found),
        last_of(found) or reading.last("fdi"),
    )


def _values(cells: list[Cells], group: str | None) -> tuple[Value, ...]:
    return tuple(_usd(part.get((group, series))) for series in SERIES for part in cells)


def _usd(cell: Cell | None) -> Value:
    return number(cell, cell.value if cell else None, WAN)


def _groups(reading: Reading, cells: Cells) -> list[str]:
    found = {group for group, _ in cells if group}
    return [*(unit for unit in reading.units if unit in found), *sorted(found - set(reading.units))]


def target_progress(reading: Reading) -> Section:
    """Return what each target planned to the end of the period, what was reached, and how far it is behind."""
    figure, period, (terms, basis, found) = FIGURES[_PROGRESS], reading.period, _standings(reading)
    month = Query(start=period.start, end=period.until)
    split = figure.cells(terms, replace(month, by=By.UNIT), basis)
    reached = {(cell.group, cell.series): cell for cell in (*figure.cells(terms, month, basis), *split)}
    inputs = [standing.last_input for standing in found if standing.last_input]
    return Section(
        "targets",
        Words("目标完成与序时进度", "Targets and schedule progress"),
        Basis.PERIOD,
        (
            Column("指标", "Metric", width=9),
            Column("责任单位", "Unit", width=10),
            Column("计量单位", "Measure", width=6),
            Column("全年目标", "Target of the year", Kind.AMOUNT, width=8),
            Column("应完成", "Planned by then", Kind.AMOUNT, width=8),
            Column("本月实绩", "Reached in the month", Kind.AMOUNT, width=8),
            Column("累计实绩", "Reached so far", Kind.AMOUNT, width=8),
            Column("完成率", "Completion", Kind.RATIO, width=6),
            Column("序时进度", "Schedule progress", Kind.RATIO, width=6),
            Column("滞后预警", "Behind plan", width=8),
        ),
        tuple(_target(reading, standing, reached) for standing in found),
        Words(
            "目标任务表；实绩只由已核实的外资、引进（科技企业、人才）和项目签约事件计算",
            "the targets; actuals come from verified capital and introductions and from signed projects alone",
        ),
        notes=(
            Words(
                f"应完成数、实绩均截至 {period.until}；当月计划按天折算；序时进度＝实绩÷应完成",
                f"plan and actuals are as of {period.until}; schedule progress = actual / planned by then",
            ),
        ),
        last_input=max(inputs, default=None),
    )


def district_progress(reading: Reading) -> Mapping[str, Value]:
    """Return the district's own schedule progress by series of verified capital, or why there is none."""
    own = {s.target.metric: s for s in _standings(reading)[2] if s.target.responsible == DISTRICT}
    out: dict[str, Value] = {}
    for series, metric in _METRIC_OF.items():
        standing = own.get(metric)
        gap = Gap.NO_TARGET if standing is None else standing.gap
        known = standing.progress if standing is not None else None
        out[series] = known if known is not None else Reason.of(gap or Gap.NO_TARGET)
    return out


def _standings(reading: Reading) -> tuple[Collection[Term], FigureBasis, list[Standing]]:
    """Return how targets stood at the end of the period, with what that was counted from."""
    counted, period = reading.counted, reading.period
    terms = reading.board.figures.terms(counted, FIGURES[_PROGRESS], Scope(everything=True))
    basis = replace(counted.basis, today=period.until)
    return terms, basis, standings(terms, counted.snapshot.district.targets.values(), period.start.year, basis)


def _target(reading: Reading, standing: Standing, reached: Cells) -> Row:
    target = standing.target
    dollars = target.measure == _USD
    scale, measure = (WAN, Label("万美元", "USD 10,000")) if dollars else (1, measure_of(target.measure))
    gap = Reason.of(standing.gap) if standing.gap else NO_RECORDS
    group = None if target.responsible == DISTRICT else target.responsible
    month = reached.get((group, target.metric))
    in_month: Value = gap
    if standing.actual is not None:
        in_month = number(month, month.top if month else None, scale)
    level = standing.behind_level
    behind = ON_PLAN
    if level and standing.behind_percent is not None:
        percent = f"{standing.behind_percent:.0f}%"
        behind = Label(f"滞后 {percent}", f"behind by {percent}")
    return (
        Label(*METRICS.get(target.metric, (target.metric, ""))),
        reading.unit(target.responsible),
        measure,
        target.annual / scale,
        standing.planned / scale if target.months else _NO_PLAN,
        in_month,
        gap if standing.actual is None else standing.actual / scale,
        gap if standing.completion is None else standing.completion,
        gap if standing.progress is None else standing.progress,
        gap if standing.progress is None else behind,
    )
