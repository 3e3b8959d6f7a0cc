"""Recruiters as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="recruiter",
    plural="recruiters",
    filters=("owner_unit", "active", "chains", "languages", "joined_on", "updated_by", "updated_at"),
    sorts=("owner_unit", "name", "active", "joined_on", *DATED),
    search=("recruiter_id", "name", "post", "chains", "languages"),
    groups=("owner_unit", "active"),
    listed=(
        *("name", "owner_unit", "post", "chains", "languages", "active", "joined_on", "training_years"),
        *("updated_at", "updated_by"),
    ),
)
