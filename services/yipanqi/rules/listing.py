"""Decisions about listing cultivation (上市培育): an enterprise's way along the stages, once and by one unit.

The record's key is the enterprise: a second unit cannot cultivate it beside the first. Markets without tutoring by
the regulator (Hong Kong, abroad, NEEQ) go from the share reform straight to the application.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from yipanqi.models import listing as events
from yipanqi.models.codes import ZH, EvidenceKind, ListingBoard, ListingStage
from yipanqi.models.listing import Listing, ListingStep
from yipanqi.models.types import fuzzy_start
from yipanqi.rules.authority import in_future, not_kept_by, not_role
from yipanqi.rules.handlers import Rules
from yipanqi.rules.listing_codes import ListingCode
from yipanqi.rules.outcome import Accepted, Context, Outcome, Refused, Role
from yipanqi.rules.record import LIST_LIMIT, change
from yipanqi.rules.refusals import Code, refuse
from yipanqi.rules.register import Register

_S = ListingStage
_E = EvidenceKind
_NAMES = ZH["listing.stage"]

#: The way, in order; each step leads to the next.
ORDER = (
    *(_S.RESERVE, _S.SHARE_REFORM, _S.TUTORING_FILED, _S.TUTORING_ACCEPTED),
    *(_S.ACCEPTED, _S.APPROVED, _S.LISTED),
)
NEXT: dict[str, str] = dict(pairwise(ORDER))
WITHOUT_TUTORING = (ListingBoard.HK, ListingBoard.OVERSEAS, ListingBoard.NEEQ)
#: What proves that a stage was reached.
PROOF: dict[str, EvidenceKind] = {
    _S.TUTORING_FILED: _E.FILING,
    _S.TUTORING_ACCEPTED: _E.APPROVAL,
    _S.ACCEPTED: _E.FILING,
    _S.APPROVED: _E.APPROVAL,
}


def allowed(board: str, stage: str, to_stage: str, force: bool) -> bool:
    """Return whether there is such a move: one step on, giving up, or back by force."""
    if to_stage == _S.TERMINATED:
        return stage not in (_S.TERMINATED, _S.LISTED)
    if force:
        return stage == _S.TERMINATED or ORDER.index(_S(to_stage)) < ORDER.index(_S(stage))
    if board in WITHOUT_TUTORING and (stage, to_stage) == (_S.SHARE_REFORM, _S.ACCEPTED):
        return True
    return NEXT.get(stage) == to_stage


def _begun(event: events.ListingRegistered, context: Context) -> dict[str, Any] | Refused:
    if not event.taken_over and event.stage != _S.RESERVE:
        zh = _NAMES[event.stage]
        return refuse(ListingCode.REGISTRATION_STAGE, field="stage", stage=event.stage, stage_zh=zh)
    return {"stage_history": (_step(event.stage, event.stage_since, None, context),)}


def _ended(state: Listing) -> Refused | None:
    if state.stage not in (_S.LISTED, _S.TERMINATED):
        return None
    zh = _NAMES[state.stage]
    return refuse(ListingCode.ENDED, id=state.enterprise_id, stage=state.stage, stage_zh=zh)


def _since(state: Listing, changes: dict[str, Any]) -> dict[str, Any]:
    """A corrected day of the present stage is corrected in its history too."""
    if "stage_since" in changes and state.stage_history:
        last = state.stage_history[-1].model_copy(update={"since": changes["stage_since"]})
        return {**changes, "stage_history": (*state.stage_history[:-1], last)}
    return changes


def _advance(state: Listing, event: events.ListingAdvanced, context: Context) -> Outcome[Listing]:
    """Decide a move: who, then the table, then reason and evidence, then the days."""
    refused = (
        _not_mover(state, event, context)
        or _no_such_move(state, event)
        or _unproven(state, event)
        or in_future(event.effective_on, context, "effective_on")
        or _before_last(state, event)
    )
    if refused:
        return refused
    since = event.effective_on.isoformat()
    step = _step(event.to_stage, since, event.reason, context)
    changes = {
        "stage": event.to_stage,
        "stage_since": since,
        "taken_over": False,
        "next_step": event.next_step,
        "next_due_on": event.next_due_on,
        "stage_history": (*state.stage_history[1 - LIST_LIMIT :], step),
    }
    return Accepted(change(state, context, changes))


def _not_mover(state: Listing, event: events.ListingAdvanced, context: Context) -> Refused | None:
    if event.force:
        return not_role(context, Role.COMMERCE)
    return not_kept_by(state, context, (state.owner_unit,), Role.COMMERCE)


def _no_such_move(state: Listing, event: events.ListingAdvanced) -> Refused | None:
    if allowed(state.board, state.stage, event.to_stage, event.force):
        return None
    names = {"stage_zh": _NAMES[state.stage], "to_zh": _NAMES[event.to_stage]}
    return refuse(ListingCode.STAGE_NOT_ALLOWED, field="to_stage", stage=state.stage, to=event.to_stage, **names)


def _unproven(state: Listing, event: events.ListingAdvanced) -> Refused | None:
    to, to_zh = event.to_stage, _NAMES[event.to_stage]
    if (event.force or to == _S.TERMINATED) and not event.reason:
        return refuse(Code.REASON_MISSING, field="reason", stage=to, stage_zh=to_zh)
    kind = None if event.force else PROOF.get(to)
    if kind is None or any(evidence.kind == kind for evidence in event.evidence):
        return None
    zh = ZH["evidence.kind"][kind]
    return refuse(Code.EVIDENCE_MISSING, field="evidence", to=to, to_zh=to_zh, missing=kind, missing_zh=zh)


def _before_last(state: Listing, event: events.ListingAdvanced) -> Refused | None:
    """A reduced date counts from its first day: only what is certainly reversed is refused."""
    if state.stage_since is None or event.effective_on >= fuzzy_start(state.stage_since):
        return None
    return refuse(Code.DATES_REVERSED, field="effective_on", later=event.effective_on, earlier=state.stage_since)


def _step(stage: str, since: str | None, reason: str | None, context: Context) -> ListingStep:
    return ListingStep.model_construct(
        stage=stage, since=since, by_unit=context.unit, event_id=context.event_id, reason=reason
    )


REGISTER = Register(Listing, more=_begun, barred=_ended, derived=_since)

RULES = Rules(
    aggregate="listing",
    state=Listing,
    begins={events.ListingRegistered: REGISTER.register},
    handles={
        events.ListingUpdated: REGISTER.update,
        events.ListingCorrected: REGISTER.correct,
        events.ListingAdvanced: _advance,
    },
)
