"""Decisions about evaluations (评价): five parts scored by the settings, published with a grade, open to appeal.

DOMAIN leaves open how a subject comes to one evaluation a year: its id is made of year and subject, so that a second
one is the same record. What is published changes by an appeal that is upheld, or by a correction of commerce after
which whoever answers for the subject has the days of an appeal anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yipanqi.models import evaluation as events
from yipanqi.models.codes import EvaluationGrade, EvaluationPart, EvaluationStatus
from yipanqi.models.evaluation import EvaluatedPart, Evaluation, PartScore
from yipanqi.rules.authority import not_coordinator, not_role, unknown_organisation, working_limit
from yipanqi.rules.evaluation_codes import EvaluationCode
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lifecycle import Lifecycle, Step, from_, kept_by, not_in_state, roles
from yipanqi.rules.outcome import Accepted, Context, Deadline, Noted, Outcome, Refused, Role
from yipanqi.rules.record import change, create, patch, unknown_event
from yipanqi.rules.refusals import Code, refuse

_S = EvaluationStatus
_PLACES = Decimal("0.0001")
#: What a publication says, and what nobody was told by it.
_PUBLISHED_FACTS = frozenset({"grade", "rank", "of_total"})
_ASIDE = frozenset({"subject_name", "source_text"})


def _make(state: Evaluation | None, event: events.EvaluationMade, context: Context) -> Outcome[Evaluation]:
    if state is not None:
        return refuse(Code.ALREADY_REGISTERED, field="evaluation_id", id=event.evaluation_id)
    expected = f"{context.unit}-evaluation-{event.year}-{event.subject_id.replace(':', '.')}"
    refused = not_role(context, Role.COMMERCE)
    if refused is None and event.evaluation_id != expected:
        refused = refuse(EvaluationCode.EVALUATION_ID, field="evaluation_id", expected=expected)
    refused = refused or unknown_organisation(event.keeper_unit, context, "keeper_unit") or _not_five(event.parts)
    if refused:
        return refused
    more = {"owner_unit": context.unit, "status": _S.DRAFT.value, **scored(event.parts, context)}
    return Accepted(create(Evaluation, event, context, **more))


def _not_five(parts: tuple[EvaluatedPart, ...]) -> Refused | None:
    counts = Counter(part.part for part in parts)
    wrong = [part.value for part in EvaluationPart if counts[part] != 1]
    return refuse(EvaluationCode.FIVE_PARTS, field="parts", wrong=", ".join(wrong)) if wrong else None


def scored(parts: tuple[EvaluatedPart, ...], context: Context) -> dict[str, Any]:
    """Return the scores of the parts, min(value ÷ benchmark, cap), and their weighted sum, each to four places.

    A value below zero scores nothing. The sum is of the exact scores, so that rounding comes last.
    """
    settings = context.defaults.evaluation
    exact = [max(Decimal(0), min(part.value / part.benchmark, settings.value_cap)) for part in parts]
    weights = [settings.weights[part.part] for part in parts]
    scores = tuple(
        PartScore.model_construct(**{**part.__dict__, "part_score": score.quantize(_PLACES), "weight": weight})
        for part, score, weight in zip(parts, exact, weights, strict=True)
    )
    total = sum((score * weight for score, weight in zip(exact, weights, strict=True)), Decimal(0))
    return {"scores": scores, "total_score": total.quantize(_PLACES)}


def _parts_wrong(_: Evaluation, event: events.EvaluationRevised, __: Context) -> Refused | None:
    return _not_five(event.parts)


def _revised(_: Evaluation, event: events.EvaluationRevised, context: Context) -> dict[str, Any]:
    return {"rule_version": event.rule_version, "exempt": event.exempt, **scored(event.parts, context)}


def _grade_wrong(state: Evaluation, event: events.EvaluationPublished, _: Context) -> Refused | None:
    return _not_fitting({**state.__dict__, "grade": event.grade, "rank": event.rank, "of_total": event.of_total})


def _not_fitting(after: Mapping[str, Any], *, placeless: bool = False) -> Refused | None:
    """Refuse a grade and place that the subject cannot have: T without a place for who is exempt, else A to D."""
    grade, rank, of_total = after["grade"], after["rank"], after["of_total"]
    ranked = placeless or (rank is not None and of_total is not None and rank <= of_total)
    fits = grade == EvaluationGrade.T if after["exempt"] else grade not in (None, EvaluationGrade.T) and ranked
    return None if fits else refuse(EvaluationCode.GRADE_NOT_FITTING, field="grade")


def _published(_: Evaluation, event: events.EvaluationPublished, context: Context) -> dict[str, Any] | Refused:
    until = _appeal_until(context)
    if isinstance(until, Refused):
        return until
    given = {"grade": event.grade, "rank": event.rank, "of_total": event.of_total}
    return {**given, "published_on": context.today, "appeal_until_on": until}


def _appeal_until(context: Context) -> date | Refused:
    return working_limit(context.today, context.defaults.evaluation.appeal_working_days, context)


def _correct(state: Evaluation, event: events.EvaluationCorrected, context: Context) -> Outcome[Evaluation]:
    """Set right what an earlier event reported wrongly."""
    refused = not_role(context, Role.COMMERCE) or unknown_event(state, event.corrects)
    refused = refused or unknown_organisation(event.keeper_unit, context, "keeper_unit")
    refused = refused or (_not_five(event.parts) if event.parts else None)
    changes = refused or patch(state, event)
    if isinstance(changes, Refused):
        return changes
    if event.parts:
        changes |= scored(event.parts, context)
    if changes.get("exempt"):
        changes |= {"rank": None, "of_total": None}
    again = _not_yet(state, event) if state.status == _S.DRAFT else _published_again(state, changes, context)
    return again if isinstance(again, Refused) else Accepted(change(state, context, {**changes, **again}))


def _not_yet(state: Evaluation, event: events.EvaluationCorrected) -> dict[str, Any] | Refused:
    """Refuse to correct a grade or place that nobody published."""
    early = any(event.__dict__[name] is not None for name in _PUBLISHED_FACTS)
    return (not_in_state(state, "evaluation.status", (_S.PUBLISHED, _S.FINAL)) if early else None) or {}


def _published_again(state: Evaluation, changes: dict[str, Any], context: Context) -> dict[str, Any] | Refused:
    """Return what follows from correcting what was published: it may be appealed anew, as at the first time.

    While an appeal waits it is decided first: it is about what stands now.
    """
    told = changes.keys() - _ASIDE
    if not told:
        return {}
    if state.status == _S.APPEALED:
        return refuse(EvaluationCode.APPEAL_OPEN, id=state.evaluation_id, unit=state.appealed_by)
    refused = _not_fitting({**state.__dict__, **changes}) if told != {"keeper_unit"} else None
    until = refused or _appeal_until(context)
    return until if isinstance(until, Refused) else {"status": _S.PUBLISHED.value, "appeal_until_on": until}


def _too_late(state: Evaluation, _: events.EvaluationAppealed, context: Context) -> Refused | None:
    if state.appeal_until_on is None or context.today <= state.appeal_until_on:
        return None
    return refuse(EvaluationCode.APPEAL_LATE, until=state.appeal_until_on)


def _appealed(_: Evaluation, event: events.EvaluationAppealed, context: Context) -> dict[str, Any]:
    return {"appealed_by": context.unit, "appeal_reason": event.reason, "upheld": None, "decision": None}


def _not_the_judge(state: Evaluation, _: events.AppealDecided, context: Context) -> Refused | None:
    """Refuse who appealed (invariant 3); commerce decides on all other units' appeals, the zone on commerce's."""
    if context.unit in (state.appealed_by, state.keeper_unit):
        return refuse(EvaluationCode.APPEAL_OWN, unit=context.unit)
    commerces = context.roles.get(state.appealed_by or "") is Role.COMMERCE
    return None if commerces else not_role(context, Role.COMMERCE)


def _undecidable(state: Evaluation, event: events.AppealDecided, _: Context) -> Refused | None:
    if not event.upheld:
        return None
    if not event.parts or event.grade is None:
        return refuse(EvaluationCode.UPHELD_WITHOUT_PARTS, field="parts")
    after = {"exempt": state.exempt, "grade": event.grade, "rank": event.rank, "of_total": event.of_total}
    return _not_five(event.parts) or _not_fitting(after, placeless=event.rank is None and event.of_total is None)


def _decided(_: Evaluation, event: events.AppealDecided, context: Context) -> dict[str, Any]:
    """Return what a decision changes; the published place does not stay beside a new grade."""
    decided = {"upheld": event.upheld, "decision": event.reason}
    if not event.upheld:
        return decided
    place = {"rank": event.rank, "of_total": event.of_total}
    return {**decided, "grade": event.grade, **place, **scored(event.parts, context)}


def _end(state: Evaluation, event: events.AppealTimeEnded, context: Context) -> Outcome[Evaluation]:
    refused = not_coordinator(context)
    if refused:
        return refused
    if state.status != _S.PUBLISHED or state.appeal_until_on != event.appeal_until_on:
        return Noted()
    return Accepted(change(state, context, {"status": _S.FINAL.value}))


def _deadlines(state: Evaluation) -> tuple[Deadline, ...]:
    until = state.appeal_until_on
    if until is None or state.status != _S.PUBLISHED:
        return ()
    return (Deadline(until, events.AppealTimeEnded(evaluation_id=state.evaluation_id, appeal_until_on=until)),)


_COMMERCE = roles(Role.COMMERCE)
LIFE = Lifecycle(
    "evaluation.status",
    Step(events.EvaluationRevised, from_(_S.DRAFT), _COMMERCE, checks=(_parts_wrong,), changes=_revised),
    Step(
        events.EvaluationPublished,
        from_(_S.DRAFT),
        _COMMERCE,
        _S.PUBLISHED.value,
        checks=(_grade_wrong,),
        changes=_published,
    ),
    Step(
        events.EvaluationAppealed,
        from_(_S.PUBLISHED),
        kept_by("keeper_unit"),
        _S.APPEALED.value,
        checks=(_too_late,),
        changes=_appealed,
    ),
    Step(
        events.AppealDecided,
        from_(_S.APPEALED),
        roles(Role.COMMERCE, Role.ZONE),
        _S.FINAL.value,
        checks=(_not_the_judge, _undecidable),
        changes=_decided,
    ),
)
RULES = Rules(
    aggregate="evaluation",
    state=Evaluation,
    begins={events.EvaluationMade: _make},
    handles={**LIFE.handlers(), events.EvaluationCorrected: _correct, events.AppealTimeEnded: _end},
    deadlines=_deadlines,
)
