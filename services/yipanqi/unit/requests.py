"""Counting and timing HTTP requests, by route and not by address: ids are no labels."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yipanqi.bus.metrics import Metrics
from yipanqi.unit import metrics as names


class CountRequests:
    """ASGI middleware in front of everything."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, then count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else "other"
            self._metrics[names.HTTP_REQUESTS].labels(method, route, str(status)).inc()
            self._metrics[names.HTTP_SECONDS].labels(method, route).observe(time.perf_counter() - began)
