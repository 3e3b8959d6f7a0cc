"""What a year's evaluations come to, and what the district's own figures say beside the declared values."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from sqlalchemy import select

from yipanqi.board import evaluation_figures
from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.params import MAX_PAGE_SIZE
from yipanqi.board.problems import Problem, RequestError, not_found
from yipanqi.board.query import read_docs
from yipanqi.board.views import view_of
from yipanqi.board.visibility import visible_column
from yipanqi.contract.masking import Share
from yipanqi.contract.settings import product_defaults
from yipanqi.findings.grades import grades

router = APIRouter(prefix="/api/v1/evaluations", tags=["evaluations"])

SubjectKind = Literal["ENTERPRISE", "CARRIER"]


@router.get("/ranking", summary="评价排名与建议等级 / Ranking and proposed grades")
def ranking(
    board: CurrentBoard,
    viewer: CurrentViewer,
    year: Annotated[int, Query(ge=2000, le=2100)],
    subject_kind: SubjectKind,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = 50,
) -> dict[str, Any]:
    """Return the year's evaluations of enterprises, or of carriers, by total with the grade that their rank gives.

    A rank is a place among all, on whatever page: who does not see all totals gets those that it sees, and neither
    place nor grade.
    """
    store, view = board.store(), view_of("evaluations", board.database.views)
    table, field = store.tables.records[view.aggregate], view.columns["total_score"]
    total = visible_column(table, view, field.name, viewer).label("total")
    wanted = select(table.c.id, total, table.c.exempt, table.c.grade, table.c.subject_name, table.c.status)
    of_kind = wanted.where(table.c.year == year, table.c.subject_kind == subject_kind)
    with store.engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(of_kind) if row.total is not None}
    shares = product_defaults().evaluation.grade_shares
    placed, ranked = grades(
        ((id_, Decimal(row.total).scaleb(-field.scale), bool(row.exempt)) for id_, row in rows.items()), shares
    )
    all_seen = field.share <= viewer.share(view)
    if not all_seen:
        placed.sort(key=lambda one: (-one.total, one.evaluation_id))
    items = [
        {
            "id": one.evaluation_id,
            "subject_name": rows[one.evaluation_id].subject_name,
            "status": rows[one.evaluation_id].status,
            "total_score": str(one.total),
            "rank": one.rank if all_seen else None,
            "proposed_grade": one.grade.value if all_seen else None,
            "grade": rows[one.evaluation_id].grade,
        }
        for one in placed[(page - 1) * page_size : page * page_size]
    ]
    about: dict[str, Any] = {"year": year, "subject_kind": subject_kind, "of_total": ranked if all_seen else None}
    about["grade_shares"] = {grade: str(share) for grade, share in shares.items()}
    return {**about, "items": items, "total": len(placed), "page": page, "page_size": page_size}


@router.get("/proposal", summary="评价参考值 / What the records say")
def proposal(
    board: CurrentBoard,
    viewer: CurrentViewer,
    subject_kind: SubjectKind,
    subject_id: Annotated[str, Query(min_length=1, max_length=160)],
) -> dict[str, Any]:
    """Return the district's own figures for the parts of an evaluation to be made, and what they are made of."""
    return evaluation_figures.proposal(board.store(), viewer, subject_kind, subject_id)


@router.get("/{id_}/figures", summary="评价与本区数据对照 / Declared and own values")
def own_figures(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return each declared part beside the district's own figure, and how far apart they are."""
    store, view = board.store(), view_of("evaluations", board.database.views)
    with store.engine.connect() as connection:
        evaluation = read_docs(connection, store.tables.records[view.aggregate], [id_]).get(id_)
    if evaluation is None:
        raise not_found(f"没有评价 {id_[:160]}", f"there is no evaluation {id_[:160]}")
    if viewer.level(view, evaluation) < Share.GOVERNMENT:
        zh, en = (
            "评价各项数据只供被评对象的责任单位和政府部门查看",
            "its values are for the subject's unit and government to see",
        )
        raise RequestError(403, Problem("not_a_reader", zh, en))
    return evaluation_figures.beside(store, viewer, evaluation)
