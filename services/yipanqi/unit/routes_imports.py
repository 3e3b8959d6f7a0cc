"""Routes for spreadsheets: import one, ask what became of it, fetch it back with remarks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from yipanqi.unit.answers import ImportAnswer
from yipanqi.unit.auth import require
from yipanqi.unit.body import bounded, content_type, in_time, read_body, too_large
from yipanqi.unit.importing import Importer
from yipanqi.unit.keys import ApiKey, KeyFile, Scope
from yipanqi.unit.openapi import ERRORS, FILE_BODY
from yipanqi.unit.problems import refused
from yipanqi.unit.settings import Limits

_T = TypeVar("_T")
_FORM_MARGIN = 64 * 1024
_NO_FILES = frozenset({"application/json", "application/cloudevents+json", "application/cloudevents-batch+json"})


def import_routes(importer: Importer, keys: KeyFile, limits: Limits) -> APIRouter:
    """Return the routes `/imports`."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)
    # A default and not an annotation: annotations are looked up by name outside of this function.
    importing: ApiKey = Depends(require(keys, Scope.IMPORT))
    # One thread: imports of a unit go one after the other, each planned from what the one before has stored.
    lane = _Lane(limits.imports_waiting)

    @router.post("/imports", status_code=202, openapi_extra={"requestBody": FILE_BODY})
    async def create(
        request: Request,
        key: ApiKey = importing,
        filename: Annotated[str | None, Query(max_length=300, description="name of a file sent as raw body")] = None,
        retry_refused: Annotated[bool, Query(description="send rows again that were refused before")] = False,
    ) -> ImportAnswer:
        """Read a spreadsheet and put its rows' events in the outbox; rows that can't be read are in the report."""
        with lane:
            name, content = await _file(request, filename, limits)
            return await lane.run(lambda: importer.run(content, name, client=key.name, retry_refused=retry_refused))

    @router.get("/imports/{import_id}")
    async def state(import_id: Annotated[str, Path(max_length=40)], _key: ApiKey = importing) -> ImportAnswer:
        """Tell what became of an import: its report, and the receipts so far by row."""
        return await run_in_threadpool(importer.state, import_id)

    @router.get("/imports/{import_id}/annotated", response_class=Response)
    async def annotated(import_id: Annotated[str, Path(max_length=40)], _key: ApiKey = importing) -> Response:
        """Fetch the file back with a column of remarks, the coordinator's refusals included."""
        with lane:
            copy = await lane.run(lambda: importer.annotated(import_id))
        disposition = f"attachment; filename*=UTF-8''{quote(copy.filename)}"
        return Response(copy.content, media_type=copy.media_type, headers={"Content-Disposition": disposition})

    return router


class _Lane:
    """One worker thread, and a bounded number of requests that wait for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now = 0
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imports")

    async def run(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def __enter__(self) -> None:
        if self._now >= self._most:
            raise refused(
                429,
                "too_many_imports",
                "正在处理其他导入，请稍后再试",
                "other imports are at work: try again",
                retry_after=5,
            )
        self._now += 1

    def __exit__(self, *_: object) -> None:
        self._now -= 1


async def _file(request: Request, filename: str | None, limits: Limits) -> tuple[str, bytes]:
    media = content_type(request)
    if media == "multipart/form-data":
        return await _form_file(request, limits)
    if not media or media in _NO_FILES or media == "application/x-www-form-urlencoded":
        raise refused(
            415,
            "media_type",
            "请以 multipart/form-data 上传文件，或以 application/octet-stream 直接发送",
            "send the file as multipart/form-data, or raw as application/octet-stream",
        )
    if not filename:
        raise refused(422, "filename", "缺少 filename 参数", "the parameter filename is missing", field="filename")
    content = await read_body(request, limits.import_bytes, limits.body_seconds)
    return clean_name(filename), _checked(content, limits)


async def _form_file(request: Request, limits: Limits) -> tuple[str, bytes]:
    parser = MultiPartParser(
        request.headers, bounded(request, limits.import_bytes + _FORM_MARGIN), max_files=1, max_fields=8
    )
    try:
        async with in_time(limits.body_seconds):
            form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise refused(400, "form", "表单无法解析", f"the form can't be read: {error}") from None
    try:
        uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        if len(uploads) != 1:
            raise refused(422, "file", "表单中应有一个文件", "the form must have one file", field="file")
        content = await uploads[0].read()
        return clean_name(uploads[0].filename or "upload"), _checked(content, limits)
    finally:
        await form.close()


def _checked(content: bytes, limits: Limits) -> bytes:
    if not content:
        raise refused(422, "empty_file", "文件是空的", "the file is empty", field="file")
    if len(content) > limits.import_bytes:
        raise too_large(limits.import_bytes)
    return content


def clean_name(name: str) -> str:
    """Return the last part of a file name, without what no name needs."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-200:] or "upload"
