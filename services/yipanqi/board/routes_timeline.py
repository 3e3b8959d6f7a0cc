"""The course of one project in time, for drilling down from a figure to what happened and who said so."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.problems import not_found
from yipanqi.board.query import Reader
from yipanqi.board.timeline import timeline
from yipanqi.board.views import view_of

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])


@router.get("/{id_:path}/timeline", summary="项目时间线 / Timeline of a project")
def course(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return stages, milestones, steps of approvals and problems in one order of time, with the events behind them."""
    view = view_of("projects", board.database.views)
    record = Reader(board.store(), view, viewer).record(id_)
    if record is None:
        raise not_found(f"没有项目 {id_[:160]}", f"there is no project {id_[:160]}")
    return {"id": id_, "stage": record["stage"], "items": timeline(record, board.codes)}
