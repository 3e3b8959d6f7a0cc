"""Carriers as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="carrier",
    plural="carriers",
    filters=(
        *("status", "kind", "owner_unit", "manager_unit", "area_code", "permitted_chains", "taken_over"),
        *("land_m2", "floor_m2", "storey_height_m", "floor_load_t_m2", "power_kva", "rent_cny_m2_month"),
        *("min_intensity_cny_m2", "vacant_since", "agreed_start_on", "started_on"),
        *("updated_by", "updated_at"),
    ),
    sorts=(
        *("name", "status", "kind", "owner_unit", "area_code", "land_m2", "floor_m2", "storey_height_m"),
        *("rent_cny_m2_month", "price", "vacant_since", "agreed_start_on", *DATED),
    ),
    search=("name", "carrier_id", "owner_name", "place_text", "area_code", "restrictions", "permitted_chains"),
    groups=("status", "kind", "owner_unit"),
    measures=("land_m2", "floor_m2"),
    # Idle is what nobody uses and nobody is promised.
    subsets={"idle": {"status": ("REGISTERED", "VERIFIED", "AVAILABLE", "VACATED")}},
    listed=(
        *("name", "kind", "status", "owner_unit", "manager_unit", "area_code", "land_m2", "floor_m2"),
        *("storey_height_m", "rent_cny_m2_month", "price", "permitted_chains", "vacant_since"),
        *("agreed_start_on", "started_on"),
        *("taken_over", "updated_at", "updated_by"),
    ),
    owners=("owner_unit", "manager_unit"),
    many=True,
    # A project's contract number is for government and the project's own unit.
    withheld={"CarrierCommitted": ("contract_reference",), "CommitmentDue": ("contract_reference",)},
)
