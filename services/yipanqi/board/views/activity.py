"""Promotion activities as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="activity",
    plural="activities",
    filters=(
        *("status", "kind", "channel", "owner_unit", "units", "chains", "starts_on", "held_on", "cost"),
        *("updated_by", "updated_at"),
    ),
    sorts=("name", "status", "kind", "owner_unit", "starts_on", "guests", "cost", *DATED),
    search=("name", "activity_id", "place_text", "results"),
    groups=("status", "kind", "channel", "owner_unit"),
    measures=("cost",),
    listed=(
        *("name", "kind", "channel", "status", "starts_on", "ends_on", "place_text", "owner_unit", "units", "chains"),
        *("guests", "cost", "updated_at", "updated_by"),
    ),
)
