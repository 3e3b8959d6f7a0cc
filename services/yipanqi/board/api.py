"""The board's HTTP application: routes, errors in both languages, security headers, request metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from yipanqi.board import (
    routes_activities,
    routes_alerts,
    routes_assessment,
    routes_assignments,
    routes_board,
    routes_claims,
    routes_enterprises,
    routes_evaluations,
    routes_figures,
    routes_findings,
    routes_health,
    routes_leads,
    routes_login,
    routes_matches,
    routes_reports,
    routes_stream,
    routes_timeline,
)
from yipanqi.board.bodies import BoundedBodies
from yipanqi.board.context import Board, token_of
from yipanqi.board.envelope import Envelope
from yipanqi.board.problems import Problem, RequestError, bad_parameter
from yipanqi.board.routes_records import list_router, records_router

WEB = Path(__file__).parent / "web"


def build_api(board: Board, on_start: Callable[[], None], on_stop: Callable[[], None]) -> FastAPI:
    """Return the application; `on_start` and `on_stop` run around its life."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        on_start()
        await board.feed.start()
        board.figures.start()
        yield
        board.figures.stop()
        await board.feed.stop()
        on_stop()

    app = FastAPI(
        title="一盘棋 Yipanqi: the board",
        version="1",
        openapi_url="/api/openapi.json",
        # The ready-made documentation pages load from a CDN, which an intranet does not have.
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.board = board
    _errors(app)
    # The last one added is the outermost: a refused body is counted and gets its headers too.
    app.add_middleware(BoundedBodies, known=lambda request: board.sessions.check(token_of(request)) is not None)
    app.add_middleware(Envelope, metrics=board.metrics, traffic=board.traffic)
    app.include_router(routes_login.router)
    app.include_router(routes_board.router)
    app.include_router(routes_stream.router)
    app.include_router(routes_health.router)
    # Before the records' own routes, which take the rest of a path for an id.
    app.include_router(routes_enterprises.router)
    app.include_router(routes_claims.router)
    app.include_router(routes_alerts.router)
    app.include_router(routes_leads.router)
    app.include_router(routes_findings.router)
    app.include_router(routes_matches.router)
    app.include_router(routes_assignments.router)
    app.include_router(routes_figures.router)
    app.include_router(routes_assessment.router)
    app.include_router(routes_reports.router)
    app.include_router(routes_timeline.router)
    app.include_router(routes_activities.router)
    app.include_router(routes_evaluations.router)
    for view in board.database.views:
        app.include_router(records_router(view))
        for items in view.items:
            app.include_router(list_router(items))
    _page(app)
    return app


def _page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def index() -> FileResponse:
        return FileResponse(WEB / "index.html", headers={"Cache-Control": "no-cache"})

    app.mount("/web", StaticFiles(directory=WEB), name="web")


def _errors(app: FastAPI) -> None:
    @app.exception_handler(RequestError)
    def ours(_: Request, error: RequestError) -> JSONResponse:
        return JSONResponse(error.as_json(), error.status, error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = [_invalid(str(part["loc"][-1]), str(part["msg"])) for part in error.errors()]
        return JSONResponse({"errors": [p.as_json() for p in problems]}, 422)

    @app.exception_handler(HTTPException)
    def http(_: Request, error: HTTPException) -> JSONResponse:
        zh = {404: "没有这个地址", 405: "不支持这种请求方法"}.get(error.status_code, "请求无法处理")
        problem = Problem(f"http_{error.status_code}", zh, str(error.detail))
        return JSONResponse({"errors": [problem.as_json()]}, error.status_code, error.headers)


def _invalid(field: str, message: str) -> Problem:
    return bad_parameter(field[:60], f"{field[:60]}：内容有误", f"{field[:60]}: {message}")
