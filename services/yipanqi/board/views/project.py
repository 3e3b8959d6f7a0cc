"""Projects as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

#: From the signature on, asset-light projects included.
_SIGNED = (
    *("SIGNED", "APPROVING", "READY_TO_START", "BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY"),
    *("FITTING_OUT", "OPERATING"),
)

VIEW = View(
    aggregate="project",
    plural="projects",
    filters=(
        *("stage", "chain", "owner_unit", "host_unit", "area_code", "form", "investor_id", "investor_country"),
        *("taken_over", "taken_over_confirmed", "planned_investment", "contract_fdi_usd", "land_m2"),
        *("fdi_contract_usd", "fdi_utilised_usd", "fdi_exceeds_contract"),
        *("red_line", "basic_farmland", "high_energy", "high_emission", "stage_since", "updated_by", "updated_at"),
    ),
    sorts=(
        *("name", "stage", "stage_since", "owner_unit", "host_unit", "chain", "investor_name"),
        *("planned_investment", "contract_fdi_usd", "land_m2", "floor_m2", "expected_jobs", *DATED),
    ),
    search=("name", "investor_name", "investor_id", "project_id", "place_text", "chain", "contract_reference"),
    groups=("stage", "chain", "owner_unit"),
    measures=("planned_investment", "contract_fdi_usd", "fdi_contract_usd", "fdi_utilised_usd", "land_m2"),
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
        *("taken_over", "taken_over_confirmed", "updated_at", "updated_by"),
    ),
)
