"""Who calls: an API key as `Authorization: Bearer …` or `X-API-Key`, and whether it allows this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from yipanqi.unit.keys import ApiKey, KeyFile, Scope
from yipanqi.unit.problems import refused

MAX_KEY_CHARACTERS = 200


def presented(request: Request) -> str | None:
    """Return the secret that a request carries."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    return request.headers.get("x-api-key")


def require(keys: KeyFile, scope: Scope) -> Callable[[Request], Awaitable[ApiKey]]:
    """Return a dependency that answers 401 without a valid key and 403 when the key lacks `scope`."""

    async def dependency(request: Request) -> ApiKey:
        secret = presented(request)
        known = secret is not None and len(secret) <= MAX_KEY_CHARACTERS
        key = await run_in_threadpool(keys.find, secret) if known and secret is not None else None
        if key is None:
            raise refused(
                401,
                "unauthenticated",
                "缺少或无效的 API 密钥（Authorization: Bearer … 或 X-API-Key）",
                "no valid API key (Authorization: Bearer … or X-API-Key)",
            )
        if scope not in key.scopes:
            raise refused(
                403,
                "scope",
                f"此密钥没有 {scope} 权限",
                f"this key has no {scope} scope",
            )
        return key

    return dependency
