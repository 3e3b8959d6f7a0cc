"""Why a figure has no value, or why a record does not count: said in both languages instead of a nought."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Gap(StrEnum):
    """A stable code with its sentence in Chinese and English."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str, en: str) -> Self:
        """Make the member a string of its code, with the sentences beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh, member.en = zh, en
        return member

    NO_DATA = ("no-data", "没有可计算的记录", "there are no records to count")
    NO_TARGET = ("no-target", "没有下达目标", "no target is set")
    NOT_BEGUN = ("plan-not-begun", "计划期尚未开始", "the plan has not begun yet")
    NOT_OLD_ENOUGH = ("not-old-enough", "签约时间不足观察期，尚不能判断", "signed too recently to be judged")
    NO_DATE = ("no-date", "缺少日期", "a date is missing")
    VAGUE_DATE = ("vague-date", "日期不够精确", "a date is not precise enough")
    NO_CALENDAR = ("no-calendar", "缺少该年的节假日安排", "the holiday calendar of that year is missing")
    NO_RATE = ("no-rate", "缺少折美元金额或汇率", "neither the value in USD nor a rate is given")
    NO_AMOUNT = ("no-amount", "缺少金额", "the amount is missing")
    OTHER_CURRENCY = (
        "other-currency",
        "币种不同，且未给汇率，不作换算",
        "another currency without a rate: not converted",
    )
    NO_AREA = ("no-area", "缺少面积", "the area is missing")
    NO_NODE = ("no-node", "未注明产业链环节，或环节不在清单中", "its node is not given, or is none of the chain's")
    UNVERIFIED = ("unverified", "商务局尚未核实", "commerce has not verified it yet")
    REJECTED = ("rejected", "商务局核实未通过", "commerce rejected it")
    OTHER_MEASURE = (
        "other-measure",
        "目标的计量单位与实绩不同，无法比较",
        "the target's measure is not that of the actuals",
    )
    OTHER_MEASURE_DECLARED = (
        "other-measure-declared",
        "申报值的计量单位与本区数据不同，无法比较",
        "the declared value is in another measure than the district's own",
    )
    NOT_FROM_EVENTS = (
        "not-from-events",
        "目前没有事件可据以计算，不以 0 代替",
        "no events tell it: it is not counted as nought",
    )
    TO_COME = ("to-come", "拟招引的目标企业，尚未落户", "on the target list: the district still wants to attract it")
    MERGED = (
        "enterprise-merged",
        "企业已并入另一企业，请对保留的企业登记",
        "its enterprise was merged into another: report it on the one kept",
    )
    OPEN = ("open", "尚未办结", "not settled yet")
    HIDDEN = ("hidden", "按共享级别，本单位不可见", "not shared with your unit")
