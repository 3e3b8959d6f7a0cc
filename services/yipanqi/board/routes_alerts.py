"""Alerts by their kind: how many there are to act on, how urgent, and the first day that is due."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy import and_, func, select, true

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.board.views.alert import VIEW
from yipanqi.board.visibility import own_record, visible_column
from yipanqi.models.codes import AlertLevel, AlertStatus

router = APIRouter(prefix="/api/v1/alerts", tags=["alerts"])

#: The most urgent first.
_LEVELS = (AlertLevel.URGENT.value, AlertLevel.WARNING.value, AlertLevel.NOTICE.value)

_COLUMNS = ("status", "kind", "level", "due_on")


@router.get("/kinds", summary="待处理预警按类别 / Raised alerts by kind")
def kinds(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return the raised alerts by kind, the most urgent first: a unit's own, for an account without a unit all.

    An item has the worst `level`, the `count`, the counts by `levels` and the earliest `due_on` (None: none has a day).
    `snoozed` counts those that are put off; they are in no item.
    """
    store = board.store()
    table = store.tables.records[VIEW.aggregate]
    status, kind, level, due = (visible_column(table, VIEW, name, viewer) for name in _COLUMNS)
    whose = own_record(table, VIEW, viewer) if viewer.unit is not None else true()
    counted = select(kind, level, func.count(), func.min(due)).where(and_(status == AlertStatus.RAISED.value, whose))
    put_off = select(func.count()).select_from(table).where(and_(status == AlertStatus.SNOOZED.value, whose))
    with store.engine.connect() as connection:
        rows = connection.execute(counted.group_by(kind, level)).all()
        snoozed = connection.scalar(put_off) or 0
    found: dict[str, dict[str, Any]] = {}
    for name, at, count, day in rows:
        item = found.setdefault(name, {"kind": name, "count": 0, "levels": {}, "due_on": None})
        item["count"] += count
        item["levels"][at] = count
        item["due_on"] = min(filter(None, (item["due_on"], day)), default=None)
    items = [{**item, "level": min(item["levels"], key=_LEVELS.index)} for item in found.values()]
    items.sort(key=lambda item: (_LEVELS.index(item["level"]), item["due_on"] or "9999", -item["count"], item["kind"]))
    return {"items": items, "total": sum(item["count"] for item in items), "snoozed": snoozed}
