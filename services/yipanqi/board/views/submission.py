"""Workbooks that units handed in, and what became of their rows, as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

_COUNTS = ("rows_read", "rows_unreadable", "rows_unchanged", "rows_accepted", "rows_refused", "rows_unanswered")

VIEW = View(
    aggregate="submission",
    plural="submissions",
    filters=("owner_unit", "layouts", "submitted_on", "rows_unreadable", "rows_refused", "updated_by", "updated_at"),
    sorts=("submitted_on", "owner_unit", *_COUNTS, *DATED),
    search=("submission_id",),
    groups=("owner_unit",),
    measures=_COUNTS,
    listed=("submitted_on", "owner_unit", "layouts", *_COUNTS, "updated_at", "updated_by"),
)
