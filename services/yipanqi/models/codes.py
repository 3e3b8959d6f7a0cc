# ruff: noqa
# fmt: off
"""The code lists. Generated from schemas/ by `yipanqi schemas generate`: change the schema, not this file."""

from __future__ import annotations

from enum import StrEnum


class EvidenceKind(StrEnum):
    """Code list evidence.kind."""

    NEGOTIATION_RECORD = "NEGOTIATION_RECORD"
    DECISION_RECORD = "DECISION_RECORD"
    CONTRACT = "CONTRACT"
    FILING = "FILING"
    APPROVAL = "APPROVAL"
    CONSTRUCTION_PERMIT = "CONSTRUCTION_PERMIT"
    SITE_RECORD = "SITE_RECORD"
    ACCEPTANCE_RECORD = "ACCEPTANCE_RECORD"
    PRODUCTION_RECORD = "PRODUCTION_RECORD"
    OTHER = "OTHER"


class Chain(StrEnum):
    """Code list chain."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class Area(StrEnum):
    """Code list area."""

    A_SND = "A-SND"
    A_SHISHAN = "A-SHISHAN"
    A_HENGTANG = "A-HENGTANG"
    A_FENGQIAO = "A-FENGQIAO"
    A_XSG = "A-XSG"
    A_XSG_EDZ = "A-XSG-EDZ"
    A_TONGAN = "A-TONGAN"
    A_DONGZHU = "A-DONGZHU"
    A_ZHENHU = "A-ZHENHU"
    A_SSTT = "A-SSTT"
    A_FTZ = "A-FTZ"
    A_F_BIZ = "A-F-BIZ"
    A_F_MFG = "A-F-MFG"
    A_F_SCI = "A-F-SCI"
    A_LHT = "A-LHT"


class CarrierKind(StrEnum):
    """Code list carrier.kind."""

    IDLE_LAND = "IDLE_LAND"
    PLANT = "PLANT"
    LOW_EFFICIENCY_LAND = "LOW_EFFICIENCY_LAND"
    VACANT_BUILDING = "VACANT_BUILDING"
    NEW_OFFICE = "NEW_OFFICE"


class CarrierStatus(StrEnum):
    """Code list carrier.status."""

    REGISTERED = "REGISTERED"
    VERIFIED = "VERIFIED"
    AVAILABLE = "AVAILABLE"
    RESERVED = "RESERVED"
    COMMITTED = "COMMITTED"
    OCCUPIED = "OCCUPIED"
    VACATED = "VACATED"
    WITHDRAWN = "WITHDRAWN"


class CarrierHold(StrEnum):
    """Code list carrier.hold."""

    RESERVED = "RESERVED"
    COMMITTED = "COMMITTED"
    OCCUPIED = "OCCUPIED"


class CarrierFreeCause(StrEnum):
    """Code list carrier.free_cause."""

    EXPIRED = "EXPIRED"
    RELEASED = "RELEASED"
    VACATED = "VACATED"
    TERMINATED = "TERMINATED"
    WITHDRAWN = "WITHDRAWN"


class FdiKind(StrEnum):
    """Code list fdi.kind."""

    CONTRACT = "CONTRACT"
    UTILISED = "UTILISED"


class ProjectStage(StrEnum):
    """Code list project.stage."""

    SCREENING = "SCREENING"
    NEGOTIATING = "NEGOTIATING"
    PENDING_SIGN = "PENDING_SIGN"
    SIGNED = "SIGNED"
    APPROVING = "APPROVING"
    READY_TO_START = "READY_TO_START"
    BUILDING = "BUILDING"
    COMPLETED = "COMPLETED"
    PRODUCING = "PRODUCING"
    FULL_CAPACITY = "FULL_CAPACITY"
    FITTING_OUT = "FITTING_OUT"
    OPERATING = "OPERATING"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"


class ProjectForm(StrEnum):
    """Code list project.form."""

    NEW = "NEW"
    CAPITAL_INCREASE = "CAPITAL_INCREASE"
    TECHNICAL_UPGRADE = "TECHNICAL_UPGRADE"
    ACQUISITION = "ACQUISITION"
    COOPERATION = "COOPERATION"


class ProjectFlag(StrEnum):
    """Code list project.flag."""

    RED_LINE = "red_line"
    BASIC_FARMLAND = "basic_farmland"
    HIGH_ENERGY = "high_energy"
    HIGH_EMISSION = "high_emission"


class ReceiptOutcome(StrEnum):
    """Code list receipt.outcome."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEAD_LETTER = "dead_letter"


class TargetMetric(StrEnum):
    """Code list target.metric."""

    FDI_REGISTERED = "FDI_REGISTERED"
    FDI_UTILISED = "FDI_UTILISED"
    QUALITY_PROJECTS = "QUALITY_PROJECTS"
    TECH_ENTERPRISES = "TECH_ENTERPRISES"
    TALENTS = "TALENTS"


CODES: dict[str, frozenset[str]] = {
    "evidence.kind": frozenset(EvidenceKind),
    "chain": frozenset(Chain),
    "area": frozenset(Area),
    "carrier.kind": frozenset(CarrierKind),
    "carrier.status": frozenset(CarrierStatus),
    "carrier.hold": frozenset(CarrierHold),
    "carrier.free_cause": frozenset(CarrierFreeCause),
    "fdi.kind": frozenset(FdiKind),
    "project.stage": frozenset(ProjectStage),
    "project.form": frozenset(ProjectForm),
    "project.flag": frozenset(ProjectFlag),
    "receipt.outcome": frozenset(ReceiptOutcome),
    "target.metric": frozenset(TargetMetric),
}
