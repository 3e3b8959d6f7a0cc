# ruff: noqa
# fmt: off
"""Every event and state by name. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from yipanqi.models.base import AggregateRecord
from yipanqi.models import alert
from yipanqi.models import carrier
from yipanqi.models import enterprise
from yipanqi.models import fdi
from yipanqi.models import lead
from yipanqi.models import project
from yipanqi.models import target

EVENTS: dict[str, type[AggregateRecord]] = {
    "yipanqi.alert.AlertCleared": alert.AlertCleared,
    "yipanqi.alert.AlertRaised": alert.AlertRaised,
    "yipanqi.alert.AlertSnoozed": alert.AlertSnoozed,
    "yipanqi.alert.SnoozeEnded": alert.SnoozeEnded,
    "yipanqi.carrier.CarrierCommitted": carrier.CarrierCommitted,
    "yipanqi.carrier.CarrierCorrected": carrier.CarrierCorrected,
    "yipanqi.carrier.CarrierDivided": carrier.CarrierDivided,
    "yipanqi.carrier.CarrierListed": carrier.CarrierListed,
    "yipanqi.carrier.CarrierOccupied": carrier.CarrierOccupied,
    "yipanqi.carrier.CarrierRegistered": carrier.CarrierRegistered,
    "yipanqi.carrier.CarrierUpdated": carrier.CarrierUpdated,
    "yipanqi.carrier.CarrierVacated": carrier.CarrierVacated,
    "yipanqi.carrier.CarrierVerified": carrier.CarrierVerified,
    "yipanqi.carrier.CarrierWithdrawn": carrier.CarrierWithdrawn,
    "yipanqi.carrier.CommitmentDue": carrier.CommitmentDue,
    "yipanqi.carrier.IntensityWaived": carrier.IntensityWaived,
    "yipanqi.carrier.ProjectEnded": carrier.ProjectEnded,
    "yipanqi.carrier.ReservationApproved": carrier.ReservationApproved,
    "yipanqi.carrier.ReservationChecked": carrier.ReservationChecked,
    "yipanqi.carrier.ReservationExpired": carrier.ReservationExpired,
    "yipanqi.carrier.ReservationReleased": carrier.ReservationReleased,
    "yipanqi.carrier.ReservationRenewed": carrier.ReservationRenewed,
    "yipanqi.carrier.ReservationRequested": carrier.ReservationRequested,
    "yipanqi.enterprise.EnterpriseAbsorbed": enterprise.EnterpriseAbsorbed,
    "yipanqi.enterprise.EnterpriseCorrected": enterprise.EnterpriseCorrected,
    "yipanqi.enterprise.EnterpriseMergeAnswered": enterprise.EnterpriseMergeAnswered,
    "yipanqi.enterprise.EnterpriseMergeUndone": enterprise.EnterpriseMergeUndone,
    "yipanqi.enterprise.EnterpriseMerged": enterprise.EnterpriseMerged,
    "yipanqi.enterprise.EnterpriseRegistered": enterprise.EnterpriseRegistered,
    "yipanqi.enterprise.EnterpriseReleased": enterprise.EnterpriseReleased,
    "yipanqi.enterprise.EnterpriseUpdated": enterprise.EnterpriseUpdated,
    "yipanqi.fdi.FdiEntryCorrected": fdi.FdiEntryCorrected,
    "yipanqi.fdi.FdiEntryRecorded": fdi.FdiEntryRecorded,
    "yipanqi.fdi.FdiEntryRejected": fdi.FdiEntryRejected,
    "yipanqi.fdi.FdiEntryVerified": fdi.FdiEntryVerified,
    "yipanqi.fdi.FdiProjectMissing": fdi.FdiProjectMissing,
    "yipanqi.fdi.FdiProjectRecheckDue": fdi.FdiProjectRecheckDue,
    "yipanqi.fdi.FdiVerificationWithdrawn": fdi.FdiVerificationWithdrawn,
    "yipanqi.lead.LeadAnswered": lead.LeadAnswered,
    "yipanqi.lead.LeadAssigned": lead.LeadAssigned,
    "yipanqi.lead.LeadChecked": lead.LeadChecked,
    "yipanqi.lead.LeadConverted": lead.LeadConverted,
    "yipanqi.lead.LeadCorrected": lead.LeadCorrected,
    "yipanqi.lead.LeadJudged": lead.LeadJudged,
    "yipanqi.lead.LeadLapsed": lead.LeadLapsed,
    "yipanqi.lead.LeadPooled": lead.LeadPooled,
    "yipanqi.lead.LeadRegistered": lead.LeadRegistered,
    "yipanqi.lead.LeadResponded": lead.LeadResponded,
    "yipanqi.lead.LeadTaken": lead.LeadTaken,
    "yipanqi.lead.LeadUpdated": lead.LeadUpdated,
    "yipanqi.project.ApprovalAccepted": project.ApprovalAccepted,
    "yipanqi.project.ApprovalCorrected": project.ApprovalCorrected,
    "yipanqi.project.ApprovalGranted": project.ApprovalGranted,
    "yipanqi.project.ApprovalRefused": project.ApprovalRefused,
    "yipanqi.project.ApprovalSubmitted": project.ApprovalSubmitted,
    "yipanqi.project.ApprovalWithdrawn": project.ApprovalWithdrawn,
    "yipanqi.project.CarrierFreed": project.CarrierFreed,
    "yipanqi.project.CarrierHeld": project.CarrierHeld,
    "yipanqi.project.FdiCounted": project.FdiCounted,
    "yipanqi.project.LeadCheckRequested": project.LeadCheckRequested,
    "yipanqi.project.MilestoneCorrected": project.MilestoneCorrected,
    "yipanqi.project.MilestonePlanned": project.MilestonePlanned,
    "yipanqi.project.MilestoneReached": project.MilestoneReached,
    "yipanqi.project.ProjectCorrected": project.ProjectCorrected,
    "yipanqi.project.ProjectFlagSet": project.ProjectFlagSet,
    "yipanqi.project.ProjectRegistered": project.ProjectRegistered,
    "yipanqi.project.ProjectStageChanged": project.ProjectStageChanged,
    "yipanqi.project.ProjectTakeoverConfirmed": project.ProjectTakeoverConfirmed,
    "yipanqi.project.ProjectUpdated": project.ProjectUpdated,
    "yipanqi.project.ReservationCheckRequested": project.ReservationCheckRequested,
    "yipanqi.project.SupplementReceived": project.SupplementReceived,
    "yipanqi.project.SupplementRequested": project.SupplementRequested,
    "yipanqi.target.TargetCorrected": target.TargetCorrected,
    "yipanqi.target.TargetPeriodLocked": target.TargetPeriodLocked,
    "yipanqi.target.TargetRevised": target.TargetRevised,
    "yipanqi.target.TargetSet": target.TargetSet,
}

STATES: dict[str, type[AggregateRecord]] = {
    "yipanqi.alert.Alert": alert.Alert,
    "yipanqi.carrier.Carrier": carrier.Carrier,
    "yipanqi.enterprise.Enterprise": enterprise.Enterprise,
    "yipanqi.fdi.FdiEntry": fdi.FdiEntry,
    "yipanqi.lead.Lead": lead.Lead,
    "yipanqi.project.Project": project.Project,
    "yipanqi.target.Target": target.Target,
}
