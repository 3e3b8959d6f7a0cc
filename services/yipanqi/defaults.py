"""The settings of the district's rules, by topic, as values that pure code works with.

What stands here holds unless `schemas/settings.yaml` says otherwise; days are calendar days where the name does not say
working days. `yipanqi.contract.settings` reads that file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType


def _table(**values: str) -> Mapping[str, Decimal]:
    return MappingProxyType({name: Decimal(value) for name, value in values.items()})


@dataclass(frozen=True)
class ClaimSettings:
    """首报: how long a claim is protected, and what keeps it so."""

    protection_days: int = 90
    extension_days: int = 60
    contact_every_days: int = 30
    ruling_working_days: int = 3
    refile_days: int = 30
    warn_days: tuple[int, ...] = (14, 3)


@dataclass(frozen=True)
class ServiceSettings:
    """诉求: each limit counts from the step before."""

    accept_working_days: int = 1
    dispatch_working_days: int = 2
    resolve_working_days: int = 10


@dataclass(frozen=True)
class LeadSettings:
    """线索: limits from the registration of a lead, and when a unit in charge is warned that it loses one."""

    answer_working_days: int = 1
    judge_working_days: int = 3
    feed_back_working_days: int = 7
    lapse_warning_working_days: int = 2


@dataclass(frozen=True)
class CorrectionSettings:
    """校核: how long the source of a doubted item has to answer."""

    answer_working_days: int = 10


@dataclass(frozen=True)
class NameSettings:
    """查重: similarity of names in percent."""

    same_percent: int = 95
    look_percent: int = 80


@dataclass(frozen=True)
class AlertSettings:
    """预警: after how long, or from which share on, something is raised; several values are several levels."""

    negotiating_idle_days: int = 30
    signed_idle_days: int = 20
    idle_warning_days: int = 7
    approval_percents: tuple[int, ...] = (80, 100)
    signed_not_started_days: int = 180
    started_idle_days: int = 90
    completion_late_days: int = 60
    reservation_days: tuple[int, ...] = (7, 1)
    carrier_idle_days: tuple[int, ...] = (90, 180, 365)
    land_days: tuple[int, ...] = (335, 365, 700, 730)
    target_behind_percents: tuple[int, ...] = (10, 20)
    silent_cycles: int = 1
    longest_snooze_days: int = 30


@dataclass(frozen=True)
class LeaderSettings:
    """领导招商时间."""

    hours_share: Decimal = Decimal("0.3333")
    working_day_hours: Decimal = Decimal("8")


@dataclass(frozen=True)
class TargetSettings:
    """目标: when a month's figures lock by themselves."""

    lock_after_days: int = 15


@dataclass(frozen=True)
class FigureSettings:
    """指标口径: least investment of a quality project by currency, and the months of a signing cohort."""

    quality_investment: Mapping[str, Decimal] = field(default_factory=lambda: _table(CNY="100000000", USD="15000000"))
    cohort_months: tuple[int, ...] = (6, 12, 18)


@dataclass(frozen=True)
class AssessmentSettings:
    """考核: Σ min(completion, cap) × weight + bonus − points, in points of 100; weights by target metric add to 1."""

    completion_cap: Decimal = Decimal("1.5")
    overdue_unstarted_points: Decimal = Decimal("0.1")
    falsified_points: Decimal = Decimal("0.2")
    bonus_points: Decimal = Decimal("1")
    bonus_limit: Decimal = Decimal("5")
    bonus_investment: Mapping[str, Decimal] = field(default_factory=lambda: _table(CNY="1000000000", USD="150000000"))
    weights: Mapping[str, Decimal] = field(
        default_factory=lambda: _table(
            FDI_REGISTERED="0.25", FDI_UTILISED="0.35", QUALITY_PROJECTS="0.2", TECH_ENTERPRISES="0.1", TALENTS="0.1"
        )
    )


@dataclass(frozen=True)
class EvaluationSettings:
    """评价: Σ weight × min(value ÷ benchmark, cap); weights add to 1, and so do the shares of the grades."""

    appeal_working_days: int = 15
    value_cap: Decimal = Decimal("1.5")
    weights: Mapping[str, Decimal] = field(
        default_factory=lambda: _table(INVESTMENT="0.3", LAND="0.3", CHAIN="0.15", ENVIRONMENT="0.15", ENERGY="0.1")
    )
    grade_shares: Mapping[str, Decimal] = field(
        default_factory=lambda: _table(A="0.2", B="0.5", C="0.25", D="0.05"),
    )


@dataclass(frozen=True)
class CapitalSettings:
    """外资: when figures of an entry disagree, and when two entries may be the same money."""

    rate_tolerance_percent: Decimal = Decimal("0.5")
    same_money_days: int = 3


@dataclass(frozen=True)
class MatchingSettings:
    """匹配: weights of the preferences (they add to 1) and the scales that they are measured by."""

    weights: Mapping[str, Decimal] = field(
        default_factory=lambda: _table(
            area_fit="0.3", budget="0.15", place="0.2", cluster="0.15", vacancy="0.1", intensity="0.1"
        )
    )
    roomy_percent: int = 10
    rent_easy_percent: int = 80
    rent_ceiling_percent: int = 150
    host_percent: int = 80
    unknown_percent: int = 50
    cluster_full: int = 5
    vacant_full_days: int = 365
    intensity_full: Decimal = Decimal("2")


@dataclass(frozen=True)
class AssignmentSettings:
    """统筹配置: what the parts of an assignment's value count, in points."""

    per_100m_cny: Decimal = Decimal("1")
    investment_cap: Decimal = Decimal("50")
    preference: Decimal = Decimal("10")
    per_1000_m2: Decimal = Decimal("0.2")
    per_100_idle_days: Decimal = Decimal("0.5")
    idle_cap_days: int = 1000
    cluster: Decimal = Decimal("5")
    cluster_size: int = 3


@dataclass(frozen=True)
class CarrierSettings:
    """载体: how often a reservation is renewed without commerce, and how far an agreed start may be put off."""

    reservation_renewals: int = 2
    land_extension_days: int = 365


@dataclass(frozen=True)
class SubmissionSettings:
    """台账报送: when the same file handed in again says nothing, and how long rows' answers are waited for."""

    repeated_hours: int = 24
    unanswered_days: int = 14


@dataclass(frozen=True)
class Defaults:
    """All settings; each attribute is a section of `schemas/settings.yaml` of that name."""

    claims: ClaimSettings = field(default_factory=ClaimSettings)
    services: ServiceSettings = field(default_factory=ServiceSettings)
    leads: LeadSettings = field(default_factory=LeadSettings)
    corrections: CorrectionSettings = field(default_factory=CorrectionSettings)
    names: NameSettings = field(default_factory=NameSettings)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    leaders: LeaderSettings = field(default_factory=LeaderSettings)
    targets: TargetSettings = field(default_factory=TargetSettings)
    figures: FigureSettings = field(default_factory=FigureSettings)
    assessment: AssessmentSettings = field(default_factory=AssessmentSettings)
    evaluation: EvaluationSettings = field(default_factory=EvaluationSettings)
    capital: CapitalSettings = field(default_factory=CapitalSettings)
    matching: MatchingSettings = field(default_factory=MatchingSettings)
    assignment: AssignmentSettings = field(default_factory=AssignmentSettings)
    carriers: CarrierSettings = field(default_factory=CarrierSettings)
    submissions: SubmissionSettings = field(default_factory=SubmissionSettings)


#: The settings of the product itself.
DEFAULTS = Defaults()
