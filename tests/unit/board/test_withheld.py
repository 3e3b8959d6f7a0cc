"""What events say in words and lists of their own is either for everyone or withheld: somebody has decided which."""

from __future__ import annotations

import pytest

from yipanqi.board.fields import Kind, fields_of
from yipanqi.board.views import VIEWS, View
from yipanqi.board.visibility import visible_event
from yipanqi.contract.masking import Share
from yipanqi.contract.schemas import product_schemas

#: Words that everyone may read although no record shows them under this name.
OPEN = {
    # Documents by kind, number and date, as the records show them in their steps.
    "evidence",
    # Parts of the record under the name of its list: units of a carrier, steps of an approval, lessons.
    *("unit_no", "authority", "legal_basis", "subject", "provider", "shares", "names", "reference"),
    # The enterprise that another was merged into, and codes of refusals.
    *("now_into", "refusal", "match_refusal", "carrier_refusal"),
}
#: Events that tell everyone why; besides corrections, without whose reason the ledger could not be understood.
REASONS = {
    *("CarrierWithdrawn", "ReservationReleased", "IntensityWaived", "ProjectFlagSet", "TargetRevised"),
    *("CorrectionReassigned", "CorrectionWithdrawn", "EnterpriseMerged", "EnterpriseMergeUndone", "ListingAdvanced"),
    *("FdiVerificationWithdrawn", "ServiceWithdrawn", "RegisterSought", "EnterpriseDistinguished"),
    "EnterpriseDistinctNoted",
}
_IDS = ("corrects", "_id", "_event")


def unsaid(view: View) -> set[tuple[str, str]]:
    """Return the events' texts and lists that everyone is shown though the record does not show them."""
    found = set()
    for file in product_schemas():
        if view.catalog.aggregate_of(file.full_name) != view.aggregate or file.full_name == view.record:
            continue
        fields = fields_of(product_schemas().resolved(file.full_name))
        payload: dict[str, object] = {
            f.name: "x" for f in fields if f.kind in (Kind.TEXT, Kind.RECORDS) and not f.members
        }
        payload |= {f.name: [] for f in fields if f.members}
        shown = visible_event(view, file.full_name, payload, Share.ALL)
        names = {n for n, value in shown.items() if value is not None} - view.fields.keys()
        found |= {(file.full_name, n) for n in names if not n.endswith(_IDS)}
    return found


def is_open(event: str, name: str) -> bool:
    """Return whether everyone may read a word of an event."""
    type_ = event.rpartition(".")[2]
    return type_.endswith("Corrected") or type_ in REASONS if name == "reason" else name in OPEN


@pytest.mark.parametrize("view", [v for v in VIEWS if not v.restricted], ids=lambda v: v.aggregate)
def test_every_word_of_an_event_is_withheld_or_knowingly_open(view: View) -> None:
    assert {(event, name) for event, name in unsaid(view) if not is_open(event, name)} == set()


def test_a_view_that_withholds_what_no_event_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no field nonsense"):
        View(aggregate="service", plural="services", withheld={"ServiceReopened": ("nonsense",)})
