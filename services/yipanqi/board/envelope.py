"""What goes around every answer: security headers, caching, and the count and time of requests by route."""

from __future__ import annotations

import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yipanqi.board.traffic import Traffic
from yipanqi.bus.metrics import Metrics

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_STREAM = "/api/v1/stream"


class Envelope:
    """ASGI middleware; plain, so that streams pass through unbuffered."""

    def __init__(self, app: ASGIApp, metrics: Metrics, traffic: Traffic) -> None:
        self._app = app
        self._traffic = traffic
        self._requests = metrics["yipanqi_board_http_requests_total"]
        self._seconds = metrics["yipanqi_board_http_seconds"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                # Files are asked for again with their ETag, so that a new version is seen at once.
                headers.setdefault("Cache-Control", "no-store" if scope["path"].startswith("/api/") else "no-cache")
                self._note(scope, message["status"], time.monotonic() - begun)
            await send(message)

        if scope["path"] == _STREAM:
            # A viewer who only listens is not waiting for an answer.
            await self._app(scope, receive, answer)
            return
        self._traffic.begin()
        try:
            await self._app(scope, receive, answer)
        finally:
            self._traffic.end()

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # The route's pattern, never the path: ids would make a metric of each record.
        route = getattr(scope.get("route"), "path", "other")
        self._requests.labels(route, str(status)).inc()
        if route != _STREAM:
            self._seconds.labels(route).observe(seconds)
