"""Alerts by their kind: how many there are to act on, how urgent, and the first day that is due."""

from __future__ import annotations

from collections import Counter
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
    found: dict[str, dict[str, Any]] = {}
    snoozed = 0
    for alert in board.open_alerts.current(board.store()).values():
        if viewer.unit is not None and viewer.unit not in alert.units:
            continue
        if alert.snoozed:
            snoozed += 1
            continue
        item = found.get(alert.kind)
        if item is None:
            item = found[alert.kind] = {"kind": alert.kind, "count": 0, "levels": Counter(), "due_on": None}
        item["count"] += 1
        item["levels"][alert.level] += 1
        if alert.due_on is not None and (item["due_on"] is None or alert.due_on < item["due_on"]):
            item["due_on"] = alert.due_on
    items = [{**item, "level": min(item["levels"], key=_LEVELS.index)} for item in found.values()]
    items.sort(key=lambda item: (_LEVELS.index(item["level"]), item["due_on"] or "9999", -item["count"], item["kind"]))
    return {"items": items, "total": sum(item["count"] for item in items), "snoozed": snoozed}
