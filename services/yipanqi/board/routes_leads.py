"""Leads by their countdown: which step is to be taken next, by whom, and how much of its limit is left."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from yipanqi.board.clocks import handing_out, lead_clocks
from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.query import read_docs, shown
from yipanqi.board.views.lead import VIEW
from yipanqi.rules.lead_steps import ENDED, open_steps

router = APIRouter(prefix="/api/v1/leads", tags=["leads"])

#: What tells which steps are open; every viewer may see it.
_COLUMNS = (
    *("status", "owner_unit", "assigned_unit", "responded_at", "answered_at"),
    *("response_due_on", "judge_due_on", "feedback_due_on", "answer_until_on"),
)


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
    table = store.tables.records[VIEW.aggregate]
    wanted = select(table.c.id, *(table.c[name] for name in _COLUMNS)).where(table.c.status.not_in(sorted(ENDED)))
    found, judges = [], handing_out()
    with store.engine.connect() as connection:
        # As plain values: to make mappings of thousands of rows would take longer than all else.
        for id_, *values in connection.execute(wanted):
            steps = list(open_steps(dict(zip(_COLUMNS, values, strict=True)), judges))
            own = [one for one in steps if viewer.unit in one.units]
            if steps and (own or not mine):
                found.append((not own, min(one.due_on for one in own or steps), id_))
        found.sort()
        docs = read_docs(connection, table, [id_ for _, _, id_ in found[:limit]])
    counted = [day for others, day, _ in found if not others or viewer.unit is None]
    items = [
        {**shown(VIEW, docs[id_], viewer, listed=True), "clocks": lead_clocks(docs[id_], board.today())}
        for _, _, id_ in found[:limit]
        if id_ in docs
    ]
    late = sum(day < today for day in counted)
    return {"items": items, "total": len(found), "own": sum(not others for others, _, _ in found), "overdue": late}
