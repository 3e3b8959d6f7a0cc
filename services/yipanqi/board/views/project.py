"""Projects as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, ItemsView, View

#: From the signature on, asset-light projects included.
_SIGNED = (
    *("SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY"),
    *("FITTING_OUT", "OPERATING"),
)

_BESIDE = {
    "project_id": "project_id",
    "project_name": "name",
    "owner_unit": "owner_unit",
    "host_unit": "host_unit",
    "stage": "stage",
    "updated_at": "updated_at",
}

APPROVALS = ItemsView(
    aggregate="project",
    plural="approvals",
    inside="approvals",
    item_id="matter_id",
    beside=_BESIDE,
    filters=(
        *("status", "kind", "project_id", "owner_unit", "host_unit", "stage", "authority_unit"),
        *("submitted_on", "accepted_on", "due_on", "decided_on", "overdue_working_days", "limit_working_days"),
    ),
    sorts=(
        *("due_on", "submitted_on", "accepted_on", "decided_on", "status", "kind", "overdue_working_days"),
        "updated_at",
    ),
    search=("project_name", "project_id", "matter_id", "name", "authority", "kind"),
    listed=(
        *("project_id", "project_name", "matter_id", "kind", "name", "authority", "status", "submitted_on"),
        *("accepted_on", "limit_working_days", "used_working_days", "counted_from_on", "due_on", "decided_on"),
        *("overdue_working_days", "document_number", "owner_unit", "host_unit", "stage"),
    ),
    lookups=("project_id",),
)

PROBLEMS = ItemsView(
    aggregate="project",
    plural="problems",
    inside="problems",
    item_id="problem_id",
    beside=_BESIDE,
    filters=(
        *("status", "kind", "level", "project_id", "owner_unit", "host_unit", "stage", "responsible_unit"),
        *("raised_by", "raised_on", "due_on", "resolved_on"),
    ),
    sorts=("due_on", "level", "raised_on", "resolved_on", "status", "kind", "responsible_unit", "updated_at"),
    search=("project_name", "project_id", "problem_id", "kind", "description"),
    listed=(
        *("project_id", "project_name", "problem_id", "kind", "level", "status", "description", "responsible_unit"),
        *("raised_by", "raised_on", "due_on", "resolved_on", "resolution", "owner_unit", "host_unit", "stage"),
    ),
    # Whoever has to solve a problem, or raised it, reads it in full.
    owners=("owner_unit", "responsible_unit", "raised_by"),
    lookups=("project_id",),
)

VIEW = View(
    aggregate="project",
    plural="projects",
    filters=(
        *("stage", "chain", "owner_unit", "host_unit", "area_code", "form", "investor_id", "investor_country"),
        *("taken_over", "taken_over_confirmed", "planned_investment", "contract_fdi_usd", "land_m2"),
        *("fdi_contract_usd", "fdi_utilised_usd", "fdi_exceeds_contract"),
        *("signed_on", "signed_amount", "progressed_on", "milestone_flags", "claim_open", "claimed_by_other"),
        *("red_line", "basic_farmland", "high_energy", "high_emission", "stage_since", "updated_by", "updated_at"),
    ),
    sorts=(
        *("name", "stage", "stage_since", "owner_unit", "host_unit", "chain", "investor_name"),
        *("planned_investment", "contract_fdi_usd", "land_m2", "floor_m2", "expected_jobs"),
        *("signed_on", "signed_amount", "progressed_on", *DATED),
    ),
    search=("name", "investor_name", "investor_id", "project_id", "place_text", "chain", "contract_reference"),
    groups=("stage", "chain", "owner_unit"),
    measures=(
        *("planned_investment", "signed_amount", "contract_fdi_usd", "fdi_contract_usd", "fdi_utilised_usd"),
        "land_m2",
    ),
    subsets={
        "unconfirmed": {"taken_over": (True,), "taken_over_confirmed": (False,)},
        "signed": {"stage": _SIGNED},
        "ended": {"stage": ("SUSPENDED", "TERMINATED")},
        "fdi_exceeds_contract": {"fdi_exceeds_contract": (True,)},
    },
    listed=(
        *("name", "stage", "stage_since", "owner_unit", "host_unit", "chain", "investor_name", "investor_country"),
        *("planned_investment", "planned_investment_about", "contract_fdi_usd", "land_m2", "area_code"),
        *("fdi_contract_usd", "fdi_utilised_usd", "fdi_exceeds_contract"),
        *("signed_on", "signed_amount", "progressed_on", "milestone_flags"),
        *("taken_over", "taken_over_confirmed", "updated_at", "updated_by"),
    ),
    items=(APPROVALS, PROBLEMS),
    large=True,
    # Which carriers a project holds; as a carrier's own record tells nobody else for which project it is held.
    withheld={
        "CarrierHeld": ("carrier_id", "unit_no", "hold_id"),
        "CarrierFreed": ("carrier_id", "hold_id"),
        "ReservationCheckRequested": ("carrier_id", "request_id", "requested_by"),
    },
)
