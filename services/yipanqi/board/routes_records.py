"""Lists, records and histories: the same routes for every view."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from yipanqi.board.clocks import show_clocks
from yipanqi.board.context import Board, CurrentBoard, CurrentViewer
from yipanqi.board.csv_export import MAX_ROWS, csv_text
from yipanqi.board.params import MAX_PAGE_SIZE, ListQuery, openapi_parameters, read_params
from yipanqi.board.problems import RequestError, bad_parameter, not_found
from yipanqi.board.query import Reader
from yipanqi.board.routes_board import SERVICES
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record
from yipanqi.contract.schemas import product_schemas


def list_router(view: View) -> APIRouter:
    """Return the route of one view's list: all that the lists inside records have."""
    router = APIRouter(prefix=f"/api/v1/{view.plural}", tags=[view.plural])
    name = view.title_zh

    @router.get(
        "",
        summary=f"{name}列表 / List of {view.plural}",
        openapi_extra={"parameters": openapi_parameters(view)},
        response_model=None,
    )
    def listed(request: Request, board: CurrentBoard, viewer: CurrentViewer) -> Response:
        """Filter, sort, search and page; `format=csv` answers a file for spreadsheets."""
        query = read_params(view, request.query_params.multi_items(), board.codes, board.catalog.units)
        reader = Reader(board.store(), view, viewer, board.words, board.index)
        if query.as_csv:
            return _csv(board, view, viewer, reader, query)
        page = reader.page(query)
        show_clocks(view, page.items, board.today())
        body = {"items": page.items, "total": page.total, "page": query.page, "page_size": query.page_size}
        return JSONResponse(body)

    return router


def records_router(view: View) -> APIRouter:
    """Return the routes of one view."""
    router = list_router(view)
    name = view.title_zh

    # Ids contain colons and, in one form, what a client may have to escape: the rest of the path is the id.
    @router.get("/{id_:path}/history", summary=f"{name}历史 / History")
    def history(
        id_: str, board: CurrentBoard, viewer: CurrentViewer, page: int = 1, page_size: int = 50
    ) -> dict[str, Any]:
        """Return the accepted events, newest first: who, when, which event, with what content."""
        if not 1 <= page_size <= MAX_PAGE_SIZE or not 1 <= page <= 1_000_000:
            text = f"page ≥ 1，page_size 为 1 到 {MAX_PAGE_SIZE}"
            raise RequestError(422, bad_parameter("page", text, f"page from 1, page_size from 1 to {MAX_PAGE_SIZE}"))
        found = Reader(board.store(), view, viewer).history(id_, page, page_size)
        if found is None:
            raise _missing(view, id_)
        items = [_titled(board, item) for item in found.items]
        return {"items": items, "total": found.total, "page": page, "page_size": page_size}

    @router.get("/{id_:path}", summary=f"{name}详情 / One record")
    def one(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> Record:
        """Return the whole record, less what the viewer may not see."""
        record = Reader(board.store(), view, viewer).record(id_)
        if record is None:
            raise _missing(view, id_)
        show_clocks(view, (record,), board.today())
        return record

    return router


def _csv(board: Board, view: View, viewer: Viewer, reader: Reader, query: ListQuery) -> Response:
    if reader.count(query) > MAX_ROWS:
        raise RequestError(
            422,
            bad_parameter(
                "format", f"超过 {MAX_ROWS} 行，请缩小筛选范围", f"more than {MAX_ROWS} rows: narrow the filters"
            ),
        )
    # A unit sees the hidden fields of its own records: their columns stay, empty on the others' rows.
    hidden = {f.name for f in view.fields.values() if f.share > viewer.share(view)} if viewer.unit is None else set()
    text = csv_text(view, reader.each(query, MAX_ROWS), board.codes, board.catalog, hidden)
    name = f"{view.plural}-{board.clock.now():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(text, media_type="text/csv; charset=utf-8", headers=headers)


def _titled(board: Board, item: Record) -> Record:
    """Add the Chinese title of the event and the name of the unit."""
    schemas = product_schemas()
    type_ = item["event_type"]
    title = schemas.file(type_).source["title_zh"] if type_ in schemas else type_
    unit = board.catalog.units.get(item["unit"])
    zh, en = (unit.zh, unit.en) if unit else SERVICES.get(item["unit"], (item["unit"], item["unit"]))
    return {**item, "event_zh": title, "unit_zh": zh, "unit_en": en}


def _missing(view: View, id_: str) -> RequestError:
    return not_found(f"没有{view.title_zh} {id_[:160]}", f"there is no {view.aggregate} {id_[:160]}")
