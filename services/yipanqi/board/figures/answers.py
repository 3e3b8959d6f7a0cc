"""Figures, their values and what is behind them as the API words them: exact decimals as text, reasons in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.board.figures.service import Counted
from yipanqi.contract.catalog import Catalog
from yipanqi.contract.codes import CodeLists
from yipanqi.defaults import Defaults
from yipanqi.figures.figure import Figure, Series
from yipanqi.figures.gaps import Gap
from yipanqi.figures.progress import METRICS, Standing
from yipanqi.figures.target_tree import TargetTree
from yipanqi.figures.terms import By, Cell, Query, Term

Json = dict[str, Any]
Namer = Callable[[str], tuple[str, str]]


def plain(value: Decimal | None) -> str | None:
    """Return a decimal as text, without exponent and needless noughts."""
    if value is None:
        return None
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def reason(gap: Gap | None) -> Json | None:
    """Return why there is no value."""
    return None if gap is None else {"code": gap.value, "zh": gap.zh, "en": gap.en}


def described(figure: Figure, defaults: Defaults) -> Json:
    """Return what a figure is under the district's settings."""
    figure, series = figure.under(defaults), figure.series_under(defaults)
    return {
        "id": figure.id,
        "zh": figure.zh,
        "en": figure.en,
        "unit": {"zh": figure.unit_zh, "en": figure.unit_en},
        "formula": {"zh": figure.formula_zh, "en": figure.formula_en},
        "note": {"zh": figure.note_zh, "en": figure.note_en},
        "asked": plain(figure.asked(defaults)) if figure.asked else None,
        "kind": figure.kind,
        "by": list(figure.by),
        "period": figure.period,
        "series": [{"code": code, "zh": zh, "en": en} for code, (zh, en) in series.items()],
        "made_of": list(figure.inputs),
    }


def valued(figure: Figure, query: Query, cells: Iterable[Cell], counted: Counted, names: Namer) -> Json:
    """Return a figure's values with the time of the last input and the board's position."""
    found = list(cells)
    covered, series = figure.period_of(query, counted.basis.today), figure.series_under(counted.basis.defaults)
    return {
        **described(figure, counted.basis.defaults),
        "query": {
            "unit": query.unit,
            "chain": query.chain,
            "from": _day(covered.start),
            "to": _day(covered.end),
            "by": query.by,
        },
        "values": [_cell(cell, series, names) for cell in found],
        **standing_at(counted, (cell.last_input for cell in found)),
    }


def standing_at(counted: Counted, inputs: Iterable[str | None]) -> Json:
    """Return as of when an answer holds: the last input, the district's date, the board's position."""
    return {
        "as_of": max((at for at in inputs if at), default=None),
        "today": counted.basis.today.isoformat(),
        "position": counted.snapshot.position,
    }


def group_names(by: By | None, catalog: Catalog, codes: CodeLists) -> Namer:
    """Return how the groups of an answer are called."""

    def name(code: str) -> tuple[str, str]:
        if by is By.UNIT and code in catalog.units:
            return catalog.units[code].zh, catalog.units[code].en
        if by is By.CHAIN and code in codes["chain"]:
            return codes["chain"][code].zh, codes["chain"][code].en
        return code, code

    return name


def explained(term: Term, events: list[Json]) -> Json:
    """Return a term with the events behind it."""
    row = term.row
    answer = {
        "aggregate": row.aggregate,
        "id": row.id,
        "name": row.name or None,
        "series": term.series,
        "unit": term.unit,
        "chains": list(term.chains),
        "on": _day(term.on),
        "numerator": plain(term.top) if term.gap is None else None,
        "denominator": plain(term.bottom) if term.gap is None else None,
        "left_out": reason(term.gap),
        "updated_at": row.updated_at or None,
        "stands_for": term.stands_for if term.stands_for > 1 else None,
        "records": [{"aggregate": also.aggregate, "id": also.id, "name": also.name} for also in term.also] or None,
        "events": events,
    }
    return {name: value for name, value in answer.items() if value is not None}


def target_standing(standing: Standing, names: Namer) -> Json:
    """Return how one target stands."""
    target = standing.target
    zh, en = METRICS.get(target.metric, (target.metric, target.metric))
    unit_zh, unit_en = names(target.responsible)
    return {
        "target_id": target.id,
        "metric": {"code": target.metric, "zh": zh, "en": en},
        "unit": {"code": target.responsible, "zh": unit_zh, "en": unit_en},
        "measure": target.measure,
        "annual": plain(target.annual),
        "planned_to_date": plain(standing.planned),
        "elapsed_share": plain(standing.elapsed_share),
        "actual": plain(standing.actual),
        "schedule_progress": plain(standing.progress),
        "completion": plain(standing.completion),
        "behind_percent": plain(standing.behind_percent),
        "behind_level": standing.behind_level,
        "reason": reason(standing.gap),
        "left_out": _left_out(standing.left_out),
        "locked_through": standing.locked_through,
        "last_input": standing.last_input,
    }


def tree(found: TargetTree) -> Json:
    """Return a tree of targets with what is wrong with it."""
    return {
        "year": found.year,
        "metric": found.metric,
        "measure": (found.district or found.units[0]).measure,
        "district": None if found.district is None else _node(found.district.id, found.district.annual),
        "stretch": plain(found.district.stretch) if found.district else None,
        "units": [{"unit": row.responsible, **_node(row.id, row.annual)} for row in found.units],
        "findings": [
            {
                "code": finding.fault.value,
                "zh": finding.zh,
                "en": finding.en,
                "targets": list(finding.targets),
                "differences": [
                    {"period": d.period, "district": plain(d.district), "units": plain(d.units)}
                    for d in finding.differences
                ],
            }
            for finding in found.findings
        ],
    }


def _node(target_id: str, annual: Decimal) -> Json:
    return {"target_id": target_id, "annual": plain(annual)}


def _cell(cell: Cell, series: Series, names: Namer) -> Json:
    answer: Json = {
        "value": plain(cell.value),
        "reason": reason(cell.gap),
        "numerator": plain(cell.top),
        "denominator": plain(cell.bottom),
        "running": plain(cell.running),
        "records": cell.records,
        "left_out": _left_out(cell.left_out) or None,
        "last_input": cell.last_input,
        "statistic": cell.statistic,
    }
    answer = {name: value for name, value in answer.items() if value is not None or name == "value"}
    if cell.series:
        zh, en = series.get(cell.series, (cell.series, cell.series))
        answer["series"] = {"code": cell.series, "zh": zh, "en": en}
    if cell.group is not None:
        zh, en = names(cell.group)
        answer["group"] = {"code": cell.group, "zh": zh, "en": en}
    return answer


def _left_out(found: Any) -> list[Json]:
    return [{**(reason(gap) or {}), "records": count} for gap, count in sorted(found.items())]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
