"""Enterprises' requests as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="service",
    plural="services",
    filters=(
        *("status", "category", "owner_unit", "responsible_unit", "enterprise_id", "project_id", "chain", "in_time"),
        *("rating", "received_on", "accept_due_on", "dispatch_due_on", "resolve_due_on", "resolved_at"),
        *("updated_by", "updated_at"),
    ),
    sorts=(
        *("title", "status", "category", "enterprise_name", "responsible_unit", "received_on", "resolve_due_on"),
        *("rating", *DATED),
    ),
    search=("title", "enterprise_name", "enterprise_id", "service_id", "content"),
    groups=("status", "category", "responsible_unit"),
    subsets={"open": {"status": ("SUBMITTED", "ACCEPTED", "DISPATCHED", "WORKING")}},
    listed=(
        *("title", "category", "status", "enterprise_name", "enterprise_id", "responsible_unit", "owner_unit"),
        *("received_on", "accept_due_on", "resolve_due_on", "in_time", "rating", "reopened_times", "updated_at"),
    ),
    owners=("owner_unit", "responsible_unit"),
    # The record's progress: what was done or said last.
    withheld={
        "ServiceDispatched": ("note",),
        "ServiceReturned": ("reason",),
        "ServiceReopened": ("reason",),
        "ServiceConfirmed": ("comment",),
    },
)
