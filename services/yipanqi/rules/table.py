"""The rules of every aggregate by name: what the coordinator calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yipanqi.models.base import AggregateRecord
from yipanqi.rules import (
    activity,
    alert,
    carrier,
    claim,
    correction,
    enterprise,
    evaluation,
    fdi,
    lead,
    listing,
    match,
    project,
    protection,
    recruiter,
    revitalisation,
    service,
    submission,
    target,
    visit,
)
from yipanqi.rules.alert_codes import AlertCode
from yipanqi.rules.carrier_codes import CarrierCode
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.correction_codes import CorrectionCode
from yipanqi.rules.enterprise_codes import EnterpriseCode
from yipanqi.rules.evaluation_codes import EvaluationCode
from yipanqi.rules.fdi_codes import FdiCode
from yipanqi.rules.handlers import Rules
from yipanqi.rules.lead_codes import LeadCode
from yipanqi.rules.listing_codes import ListingCode
from yipanqi.rules.match_codes import MatchCode
from yipanqi.rules.outcome import Context, Deadline, Outcome
from yipanqi.rules.project_codes import ProjectCode
from yipanqi.rules.recruiter_codes import RecruiterCode
from yipanqi.rules.refusals import Code, RefusalCode
from yipanqi.rules.revitalisation_codes import RevitalisationCode
from yipanqi.rules.service_codes import ServiceCode
from yipanqi.rules.submission_codes import SubmissionCode
from yipanqi.rules.target_codes import TargetCode

#: A further aggregate is one more line here.
RULES: dict[str, Rules[Any]] = {
    rules.aggregate: rules
    for rules in (
        activity.RULES,
        alert.RULES,
        carrier.RULES,
        claim.RULES,
        correction.RULES,
        enterprise.RULES,
        evaluation.RULES,
        fdi.RULES,
        lead.RULES,
        match.RULES,
        listing.RULES,
        project.RULES,
        protection.RULES,
        recruiter.RULES,
        service.RULES,
        revitalisation.RULES,
        submission.RULES,
        target.RULES,
        visit.RULES,
    )
}

#: Every class of refusal codes; a further aggregate's own is one more line.
CODES: tuple[type[RefusalCode], ...] = (
    AlertCode,
    CarrierCode,
    ClaimCode,
    Code,
    CorrectionCode,
    EnterpriseCode,
    EvaluationCode,
    FdiCode,
    LeadCode,
    MatchCode,
    ListingCode,
    ProjectCode,
    RecruiterCode,
    ServiceCode,
    RevitalisationCode,
    SubmissionCode,
    TargetCode,
)


def decide(
    aggregate: str, state: AggregateRecord | None, event: AggregateRecord, context: Context
) -> Outcome[AggregateRecord]:
    """Decide an event of an aggregate; `state` is its record, or None when there is none yet.

    Neither argument is changed. Raises KeyError for an aggregate that has no rules.
    """
    return RULES[aggregate].decide(state, event, context)


def deadlines(aggregate: str, state: AggregateRecord) -> tuple[Deadline, ...]:
    """Return the events that time alone will bring about for this record, as it stands now."""
    return RULES[aggregate].deadlines(state)


def waiting(aggregate: str, state: AggregateRecord) -> Iterable[tuple[str, str]]:
    """Return unit and event id of what was accepted about this record but is not answered yet."""
    return RULES[aggregate].waiting(state)
