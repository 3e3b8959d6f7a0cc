"""Converts a row's cells by the declared type of their column; every fault is reported at its own cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache

from yipanqi.models.table import EVENTS
from yipanqi.models.types import is_credit_code
from yipanqi.unit.sheets.cells import CellValue, cell_text, compact, normal
from yipanqi.unit.sheets.codewords import find_code, read_code, read_codes
from yipanqi.unit.sheets.context import RowContext
from yipanqi.unit.sheets.dates import parse_date
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.header import Binding
from yipanqi.unit.sheets.measures import read_hours, read_integer, read_measure, read_plain
from yipanqi.unit.sheets.money import MoneySetting, read_money
from yipanqi.unit.sheets.references import local_number, referred_id

Converter = Callable[[RowContext, Binding, CellValue], None]


def convert_row(context: RowContext) -> None:
    """Convert every cell of the row that says something; unknown cells stay out of the record."""
    for binding in context.bindings():
        converter = CONVERTERS.get(binding.column.type)
        if converter is None:
            continue
        try:
            value = context.value(binding.field)
            if value is not None:
                converter(context, binding, value)
            elif binding.column.required:
                raise missing()
        except CellFault as fault:
            context.fault(binding.field, fault)
    for name, column in context.header.layout.columns.items():
        if column.required and not context.has(name) and name not in context.record:
            context.scratch.setdefault("absent", []).append(name)


def missing() -> CellFault:
    """Return the fault of a cell that must not be empty."""
    return CellFault(Fault.MISSING, "必填项为空", "must not be empty", "请补填", "fill it in")


def _text(context: RowContext, binding: Binding, value: CellValue) -> None:
    text = cell_text(value)
    limit = _longest(context.header.layout.record, binding.field)
    if len(text) > limit:
        raise CellFault(Fault.TOO_LONG, f"超过 {limit} 字", f"longer than {limit} characters", "请缩短", "shorten it")
    context.put(binding.field, text)


@lru_cache(maxsize=512)
def _longest(record: str, field: str) -> int:
    """Return how long the contract lets a text be; 300 for what is no field of the record itself."""
    fields = {known["name"]: known for known in EVENTS[record].__avro_schema__["fields"]}
    return int(fields.get(field, {}).get("maxLength", 300))


def _texts(context: RowContext, binding: Binding, value: CellValue) -> None:
    context.put(binding.field, tuple(part[:300] for part in _several(cell_text(value))))


def _several(text: str) -> list[str]:
    parts = normal(text).replace("、", ",").replace(";", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def _local_number(context: RowContext, binding: Binding, value: CellValue) -> None:
    number, remark = local_number(cell_text(value))
    context.scratch["local_number"] = number
    if remark:
        context.remarks.append(remark)
        context.notice(
            binding.field,
            "number_remark",
            f"编号中的“{remark}”已移入备注",
            f"'{remark}' was moved from the number to the remarks",
        )


def _reference(context: RowContext, binding: Binding, value: CellValue) -> None:
    context.put(binding.field, referred_id(cell_text(value), binding.column.aggregate, context.desk.catalog))


def _money(context: RowContext, binding: Binding, value: CellValue) -> None:
    currency = (context.text("currency") or "") if context.has("currency") else None
    setting = MoneySetting(binding.units, currency, context.around.units)
    money = read_money(value, binding.column, setting, context.desk.words)
    if binding.column.currency:
        context.put(binding.field, money.amount, money.original)
    else:
        context.put(binding.field, {"amount": money.amount, "currency": money.currency}, money.original)
    if binding.field == "planned_investment":
        context.record["planned_investment_about"] = money.about


def _measure(context: RowContext, binding: Binding, value: CellValue) -> None:
    words = context.desk.words
    found = read_measure(value, binding.column, binding.units, context.around.units, binding.title, words)
    context.put(binding.field, found.value, found.original)
    if found.assumed:
        context.scratch.setdefault("assumed", {})[binding.field] = found.assumed


def _rate(context: RowContext, binding: Binding, value: CellValue) -> None:
    rate = read_plain(value, context.desk.words)
    if rate <= 0:
        raise CellFault(Fault.NOT_POSITIVE, "汇率必须大于 0", "a rate must be over 0")
    context.put(binding.field, rate)


def _number(context: RowContext, binding: Binding, value: CellValue) -> None:
    """A plain number; the contract says within which bounds."""
    context.put(binding.field, read_plain(value, context.desk.words))


def _hours(context: RowContext, binding: Binding, value: CellValue) -> None:
    hours = read_hours(value, binding.units, context.desk.words)
    context.put(binding.field, hours.value, hours.original)


def _degrees(context: RowContext, binding: Binding, value: CellValue) -> None:
    degrees = read_plain(value, context.desk.words)
    if abs(degrees) > Decimal(binding.column.bound):
        raise CellFault(Fault.TOO_LARGE, "经纬度超出范围", "longitude or latitude out of range")
    context.put(binding.field, float(degrees))


def _integer(context: RowContext, binding: Binding, value: CellValue) -> None:
    context.put(binding.field, read_integer(value, context.desk.words))


def _date(context: RowContext, binding: Binding, value: CellValue) -> None:
    found = _parsed(context, binding, value)
    original = cell_text(value)
    context.put(binding.field, found, original if isinstance(value, (str, int, float)) and original != found else "")


def _day(context: RowContext, binding: Binding, value: CellValue) -> None:
    found = _parsed(context, binding, value)
    if len(found) != 10:
        raise CellFault(
            Fault.DAY_NEEDED, "需要具体到日", "the day is needed", "请写成 2020-04-28", "write it as 2020-04-28"
        )
    original = cell_text(value)
    context.put(binding.field, found, original if isinstance(value, (str, int, float)) and original != found else "")


def _parsed(context: RowContext, binding: Binding, value: CellValue) -> str:
    place = context.grid.owner(context.row, binding.index)
    return parse_date(value, context.grid.sheet.precision.get(place, 3))


def _code(context: RowContext, binding: Binding, value: CellValue) -> None:
    context.put(binding.field, read_code(cell_text(value), context.desk.codes[binding.column.codes]))


def _codes(context: RowContext, binding: Binding, value: CellValue) -> None:
    context.put(binding.field, read_codes(cell_text(value), context.desk.codes[binding.column.codes]))


def _place(context: RowContext, binding: Binding, value: CellValue) -> None:
    text = cell_text(value)
    code = find_code(text, context.desk.codes["area"])
    if code:
        context.put("area_code", code)
        return
    if len(text) > 200:
        raise CellFault(Fault.TOO_LONG, "超过 200 字", "longer than 200 characters", "请缩短", "shorten it")
    context.put("place_text", text)
    context.notice(
        binding.field, "place_text", f"“{text[:40]}”不是已知区域，按原文保留", "no known area: kept as it is worded"
    )


def _unit(context: RowContext, binding: Binding, value: CellValue) -> None:
    text = normal(cell_text(value))
    if compact(text) in {compact(word) for word in binding.column.whole}:
        context.put(binding.field, "district")
        return
    context.put(binding.field, _named(context, text))


def _units(context: RowContext, binding: Binding, value: CellValue) -> None:
    names = _several(cell_text(value))
    context.put(binding.field, tuple(dict.fromkeys(_named(context, name) for name in names)))


def _named(context: RowContext, text: str) -> str:
    unit = context.desk.catalog.unit_by_name(text) or context.desk.catalog.unit_by_name(text.replace(" ", ""))
    if unit is None:
        known = "、".join(entry.zh for entry in context.desk.catalog.units.values())
        raise CellFault(
            Fault.UNKNOWN_UNIT_NAME, "不认识的单位名称", "unknown unit", f"可填：{known}", f"known: {known}"
        )
    return unit


def _flag(context: RowContext, binding: Binding, value: CellValue) -> None:
    key = compact(cell_text(value))
    if key not in context.desk.words.yes | context.desk.words.no:
        raise CellFault(Fault.NOT_YES_NO, "应填“是”或“否”", "write 是 or 否")
    context.put(binding.field, key in context.desk.words.yes)


def _country(context: RowContext, binding: Binding, value: CellValue) -> None:
    text = cell_text(value)
    code = context.desk.words.countries.get(compact(text))
    if code is None and len(text) == 2 and text.isascii() and text.isalpha():
        code = text.upper()
    if code is None:
        raise CellFault(
            Fault.UNKNOWN_CODE,
            "不认识的国别",
            "unknown country",
            "请填国家全称或两位代码，如 日本、JP",
            "write a name or a code such as JP",
        )
    context.put(binding.field, code)


def _credit_code(context: RowContext, binding: Binding, value: CellValue) -> None:
    text = normal(cell_text(value)).replace(" ", "")
    if not text.startswith("foreign:"):
        text = text.upper()
        if not is_credit_code(text):
            raise CellFault(
                Fault.BAD_CREDIT_CODE,
                "统一社会信用代码有误（18 位，末位为校验码）",
                "no valid unified social credit code (18 characters, the last one checks)",
                "请核对营业执照；无代码的境外企业写 foreign:国别:编号",
                "check the licence; a foreign firm goes by foreign:<country>:<number>",
            )
    context.put(binding.field, text)


def _kept(context: RowContext, binding: Binding, value: CellValue) -> None:
    """Keep the cell for the record's own assembly."""
    context.scratch[binding.field] = value


CONVERTERS: Mapping[str, Converter] = {
    "text": _text,
    "texts": _texts,
    "local_number": _local_number,
    "reference": _reference,
    "money": _money,
    "quantity": _measure,
    "rent": _measure,
    "intensity": _measure,
    "rate": _rate,
    "number": _number,
    "hours": _hours,
    "degrees": _degrees,
    "integer": _integer,
    "date": _date,
    "day": _day,
    "code": _code,
    "codes": _codes,
    "place": _place,
    "unit": _unit,
    "units": _units,
    "flag": _flag,
    "country": _country,
    "credit_code": _credit_code,
    "measure": _kept,
    "year": _kept,
    "figure": _kept,
}
