"""Cases of putting carriers to use again, as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="revitalisation",
    plural="revitalisations",
    filters=(
        *("status", "mode", "owner_unit", "carrier_id", "identified_by", "carrier_manager_unit", "verified_by"),
        *("taken_over", "identified_on", "planned_on", "done_on", "expected_m2", "freed_m2"),
        *("updated_by", "updated_at"),
    ),
    sorts=(
        *("status", "mode", "owner_unit", "carrier_id", "identified_on", "planned_on", "done_on"),
        *("expected_m2", "freed_m2", *DATED),
    ),
    search=("revitalisation_id", "carrier_id", "partner_name", "finding"),
    groups=("status", "mode", "owner_unit"),
    measures=("expected_m2", "freed_m2"),
    subsets={"open": {"status": ("IDENTIFIED", "VERIFIED", "NEGOTIATING", "PLAN_APPROVED", "IN_PROGRESS")}},
    listed=(
        *("carrier_id", "mode", "status", "owner_unit", "identified_by", "partner_name", "identified_on"),
        *("planned_on", "done_on", "expected_m2", "freed_m2", "carrier_area_m2", "taken_over"),
        *("updated_at", "updated_by"),
    ),
    owners=("owner_unit", "carrier_manager_unit", "carrier_owner_unit", "identified_by"),
)
