"""What is wrong with claims: protection about to end, a contact about to be missed, a conflict that nobody rules on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from yipanqi.models.claim import Claim
from yipanqi.models.codes import AlertKind, AlertLevel, ClaimStatus
from yipanqi.rules.outcome import Role
from yipanqi.watch.condition import Condition, Situation, units_of


def conditions(claim: Claim, situation: Situation) -> Iterator[Condition]:
    """Yield what somebody must do something about."""
    if claim.status == ClaimStatus.PROTECTED:
        warnings = sorted(situation.defaults.claims.warn_days, reverse=True)
        yield from _ending(
            claim, claim.protected_until_on, warnings, situation, "首报保护", "the protection ends", "end"
        )
        # Contacts are due so often that an early warning would always be up: the last one alone is given.
        yield from _ending(
            claim, claim.contact_due_on, warnings[-1:], situation, "联系记录", "the next contact is due", "contact"
        )
    yield from _own_case(claim, situation)
    # Without the day only its own unit's claim stands in its way: nobody rules on that.
    if claim.status == ClaimStatus.CONFLICT and claim.conflict_since_on is not None:
        yield from _not_ruled(claim, claim.ruling_due_on, situation)


def _not_ruled(claim: Claim, due: date | None, situation: Situation) -> Iterator[Condition]:
    """Yield that a conflict waits too long, or without a limit: no calendar told when it would be too long."""
    if due is None:
        yield _conflict(
            claim,
            situation,
            "撞单发生时没有节假日安排，无法计算裁定时限，请商务局即行裁定，并补充该年节假日安排。",
            "No holiday calendar counted the limit of this conflict: commerce has to rule at once, "
            "and to add the calendar of that year.",
        )
    elif situation.today > due:
        limit = situation.defaults.claims.ruling_working_days
        yield _conflict(
            claim,
            situation,
            f"撞单应于 {due} 前裁定（{limit} 个工作日），已逾期，请商务局裁定。",
            f"The conflict was to be ruled on by {due} ({limit} working days): commerce has to rule.",
            limit=limit,
            due=due,
        )


def _conflict(
    claim: Claim, situation: Situation, zh: str, en: str, limit: int | None = None, due: date | None = None
) -> Condition:
    return Condition(
        AlertKind.CONFLICT_NOT_RULED,
        AlertLevel.URGENT,
        "claim",
        claim.claim_id,
        _investor(claim),
        situation.units_with(Role.COMMERCE),
        zh,
        en,
        limit=limit,
        since=claim.conflict_since_on,
        due=due,
    )


def _investor(claim: Claim) -> str:
    """Return whose claim it is about: by name where the filing had one, else by its id in the register."""
    return claim.investor_name or claim.investor_id


def _own_case(claim: Claim, situation: Situation) -> Iterator[Condition]:
    """Yield that the unit that rules has to give up a claim of its own, or nobody can rule."""
    due = claim.recusal_due_on
    if due is None or claim.status not in (ClaimStatus.PROTECTED, ClaimStatus.CONFLICT) or situation.today > due:
        return
    yield Condition(
        AlertKind.CLAIM_ENDING,
        AlertLevel.URGENT,
        "claim",
        claim.claim_id,
        _investor(claim),
        units_of(claim.owner_unit),
        f"裁定单位的首报卷入撞单，应于 {due} 前撤回或转让后再裁定，逾期转入公海。",
        f"The ruling unit's own claim is in a conflict: withdraw or transfer it by {due}, then it goes to the pool.",
        limit=situation.defaults.claims.ruling_working_days,
        due=due,
        detail="recusal",
    )


def _ending(
    claim: Claim, end: date | None, limits: Sequence[int], situation: Situation, zh: str, en: str, detail: str
) -> Iterator[Condition]:
    left = None if end is None else -situation.days_since(end)
    reached = [] if left is None else [index for index, days in enumerate(limits) if 0 <= left <= days]
    if not reached:
        return
    index = reached[-1]
    yield Condition(
        AlertKind.CLAIM_ENDING,
        AlertLevel.URGENT if index == len(limits) - 1 else AlertLevel.WARNING,
        "claim",
        claim.claim_id,
        _investor(claim),
        units_of(claim.owner_unit),
        f"{zh}将于 {end} 到期，逾期进入公海；请登记联系、申请延期或推进签约。",
        f"{en.capitalize()} on {end}, then the claim goes to the pool: record a contact, extend or sign.",
        limit=limits[index],
        due=end,
        detail=detail,
    )
