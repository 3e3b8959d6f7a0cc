"""What suits what: the carriers ranked for a project, and the projects for a carrier."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from yipanqi.board.context import Board, CurrentBoard, CurrentViewer
from yipanqi.board.disputes import about
from yipanqi.board.match_answers import Matcher, names_of
from yipanqi.board.problems import RequestError, not_found
from yipanqi.board.query import read_docs
from yipanqi.board.store import Store
from yipanqi.board.views import View
from yipanqi.board.visibility import Viewer
from yipanqi.contract.masking import Record

router = APIRouter(prefix="/api/v1", tags=["matches"])

Limit = Annotated[int, Query(ge=1, le=100, description="最多返回几条 · how many at most")]
Least = Annotated[float, Query(alias="min", ge=0, le=100, description="最低得分 · least score")]


@router.get("/projects/{id_:path}/matches", summary="项目匹配载体 / Carriers for a project")
def sites(id_: str, board: CurrentBoard, viewer: CurrentViewer, limit: Limit = 20, min_: Least = 0.0) -> dict[str, Any]:
    """Return the carriers, and units of them, that suit a project best, with every reason for and against.

    What must be is apart from what is preferred: sites that satisfy every requirement come first, then those of which
    something is not known, then those barred; within these the score decides, then the id. Nothing that the viewer
    may not see counts: hidden rent or investment is unknown.
    """
    store = board.store()
    record = _record(store, "project", id_)
    if record is None:
        raise _missing("项目", "project", id_)
    answer = _matcher(board, store, viewer).sites(record, limit, min_)
    return _with_doubts(store, viewer, answer, (board.matches.projects, board.matches.carriers))


@router.get("/carriers/{id_:path}/matches", summary="载体匹配项目 / Projects for a carrier")
def projects(
    id_: str, board: CurrentBoard, viewer: CurrentViewer, limit: Limit = 20, min_: Least = 0.0
) -> dict[str, Any]:
    """Return the projects that still look for a site which a carrier suits best, each with the space it would take."""
    store = board.store()
    record = _record(store, "carrier", id_)
    if record is None:
        raise _missing("载体", "carrier", id_)
    answer = _matcher(board, store, viewer).projects(record, limit, min_)
    return _with_doubts(store, viewer, answer, (board.matches.carriers, board.matches.projects))


def _matcher(board: Board, store: Store, viewer: Viewer) -> Matcher:
    tables = board.matches.current(store, viewer, board.today())
    return Matcher(board.matches, viewer, names_of(board.codes, board.catalog), tables)


def _with_doubts(store: Store, viewer: Viewer, answer: dict[str, Any], views: tuple[View, View]) -> dict[str, Any]:
    """Mark as `disputed` what the answer is about and what it ranks, where fields that it rests on are doubted."""
    own, ranked = views
    with store.engine.connect() as connection:
        mine = about(connection, store, own, viewer, {answer[own.id_field]})
        theirs = about(connection, store, ranked, viewer, {item[ranked.id_field] for item in answer["items"]})
    for id_field, doubts, entries in ((own.id_field, mine, [answer]), (ranked.id_field, theirs, answer["items"])):
        for entry in entries:
            if entry[id_field] in doubts:
                entry["disputed"] = doubts[entry[id_field]]
    return answer


def _record(store: Store, aggregate: str, id_: str) -> Record | None:
    with store.engine.connect() as connection:
        return read_docs(connection, store.tables.records[aggregate], [id_]).get(id_)


def _missing(zh: str, en: str, id_: str) -> RequestError:
    return not_found(f"没有{zh} {id_[:160]}", f"there is no {en} {id_[:160]}")
