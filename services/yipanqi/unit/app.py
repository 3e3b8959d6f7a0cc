"""The HTTP application of a unit service: routes, health, metrics, errors, OpenAPI."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from yipanqi.bus.health import Health
from yipanqi.bus.metrics import Metrics
from yipanqi.unit import http_errors, openapi
from yipanqi.unit.bell import Bell
from yipanqi.unit.condition import Condition
from yipanqi.unit.importing import Importer
from yipanqi.unit.keys import KeyFile
from yipanqi.unit.requests import CountRequests
from yipanqi.unit.routes_events import event_routes
from yipanqi.unit.routes_imports import import_routes
from yipanqi.unit.service import UnitService
from yipanqi.unit.settings import UnitSettings

_BEAT_S = 1.0


def create_app(
    settings: UnitSettings,
    service: UnitService,
    importer: Importer,
    *,
    keys: KeyFile,
    bell: Bell,
    condition: Condition,
    health: Health,
    metrics: Metrics,
) -> FastAPI:
    """Return the application; nothing is started by it but the event loop's own heartbeat."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        bell.bind(asyncio.get_running_loop())
        beating = asyncio.create_task(_beat(health))
        try:
            yield
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    app = FastAPI(
        title=f"{openapi.TITLE}: {settings.unit}",
        description=openapi.DESCRIPTION,
        version="1",
        # The interactive pages load scripts from elsewhere: there is no elsewhere on an intranet.
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
    )
    http_errors.install(app)
    app.add_middleware(CountRequests, metrics=metrics)
    app.include_router(event_routes(service, keys, bell, settings.limits))
    app.include_router(import_routes(importer, keys, settings.limits))
    _add_probes(app, condition, health, metrics)
    return app


def _add_probes(app: FastAPI, condition: Condition, health: Health, metrics: Metrics) -> None:
    @app.get("/health/live", include_in_schema=False)
    async def live() -> Response:
        report = health.live()
        return JSONResponse(report.as_json(), status_code=200 if report.ok else 503)

    @app.get("/health/ready", include_in_schema=False)
    async def ready() -> Response:
        report = await run_in_threadpool(health.ready)
        # The broker or the registry being away is no reason to turn clients away: the outbox takes their events.
        degraded = condition.degraded()
        body = {**report.as_json(), "degraded": degraded}
        if report.ok and degraded:
            body["status"] = "degraded"
        return JSONResponse(body, status_code=200 if report.ok else 503)

    @app.get("/metrics", include_in_schema=False)
    async def exposition() -> Response:
        text = await run_in_threadpool(generate_latest, metrics.registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)


async def _beat(health: Health) -> None:
    while True:
        health.beat("http")
        await asyncio.sleep(_BEAT_S)
