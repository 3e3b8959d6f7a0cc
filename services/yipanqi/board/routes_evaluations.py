"""What a year's evaluations come to: their order and the grades that commerce may publish."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.views import view_of
from yipanqi.board.visibility import visible_column
from yipanqi.contract.settings import product_defaults
from yipanqi.findings.grades import grades

router = APIRouter(prefix="/api/v1/evaluations", tags=["evaluations"])


@router.get("/ranking", summary="评价排名与建议等级 / Ranking and proposed grades")
def ranking(
    board: CurrentBoard, viewer: CurrentViewer, year: Annotated[int, Query(ge=2000, le=2100)]
) -> dict[str, Any]:
    """Return the year's evaluations by total with the grade that their rank gives; hidden totals are left out."""
    store, view = board.store(), view_of("evaluations", board.database.views)
    table = store.tables.records[view.aggregate]
    total = visible_column(table, view, "total_score", viewer).label("total")
    wanted = select(table.c.id, total, table.c.exempt, table.c.grade, table.c.subject_name, table.c.status)
    with store.engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(wanted.where(table.c.year == year)) if row.total is not None}
    scale = view.columns["total_score"].scale
    shares = product_defaults().evaluation.grade_shares
    placed, ranked = grades(
        ((id_, Decimal(row.total).scaleb(-scale), bool(row.exempt)) for id_, row in rows.items()), shares
    )
    items = [
        {
            "id": one.evaluation_id,
            "subject_name": rows[one.evaluation_id].subject_name,
            "status": rows[one.evaluation_id].status,
            "total_score": str(one.total),
            "rank": one.rank,
            "proposed_grade": one.grade.value,
            "grade": rows[one.evaluation_id].grade,
        }
        for one in placed
    ]
    shown = {grade: str(share) for grade, share in shares.items()}
    return {"year": year, "of_total": ranked, "grade_shares": shown, "items": items}
