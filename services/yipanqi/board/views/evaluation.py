"""Evaluations as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="evaluation",
    plural="evaluations",
    filters=(
        *("status", "subject_kind", "subject_id", "keeper_unit", "year", "grade", "exempt", "total_score"),
        *("published_on", "appeal_until_on", "updated_by", "updated_at"),
    ),
    sorts=("year", "grade", "rank", "total_score", "subject_name", "keeper_unit", "status", *DATED),
    search=("subject_name", "subject_id", "evaluation_id"),
    groups=("status", "grade", "year"),
    listed=(
        *("year", "subject_kind", "subject_name", "subject_id", "keeper_unit", "status", "total_score", "grade"),
        *("rank", "of_total", "exempt", "published_on", "appeal_until_on", "updated_at"),
    ),
    owners=("owner_unit", "keeper_unit"),
    # What a total is made of, and what an appeal says of it.
    withheld={
        "EvaluationMade": ("parts",),
        "EvaluationRevised": ("parts",),
        "EvaluationCorrected": ("parts",),
        "EvaluationAppealed": ("reason", "evidence"),
        "AppealDecided": ("reason", "parts"),
    },
)
