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


class ActivityKind(StrEnum):
    """Code list activity.kind."""

    PROMOTION = "PROMOTION"
    EXHIBITION = "EXHIBITION"
    FORUM = "FORUM"
    MATCHING = "MATCHING"
    TRAVEL = "TRAVEL"
    ONLINE = "ONLINE"
    SIGNING = "SIGNING"


class ActivityStatus(StrEnum):
    """Code list activity.status."""

    PLANNED = "PLANNED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


class AlertStatus(StrEnum):
    """Code list alert.status."""

    RAISED = "RAISED"
    SNOOZED = "SNOOZED"
    CLEARED = "CLEARED"


class AlertLevel(StrEnum):
    """Code list alert.level."""

    NOTICE = "NOTICE"
    WARNING = "WARNING"
    URGENT = "URGENT"


class AlertKind(StrEnum):
    """Code list alert.kind."""

    PROJECT_NO_PROGRESS = "PROJECT_NO_PROGRESS"
    SIGNED_NOT_STARTED = "SIGNED_NOT_STARTED"
    BUILDING_SILENT = "BUILDING_SILENT"
    COMPLETION_LATE = "COMPLETION_LATE"
    APPROVAL_DUE = "APPROVAL_DUE"
    PROBLEM_OVERDUE = "PROBLEM_OVERDUE"
    CLAIM_ENDING = "CLAIM_ENDING"
    CONFLICT_NOT_RULED = "CONFLICT_NOT_RULED"
    CLAIM_AT_SIGNING = "CLAIM_AT_SIGNING"
    RESERVATION_ENDING = "RESERVATION_ENDING"
    CARRIER_IDLE = "CARRIER_IDLE"
    LAND_NOT_STARTED = "LAND_NOT_STARTED"
    TARGET_BEHIND = "TARGET_BEHIND"
    FDI_EXCEEDS_CONTRACT = "FDI_EXCEEDS_CONTRACT"
    FDI_TWICE = "FDI_TWICE"
    SERVICE_NOT_ACCEPTED = "SERVICE_NOT_ACCEPTED"
    SERVICE_OVERDUE = "SERVICE_OVERDUE"
    LEAD_OVERDUE = "LEAD_OVERDUE"
    CORRECTION_REQUESTED = "CORRECTION_REQUESTED"
    CORRECTION_OVERDUE = "CORRECTION_OVERDUE"
    DATA_IN_DOUBT = "DATA_IN_DOUBT"
    UNIT_SILENT = "UNIT_SILENT"


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


class CarrierSpaceStep(StrEnum):
    """Code list carrier.space_step."""

    RELEASED = "RELEASED"
    ABSORBED = "ABSORBED"


class CarrierDelayCause(StrEnum):
    """Code list carrier.delay_cause."""

    GOVERNMENT = "GOVERNMENT"
    FORCE_MAJEURE = "FORCE_MAJEURE"


class ClaimStatus(StrEnum):
    """Code list claim.status."""

    FILED = "FILED"
    PROTECTED = "PROTECTED"
    CONFLICT = "CONFLICT"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"
    CONVERTED = "CONVERTED"
    WITHDRAWN = "WITHDRAWN"


class ClaimScope(StrEnum):
    """Code list claim.scope."""

    ALL = "ALL"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"


class ClaimContact(StrEnum):
    """Code list claim.contact."""

    VISIT = "VISIT"
    RECEPTION = "RECEPTION"
    CALL = "CALL"
    ONLINE = "ONLINE"
    WRITTEN = "WRITTEN"


class ClaimExpiry(StrEnum):
    """Code list claim.expiry."""

    PROTECTION = "PROTECTION"
    CONTACT = "CONTACT"
    RECUSAL = "RECUSAL"


class CorrectionStatus(StrEnum):
    """Code list correction.status."""

    OPEN = "OPEN"
    MADE = "MADE"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    VOID = "VOID"


class EnterpriseIntroduction(StrEnum):
    """Code list enterprise.introduction."""

    TECH_ENTERPRISE = "TECH_ENTERPRISE"
    TALENTS = "TALENTS"


class EnterpriseIntroductionStatus(StrEnum):
    """Code list enterprise.introduction_status."""

    REPORTED = "REPORTED"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class EnterpriseIntroductionDecision(StrEnum):
    """Code list enterprise.introduction_decision."""

    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class EnterpriseRecognition(StrEnum):
    """Code list enterprise.recognition."""

    HIGH_TECH = "HIGH_TECH"
    TECH_SME = "TECH_SME"
    GAZELLE = "GAZELLE"
    UNICORN = "UNICORN"


class EnterpriseTalentLevel(StrEnum):
    """Code list enterprise.talent_level."""

    NATIONAL = "NATIONAL"
    PROVINCIAL = "PROVINCIAL"
    MUNICIPAL = "MUNICIPAL"
    DISTRICT = "DISTRICT"


class EvaluationSubject(StrEnum):
    """Code list evaluation.subject."""

    ENTERPRISE = "ENTERPRISE"
    CARRIER = "CARRIER"


class EvaluationPart(StrEnum):
    """Code list evaluation.part."""

    INVESTMENT = "INVESTMENT"
    LAND = "LAND"
    CHAIN = "CHAIN"
    ENVIRONMENT = "ENVIRONMENT"
    ENERGY = "ENERGY"


class EvaluationStatus(StrEnum):
    """Code list evaluation.status."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    APPEALED = "APPEALED"
    FINAL = "FINAL"


class EvaluationGrade(StrEnum):
    """Code list evaluation.grade."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    T = "T"


class FdiKind(StrEnum):
    """Code list fdi.kind."""

    CONTRACT = "CONTRACT"
    UTILISED = "UTILISED"


class FdiStatus(StrEnum):
    """Code list fdi.status."""

    RECORDED = "RECORDED"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"


class FdiFlag(StrEnum):
    """Code list fdi.flag."""

    RATE_MISMATCH = "RATE_MISMATCH"
    USD_UNKNOWN = "USD_UNKNOWN"
    OFFSET_MISSING = "OFFSET_MISSING"
    VERIFIED_DIFFERS = "VERIFIED_DIFFERS"
    PROJECT_UNKNOWN = "PROJECT_UNKNOWN"


class LeadChannel(StrEnum):
    """Code list lead.channel."""

    INTERNET = "INTERNET"
    OVERSEAS = "OVERSEAS"
    CHAMBER = "CHAMBER"
    ACTIVITY = "ACTIVITY"
    REFERRAL = "REFERRAL"
    VISIT = "VISIT"


class LeadStatus(StrEnum):
    """Code list lead.status."""

    REGISTERED = "REGISTERED"
    JUDGED = "JUDGED"
    DROPPED = "DROPPED"
    ASSIGNED = "ASSIGNED"
    ANSWERED = "ANSWERED"
    POOLED = "POOLED"
    CONVERTED = "CONVERTED"


class LeadVerdict(StrEnum):
    """Code list lead.verdict."""

    VALUABLE = "VALUABLE"
    NOT_VALUABLE = "NOT_VALUABLE"


class LeadPoolCause(StrEnum):
    """Code list lead.pool_cause."""

    GIVEN_UP = "GIVEN_UP"
    LAPSED = "LAPSED"


class ListingBoard(StrEnum):
    """Code list listing.board."""

    STAR = "STAR"
    CHINEXT = "CHINEXT"
    MAIN = "MAIN"
    BSE = "BSE"
    NEEQ = "NEEQ"
    HK = "HK"
    OVERSEAS = "OVERSEAS"


class ListingStage(StrEnum):
    """Code list listing.stage."""

    RESERVE = "RESERVE"
    SHARE_REFORM = "SHARE_REFORM"
    TUTORING_FILED = "TUTORING_FILED"
    TUTORING_ACCEPTED = "TUTORING_ACCEPTED"
    ACCEPTED = "ACCEPTED"
    APPROVED = "APPROVED"
    LISTED = "LISTED"
    TERMINATED = "TERMINATED"


class MatchSource(StrEnum):
    """Code list match.source."""

    RANKING = "RANKING"
    ASSIGNMENT = "ASSIGNMENT"
    PERSON = "PERSON"


class MatchStatus(StrEnum):
    """Code list match.status."""

    CHECKING = "CHECKING"
    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    VOID = "VOID"


class MatchOutcome(StrEnum):
    """Code list match.outcome."""

    RESERVED = "RESERVED"
    REFUSED = "REFUSED"
    SIGNED = "SIGNED"
    OCCUPIED = "OCCUPIED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"
    VACATED = "VACATED"
    WITHDRAWN = "WITHDRAWN"


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
    CLAIMED_BY_OTHER = "claimed_by_other"


class ProjectMilestone(StrEnum):
    """Code list project.milestone."""

    REGISTERED = "REGISTERED"
    FILED = "FILED"
    ENERGY = "ENERGY"
    ENVIRONMENT = "ENVIRONMENT"
    SAFETY = "SAFETY"
    LAND = "LAND"
    PLANNING = "PLANNING"
    CONSTRUCTION_PERMIT = "CONSTRUCTION_PERMIT"
    STARTED = "STARTED"
    COMPLETED = "COMPLETED"
    PRODUCING = "PRODUCING"


class ProjectMilestoneFlag(StrEnum):
    """Code list project.milestone_flag."""

    STARTED_BEFORE_PERMIT = "STARTED_BEFORE_PERMIT"


class ProjectApproval(StrEnum):
    """Code list project.approval."""

    REGISTRATION = "REGISTRATION"
    FILING = "FILING"
    RATIFICATION = "RATIFICATION"
    ENERGY = "ENERGY"
    ENVIRONMENT = "ENVIRONMENT"
    SAFETY = "SAFETY"
    LAND = "LAND"
    PLANNING = "PLANNING"
    DRAWINGS = "DRAWINGS"
    FIRE = "FIRE"
    CONSTRUCTION_PERMIT = "CONSTRUCTION_PERMIT"
    ACCEPTANCE = "ACCEPTANCE"
    OTHER = "OTHER"


class ProjectApprovalStatus(StrEnum):
    """Code list project.approval_status."""

    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    SUPPLEMENT = "SUPPLEMENT"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"


class ProjectProblemKind(StrEnum):
    """Code list project.problem_kind."""

    FUNDS = "FUNDS"
    LAND = "LAND"
    POLICY = "POLICY"
    APPROVAL = "APPROVAL"
    OTHER = "OTHER"


class ProjectProblemStatus(StrEnum):
    """Code list project.problem_status."""

    RAISED = "RAISED"
    ESCALATED = "ESCALATED"
    RESOLVED = "RESOLVED"
    CONFIRMED = "CONFIRMED"
    REOPENED = "REOPENED"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"


class ProjectClaimAnswer(StrEnum):
    """Code list project.claim_answer."""

    CONVERTED = "CONVERTED"
    INVESTOR_UNKNOWN = "INVESTOR_UNKNOWN"
    CLAIM_UNKNOWN = "CLAIM_UNKNOWN"
    CLAIM_OF_OTHERS = "CLAIM_OF_OTHERS"
    CLAIM_NOT_PROTECTED = "CLAIM_NOT_PROTECTED"
    OTHER_SCOPE = "OTHER_SCOPE"
    OTHER_INVESTOR = "OTHER_INVESTOR"
    CLAIMED_BY_OTHER = "CLAIMED_BY_OTHER"


class ProtectionMessage(StrEnum):
    """Code list protection.message."""

    ASK = "ASK"
    RELEASE = "RELEASE"
    REASSIGN = "REASSIGN"
    RULE = "RULE"
    CONVERT = "CONVERT"
    SIGNED = "SIGNED"
    REGROUP = "REGROUP"


class ReceiptOutcome(StrEnum):
    """Code list receipt.outcome."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEAD_LETTER = "dead_letter"


class RecruiterLanguage(StrEnum):
    """Code list recruiter.language."""

    EN = "EN"
    JA = "JA"
    KO = "KO"
    DE = "DE"
    FR = "FR"
    RU = "RU"
    ES = "ES"
    OTHER = "OTHER"


class RevitalisationMode(StrEnum):
    """Code list revitalisation.mode."""

    CAPITAL_INCREASE = "CAPITAL_INCREASE"
    REPLACEMENT = "REPLACEMENT"
    ACQUISITION = "ACQUISITION"
    COOPERATION = "COOPERATION"
    NEGOTIATED_RECOVERY = "NEGOTIATED_RECOVERY"
    LEGAL_RECOVERY = "LEGAL_RECOVERY"


class RevitalisationStatus(StrEnum):
    """Code list revitalisation.status."""

    CHECKING = "CHECKING"
    REFUSED = "REFUSED"
    IDENTIFIED = "IDENTIFIED"
    VERIFIED = "VERIFIED"
    NEGOTIATING = "NEGOTIATING"
    PLAN_APPROVED = "PLAN_APPROVED"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    ABANDONED = "ABANDONED"


class ServiceCategory(StrEnum):
    """Code list service.category."""

    LABOUR = "LABOUR"
    SUPPLY_CHAIN = "SUPPLY_CHAIN"
    EPIDEMIC_SUPPLIES = "EPIDEMIC_SUPPLIES"
    LOGISTICS = "LOGISTICS"
    FINANCE = "FINANCE"
    OTHER = "OTHER"


class ServiceStatus(StrEnum):
    """Code list service.status."""

    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    DISPATCHED = "DISPATCHED"
    WORKING = "WORKING"
    RESOLVED = "RESOLVED"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"


class SubmissionLayout(StrEnum):
    """Code list submission.layout."""

    ACTIVITY = "ACTIVITY"
    APPROVAL = "APPROVAL"
    CARRIER = "CARRIER"
    CARRIER_UNIT = "CARRIER_UNIT"
    CLAIM = "CLAIM"
    ENTERPRISE = "ENTERPRISE"
    EVALUATION = "EVALUATION"
    FDI = "FDI"
    LEAD = "LEAD"
    LISTING = "LISTING"
    PROBLEM = "PROBLEM"
    PROJECT = "PROJECT"
    RECRUITER = "RECRUITER"
    RESERVATION = "RESERVATION"
    REVITALISATION = "REVITALISATION"
    SERVICE = "SERVICE"
    TARGET = "TARGET"
    TRAINING = "TRAINING"
    VISIT = "VISIT"
    OTHER = "OTHER"


class TargetMetric(StrEnum):
    """Code list target.metric."""

    FDI_REGISTERED = "FDI_REGISTERED"
    FDI_UTILISED = "FDI_UTILISED"
    QUALITY_PROJECTS = "QUALITY_PROJECTS"
    TECH_ENTERPRISES = "TECH_ENTERPRISES"
    TALENTS = "TALENTS"


class VisitKind(StrEnum):
    """Code list visit.kind."""

    TRIP = "TRIP"
    RECEPTION = "RECEPTION"
    VISIT = "VISIT"
    MEETING = "MEETING"
    EVENT = "EVENT"


CODES: dict[str, frozenset[str]] = {
    "evidence.kind": frozenset(EvidenceKind),
    "chain": frozenset(Chain),
    "area": frozenset(Area),
    "activity.kind": frozenset(ActivityKind),
    "activity.status": frozenset(ActivityStatus),
    "alert.status": frozenset(AlertStatus),
    "alert.level": frozenset(AlertLevel),
    "alert.kind": frozenset(AlertKind),
    "carrier.kind": frozenset(CarrierKind),
    "carrier.status": frozenset(CarrierStatus),
    "carrier.hold": frozenset(CarrierHold),
    "carrier.free_cause": frozenset(CarrierFreeCause),
    "carrier.space_step": frozenset(CarrierSpaceStep),
    "carrier.delay_cause": frozenset(CarrierDelayCause),
    "claim.status": frozenset(ClaimStatus),
    "claim.scope": frozenset(ClaimScope),
    "claim.contact": frozenset(ClaimContact),
    "claim.expiry": frozenset(ClaimExpiry),
    "correction.status": frozenset(CorrectionStatus),
    "enterprise.introduction": frozenset(EnterpriseIntroduction),
    "enterprise.introduction_status": frozenset(EnterpriseIntroductionStatus),
    "enterprise.introduction_decision": frozenset(EnterpriseIntroductionDecision),
    "enterprise.recognition": frozenset(EnterpriseRecognition),
    "enterprise.talent_level": frozenset(EnterpriseTalentLevel),
    "evaluation.subject": frozenset(EvaluationSubject),
    "evaluation.part": frozenset(EvaluationPart),
    "evaluation.status": frozenset(EvaluationStatus),
    "evaluation.grade": frozenset(EvaluationGrade),
    "fdi.kind": frozenset(FdiKind),
    "fdi.status": frozenset(FdiStatus),
    "fdi.flag": frozenset(FdiFlag),
    "lead.channel": frozenset(LeadChannel),
    "lead.status": frozenset(LeadStatus),
    "lead.verdict": frozenset(LeadVerdict),
    "lead.pool_cause": frozenset(LeadPoolCause),
    "listing.board": frozenset(ListingBoard),
    "listing.stage": frozenset(ListingStage),
    "match.source": frozenset(MatchSource),
    "match.status": frozenset(MatchStatus),
    "match.outcome": frozenset(MatchOutcome),
    "project.stage": frozenset(ProjectStage),
    "project.form": frozenset(ProjectForm),
    "project.flag": frozenset(ProjectFlag),
    "project.milestone": frozenset(ProjectMilestone),
    "project.milestone_flag": frozenset(ProjectMilestoneFlag),
    "project.approval": frozenset(ProjectApproval),
    "project.approval_status": frozenset(ProjectApprovalStatus),
    "project.problem_kind": frozenset(ProjectProblemKind),
    "project.problem_status": frozenset(ProjectProblemStatus),
    "project.claim_answer": frozenset(ProjectClaimAnswer),
    "protection.message": frozenset(ProtectionMessage),
    "receipt.outcome": frozenset(ReceiptOutcome),
    "recruiter.language": frozenset(RecruiterLanguage),
    "revitalisation.mode": frozenset(RevitalisationMode),
    "revitalisation.status": frozenset(RevitalisationStatus),
    "service.category": frozenset(ServiceCategory),
    "service.status": frozenset(ServiceStatus),
    "submission.layout": frozenset(SubmissionLayout),
    "target.metric": frozenset(TargetMetric),
    "visit.kind": frozenset(VisitKind),
}

#: Chinese names of the codes by list.
ZH: dict[str, dict[str, str]] = {
    "evidence.kind": {"NEGOTIATION_RECORD": "洽谈纪要", "DECISION_RECORD": "集体决策纪要", "CONTRACT": "投资协议", "FILING": "备案或受理文件", "APPROVAL": "批复", "CONSTRUCTION_PERMIT": "施工许可证", "SITE_RECORD": "现场记录", "ACCEPTANCE_RECORD": "竣工验收记录", "PRODUCTION_RECORD": "投产佐证", "OTHER": "其他"},
    "chain": {"C1": "生物医药与生命健康", "C2": "医疗器械", "C3": "新一代信息技术", "C4": "高端装备制造", "C5": "现代服务业"},
    "area": {"A-SND": "苏州高新区(虎丘区)", "A-SHISHAN": "狮山街道(狮山商务创新区)", "A-HENGTANG": "横塘街道", "A-FENGQIAO": "枫桥街道", "A-XSG": "浒墅关镇", "A-XSG-EDZ": "苏州浒墅关经济技术开发区", "A-TONGAN": "通安镇", "A-DONGZHU": "东渚街道", "A-ZHENHU": "镇湖街道(西部生态旅游度假区)", "A-SSTT": "苏州科技城(太湖科学城)", "A-FTZ": "苏州高新区综合保税区", "A-F-BIZ": "狮山商务创新功能片区", "A-F-MFG": "浒墅关先进制造功能片区", "A-F-SCI": "太湖科学城功能片区", "A-LHT": "苏州生命健康小镇"},
    "activity.kind": {"PROMOTION": "推介会", "EXHIBITION": "展会", "FORUM": "论坛", "MATCHING": "对接会", "TRAVEL": "外出招商", "ONLINE": "云招商", "SIGNING": "集中签约"},
    "activity.status": {"PLANNED": "已计划", "HELD": "已举办", "CANCELLED": "已取消"},
    "alert.status": {"RAISED": "待处理", "SNOOZED": "暂缓提醒", "CLEARED": "已解除"},
    "alert.level": {"NOTICE": "提示", "WARNING": "预警", "URGENT": "紧急"},
    "alert.kind": {"PROJECT_NO_PROGRESS": "项目无进展", "SIGNED_NOT_STARTED": "签约未开工", "BUILDING_SILENT": "开工后无进展", "COMPLETION_LATE": "竣工逾期", "APPROVAL_DUE": "审批临近或超过时限", "PROBLEM_OVERDUE": "问题逾期未解决", "CLAIM_ENDING": "首报保护即将到期", "CONFLICT_NOT_RULED": "撞单未裁定", "CLAIM_AT_SIGNING": "签约项目首报待处理", "RESERVATION_ENDING": "预留即将到期", "CARRIER_IDLE": "载体闲置", "LAND_NOT_STARTED": "土地逾期未动工", "TARGET_BEHIND": "目标进度滞后", "FDI_EXCEEDS_CONTRACT": "到账超过合同外资", "FDI_TWICE": "疑似重复到账", "SERVICE_NOT_ACCEPTED": "诉求未按时受理", "SERVICE_OVERDUE": "诉求逾期未办结", "LEAD_OVERDUE": "线索临近或超过时限", "CORRECTION_REQUESTED": "收到校核", "CORRECTION_OVERDUE": "校核逾期未答复", "DATA_IN_DOUBT": "数据存疑", "UNIT_SILENT": "单位超期未更新"},
    "carrier.kind": {"IDLE_LAND": "闲置土地", "PLANT": "厂房", "LOW_EFFICIENCY_LAND": "低效用地", "VACANT_BUILDING": "空置楼宇", "NEW_OFFICE": "新建办公"},
    "carrier.status": {"REGISTERED": "已登记", "VERIFIED": "已核实", "AVAILABLE": "可招商", "RESERVED": "已预留", "COMMITTED": "已签约", "OCCUPIED": "已入驻", "VACATED": "已腾空", "WITHDRAWN": "已撤回"},
    "carrier.hold": {"RESERVED": "预留", "COMMITTED": "签约", "OCCUPIED": "入驻"},
    "carrier.free_cause": {"EXPIRED": "到期", "RELEASED": "释放", "VACATED": "腾空", "TERMINATED": "项目终止", "WITHDRAWN": "载体撤回"},
    "carrier.space_step": {"RELEASED": "新增可供", "ABSORBED": "去化"},
    "carrier.delay_cause": {"GOVERNMENT": "政府或有关部门原因", "FORCE_MAJEURE": "自然灾害等不可抗力"},
    "claim.status": {"FILED": "已登记", "PROTECTED": "受保护", "CONFLICT": "撞单待裁定", "REJECTED": "未获支持", "EXPIRED": "已到期（公海）", "CONVERTED": "已转化为项目", "WITHDRAWN": "已撤回"},
    "claim.scope": {"ALL": "全部方向", "C1": "生物医药与生命健康", "C2": "医疗器械", "C3": "新一代信息技术", "C4": "高端装备制造", "C5": "现代服务业"},
    "claim.contact": {"VISIT": "上门拜访", "RECEPTION": "来访接待", "CALL": "电话", "ONLINE": "视频会议", "WRITTEN": "书面往来"},
    "claim.expiry": {"PROTECTION": "保护期满", "CONTACT": "逾期未联系", "RECUSAL": "裁定单位逾期未回避"},
    "correction.status": {"OPEN": "待答复", "MADE": "已更正", "DECLINED": "不予更正", "WITHDRAWN": "已撤回", "VOID": "对象不存在"},
    "enterprise.introduction": {"TECH_ENTERPRISE": "科技企业", "TALENTS": "人才"},
    "enterprise.introduction_status": {"REPORTED": "待核实", "VERIFIED": "已核实", "REJECTED": "已退回", "WITHDRAWN": "已撤回"},
    "enterprise.introduction_decision": {"VERIFIED": "核实", "REJECTED": "退回", "WITHDRAWN": "撤回"},
    "enterprise.recognition": {"HIGH_TECH": "高新技术企业", "TECH_SME": "科技型中小企业", "GAZELLE": "瞪羚企业", "UNICORN": "独角兽（含培育）企业"},
    "enterprise.talent_level": {"NATIONAL": "国家级", "PROVINCIAL": "省级", "MUNICIPAL": "市级", "DISTRICT": "区级"},
    "evaluation.subject": {"ENTERPRISE": "企业", "CARRIER": "载体"},
    "evaluation.part": {"INVESTMENT": "投资效率", "LAND": "土地集约", "CHAIN": "产业链", "ENVIRONMENT": "环境", "ENERGY": "能耗"},
    "evaluation.status": {"DRAFT": "打分中", "PUBLISHED": "已公布", "APPEALED": "申诉中", "FINAL": "已生效"},
    "evaluation.grade": {"A": "A类", "B": "B类", "C": "C类", "D": "D类", "T": "T类（免评）"},
    "fdi.kind": {"CONTRACT": "合同外资", "UTILISED": "实际使用外资"},
    "fdi.status": {"RECORDED": "待核验", "VERIFIED": "已核验", "REJECTED": "已退回"},
    "fdi.flag": {"RATE_MISMATCH": "折美元与汇率不符", "USD_UNKNOWN": "折美元无法核算", "OFFSET_MISSING": "负数未注明冲减条目", "VERIFIED_DIFFERS": "核验数与登记数不一致", "PROJECT_UNKNOWN": "所指项目未登记"},
    "lead.channel": {"INTERNET": "互联网", "OVERSEAS": "海外机构", "CHAMBER": "商会", "ACTIVITY": "活动", "REFERRAL": "以商引商", "VISIT": "走访"},
    "lead.status": {"REGISTERED": "已登记", "JUDGED": "已研判", "DROPPED": "不采纳", "ASSIGNED": "已交办", "ANSWERED": "已反馈", "POOLED": "公海", "CONVERTED": "已转项目"},
    "lead.verdict": {"VALUABLE": "有价值", "NOT_VALUABLE": "无价值"},
    "lead.pool_cause": {"GIVEN_UP": "退回", "LAPSED": "逾期未反馈"},
    "listing.board": {"STAR": "科创板", "CHINEXT": "创业板", "MAIN": "主板", "BSE": "北交所", "NEEQ": "新三板", "HK": "港交所", "OVERSEAS": "其他境外"},
    "listing.stage": {"RESERVE": "培育库", "SHARE_REFORM": "股改", "TUTORING_FILED": "辅导备案", "TUTORING_ACCEPTED": "辅导验收", "ACCEPTED": "受理", "APPROVED": "注册", "LISTED": "上市", "TERMINATED": "终止"},
    "match.source": {"RANKING": "匹配排名", "ASSIGNMENT": "统筹配置", "PERSON": "人工推荐"},
    "match.status": {"CHECKING": "待核对", "PROPOSED": "已建议", "ACCEPTED": "已接受", "REJECTED": "已拒绝", "WITHDRAWN": "已撤回", "VOID": "不成立"},
    "match.outcome": {"RESERVED": "已预留", "REFUSED": "载体未准", "SIGNED": "已签约", "OCCUPIED": "已入驻", "RELEASED": "预留已释放", "EXPIRED": "预留已到期", "TERMINATED": "项目终止", "VACATED": "已迁出", "WITHDRAWN": "载体已撤回"},
    "project.stage": {"SCREENING": "研判", "NEGOTIATING": "在谈", "PENDING_SIGN": "拟签约", "SIGNED": "已签约", "APPROVING": "正在报批", "READY_TO_START": "即将开工", "BUILDING": "正在建设", "COMPLETED": "竣工", "PRODUCING": "投产", "FULL_CAPACITY": "达产", "FITTING_OUT": "装修入驻", "OPERATING": "运营", "SUSPENDED": "暂缓", "TERMINATED": "终止"},
    "project.form": {"NEW": "新设", "CAPITAL_INCREASE": "增资", "TECHNICAL_UPGRADE": "技改", "ACQUISITION": "并购", "COOPERATION": "合作"},
    "project.flag": {"red_line": "触及生态红线", "basic_farmland": "占用基本农田", "high_energy": "高耗能", "high_emission": "高排放", "claimed_by_other": "投资方受其他单位首报保护"},
    "project.milestone": {"REGISTERED": "注册", "FILED": "备案", "ENERGY": "能评", "ENVIRONMENT": "环评", "SAFETY": "安评", "LAND": "用地", "PLANNING": "规划", "CONSTRUCTION_PERMIT": "施工许可", "STARTED": "开工", "COMPLETED": "竣工", "PRODUCING": "投产"},
    "project.milestone_flag": {"STARTED_BEFORE_PERMIT": "开工早于施工许可"},
    "project.approval": {"REGISTRATION": "企业登记", "FILING": "项目备案", "RATIFICATION": "项目核准", "ENERGY": "节能审查", "ENVIRONMENT": "环评审批", "SAFETY": "安全条件审查", "LAND": "用地审批", "PLANNING": "工程规划许可", "DRAWINGS": "施工图审查", "FIRE": "消防设计审查", "CONSTRUCTION_PERMIT": "施工许可审批", "ACCEPTANCE": "竣工验收备案", "OTHER": "其他"},
    "project.approval_status": {"SUBMITTED": "已申报", "ACCEPTED": "已受理", "SUPPLEMENT": "补正中", "GRANTED": "已批准", "REFUSED": "不予批准", "WITHDRAWN": "已撤回", "ENDED": "随项目终止"},
    "project.problem_kind": {"FUNDS": "资金", "LAND": "土地", "POLICY": "政策", "APPROVAL": "审批", "OTHER": "其他"},
    "project.problem_status": {"RAISED": "已提出", "ESCALATED": "已升级", "RESOLVED": "已解决", "CONFIRMED": "已确认", "REOPENED": "重新打开", "WITHDRAWN": "已撤销（误报）", "ENDED": "随项目终止"},
    "project.claim_answer": {"CONVERTED": "首报已转化", "INVESTOR_UNKNOWN": "未填投资方标识", "CLAIM_UNKNOWN": "所填首报不存在", "CLAIM_OF_OTHERS": "所填首报不属于项目单位", "CLAIM_NOT_PROTECTED": "所填首报不在保护期", "OTHER_SCOPE": "产业链不在首报范围内", "OTHER_INVESTOR": "投资方不属于首报集团", "CLAIMED_BY_OTHER": "投资方受其他单位首报保护"},
    "protection.message": {"ASK": "入簿", "RELEASE": "出簿", "REASSIGN": "易主", "RULE": "裁定", "CONVERT": "转化核对", "SIGNED": "签约核对", "REGROUP": "集团变动"},
    "receipt.outcome": {"accepted": "已接受", "refused": "已拒绝", "dead_letter": "死信"},
    "recruiter.language": {"EN": "英语", "JA": "日语", "KO": "韩语", "DE": "德语", "FR": "法语", "RU": "俄语", "ES": "西班牙语", "OTHER": "其他语种"},
    "revitalisation.mode": {"CAPITAL_INCREASE": "增资扩股", "REPLACEMENT": "腾笼换鸟", "ACQUISITION": "并购", "COOPERATION": "合作经营", "NEGOTIATED_RECOVERY": "协商收回", "LEGAL_RECOVERY": "依法收回"},
    "revitalisation.status": {"CHECKING": "核对中", "REFUSED": "未受理", "IDENTIFIED": "已识别", "VERIFIED": "已核实", "NEGOTIATING": "洽谈中", "PLAN_APPROVED": "方案已批", "IN_PROGRESS": "实施中", "DONE": "已完成", "ABANDONED": "已终止"},
    "service.category": {"LABOUR": "用工", "SUPPLY_CHAIN": "供应链", "EPIDEMIC_SUPPLIES": "防疫物资", "LOGISTICS": "物流", "FINANCE": "融资", "OTHER": "其他"},
    "service.status": {"SUBMITTED": "已提交", "ACCEPTED": "已受理", "DISPATCHED": "已交办", "WORKING": "办理中", "RESOLVED": "已办结", "CONFIRMED": "已确认", "WITHDRAWN": "已撤回"},
    "submission.layout": {"ACTIVITY": "招商活动台账", "APPROVAL": "报批事项清单", "CARRIER": "载体台账", "CARRIER_UNIT": "载体单元清单", "CLAIM": "首报登记表", "ENTERPRISE": "企业名录", "EVALUATION": "综合评价打分表", "FDI": "外资到账台账", "LEAD": "线索台账", "LISTING": "上市培育台账", "PROBLEM": "问题清单", "PROJECT": "项目台账", "RECRUITER": "招商人员名册", "RESERVATION": "预留申请", "REVITALISATION": "盘活台账", "SERVICE": "企业诉求台账", "TARGET": "目标分解", "TRAINING": "招商培训台账", "VISIT": "领导招商活动台账", "OTHER": "其他台账"},
    "target.metric": {"FDI_REGISTERED": "注册外资", "FDI_UTILISED": "实际使用外资", "QUALITY_PROJECTS": "引进优质项目", "TECH_ENTERPRISES": "引进科技企业", "TALENTS": "引进人才"},
    "visit.kind": {"TRIP": "外出招商", "RECEPTION": "接待来访", "VISIT": "走访企业", "MEETING": "专题调度", "EVENT": "招商活动"},
}
