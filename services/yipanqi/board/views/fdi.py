"""Entries of foreign capital as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="fdi",
    plural="fdi",
    filters=("kind", "owner_unit", "project_id", "received_on", "amount", "usd", "updated_by", "updated_at"),
    sorts=("received_on", "kind", "project_name", "owner_unit", "amount", "usd", *DATED),
    search=("project_name", "entry_id", "project_id", "voucher"),
    groups=("kind", "owner_unit"),
    measures=("usd",),
    listed=(
        *("project_name", "kind", "received_on", "amount", "usd", "rate", "voucher", "owner_unit"),
        *("updated_at", "updated_by"),
    ),
)
