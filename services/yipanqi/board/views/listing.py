"""Enterprises on their way to a listing as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="listing",
    plural="listings",
    filters=(
        *("stage", "board", "chain", "owner_unit", "stage_since", "next_due_on", "taken_over"),
        *("updated_by", "updated_at"),
    ),
    sorts=("name", "stage", "stage_since", "board", "chain", "owner_unit", "next_due_on", *DATED),
    search=("name", "enterprise_id", "sponsor", "next_step", "chain"),
    groups=("stage", "board", "chain", "owner_unit"),
    listed=(
        *("name", "board", "chain", "stage", "stage_since", "next_step", "next_due_on", "sponsor", "owner_unit"),
        *("taken_over", "updated_at", "updated_by"),
    ),
)
