"""Completes a row of foreign capital: whether it was contracted or paid in, and whether dollars, amount and rate agree.

Which of the two it is decides what counts, so it is never assumed: a column 类别 says it, or else the titles of the day
and the amounts, the sheet's name and the title above; the file's name only where all of these are silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from yipanqi.unit.sheets.cells import compact
from yipanqi.unit.sheets.context import RowContext
from yipanqi.unit.sheets.convert import missing
from yipanqi.unit.sheets.faults import CellFault, Fault

#: How far amount ÷ rate may be from the stated dollars: ledgers round rates to two digits.
_RATE_TOLERANCE = Decimal("0.01")
#: Columns whose titles tell what happened on the day.
_TELLING = ("received_on", "amount", "usd")


def finish_capital(context: RowContext) -> None:
    """Complete an entry's record; problems stand in the context."""
    record = context.record
    if not context.has("kind"):
        try:
            record["kind"] = _kind(context)
        except CellFault as fault:
            context.fault("kind", fault)
    elif "kind" not in record and not any(problem.field == "kind" for problem in context.problems):
        context.fault("kind", missing())
    if "amount" not in record and "usd" not in record and not context.problems:
        context.fault("amount" if context.has("amount") else "usd", missing())
    _check_rate(context)


def _kind(context: RowContext) -> str:
    titles = [context.header.bindings[name].whole for name in _TELLING if context.has(name)]
    for texts in ((*titles, context.sheet_name, context.around.above), (context.around.filename,)):
        kinds = set(_named(texts, context.header.layout.kind_words))
        if len(kinds) > 1:
            raise _SAYS_BOTH
        if kinds:
            return kinds.pop()
    raise _SAYS_NEITHER


def _named(texts: Iterable[str], words: Mapping[str, str]) -> Iterable[str]:
    """Yield the kind that each text names; a text that names both, such as 合同及到账, says neither."""
    for text in texts:
        found = {kind for word, kind in words.items() if compact(word) in compact(text)}
        if len(found) == 1:
            yield found.pop()


def _check_rate(context: RowContext) -> None:
    """Report dollars that are not amount ÷ rate."""
    amount, usd, rate = (context.record.get(name) for name in ("amount", "usd", "rate"))
    if amount is None or usd is None:
        return
    if amount["currency"] == "USD":
        expected = amount["amount"]
    elif rate:
        expected = amount["amount"] / rate
    else:
        return
    if abs(expected - usd) > max(abs(expected) * _RATE_TOLERANCE, Decimal("0.01")):
        context.fault("usd", _rate_differs(expected))


def _rate_differs(expected: Decimal) -> CellFault:
    return CellFault(
        Fault.RATE,
        f"与金额、汇率不符，按汇率应为 {expected:.2f} 美元",
        f"does not agree with amount and rate, which give {expected:.2f} USD",
        "请核对金额、汇率和折美元",
        "check amount, rate and dollars",
    )


_SAYS_NEITHER = CellFault(
    Fault.MISSING,
    "看不出是合同外资还是实际使用外资",
    "it is not said whether the capital was contracted or utilised",
    "请增加“类别”列，或把日期列写成“合同日期”“到账日期”",
    "add a column 类别 (kind), or say it in the date's title: 合同日期 or 到账日期",
)
_SAYS_BOTH = CellFault(
    Fault.AMBIGUOUS_KIND,
    "列名、工作表名和标题中，有的写合同，有的写到账",
    "of the titles and the sheet's name some say contracted, others utilised",
    "请增加“类别”列，或分成合同、到账两张表",
    "add a column 类别 (kind), or keep two tables",
)
