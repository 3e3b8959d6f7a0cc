"""Every error of the API in one form: {code, zh, en, field, index, errors}."""

from __future__ import annotations

import logging

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from yipanqi.bus.errors import YipanqiError
from yipanqi.unit.database import DatabaseUnavailable
from yipanqi.unit.problems import Problem, RequestRefused

_LOG = logging.getLogger(__name__)
_KNOWN = {
    404: ("not_found", "没有这个地址", "no such address"),
    405: ("method", "不支持这种请求方法", "this method is not supported here"),
}


def install(app: FastAPI) -> None:
    """Make `app` answer all errors in our form."""
    app.add_exception_handler(RequestRefused, _refused)
    app.add_exception_handler(DatabaseUnavailable, _database)
    app.add_exception_handler(YipanqiError, _unavailable)
    app.add_exception_handler(RequestValidationError, _parameters)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _answer(error: RequestRefused) -> Response:
    headers: dict[str, str] = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.status in (408, 413):
        # What is left of the body is not read: the connection is of no more use.
        headers["Connection"] = "close"
    return JSONResponse(error.answer().model_dump(mode="json"), status_code=error.status, headers=headers)


def _one(status: int, code: str, zh: str, en: str, *, retry_after: int | None = None) -> Response:
    return _answer(RequestRefused(status, [Problem(code=code, zh=zh, en=en)], retry_after=retry_after))


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestRefused)  # noqa: S101 - it is registered for this class alone
    return _answer(error)


async def _database(_request: Request, error: Exception) -> Response:
    _LOG.error("the database failed", extra={"reason": str(error)})
    return _one(
        503, "database", "数据库暂不可用，请稍后再试", "the database is not available: try again", retry_after=5
    )


async def _unavailable(_request: Request, error: Exception) -> Response:
    _LOG.error("a request could not be served", extra={"reason": str(error)})
    return _one(503, "unavailable", "服务暂不可用，请联系管理员", "the service can't answer now", retry_after=30)


async def _parameters(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for this class alone
    problems = [
        Problem(code="parameter", zh="参数无效", en=str(entry["msg"]), field=".".join(map(str, entry["loc"][1:])))
        for entry in error.errors()
    ]
    return _answer(RequestRefused(422, problems))


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for this class alone
    return _one(error.status_code, *_KNOWN.get(error.status_code, ("http", "请求无效", str(error.detail))))


async def _unexpected(_request: Request, error: Exception) -> Response:
    _LOG.error("a request failed", exc_info=error)
    return _one(500, "internal", "服务内部错误，已记录", "an internal error, it has been logged", retry_after=30)
