"""Correction requests as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="correction",
    plural="corrections",
    filters=(
        *("status", "owner_unit", "source_unit", "subject_aggregate", "subject_id", "due_on", "in_time"),
        *("updated_by", "updated_at"),
    ),
    sorts=("status", "due_on", "owner_unit", "source_unit", "subject_aggregate", *DATED),
    search=("subject_id", "correction_id", "doubt"),
    groups=("status", "source_unit"),
    subsets={"open": {"status": ("OPEN",)}},
    listed=(
        *("subject_aggregate", "subject_id", "field", "status", "owner_unit", "source_unit", "doubt", "suggested"),
        *("due_on", "answer", "fixed_by", "in_time", "updated_at"),
    ),
    owners=("owner_unit", "source_unit"),
    # The name of a field is hidden from those who may not see the field: no filter and no search asks for it.
    lookups=("subject_id", "field"),
)
