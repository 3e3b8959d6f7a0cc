"""Alerts as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="alert",
    plural="alerts",
    filters=(
        *("status", "kind", "level", "units", "subject_aggregate", "subject_id", "due_on", "since_on"),
        *("raised_at", "cleared_at", "updated_by", "updated_at"),
    ),
    sorts=("level", "kind", "status", "due_on", "since_on", "raised_at", *DATED),
    search=("subject_name", "subject_id", "reason_zh", "reason_en"),
    groups=("status", "kind", "level"),
    subsets={"open": {"status": ("RAISED", "SNOOZED")}, "urgent": {"status": ("RAISED",), "level": ("URGENT",)}},
    listed=(
        *("kind", "level", "status", "subject_aggregate", "subject_id", "subject_name", "units", "reason_zh"),
        *("reason_en", "since_on", "due_on", "raised_at", "snoozed_until_on", "updated_at"),
    ),
    owners=("units",),
    lookups=("subject_id",),
)
