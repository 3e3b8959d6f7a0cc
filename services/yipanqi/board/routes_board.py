"""The board as a whole: figures, code lists, what the views and events are called."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.encode import to_json
from yipanqi.board.fields import Field, fields_of
from yipanqi.board.routes_login import business_date
from yipanqi.board.views import View
from yipanqi.contract.catalog import COORDINATOR, WATCH
from yipanqi.contract.schemas import product_schemas
from yipanqi.contract.settings import product_sections

#: Speakers that are no units, as the page names them.
SERVICES = {COORDINATOR: ("统筹", "Coordinator"), WATCH: ("预警", "Watch")}

router = APIRouter(prefix="/api/v1", tags=["board"])


@router.get("/summary", summary="汇总 / Figures")
def summary(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return counts, amounts and areas by group, freshness by unit, and whether the board is up to date."""
    status = board.status.status
    live = {
        "phase": status.phase,
        "lag_records": sum(status.lag.values()),
        "lag_seconds": round(status.lag_seconds, 1),
        "business_date": business_date(board),
    }
    return {**board.summaries.get(board.store(), viewer), "live": live}


@router.get("/codes", summary="代码表 / Code lists")
def codes(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return all code lists and the units, in Chinese and English."""
    lists: dict[str, Any] = {
        name: [{"code": c.code, "zh": c.zh, "en": c.en} for c in entries.values()]
        for name, entries in board.codes.items()
    }
    lists["unit"] = [
        {"code": key, "zh": unit.zh, "en": unit.en, "kind": unit.kind} for key, unit in board.catalog.units.items()
    ]
    lists["unit"] += [{"code": key, "zh": zh, "en": en, "kind": "service"} for key, (zh, en) in SERVICES.items()]
    return lists


@router.get("/settings", summary="规则参数 / Settings of the rules")
def settings(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return the clocks, warnings and weights that the rules work by, each with its unit and source."""
    return {
        name: {
            "zh": section.zh,
            "en": section.en,
            "settings": {key: setting.as_json() for key, setting in section.settings.items()},
        }
        for name, section in product_sections().items()
    }


@router.get("/views", summary="视图与字段 / Views and fields", response_model=None)
def views(board: CurrentBoard, viewer: CurrentViewer) -> Response:
    """Return what each list has: fields with titles and kinds, which of them filter and sort, and its events.

    A list of what stands inside records names their list as `whole`, and its field that holds their id as `whole_id`.
    """
    return Response(_described(board.database.views), media_type="application/json")


@lru_cache(maxsize=1)
def _described(views: tuple[View, ...]) -> bytes:
    """Return the answer about the views, which is the same as long as the service runs: a quarter of a megabyte."""
    answer: dict[str, Any] = {}
    for view in views:
        events = {
            file.full_name: {"zh": file.source["title_zh"], "fields": [_field(f) for f in _fields(file.full_name)]}
            for file in product_schemas()
            if view.catalog.aggregate_of(file.full_name) == view.aggregate and file.full_name != view.record
        }
        answer[view.plural] = {**_view(view), "events": events}
        for items in view.items:
            answer[items.plural] = {**_view(items), "whole": view.plural, "whole_id": items.whole_id, "events": {}}
    return to_json(answer).encode()


def _view(view: View) -> dict[str, Any]:
    return {
        "aggregate": view.aggregate,
        "zh": view.title_zh,
        "id": view.id_field,
        "fields": [_field(f) for f in view.fields.values()],
        "listed": view.listed,
        "filters": view.filters,
        "sorts": view.sorts,
    }


def _fields(full_name: str) -> tuple[Field, ...]:
    return fields_of(product_schemas().resolved(full_name))


def _field(field: Field) -> dict[str, Any]:
    found = {
        "name": field.name,
        "kind": field.kind,
        "zh": field.title_zh,
        "en": field.title_en,
        "codes": field.codes,
        "share": field.share.name.lower(),
        "members": [_field(m) for m in field.members] or None,
    }
    return {key: value for key, value in found.items() if value is not None}
