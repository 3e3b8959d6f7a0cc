"""Bounds the bodies of requests, whoever sends them: a login is read before anyone knows who it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yipanqi.board.problems import Problem

#: A login, a name to be checked: nobody needs a strange sender to be able to lay more into memory than this.
MOST_BYTES = 64 * 1024
#: By path, for who is logged in: JSON of such a size takes the service most of a second to read.
#: The largest question about an assignment that its own limits permit: twenty thousand ids of full length.
LARGER: Mapping[str, int] = {"/api/v1/assignments": 8 * 1024 * 1024}


class BoundedBodies:
    """ASGI middleware that answers 413 to a body larger than its path may have, and keeps no more of it than that.

    `known` tells whether a request comes from somebody who is logged in; nobody else may send what is `larger`.
    """

    def __init__(
        self,
        app: ASGIApp,
        known: Callable[[HTTPConnection], bool],
        most: int = MOST_BYTES,
        larger: Mapping[str, int] = LARGER,
    ) -> None:
        self._app = app
        self._known = known
        self._most = most
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on once its body is known to be short enough; requests without a body pass at once."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        # Content-Length may lie or be missing, so what comes is counted.
        most = self._most_of(scope)
        messages, size, more = list[Message](), 0, True
        while more:
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                await _too_large(most)(scope, receive, send)
                return
            messages.append(message)
            more = message["type"] == "http.request" and message.get("more_body", False)

        async def read() -> Message:
            return messages.pop(0) if messages else await receive()

        await self._app(scope, read, send)

    def _most_of(self, scope: Scope) -> int:
        larger = self._larger.get(scope["path"])
        return larger if larger is not None and self._known(HTTPConnection(scope)) else self._most


def _too_large(most: int) -> JSONResponse:
    size = f"{most // 1024} KiB"
    problem = Problem("too_large", f"请求体超过 {size}，请缩短", f"the body exceeds {size}: send less")
    return JSONResponse({"errors": [problem.as_json()]}, 413, {"Connection": "close"})
