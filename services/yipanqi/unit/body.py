"""Reading request bodies within bounds: in bytes as they come, since Content-Length may lie, and in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request

from yipanqi.unit.problems import RequestRefused, refused

_DRAINED = 32 * 1024 * 1024
_DRAIN_S = 5.0


def content_type(request: Request) -> str:
    """Return the media type in lower case, without parameters.

    Raises RequestRefused (415) for a compressed body and for a charset other than UTF-8.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise refused(415, "content_encoding", "不接受压缩的请求体", "compressed bodies are not taken")
    media, *parameters = request.headers.get("content-type", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip('"').lower() not in ("utf-8", "utf8"):
            raise refused(415, "charset", "字符编码应为 UTF-8", "the charset must be UTF-8")
    return media.strip().lower()


async def bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yield the body's pieces. Raises RequestRefused (413) as soon as it is longer than `limit` bytes."""
    pieces = request.stream()
    claimed = request.headers.get("content-length", "")
    total = limit + 1 if claimed.isdecimal() and int(claimed[:20]) > limit else 0
    try:
        async for piece in pieces:
            total += len(piece)
            if total > limit:
                break
            yield piece
        if total > limit:
            await _drain(pieces)
            raise too_large(limit)
    except ClientDisconnect:
        raise refused(400, "incomplete", "请求体不完整", "the body is incomplete") from None


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    """Read on for a while and throw away: a client that is cut off while it sends never sees the answer."""
    left = _DRAINED
    try:
        async with asyncio.timeout(_DRAIN_S):
            async for piece in pieces:
                left -= len(piece)
                if left < 0:
                    return
    except TimeoutError:
        return


async def read_body(request: Request, limit: int, seconds: float) -> bytes:
    """Return the whole body. Raises RequestRefused: 413 too long, 408 too slow, 400 cut off."""
    async with in_time(seconds):
        return b"".join([piece async for piece in bounded(request, limit)])


@asynccontextmanager
async def in_time(seconds: float) -> AsyncIterator[None]:
    """Raise RequestRefused (408) when the block takes longer."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise refused(
            408, "too_slow", f"请求体未在 {seconds:.0f} 秒内传完", f"the body took longer than {seconds:.0f} s"
        ) from None


def too_large(limit: int) -> RequestRefused:
    """Return the error (413) for a body over `limit` bytes."""
    size = f"{limit / 1024 / 1024:.0f} MiB" if limit >= 1024 * 1024 else f"{limit} bytes"
    return refused(413, "too_large", f"请求体超过 {size}，请分批提交", f"the body exceeds {size}: send it in parts")
