"""Claims as the board shows them: their own and commerce in full, everyone else that they are there."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="claim",
    plural="claims",
    filters=(
        *("status", "scope", "investor_id", "owner_unit", "contested", "protected_until_on", "contact_due_on"),
        *("conflict_since_on", "ruling_due_on", "filed_on", "transfer_to", "project_id", "group_id"),
        *("updated_by", "updated_at"),
    ),
    sorts=(
        *("status", "scope", "investor_id", "investor_name", "owner_unit", "filed_on", "protected_until_on"),
        *("contact_due_on", "ruling_due_on", "planned_investment", *DATED),
    ),
    search=("claim_id", "investor_id", "investor_name", "content", "needs"),
    groups=("status", "scope", "owner_unit"),
    measures=("planned_investment",),
    subsets={"pool": {"status": ("EXPIRED",)}, "conflicts": {"status": ("CONFLICT",)}},
    listed=(
        *("investor_id", "investor_name", "scope", "status", "owner_unit", "filed_on", "protected_until_on"),
        *("contact_due_on", "contested", "ruling_due_on", "contacts", "last_contact_on", "extended", "transfer_to"),
        *("conflict_since_on", "planned_investment", "project_id", "ended_reason", "updated_at", "updated_by"),
    ),
    # Whom a claim is offered to must see what it is about.
    owners=("owner_unit", "transfer_to"),
    lookups=("investor_id",),
    proven=True,
)
