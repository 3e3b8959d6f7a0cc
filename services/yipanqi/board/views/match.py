"""Matches as the board shows them: which carriers are proposed for which projects, and what became of it."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="match",
    plural="matches",
    filters=(
        *(
            "status",
            "outcome",
            "source",
            "project_id",
            "carrier_id",
            "owner_unit",
            "party_units",
            "run_id",
            "decided_by",
        ),
        *("proposed_at", "decided_at", "score", "updated_by", "updated_at"),
    ),
    sorts=("status", "outcome", "source", "carrier_id", "score", "owner_unit", "proposed_at", "decided_at", *DATED),
    search=("match_id", "project_id", "carrier_id", "decision_reason"),
    groups=("status", "outcome", "source", "owner_unit"),
    subsets={"decided": {"status": ("ACCEPTED", "REJECTED")}, "open": {"status": ("CHECKING", "PROPOSED")}},
    listed=(
        *("project_id", "carrier_id", "unit_no", "status", "source", "score", "owner_unit", "party_units"),
        *("proposed_at", "decided_at", "decided_by", "outcome", "updated_at", "updated_by"),
    ),
    # Whoever is to decide must see what it is about.
    owners=("owner_unit", "party_units"),
    withheld={"MatchAccepted": ("reason",), "MatchRejected": ("reason",), "MatchWithdrawn": ("reason",)},
)
