"""Figures, targets' progress, and what is behind a number."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as Parameter

from yipanqi.board.context import Board, CurrentBoard, CurrentViewer
from yipanqi.board.figures import answers
from yipanqi.board.figures.evidence import explain_terms
from yipanqi.board.figures.service import Counted, Scope
from yipanqi.board.problems import Problem, RequestError, bad_parameter, not_found
from yipanqi.board.visibility import Viewer
from yipanqi.figures.figure import Figure, Period
from yipanqi.figures.progress import METRICS
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.target_tree import DISTRICT, trees
from yipanqi.figures.terms import By, Query

router = APIRouter(prefix="/api/v1", tags=["figures"])

Json = dict[str, Any]
UnitParam = Annotated[str | None, Parameter(description="单位代码 / unit")]
ChainParam = Annotated[str | None, Parameter(description="产业链代码 / chain")]
FromParam = Annotated[date | None, Parameter(alias="from", description="起始日（含）/ first day")]
ToParam = Annotated[date | None, Parameter(alias="to", description="截止日（含）/ last day")]
ByParam = Annotated[By | None, Parameter(description="分组 / split by")]
YearParam = Annotated[int | None, Parameter(ge=2000, le=2100, description="年度 / year")]
_PAGE = Annotated[int, Parameter(ge=1, le=1_000_000)]
_PAGE_SIZE = Annotated[int, Parameter(ge=1, le=200)]


@router.get("/figures", summary="指标清单与当前值 / Figures and how they stand")
def listed(board: CurrentBoard, viewer: CurrentViewer) -> Json:
    """Return every figure with its formula and its values for the whole district now."""
    counted, query = board.figures.counted(), Query()
    items = [_valued(board, viewer, counted, figure, query) for figure in FIGURES.values()]
    return {"items": items, **answers.standing_at(counted, (item["as_of"] for item in items))}


@router.get("/figures/{figure_id}", summary="指标值 / A figure")
def one(
    board: CurrentBoard,
    viewer: CurrentViewer,
    figure_id: str,
    unit: UnitParam = None,
    chain: ChainParam = None,
    start: FromParam = None,
    end: ToParam = None,
    by: ByParam = None,
) -> Json:
    """Return a figure's values by unit, chain or month, each with what it is made of; a reason where there is none."""
    figure = _figure(figure_id)
    query = _asked(board, figure, unit, chain, start, end, by)
    return _valued(board, viewer, board.figures.counted(), figure, query)


@router.get("/figures/{figure_id}/explain", summary="指标的依据 / What is behind a figure")
def explain(
    board: CurrentBoard,
    viewer: CurrentViewer,
    figure_id: str,
    unit: UnitParam = None,
    chain: ChainParam = None,
    start: FromParam = None,
    end: ToParam = None,
    series: str | None = None,
    page: _PAGE = 1,
    page_size: _PAGE_SIZE = 20,
) -> Json:
    """Return the records that a figure is the sum of, with each one's part and the ledger events that say so."""
    figure = _figure(figure_id)
    query = _asked(board, figure, unit, chain, start, end, None)
    counted = board.figures.counted()
    scope = board.figures.scope(figure, viewer)
    terms = board.figures.behind(counted, figure, query, scope, series)
    views = {view.aggregate: view for view in board.database.views}
    shown = terms.page((page - 1) * page_size, page * page_size)
    cells = [c for c in board.figures.cells(counted, figure, query, scope) if series in (None, c.series)]
    return {
        **answers.valued(figure, query, cells, counted, answers.group_names(None, board.catalog, board.codes)),
        **_scope_said(scope),
        "terms": explain_terms(board.store(), views, viewer, shown),
        "total": len(terms),
        "page": page,
        "page_size": page_size,
    }


@router.get("/targets/progress", summary="目标进度 / Progress of targets")
def progress(
    board: CurrentBoard,
    viewer: CurrentViewer,
    year: YearParam = None,
    unit: UnitParam = None,
    metric: str | None = None,
) -> Json:
    """Return per target: the plan to date, the actual from events, schedule progress, and how far it is behind."""
    if unit != DISTRICT:
        _known_unit(board, unit)
    if metric is not None and metric not in METRICS:
        raise RequestError(422, bad_parameter("metric", f"没有指标 {metric[:40]}", f"there is no metric {metric[:40]}"))
    figure, counted = FIGURES["schedule-progress"], board.figures.counted()
    scope = board.figures.scope(figure, viewer)
    asked = year or counted.basis.today.year
    # Who may not see the actuals of others is told how its own targets stand.
    wanted = [
        s
        for s in board.figures.standings(counted, asked, scope)
        if (unit is None or s.target.responsible == unit)
        and (metric is None or s.target.metric == metric)
        and (scope.everything or s.target.responsible == scope.unit)
    ]
    names = answers.group_names(By.UNIT, board.catalog, board.codes)
    return {
        "year": asked,
        "items": [answers.target_standing(standing, names) for standing in wanted],
        **answers.standing_at(counted, (standing.last_input for standing in wanted)),
        **_scope_said(scope),
    }


@router.get("/targets/tree", summary="目标分解树 / Tree of targets")
def tree(board: CurrentBoard, viewer: CurrentViewer, year: YearParam = None, metric: str | None = None) -> Json:
    """Return the district's and the units' targets by metric, and where they do not add up."""
    counted = board.figures.counted()
    targets = counted.snapshot.district.targets.values()
    asked = year or counted.basis.today.year
    found = [t for t in trees(targets) if t.year == asked and metric in (None, t.metric)]
    last = [row.updated_at for t in found for row in (*t.units, *((t.district,) if t.district else ()))]
    return {"year": asked, "items": [answers.tree(t) for t in found], **answers.standing_at(counted, last)}


def _valued(board: Board, viewer: Viewer, counted: Counted, figure: Figure, query: Query) -> Json:
    scope = board.figures.scope(figure, viewer)
    cells = board.figures.cells(counted, figure, query, scope)
    names = answers.group_names(query.by, board.catalog, board.codes)
    return {**answers.valued(figure, query, cells, counted, names), **_scope_said(scope)}


def _scope_said(scope: Scope) -> Json:
    if scope.everything:
        return {"scope": "all"}
    return {
        "scope": "own",
        "scope_note": {
            "zh": "所用数据不对本单位全部开放，只计本单位部分",
            "en": "made of data that your unit sees only in part: your own part is counted",
        },
    }


def _figure(figure_id: str) -> Figure:
    figure = FIGURES.get(figure_id)
    if figure is None:
        raise not_found(f"没有指标 {figure_id[:60]}", f"there is no figure {figure_id[:60]}")
    return figure


def _asked(
    board: Board,
    figure: Figure,
    unit: str | None,
    chain: str | None,
    start: date | None,
    end: date | None,
    by: By | None,
) -> Query:
    """Return the query, or refuse what this figure cannot be asked."""
    _known_unit(board, unit)
    if chain is not None and chain not in board.codes["chain"]:
        raise RequestError(422, bad_parameter("chain", f"没有产业链 {chain[:40]}", f"there is no chain {chain[:40]}"))
    for name, dimension in (("unit", unit and By.UNIT), ("chain", chain and By.CHAIN), ("by", by)):
        if dimension and dimension not in figure.by:
            raise RequestError(422, _not_split(name, figure))
    if (start or end) and figure.period is Period.NOW:
        name = "from" if start else "to"
        raise RequestError(422, bad_parameter(name, "此指标只有当前值", "this figure only says how things stand now"))
    if start and end and start > end:
        raise RequestError(422, bad_parameter("to", "截止日早于起始日", "the last day is before the first"))
    return Query(unit, chain, start, end, by)


def _not_split(parameter: str, figure: Figure) -> Problem:
    """Return that a figure does not tell what is asked for; it would be counted as if there were no records."""
    zh, en = "、".join(figure.by), ", ".join(figure.by)
    return bad_parameter(
        parameter, f"此指标可按以下口径查询、分组：{zh}", f"this figure can be asked and split by: {en}"
    )


def _known_unit(board: Board, unit: str | None) -> None:
    if unit is not None and unit not in board.catalog.units:
        raise RequestError(422, bad_parameter("unit", f"没有单位 {unit[:40]}", f"there is no unit {unit[:40]}"))
