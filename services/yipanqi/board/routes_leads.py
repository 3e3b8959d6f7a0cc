"""Leads by their countdown: which step is to be taken next, by whom, and how much of its limit is left."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from yipanqi.board.clocks import lead_clocks
from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.query import read_docs, shown
from yipanqi.board.views.lead import VIEW

router = APIRouter(prefix="/api/v1/leads", tags=["leads"])


@router.get("/due", summary="线索办理倒计时 / Leads by their countdown")
def due(
    board: CurrentBoard,
    viewer: CurrentViewer,
    mine: bool = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """Return the leads of which a step is open: those that wait for the viewer's unit first, then by their last day.

    Each has its open steps as `clocks`, the first due first. `own` counts those that wait for the viewer's unit,
    `overdue` those of them whose last day is past (of all for an account without a unit); `mine` leaves out the others.
    """
    store, today = board.store(), board.today().isoformat()
    found = []
    for id_, steps in board.open_leads.current(store).items():
        own = [one for one in steps if viewer.unit in one.units]
        if own or not mine:
            found.append((not own, min(one.due_on for one in own or steps), id_))
    found.sort()
    with store.engine.connect() as connection:
        docs = read_docs(connection, store.tables.records[VIEW.aggregate], [id_ for _, _, id_ in found[:limit]])
    counted = [day for others, day, _ in found if not others or viewer.unit is None]
    items = [
        {**shown(VIEW, docs[id_], viewer, listed=True), "clocks": lead_clocks(docs[id_], board.today())}
        for _, _, id_ in found[:limit]
        if id_ in docs
    ]
    late = sum(day < today for day in counted)
    return {"items": items, "total": len(found), "own": sum(not others for others, _, _ in found), "overdue": late}
