"""Reports that commerce sends: the month's and the weekly meeting's, as JSON, as a workbook, as a page to print."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi import Query as Parameter
from fastapi.responses import HTMLResponse, JSONResponse, Response

from yipanqi.board.context import Board, CurrentBoard, CurrentViewer
from yipanqi.board.problems import Problem, RequestError
from yipanqi.board.reports import page, periods, xlsx
from yipanqi.board.reports.answer import answer
from yipanqi.board.reports.model import Report
from yipanqi.board.reports.monthly import monthly
from yipanqi.board.reports.weekly import weekly
from yipanqi.board.visibility import Viewer, ViewerKind

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])

_ROLE = "commerce"


class Format(StrEnum):
    """What a report is written as."""

    JSON = "json"
    XLSX = "xlsx"
    HTML = "html"


FormatParam = Annotated[Format, Parameter(alias="format", description="json、xlsx 或 html / what it is written as")]
MonthParam = Annotated[
    str | None, Parameter(description="月份，如 2020-12；缺省为本月 / month, the current one by default")
]
WeekParam = Annotated[
    str | None, Parameter(description="周，如 2020-W53；缺省为本周 / ISO week, the current one by default")
]


@router.get("/monthly", summary="月报 / Monthly report", response_model=None)
def of_month(
    board: CurrentBoard, viewer: CurrentViewer, month: MonthParam = None, as_: FormatParam = Format.JSON
) -> Response:
    """Return the report on a month; for commerce and the leader."""
    _may_read(board, viewer)
    return _written(board, monthly(board, viewer, periods.month(month, board.today())), as_)


@router.get("/weekly", summary="周例会材料 / Packet for the weekly meeting", response_model=None)
def of_week(
    board: CurrentBoard, viewer: CurrentViewer, week: WeekParam = None, as_: FormatParam = Format.JSON
) -> Response:
    """Return the packet for a week's meeting; for commerce and the leader."""
    _may_read(board, viewer)
    return _written(board, weekly(board, viewer, periods.week(week, board.today())), as_)


def _may_read(board: Board, viewer: Viewer) -> None:
    """Refuse who does not see all units' records: a report that hides parts would be read as the whole."""
    unit = board.catalog.units.get(viewer.unit) if viewer.unit else None
    leader = viewer.unit is None and viewer.kind is ViewerKind.GOVERNMENT
    if not leader and (unit is None or unit.role != _ROLE):
        zh, en = "月报和周例会材料只供商务局和区领导查看", "reports are for commerce and the district's leaders to see"
        raise RequestError(403, Problem("not_a_reader", zh, en))


def _written(board: Board, report: Report, as_: Format) -> Response:
    zone = ZoneInfo(board.catalog.cluster.time_zone)
    if as_ is Format.XLSX:
        name = quote(f"{report.title.zh} {report.period}.xlsx")
        disposition = f"attachment; filename=\"{report.kind}-{report.period}.xlsx\"; filename*=UTF-8''{name}"
        return Response(xlsx.workbook(report, zone), 200, {"Content-Disposition": disposition}, xlsx.MEDIA_TYPE)
    if as_ is Format.HTML:
        return HTMLResponse(page.page(report, zone), headers={"Content-Security-Policy": page.policy()})
    return JSONResponse(answer(report))
