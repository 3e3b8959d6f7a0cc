"""Reads numbers with units from cells: exact, with the unit from the cell or the header, and nothing guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yipanqi.unit.sheets.cells import CellValue, cell_text, compact, number_text
from yipanqi.unit.sheets.faults import CellFault, Fault
from yipanqi.unit.sheets.words import Words

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![a-z0-9.]){_DIGITS}")
_RANGE = re.compile(rf"{_DIGITS}[^\d\-~至到]{{0,6}}(?:-+|~+|—+|至|到)[^\d]{{0,3}}{_DIGITS}")
_ONE = re.compile(rf"^(?P<before>[^\d+\-.]*)(?P<sign>[+-]?)(?P<number>{_DIGITS})(?P<after>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written: its unit text (compact, may be empty) and whether it was marked as about."""

    number: Fraction
    prefix: str
    unit: str
    about: bool


def parse_amount(value: CellValue, words: Words) -> Amount:
    """Read one number with the text around it.

    Raises:
        CellFault: two amounts, a range, a bound, or no number.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise not_a_number(value)
    if isinstance(value, (int, float)):
        text = str(value) if isinstance(value, int) else number_text(value)
        if not re.fullmatch(r"-?\d+(?:\.\d+)?", text):
            raise not_a_number(value)
        return Amount(Fraction(text), "", "", about=False)
    text, about = _strip_about(compact(value), words)
    _refuse_several(text)
    bound = next((word for word in words.bounds if word in text), None)
    if bound:
        raise CellFault(
            Fault.BOUND,
            f"“{bound}”只给了界限，不是数值",
            f"'{bound}' gives a bound, not an amount",
            "请填写确切数值",
            "write the amount",
        )
    match = _ONE.match(text)
    if not match:
        raise not_a_number(value)
    number = Fraction(match["number"].replace(",", ""))
    return Amount(-number if match["sign"] == "-" else number, match["before"], match["after"], about)


def _strip_about(text: str, words: Words) -> tuple[str, bool]:
    about = False
    for word in words.about:
        if text.startswith(word) or text.endswith(word):
            text = text.removeprefix(word).removesuffix(word)
            about = True
    if about or not text:
        return text, about
    # 100余万元: the mark stands between number and unit.
    for word in ("余", "多"):
        marked = re.sub(rf"(?<=\d){word}", "", text)
        if marked != text:
            return marked, True
    return text, about


def _refuse_several(text: str) -> None:
    if _RANGE.search(text):
        raise CellFault(
            Fault.RANGE, "是一个范围，不是一个数值", "a range, not a value", "请只填一个数值", "write one value"
        )
    if len(_NUMBER.findall(text)) > 1:
        raise CellFault(
            Fault.TWO_AMOUNTS,
            "一格中有两个数值，无法确定以哪个为准",
            "two amounts in one cell: it is not clear which one counts",
            "请只保留一个数值，另一个写入备注",
            "keep one amount and put the other into the remarks",
        )


def not_a_number(value: CellValue) -> CellFault:
    """Return the fault of a cell in which no number can be read."""
    return CellFault(
        Fault.NOT_A_NUMBER,
        "读不出数值",
        "no number can be read",
        "请填阿拉伯数字，如 1200",
        "write digits, such as 1200",
    )


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Return the fraction as a decimal, halves away from zero, so that 亩 and ㎡ agree everywhere."""
    scale = 10**places
    scaled = value * scale
    whole = abs(scaled.numerator) * 2 + scaled.denominator
    number = whole // (scaled.denominator * 2)
    return Decimal(number if value >= 0 else -number).scaleb(-places)


def with_unit(value: CellValue, unit: str) -> str:
    """Return the original wording of a value: the cell, and the unit that the header or a note gave it."""
    return f"{cell_text(value)}{unit.replace('m2', '㎡')}"
