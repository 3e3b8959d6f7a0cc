"""Routes for events and receipts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from yipanqi.unit.answers import Accepted, EventStatus, ReceiptPage
from yipanqi.unit.auth import require
from yipanqi.unit.bell import Bell
from yipanqi.unit.body import content_type, read_body
from yipanqi.unit.envelopes import BATCH, JSON, STRUCTURED, check_media, read_envelopes
from yipanqi.unit.keys import ApiKey, KeyFile, Scope
from yipanqi.unit.openapi import ERRORS, EVENT_BODY
from yipanqi.unit.problems import refused
from yipanqi.unit.receipts import MAX_PAGE
from yipanqi.unit.service import UnitService
from yipanqi.unit.settings import Limits

MAX_WAIT_S = 30


def event_routes(service: UnitService, keys: KeyFile, bell: Bell, limits: Limits) -> APIRouter:
    """Return the routes `/events` and `/receipts`."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)
    # Defaults and not annotations: annotations are looked up by name outside of this function.
    publisher: ApiKey = Depends(require(keys, Scope.PUBLISH))
    reader: ApiKey = Depends(require(keys, Scope.READ))
    polls = _Polls(limits.long_polls)

    @router.post(
        "/events",
        status_code=202,
        response_model_exclude_none=True,
        openapi_extra={
            "requestBody": {"required": True, "content": dict.fromkeys((STRUCTURED, BATCH, JSON), EVENT_BODY)}
        },
    )
    async def publish(
        request: Request,
        key: ApiKey = publisher,
        partial: Annotated[bool, Query(description="take the good events of a batch, list the others")] = False,
    ) -> Accepted:
        """Publish one CloudEvent or a batch. 202 is answered once the events are on the disk of the outbox."""
        media = content_type(request)
        check_media(media, request.headers)
        body = await read_body(request, limits.body_bytes, limits.body_seconds)
        headers = request.headers
        return await run_in_threadpool(_submit, service, media, headers, body, key.name, partial, limits)

    @router.get("/events/{event_id}")
    async def event(event_id: Annotated[str, Path(max_length=100)], _key: ApiKey = reader) -> EventStatus:
        """Tell how far an event has come, with its receipt once there is one."""
        return await run_in_threadpool(service.event, event_id)

    @router.get("/receipts")
    async def receipts(
        _key: ApiKey = reader,
        since: Annotated[int, Query(ge=0, le=2**62, description="`next` of the page before")] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
        outcome: Annotated[Literal["accepted", "refused", "dead_letter"] | None, Query()] = None,
        event_id: Annotated[list[str], Query(max_length=100)] = [],  # noqa: B006 - FastAPI copies it
        wait: Annotated[float, Query(ge=0, le=MAX_WAIT_S, description="seconds to wait for a first receipt")] = 0,
    ) -> ReceiptPage:
        """Read the coordinator's receipts in the order they came; with `wait`, hold the request until there is one."""

        def look() -> ReceiptPage:
            return service.receipts(since=since, limit=limit, outcome=outcome, event_ids=event_id)

        deadline = time.monotonic() + wait
        with polls:
            while True:
                heard = bell.listen()
                page = await run_in_threadpool(look)
                left = deadline - time.monotonic()
                if page.receipts or left <= 0:
                    return page
                try:
                    async with asyncio.timeout(left):
                        await heard.wait()
                except TimeoutError:
                    continue

    return router


def _submit(
    service: UnitService,
    media: str,
    headers: Mapping[str, str],
    body: bytes,
    client: str,
    partial: bool,
    limits: Limits,
) -> Accepted:
    envelopes = read_envelopes(media, headers, body, limits.batch_events)
    return service.submit(envelopes.events, client=client, partial=partial, batch=envelopes.batch)


class _Polls:
    """Counts readers of receipts, so that idle ones can't use up the service."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now = 0

    def __enter__(self) -> None:
        if self._now >= self._most:
            raise refused(429, "too_many_polls", "等待中的请求过多", "too many requests are waiting", retry_after=5)
        self._now += 1

    def __exit__(self, *_: Any) -> None:
        self._now -= 1
