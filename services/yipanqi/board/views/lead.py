"""Leads as the board shows them: the recruiter's list with its limits, and the pool."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="lead",
    plural="leads",
    filters=(
        *("status", "channel", "chain", "owner_unit", "assigned_unit", "activity_id", "project_id", "enterprise_id"),
        *("verdict", "pool_cause", "planned_investment", "floor_m2", "land_m2", "received_on"),
        *("response_due_on", "judge_due_on", "feedback_due_on", "answer_until_on"),
        *("responded_at", "answered_at", "updated_by", "updated_at"),
    ),
    sorts=(
        *("name", "status", "channel", "chain", "owner_unit", "assigned_unit", "received_on", "planned_investment"),
        *("response_due_on", "judge_due_on", "feedback_due_on", "answer_until_on", "response_hours", *DATED),
    ),
    search=("name", "lead_id", "investor_name", "content", "needs", "chain"),
    groups=("status", "channel", "chain", "owner_unit", "assigned_unit"),
    measures=("planned_investment",),
    subsets={"pool": {"status": ("POOLED",)}, "valuable": {"verdict": ("VALUABLE",)}},
    listed=(
        *("name", "channel", "chain", "status", "owner_unit", "assigned_unit", "received_on", "investor_name"),
        *("planned_investment", "response_due_on", "judge_due_on", "feedback_due_on", "answer_until_on"),
        *("responded_at", "answered_at", "response_hours", "project_id", "updated_at", "updated_by"),
    ),
    # Whoever is in charge must see what it is about.
    owners=("owner_unit", "assigned_unit"),
)
