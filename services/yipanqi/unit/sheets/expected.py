"""What belongs into a column, in a few words for the person who has to mend a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from yipanqi.contract.codes import CodeLists

if TYPE_CHECKING:
    from yipanqi.unit.sheets.declared import Column

_MOST_NAMES = 12


class Expected(NamedTuple):
    """What a cell should hold, in Chinese and English."""

    zh: str
    en: str


NOTHING_EXPECTED = Expected("", "")

_BY_TYPE: Mapping[str, Expected] = {
    "local_number": Expected("编号：字母、数字和 . _ -", "a number of letters, digits and . _ -"),
    "reference": Expected("对方单位登记的编号，或全称编号", "the other unit's number, or the full id"),
    "text": Expected("文字", "text"),
    "texts": Expected("文字，多项用顿号分开", "texts, several with 、 between them"),
    "money": Expected(
        "金额，单位写在表头或单元格（如 万元、万美元）", "an amount with its unit (such as 万元, 万美元)"
    ),
    "currency": Expected("币种，如 人民币、美元、CNY、USD", "a currency, such as CNY or USD"),
    "rent": Expected("租金，单位如 元/㎡·月", "a rent with its unit, such as 元/㎡·月"),
    "intensity": Expected("投资强度，单位如 万元/亩", "an intensity with its unit, such as 万元/亩"),
    "rate": Expected("大于 0 的汇率", "a rate over 0"),
    "number": Expected("数字", "a number"),
    "hours": Expected("小时数，如 3.5 或 90分钟", "hours, such as 3.5 or 90分钟"),
    "integer": Expected("整数", "a whole number"),
    "degrees": Expected("经纬度（度，小数）", "degrees, as a decimal"),
    "date": Expected("日期，如 2020-04-28，可只到年或月", "a date such as 2020-04-28, or its year or month"),
    "day": Expected("具体到日的日期，如 2020-04-28", "a day, such as 2020-04-28"),
    "year": Expected("年度，如 2020", "a year, such as 2020"),
    "figure": Expected("不小于 0 的数字", "a number from 0"),
    "measure": Expected("计量单位，如 万美元、个", "a unit, such as 万美元 or 个"),
    "place": Expected("区域名称", "an area's name"),
    "unit": Expected("单位名称", "a unit's name"),
    "units": Expected("单位名称，多个用顿号分开", "units' names, several with 、 between them"),
    "flag": Expected("是或否", "是 or 否"),
    "country": Expected("国家或地区名称，或两位代码", "a country's name or its code of two letters"),
    "credit_code": Expected(
        "18 位统一社会信用代码；境外企业 foreign:国别:编号",
        "a unified social credit code of 18 characters; a foreign firm foreign:<country>:<number>",
    ),
}
_QUANTITIES: Mapping[str, Expected] = {
    "areas": Expected("面积，单位如 ㎡、亩", "an area with its unit, such as ㎡ or 亩"),
    "lengths": Expected("高度（米）", "a height in metres"),
    "loads": Expected("荷载，单位如 t/㎡、kN/㎡", "a load with its unit, such as t/㎡ or kN/㎡"),
    "powers": Expected("用电容量（kVA）", "a power supply in kVA"),
    "energies": Expected("能耗（吨标煤）", "an energy use in tonnes of coal equivalent"),
}


def expected(column: Column | None, codes: CodeLists) -> Expected:
    """Return what belongs into a column; nothing for one that is not declared."""
    if column is None:
        return NOTHING_EXPECTED
    if column.type in ("code", "codes"):
        return _of_codes(column, codes)
    if column.type == "quantity":
        return _bounded(column, _QUANTITIES.get(column.measure, NOTHING_EXPECTED))
    return _BY_TYPE.get(column.type, NOTHING_EXPECTED)


def _of_codes(column: Column, codes: CodeLists) -> Expected:
    known = list(codes[column.codes].values())
    more_zh, more_en = ("等", " …") if len(known) > _MOST_NAMES else ("", "")
    several_zh, several_en = ("之一，可填多项", "one or several of ") if column.type == "codes" else ("之一", "one of ")
    names = known[:_MOST_NAMES]
    zh = "、".join(code.zh for code in names)
    en = ", ".join(f"{code.zh} ({code.en})" for code in names)
    return Expected(f"{zh}{more_zh}{several_zh}", f"{several_en}{en}{more_en}")


def _bounded(column: Column, plain: Expected) -> Expected:
    if column.maximum is None:
        return plain
    return Expected(f"{plain.zh}，不超过 {column.maximum}", f"{plain.en}, {column.maximum} at most")
