"""The assessment of the units, every number of it traceable to the ledger."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Query as Parameter
from fastapi.responses import Response

from yipanqi.board.context import Board, CurrentBoard, CurrentViewer
from yipanqi.board.encode import to_json
from yipanqi.board.figures import answers, assessed
from yipanqi.board.figures.evidence import explain_terms
from yipanqi.board.figures.service import Counted
from yipanqi.board.problems import not_found
from yipanqi.board.visibility import Viewer
from yipanqi.figures.assessment import Score
from yipanqi.figures.registry import FIGURES
from yipanqi.figures.terms import By

router = APIRouter(prefix="/api/v1/assessment", tags=["figures"])

Json = dict[str, Any]
YearParam = Annotated[int | None, Parameter(ge=2000, le=2100, description="年度 / year")]


@router.get("", summary="考核 / Assessment")
def listed(board: CurrentBoard, viewer: CurrentViewer, year: YearParam = None) -> Json:
    """Return each unit's score for a year with its parts, the best first; a unit of the SOE groups sees its own."""
    counted = board.figures.counted()
    asked = year or counted.basis.today.year
    scores = _visible(board, viewer, counted, asked)
    names = answers.group_names(By.UNIT, board.catalog, board.codes)
    return {
        "year": asked,
        "formula": {
            "zh": "Σ max(0, min(完成率, 封顶)) × 100 × 权重 + 加分 − 逾期未开工、虚报扣分；完成率按序时进度计",
            "en": "Σ max(0, min(completion, cap)) × 100 × weight + bonus − points for overdue, false; completion by "
            "schedule",
        },
        "settings": assessed.settings(),
        "items": [assessed.scored(score, names) for score in scores],
        **answers.standing_at(counted, (score.last_input for score in scores)),
    }


@router.get("/{unit}/explain", summary="考核依据 / What is behind a score", response_model=None)
def explain(board: CurrentBoard, viewer: CurrentViewer, unit: str, year: YearParam = None) -> Response:
    """Return a unit's score as a tree: parts, terms, and the ledger events behind each term with their positions."""
    counted = board.figures.counted()
    asked = year or counted.basis.today.year
    score = next((score for score in _visible(board, viewer, counted, asked) if score.unit == unit), None)
    if score is None:
        raise not_found(f"{unit[:40]} 在 {asked} 年没有考核", f"there is no assessment of {unit[:40]} for {asked}")
    answer = board.figures.told(counted, viewer, unit, asked, lambda: _told(board, viewer, counted, score, asked))
    return Response(answer, media_type="application/json")


def _told(board: Board, viewer: Viewer, counted: Counted, score: Score, year: int) -> bytes:
    names = answers.group_names(By.UNIT, board.catalog, board.codes)
    views = {view.aggregate: view for view in board.database.views}
    tree = assessed.explained(score, names, lambda terms: explain_terms(board.store(), views, viewer, terms))
    standing = answers.standing_at(counted, (score.last_input,))
    return to_json({"year": year, "settings": assessed.settings(), **tree, **standing}).encode()


def _visible(board: Board, viewer: Viewer, counted: Counted, year: int) -> list[Score]:
    scope = board.figures.scope(FIGURES["schedule-progress"], viewer)
    return [score for score in board.figures.scores(counted, year) if scope.everything or score.unit == scope.unit]
