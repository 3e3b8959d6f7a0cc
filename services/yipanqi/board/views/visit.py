"""Leaders' time for investment promotion as the board shows it."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="visit",
    plural="visits",
    filters=(
        *("leader", "kind", "owner_unit", "enterprise_id", "project_id", "activity_id", "held_on", "spent_hours"),
        *("withdrawn", "updated_by", "updated_at"),
    ),
    sorts=("held_on", "leader", "kind", "spent_hours", "owner_unit", *DATED),
    search=("leader", "enterprise_name", "place_text", "visit_id"),
    groups=("kind", "leader", "owner_unit"),
    measures=("spent_hours",),
    subsets={"standing": {"withdrawn": (False,)}},
    listed=(
        *("held_on", "leader", "kind", "spent_hours", "enterprise_name", "enterprise_id", "project_id", "place_text"),
        *("withdrawn", "owner_unit", "updated_at", "updated_by"),
    ),
)
