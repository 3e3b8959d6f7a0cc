"""The district's best assignment: asked for by commerce or the investment centre, worked out beside the board."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from yipanqi.board.assignment_task import task_json
from yipanqi.board.assignments import BusyError, RunState
from yipanqi.board.context import Board, CurrentBoard, CurrentViewer
from yipanqi.board.encode import to_json
from yipanqi.board.origin import refuse_other_sites
from yipanqi.board.problems import Problem, RequestError, not_found
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Share
from yipanqi.matching.assignment.whatif import WhatIf

router = APIRouter(prefix="/api/v1/assignments", tags=["assignments"])

_MAY_START = ("commerce", "investment")


@router.post("", summary="统筹配置试算 / Ask for an assignment", response_model=None)
def start(body: WhatIf, request: Request, board: CurrentBoard, viewer: CurrentViewer) -> Response:
    """Queue a question and answer 202 with its id at once; look for the answer at `location`.

    It changes nothing: a proposal becomes one by the event MatchProposed.
    """
    refuse_other_sites(request)
    unit = board.catalog.units.get(viewer.unit or "")
    if unit is None or unit.role not in _MAY_START:
        raise _forbidden("只有商务局和招商中心可以发起", "only commerce and the investment centre may ask for one")
    store, today = board.store(), board.today()

    def task() -> bytes:
        return task_json(store, board.matches, board.codes, board.catalog, today, body)

    try:
        run = board.assignments.start(viewer.unit or "", body, task)
    except BusyError as error:
        zh, _, en = error.message.partition(" | ")
        raise RequestError(429, Problem("busy", zh, en), headers={"Retry-After": "30"}) from error
    location = f"/api/v1/assignments/{run.id}"
    return JSONResponse({**run.head(), "location": location}, 202, {"Location": location})


@router.get("", summary="统筹配置列表 / Assignments kept", response_model=None)
def listed(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return the assignments that are kept, the newest first, without their answers."""
    _government(board, viewer)
    return {"items": [run.head() for run in board.assignments.latest()]}


@router.get("/{id_}", summary="统筹配置结果 / An assignment", response_model=None)
def one(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> Response:
    """Return how it stands, and once it is done the answer."""
    _government(board, viewer)
    run = board.assignments.find(id_)
    if run is None:
        raise not_found(
            f"没有统筹配置 {id_[:60]}（只保留最近的结果）",
            f"there is no assignment {id_[:60]} (only the latest are kept)",
        )
    head = {**run.head(), "what_if": run.what_if.model_dump(mode="json")}
    if run.state is not RunState.DONE:
        return JSONResponse(head)
    # The answer is JSON already, of some megabytes: it is put in as it is.
    text = to_json(head).encode()[:-1] + b',"answer":' + run.answer + b"}"
    return Response(text, media_type="application/json")


def _government(board: Board, viewer: Viewer) -> None:
    """Refuse who may not see every project and carrier whole: the answer rests on all of them."""
    views = (board.matches.projects, board.matches.carriers)
    if any(viewer.share(view) < Share.GOVERNMENT for view in views):
        raise _forbidden("只有政府单位可以查看", "only government units may look at them")


def _forbidden(zh: str, en: str) -> RequestError:
    return RequestError(403, Problem("forbidden", zh, en))
