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
#: A claim in one of these has its place there, and can change hands.
HELD = (ClaimStatus.PROTECTED, ClaimStatus.CONFLICT)


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
        "protection_paused_on": None,
        **_UNDISPUTED,
    }


def resumed(state: Claim, context: Context) -> dict[str, Any]:
    """Return the facts of a protection that comes back without a ruling, with the days and the extension it had left.

    One that never was begins.
    """
    begun = protection(state, context)
    if state.protection_paused_on is None or state.protected_until_on is None:
        return begun
    until = state.protected_until_on + (context.today - state.protection_paused_on)
    return {**begun, "protected_until_on": until, "extended": state.extended}


def conflict(state: Claim, context: Context) -> dict[str, Any]:
    """Return the facts of a claim in whose way another one stands from today; a protection that it had is paused."""
    protected = state.status == ClaimStatus.PROTECTED
    return {
        "status": ClaimStatus.CONFLICT.value,
        "contact_due_on": None,
        "transfer_to": None,
        "protection_paused_on": context.today if protected else state.protection_paused_on,
        **_UNDISPUTED,
    }


def dispute(state: Claim, status: str, context: Context, *, contested: bool) -> dict[str, Any]:
    """Return the facts of a claim that one of another unit overlaps, or none: which begin today if they are new.

    A conflict follows from the register's order and can't be refused for want of a calendar; the ruling's limit is not
    guessed then, and the watch says at once that the conflict waits without one. A claim in whose way stands but one
    of its own unit waits for no ruling.

    The unit that rules can't rule while it holds a side (invariant 3): it has the ruling's limit to give it up or hand
    it over, after which the claim goes to the pool. Days that no calendar counts are not granted (invariant 11): then
    it has this day.
    """
    if not contested:
        return dict(_UNDISPUTED)
    limit, facts = _ruling_limit(context), {**_UNDISPUTED, "disputed": True}
    if context.roles.get(state.owner_unit or "") is Role.COMMERCE:
        facts["recusal_due_on"] = state.recusal_due_on or limit or context.today
    if status == ClaimStatus.PROTECTED:
        return {**facts, "contested": True}
    since = state.conflict_since_on
    due = limit if since is None else state.ruling_due_on
    return {**facts, "conflict_since_on": since or context.today, "ruling_due_on": due}


def _ruling_limit(context: Context) -> date | None:
    limit = working_limit(context.today, context.defaults.claims.ruling_working_days, context)
    return None if isinstance(limit, Refused) else limit


def ended(status: ClaimStatus, reason: str | None) -> dict[str, Any]:
    """Return the facts of a claim that is over; the days of its protection stay as they were."""
    over = {"contact_due_on": None, "transfer_to": None, "protection_paused_on": None, **_UNDISPUTED}
    return {"status": status.value, "ended_reason": reason, **over}


def contact_due(protected_from: date, last_contact: date | None, context: Context) -> date:
    """Return the last day by which a contact must be recorded."""
    start = protected_from if last_contact is None else max(protected_from, last_contact)
    return start + timedelta(days=context.defaults.claims.contact_every_days)


def sought(state: Claim, message: ProtectionMessage, **more: Any) -> RegisterSought:
    """Return a message to the register of the investor's group; it begins its way at the investor."""
    given = {"claim_id": state.claim_id, "unit": state.owner_unit, **more}
    return RegisterSought(enterprise_id=state.investor_id, message=message.value, **given)


def released(state: Claim, context: Context) -> RegisterSought:
    """Return the word that a claim gives its place up; whoever let it lapse can't take it again at once."""
    lapsed = context.today if state.status == ClaimStatus.EXPIRED else None
    return sought(state, ProtectionMessage.RELEASE, lapsed_on=lapsed)


_UNDISPUTED: dict[str, Any] = {
    "contested": False,
    "conflict_since_on": None,
    "ruling_due_on": None,
    "recusal_due_on": None,
}
