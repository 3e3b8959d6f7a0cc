"""Reads a row of an evaluation table: one subject of one year, its five parts with what they are measured against."""

from __future__ import annotations

from typing import Any

from yipanqi.models.base import AGGREGATE_ID
from yipanqi.models.types import is_credit_code
from yipanqi.unit.sheets.cells import cell_text, normal
from yipanqi.unit.sheets.context import RowContext
from yipanqi.unit.sheets.dates import parse_date
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.measures import no_unit
from yipanqi.unit.sheets.references import referred_id

#: The parts, as the columns are called.
PARTS = ("investment", "land", "chain", "environment", "energy")
_SOURCE = "评价打分表"


def finish_evaluation(context: RowContext) -> str | None:
    """Complete an evaluation's record and return its local number `<year>-<subject>`; None on problems."""
    record = context.record
    subject, year = _subject(context), _year(context)
    record["parts"] = tuple(_part(context, name) for name in PARTS)
    record["exempt"] = bool(record.get("exempt"))
    if context.problems or subject is None or year is None:
        return None
    record["subject_kind"], record["subject_id"] = subject
    record["year"] = year
    return f"{year}-{subject[1].replace(':', '.')}"


def _subject(context: RowContext) -> tuple[str, str] | None:
    """Return what is evaluated: an enterprise by its code, or a carrier by the number its unit gave it."""
    text = normal(str(context.record.get("subject_id") or "")).replace(" ", "")
    if not text:
        return None
    if text.startswith("foreign:") or is_credit_code(text.upper()):
        return "ENTERPRISE", text if text.startswith("foreign:") else text.upper()
    try:
        if AGGREGATE_ID.match(text) and "-carrier-" in text:
            return "CARRIER", text
        return "CARRIER", referred_id(text, "carrier", context.desk.catalog)
    except CellFault:
        fault = CellFault(
            Fault.UNKNOWN_OWNER,
            "既不是有效的统一社会信用代码，也不是已知单位的载体编号",
            "neither a valid credit code nor the number of a known unit's carrier",
            "请核对企业代码或载体编号",
            "check the enterprise's code or the carrier's number",
        )
        context.fault("subject_id", fault)
        return None


def _year(context: RowContext) -> int | None:
    value = context.scratch.get("year")
    try:
        year = int(parse_date(value)[:4]) if value is not None else context.around.year
    except CellFault as fault:
        context.fault("year", fault)
        return None
    if year is None:
        unsaid = CellFault(
            Fault.NO_YEAR,
            "看不出是哪一年的评价",
            "it is not said which year is evaluated",
            "请填写评价年度，或在标题写明，如 2020年",
            "fill in the year, or write it into the title",
        )
        context.fault("year", unsaid)
    return year


def _part(context: RowContext, name: str) -> dict[str, Any]:
    """Return a part with its unit, which stands beside the title."""
    binding = context.header.bindings.get(name)
    value, benchmark = context.record.pop(name, None), context.record.pop(f"{name}_benchmark", None)
    measure = next((cell_text(unit) for unit in binding.units), "") if binding else ""
    if binding and not measure:
        context.fault(name, no_unit("计量单位", "unit"))
    if benchmark is not None and benchmark <= 0:
        fault = CellFault(Fault.NOT_POSITIVE, "基准值必须大于 0", "a benchmark must be over 0", "请核对", "check it")
        context.fault(f"{name}_benchmark", fault)
    return {"part": name.upper(), "value": value, "benchmark": benchmark, "measure": measure, "source": _SOURCE}
