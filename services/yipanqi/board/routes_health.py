"""Health and metrics, open to whoever can reach the port: they tell no data, and to the hour when a unit spoke."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import select

from yipanqi.board.context import Board, CurrentBoard

router = APIRouter(include_in_schema=False)
_HOUR_MS = 3_600_000


@router.get("/health/live")
def live(board: CurrentBoard) -> JSONResponse:
    """Tell whether a restart would help."""
    report = board.health.live()
    return JSONResponse(report.as_json(), 200 if report.ok else 503)


@router.get("/health/ready")
def ready(board: CurrentBoard) -> JSONResponse:
    """Tell whether the board has caught up with Kafka once and follows it."""
    report = board.health.ready()
    status = board.status.status
    details = {"phase": status.phase, "epoch": status.epoch, "lag": dict(status.lag), "lag_seconds": status.lag_seconds}
    return JSONResponse({**report.as_json(), **details}, 200 if report.ok else 503)


@router.get("/metrics")
def metrics(board: CurrentBoard) -> Response:
    """Return the metrics in Prometheus's text format."""
    _measure_database(board)
    return Response(generate_latest(board.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _measure_database(board: Board) -> None:
    store = board.database.opened()
    for key, unit in board.catalog.units.items():
        board.metrics["yipanqi_unit_update_cycle_seconds"].labels(key).set(unit.update_days * 86_400)
    if store is None:
        return
    board.metrics["yipanqi_board_database_bytes"].set(board.database.generations.size_bytes(store.epoch))
    with store.engine.connect() as connection:
        for row in connection.execute(select(store.tables.units)):
            if row.unit in board.catalog.units:
                gauge = board.metrics["yipanqi_unit_last_event_timestamp_seconds"]
                gauge.labels(row.unit).set(row.last_record_ms // _HOUR_MS * 3600)
