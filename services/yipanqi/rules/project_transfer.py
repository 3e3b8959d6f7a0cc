"""Handing a project to another unit: offered by its owner, taken over by the other, with parts in the credit.

The parts add to exactly 100 percent (invariant 6). A unit that holds credit and is no party to a further transfer keeps
at least what it has. Until the offer is answered the project stays the owner's; what stands accepted is the very offer
that the other unit names.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from yipanqi.models.project import (
    CreditShare,
    Project,
    ProjectTransferAccepted,
    ProjectTransferDeclined,
    ProjectTransferOffered,
    ProjectTransferWithdrawn,
    TransferOffer,
)
from yipanqi.rules.authority import not_kept_by, unknown_organisation
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused
from yipanqi.rules.project_carriers import with_carriers_told
from yipanqi.rules.project_claims import changed
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.record import change
from yipanqi.rules.refusals import refuse

_WHOLE = Decimal(100)


def offer(state: Project, event: ProjectTransferOffered, context: Context) -> Outcome[Project]:
    """Offer the project to another unit."""
    refused = not_kept_by(state, context, (state.owner_unit,)) or unknown_organisation(
        event.to_unit, context, "to_unit"
    )
    if refused is None and event.to_unit == state.owner_unit:
        refused = refuse(ProjectCode.TRANSFER_TO_OWNER, field="to_unit", unit=event.to_unit)
    if refused is None and state.transfer is not None:
        refused = refuse(ProjectCode.TRANSFER_OPEN, unit=state.transfer.to_unit)
    refused = refused or _shares_wrong(event.shares, context) or _taken(state, event)
    if refused:
        return refused
    offered = TransferOffer.model_construct(
        offer_event=context.event_id,
        to_unit=event.to_unit,
        offered_on=context.today,
        shares=event.shares,
        reason=event.reason,
    )
    return Accepted(change(state, context, {"transfer": offered}))


def accept(state: Project, event: ProjectTransferAccepted, context: Context) -> Outcome[Project]:
    """Make the receiving unit the owner, with the parts that were offered; what is held for the project goes along."""
    offered = _open(state, event.offer_event)
    if isinstance(offered, Refused):
        return offered
    taken = {
        "owner_unit": offered.to_unit,
        "credit_shares": offered.shares,
        "credit_event_id": context.event_id,
        "transfer": None,
    }
    refused = not_kept_by(state, context, (offered.to_unit,))
    return refused or with_carriers_told(state, changed(state, taken, context))


def decline(state: Project, event: ProjectTransferDeclined, context: Context) -> Outcome[Project]:
    """Close the offer, as the receiving unit wants."""
    offered = _open(state, event.offer_event)
    if isinstance(offered, Refused):
        return offered
    return not_kept_by(state, context, (offered.to_unit,)) or Accepted(change(state, context, {"transfer": None}))


def withdraw(state: Project, event: ProjectTransferWithdrawn, context: Context) -> Outcome[Project]:
    """Close the offer, as the owner wants."""
    offered = _open(state, event.offer_event)
    if isinstance(offered, Refused):
        return offered
    return not_kept_by(state, context, (state.owner_unit,)) or Accepted(change(state, context, {"transfer": None}))


def _open(state: Project, offer_event: str) -> TransferOffer | Refused:
    if state.transfer is not None and state.transfer.offer_event == offer_event:
        return state.transfer
    return refuse(ProjectCode.NO_SUCH_OFFER, field="offer_event", id=state.project_id, offer=offer_event)


def _shares_wrong(shares: tuple[CreditShare, ...], context: Context) -> Refused | None:
    """Refuse parts of unknown units, several parts of one unit, and parts that do not add to the whole."""
    for unit, times in Counter(share.unit for share in shares).items():
        if refused := unknown_organisation(unit, context, "shares"):
            return refused
        if times > 1:
            return refuse(ProjectCode.SHARES_NOT_UNIQUE, field="shares", unit=unit)
    total = sum((share.share_percent for share in shares), Decimal(0))
    return None if total == _WHOLE else refuse(ProjectCode.SHARES_SUM, field="shares", total=total)


def _taken(state: Project, event: ProjectTransferOffered) -> Refused | None:
    """Refuse to give away the credit of units that are not asked."""
    after = {share.unit: share.share_percent for share in event.shares}
    for held in state.credit_shares:
        asked = held.unit in (state.owner_unit, event.to_unit)
        if not asked and after.get(held.unit, Decimal(0)) < held.share_percent:
            return refuse(ProjectCode.CREDIT_TAKEN, field="shares", unit=held.unit, share=held.share_percent)
    return None
