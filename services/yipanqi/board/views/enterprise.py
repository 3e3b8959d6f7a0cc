"""Enterprises as the board shows them."""

from __future__ import annotations

from yipanqi.board.views.view import DATED, View

VIEW = View(
    aggregate="enterprise",
    plural="enterprises",
    filters=(
        "chain",
        "country",
        "owner_unit",
        "parent_id",
        "industry_code",
        "target",
        "merged_into",
        "updated_by",
        "updated_at",
    ),
    sorts=("name", "country", "chain", "owner_unit", "industry_code", *DATED),
    search=("name", "name_en", "aliases", "merged_names", "enterprise_id", "parent_name", "chain"),
    groups=("chain", "country", "owner_unit"),
    many=True,
    listed=(
        *("name", "enterprise_id", "country", "parent_name", "chain", "chain_node", "industry_code", "target"),
        *("merged_into", "owner_unit", "updated_at", "updated_by"),
    ),
    # What was introduced is government's, in the record as in its history.
    withheld={
        "EnterpriseRecognised": ("category", "recognised_on", "document", "introduced_on"),
        "TalentsIntroduced": ("introduced_on",),
        "IntroductionDecided": ("introduction", "decision"),
    },
)
