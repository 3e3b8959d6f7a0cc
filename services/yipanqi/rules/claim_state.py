"""What the rules of claims share: the clocks, status checks, and the way of a message to the group's register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yipanqi.models.claim import Claim
from yipanqi.models.codes import ClaimExpiry, ClaimStatus, ProtectionMessage
from yipanqi.models.enterprise import RegisterSought
from yipanqi.rules.authority import working_limit
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.labels import CLAIM_STATUS_ZH
from yipanqi.rules.outcome import Context, Refused, Role
from yipanqi.rules.refusals import refuse

#: A claim in one of these has, or seeks, a place in the register of its investor's group.
LIVE = (ClaimStatus.FILED, ClaimStatus.PROTECTED, ClaimStatus.CONFLICT)


def not_owner(state: Claim, context: Context) -> Refused | None:
    """Refuse a unit whose claim it is not, without telling whose it is."""
    if context.unit == state.owner_unit:
        return None
    return refuse(ClaimCode.NOT_YOUR_CLAIM, id=state.claim_id, unit=context.unit)


def wrong_status(state: Claim, context: Context, *allowed: ClaimStatus) -> Refused | None:
    """Refuse a claim in another status; one whose last day was yesterday counts as expired already."""
    over = [day for day, _ in last_days(state) if day < context.today]
    status = ClaimStatus.EXPIRED.value if over else state.status
    if status in allowed:
        return None
    needed_zh = "或".join(f"“{CLAIM_STATUS_ZH[one]}”" for one in allowed)
    return refuse(
        ClaimCode.CLAIM_STATUS,
        field="claim_id",
        status=status,
        status_zh=CLAIM_STATUS_ZH[status],
        needed=" or ".join(allowed),
        needed_zh=needed_zh,
    )


def last_days(state: Claim) -> tuple[tuple[date, ClaimExpiry], ...]:
    """Return the days after which the claim goes to the pool, each with what ends there."""
    days = [(state.recusal_due_on, ClaimExpiry.RECUSAL)] if state.status in LIVE else []
    if state.status == ClaimStatus.PROTECTED:
        days += [(state.protected_until_on, ClaimExpiry.PROTECTION), (state.contact_due_on, ClaimExpiry.CONTACT)]
    return tuple((day, cause) for day, cause in days if day is not None)


def protection(state: Claim, context: Context) -> dict[str, Any]:
    """Return the facts of a protection that begins today."""
    clocks = context.defaults.claims
    return {
        "status": ClaimStatus.PROTECTED.value,
        "protected_from_on": context.today,
        "protected_until_on": context.today + timedelta(days=clocks.protection_days),
        "contact_due_on": contact_due(context.today, state.last_contact_on, context),
        "extended": False,
        "contested": False,
        "conflict_since_on": None,
        "ruling_due_on": None,
        "recusal_due_on": None,
    }


def conflict(state: Claim, context: Context) -> dict[str, Any]:
    """Return the facts of a conflict that begins today.

    A conflict follows from the register's order and can't be refused for want of a calendar; the ruling's limit is not
    guessed then, and the watch says at once that the conflict waits without one.
    """
    return {
        "status": ClaimStatus.CONFLICT.value,
        **_UNPROTECTED,
        "conflict_since_on": context.today,
        "ruling_due_on": _ruling_limit(context),
        **disputed(state, context),
    }


def disputed(state: Claim, context: Context) -> dict[str, Any]:
    """Return the facts of a claim that becomes a side of a conflict.

    The unit that rules can't rule while it holds one (invariant 3): it has the ruling's limit to give it up or hand it
    over, after which the claim goes to the pool. Days that no calendar counts are not granted (invariant 11): then it
    has this day.
    """
    rules = context.roles.get(state.owner_unit or "") is Role.COMMERCE
    return {"disputed": True, "recusal_due_on": (_ruling_limit(context) or context.today) if rules else None}


def _ruling_limit(context: Context) -> date | None:
    limit = working_limit(context.today, context.defaults.claims.ruling_working_days, context)
    return None if isinstance(limit, Refused) else limit


def ended(status: ClaimStatus, reason: str | None) -> dict[str, Any]:
    """Return the facts of a claim that is over; the days of its protection stay as they were."""
    over = {"contact_due_on": None, "contested": False, "conflict_since_on": None, "ruling_due_on": None}
    return {"status": status.value, "ended_reason": reason, "transfer_to": None, "recusal_due_on": None, **over}


def contact_due(protected_from: date, last_contact: date | None, context: Context) -> date:
    """Return the last day by which a contact must be recorded."""
    start = protected_from if last_contact is None else max(protected_from, last_contact)
    return start + timedelta(days=context.defaults.claims.contact_every_days)


def sought(state: Claim, message: ProtectionMessage, **more: Any) -> RegisterSought:
    """Return a message to the register of the investor's group; it begins its way at the investor."""
    given = {"claim_id": state.claim_id, "unit": state.owner_unit, **more}
    return RegisterSought(enterprise_id=state.investor_id, message=message.value, **given)


_UNPROTECTED = {
    "protected_from_on": None,
    "protected_until_on": None,
    "contact_due_on": None,
    "contested": False,
    "transfer_to": None,
}
