"""What a promotion activity brought: counted from the leads that name it, and from the projects that they became."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.figures.answers import plain, standing_at
from yipanqi.board.problems import not_found
from yipanqi.board.query import Reader
from yipanqi.board.views import view_of
from yipanqi.figures.leads import Yield, of_activity

router = APIRouter(prefix="/api/v1/activities", tags=["activities"])


@router.get("/{id_:path}/yield", summary="活动产出 / Yield of an activity")
def activity_yield(id_: str, board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return how many leads the activity brought, how many were valuable, became projects, were signed; and which."""
    view = view_of("activities", board.database.views)
    record = Reader(board.store(), view, viewer).record(id_)
    if record is None:
        raise not_found(f"没有招商活动 {id_[:160]}", f"there is no activity {id_[:160]}")
    counted = board.figures.counted()
    found = of_activity(id_, counted.snapshot.district)
    inputs = [str(record.get("updated_at", "")), *(one.lead.updated_at for one in found)]
    inputs += [one.row.updated_at for one in found if one.row is not None]
    return {
        "id": id_,
        "name": record["name"],
        "units": [record["owner_unit"], *record.get("units", ())],
        "leads": len(found),
        "valuable": sum(one.valuable for one in found),
        "projects": sum(one.project for one in found),
        "signed": sum(one.signed for one in found),
        "items": [_lead(one) for one in found],
        **standing_at(counted, inputs),
    }


def _lead(found: Yield) -> dict[str, Any]:
    lead = found.lead
    return {
        "lead_id": lead.id,
        "name": lead.name,
        "valuable": found.valuable,
        "project_id": lead.project_id,
        "signed": found.signed,
        "response_hours": plain(lead.response_hours),
    }
