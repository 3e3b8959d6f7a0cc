"""Entries of foreign capital as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="fdi",
    plural="fdi",
    filters=(
        *("kind", "status", "owner_unit", "project_id", "received_on", "amount", "usd", "rate", "verified_usd"),
        *("verified_by", "verified_on", "self_recorded", "flags", "offsets", "distinct_from", "voucher"),
        *("updated_by", "updated_at"),
    ),
    sorts=(
        *("received_on", "kind", "status", "project_name", "owner_unit", "amount", "usd", "verified_usd"),
        *("verified_on", *DATED),
    ),
    search=("project_name", "entry_id", "project_id", "voucher"),
    groups=("kind", "status", "owner_unit"),
    measures=("usd", "verified_usd"),
    # Only what commerce has verified counts.
    subsets={"verified": {"status": ("VERIFIED",)}, "to_verify": {"status": ("RECORDED",)}},
    listed=(
        *("project_name", "kind", "received_on", "amount", "usd", "rate", "voucher", "owner_unit"),
        *("status", "verified_usd", "verified_by", "self_recorded", "flags"),
        *("updated_at", "updated_by"),
    ),
    # Why two payments are two is told by their amounts, which are for government.
    withheld={"FdiEntryDistinguished": ("reason",), "FdiDistinctionWithdrawn": ("reason",)},
)
