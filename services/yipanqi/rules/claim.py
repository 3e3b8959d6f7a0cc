"""Decisions about claims (首报): which rule an event goes to; the rules stand in the claim_* modules."""

from __future__ import annotations

from yipanqi.models import claim as events
from yipanqi.models.claim import Claim
from yipanqi.rules import claim_conversion, claim_notice, claim_owner, claim_requests, claim_transfer
from yipanqi.rules.claim_codes import ClaimCode
from yipanqi.rules.handlers import Rules

RULES = Rules(
    aggregate="claim",
    state=Claim,
    # A project may name a claim that is not there.
    begins={events.ClaimFiled: claim_owner.file, events.ClaimProjectSigned: claim_conversion.project_signed},
    handles={
        events.ClaimUpdated: claim_owner.update,
        events.ClaimCorrected: claim_owner.correct,
        events.ClaimContactRecorded: claim_owner.record_contact,
        events.ClaimExtended: claim_owner.extend,
        events.ClaimTransferOffered: claim_transfer.offer,
        events.ClaimTransferAccepted: claim_transfer.accept,
        events.TransferAnswered: claim_transfer.answered,
        events.ClaimTransferDeclined: claim_transfer.decline,
        events.ClaimWithdrawn: claim_owner.withdraw,
        events.ClaimRuled: claim_requests.rule,
        events.RulingAnswered: claim_requests.ruling_answered,
        events.ClaimConverted: claim_conversion.convert,
        events.ClaimProjectChecked: claim_conversion.project_checked,
        events.ClaimProjectUnsigned: claim_conversion.project_unsigned,
        events.ConversionAnswered: claim_conversion.register_answered,
        events.ProtectionAnswered: claim_notice.answered,
        events.ProtectionLost: claim_notice.lost,
        events.ConflictNoted: claim_notice.contested,
        events.ClaimExpired: claim_notice.expire,
    },
    missing=ClaimCode.NO_SUCH_CLAIM,
    deadlines=claim_notice.deadlines,
    waiting=claim_notice.waiting,
)
