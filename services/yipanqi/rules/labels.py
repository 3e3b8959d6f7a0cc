"""Chinese names of the codes that refusals speak of; a test proves that they are those of the code lists."""

from __future__ import annotations

from yipanqi.models.codes import (
    CarrierHold,
    CarrierStatus,
    ClaimExpiry,
    ClaimStatus,
    EvidenceKind,
    ProjectFlag,
    ProjectStage,
)

STAGE_ZH: dict[str, str] = {
    ProjectStage.SCREENING: "研判",
    ProjectStage.NEGOTIATING: "在谈",
    ProjectStage.PENDING_SIGN: "拟签约",
    ProjectStage.SIGNED: "已签约",
    ProjectStage.APPROVING: "正在报批",
    ProjectStage.READY_TO_START: "即将开工",
    ProjectStage.BUILDING: "正在建设",
    ProjectStage.COMPLETED: "竣工",
    ProjectStage.PRODUCING: "投产",
    ProjectStage.FULL_CAPACITY: "达产",
    ProjectStage.FITTING_OUT: "装修入驻",
    ProjectStage.OPERATING: "运营",
    ProjectStage.SUSPENDED: "暂缓",
    ProjectStage.TERMINATED: "终止",
}

CARRIER_STATUS_ZH: dict[str, str] = {
    CarrierStatus.REGISTERED: "已登记",
    CarrierStatus.VERIFIED: "已核实",
    CarrierStatus.AVAILABLE: "可招商",
    CarrierStatus.RESERVED: "已预留",
    CarrierStatus.COMMITTED: "已签约",
    CarrierStatus.OCCUPIED: "已入驻",
    CarrierStatus.VACATED: "已腾空",
    CarrierStatus.WITHDRAWN: "已撤回",
}

HOLD_ZH: dict[str, str] = {
    CarrierHold.RESERVED: "预留",
    CarrierHold.COMMITTED: "签约",
    CarrierHold.OCCUPIED: "入驻",
}

EVIDENCE_ZH: dict[str, str] = {
    EvidenceKind.DECISION_RECORD: "集体决策纪要",
    EvidenceKind.CONTRACT: "投资协议",
    EvidenceKind.CONSTRUCTION_PERMIT: "施工许可证",
    EvidenceKind.SITE_RECORD: "现场记录",
}

FLAG_ZH: dict[str, str] = {
    ProjectFlag.RED_LINE: "触及生态红线",
    ProjectFlag.BASIC_FARMLAND: "占用基本农田",
    ProjectFlag.HIGH_ENERGY: "高耗能",
    ProjectFlag.HIGH_EMISSION: "高排放",
    ProjectFlag.CLAIMED_BY_OTHER: "投资方受其他单位首报保护",
}

CLAIM_STATUS_ZH: dict[str, str] = {
    ClaimStatus.FILED: "已登记",
    ClaimStatus.PROTECTED: "受保护",
    ClaimStatus.CONFLICT: "撞单待裁定",
    ClaimStatus.REJECTED: "未获支持",
    ClaimStatus.EXPIRED: "已到期（公海）",
    ClaimStatus.CONVERTED: "已转化为项目",
    ClaimStatus.WITHDRAWN: "已撤回",
}

CLAIM_EXPIRY_ZH: dict[str, str] = {
    ClaimExpiry.PROTECTION: "保护期满",
    ClaimExpiry.CONTACT: "逾期未联系",
    ClaimExpiry.RECUSAL: "裁定单位逾期未回避",
}
