"""Registers of claims as the board shows them: for commerce, which rules on conflicts."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="protection",
    plural="claim-registers",
    filters=("updated_at",),
    sorts=DATED,
    search=("group_id",),
    listed=("group_id", "entries", "updated_at"),
    # No unit's own: only the coordinator writes in it.
    owners=("updated_by",),
    proven=True,
)
