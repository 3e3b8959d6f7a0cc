"""Which site a request came from: other sites' pages may not make a browser speak for someone who is logged in."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

from yipanqi.board.problems import Problem, RequestError


def refuse_other_sites(request: Request) -> None:
    """Refuse a browser that came from another site; SameSite cookies alone would not stop a forged login."""
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc == request.headers.get("host"):
        return
    if origin:
        raise RequestError(403, Problem("other_site", "请求来自其他网站", "the request came from another site"))
