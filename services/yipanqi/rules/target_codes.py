"""Why events about targets are refused, besides what all aggregates refuse."""

from __future__ import annotations

from yipanqi.rules.refusals import RefusalCode


class TargetCode(RefusalCode):
    """Refusals of the target's own rules."""

    TARGET_ID = (
        "target-id",
        "目标编号应为 {expected}：同一年度、指标和责任单位只有一份目标。请改用该编号；已下达的请用调整或更正事件。",
        "The id of this target is {expected}: a year, metric and unit have one. Use that id; what is set already is "
        "revised or corrected.",
    )
    TARGET_ANOTHER = (
        "target-another",
        "更正不能改变目标的年度、指标或责任单位（原为 {kept}，报送 {given}）。"
        "如下达错了对象，请把本目标更正为 0，再为正确的对象下达。",
        "A correction keeps the target's year, metric and unit ({kept}, not {given}): if it was set for the wrong one, "
        "correct it to 0 and set the right one.",
    )
    PERIOD_LOCKED = (
        "period-locked",
        "{year} 年 {month} 月及以前的目标已锁定，不能调整；如当时下达有误，请用更正事件并写明理由。",
        "The target is locked up to month {month} of {year}: if it was set wrongly, correct it with a reason.",
    )
    MEASURE_DIFFERS = (
        "measure-differs",
        "目标的计量单位是 {expected}，不能以 {given} 调整；请换算后重报，单位本身有误时用更正事件。",
        "The target is in {expected} and cannot be revised in {given}: convert it, or correct the unit by name.",
    )
    STRETCH_NOT_DISTRICT = (
        "stretch-not-district",
        "加压数只能写在全区目标中（责任单位为 district），请从 {responsible} 的目标中删去。",
        "Only the district's target states a stretch: leave it out of {responsible}'s.",
    )
