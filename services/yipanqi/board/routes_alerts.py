"""Alerts by their kind: how many there are to act on, how urgent, and the first day that is due."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from yipanqi.board.context import CurrentBoard, CurrentViewer
from yipanqi.models.codes import AlertLevel

router = APIRouter(prefix="/api/v1/alerts", tags=["alerts"])

#: The most urgent first.
_LEVELS = (AlertLevel.URGENT.value, AlertLevel.WARNING.value, AlertLevel.NOTICE.value)


@router.get("/kinds", summary="待处理预警按类别 / Raised alerts by kind")
def kinds(board: CurrentBoard, viewer: CurrentViewer) -> dict[str, Any]:
    """Return the raised alerts by kind, the most urgent first: a unit's own, for an account without a unit all.

    An item has the worst `level`, the `count`, the counts by `levels` and the earliest `due_on` (None: none has a day).
    `snoozed` counts those that are put off; they are in no item.
    """
    counted = board.open_alerts.by_kind(board.store(), viewer.unit)
    items: list[dict[str, Any]] = [
        {
            "kind": kind,
            "count": one.levels.total(),
            "levels": dict(one.levels),
            "due_on": one.due_on,
            "level": min(one.levels, key=_LEVELS.index),
        }
        for kind, one in counted.kinds.items()
    ]
    items.sort(key=lambda item: (_LEVELS.index(item["level"]), item["due_on"] or "9999", -item["count"], item["kind"]))
    return {"items": items, "total": sum(item["count"] for item in items), "snoozed": counted.snoozed}
