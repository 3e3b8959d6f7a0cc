"""Targets as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="target",
    plural="targets",
    filters=("year", "metric", "responsible", "owner_unit", "annual", "updated_by", "updated_at"),
    sorts=("year", "metric", "responsible", "annual", "owner_unit", *DATED),
    search=("target_id", "metric", "responsible", "measure"),
    groups=("metric", "year"),
    listed=(
        *("year", "metric", "responsible", "annual", "stretch", "measure", "quarters", "locked_through", "owner_unit"),
        *("updated_at", "updated_by"),
    ),
)
