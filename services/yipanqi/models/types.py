"""Field types of the contract that a plain Python type does not express: ids, reduced dates, exact decimals."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from yipanqi.models.base import AGGREGATE_ID
from yipanqi.models.codes import CODES

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FOREIGN = re.compile(r"^foreign:[A-Z]{2}:[0-9A-Za-z._-]{1,60}\Z")
_FUZZY = re.compile(r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?\Z")


def is_credit_code(text: str) -> bool:
    """Return whether `text` is a unified social credit code with a right check character (GB 32100-2015)."""
    return len(text) == 18 and credit_check(text[:17]) == text[17]


def credit_check(text: str) -> str | None:
    """Return the check character that belongs to 17 characters of a credit code; None when they are none."""
    if len(text) != 17 or any(c not in _CREDIT_ALPHABET for c in text):
        return None
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(text))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def fuzzy_start(text: str) -> date:
    """Return the first day of a reduced date, for comparing; ValueError when there is no such day."""
    if not _FUZZY.match(text):
        raise ValueError("应为 2020、2020-04 或 2020-04-28 / expected 2020, 2020-04 or 2020-04-28")
    parts = [int(p) for p in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def fuzzy_end(text: str) -> date:
    """Return the last day of a reduced date: what has certainly passed after it; ValueError as `fuzzy_start`."""
    first, parts = fuzzy_start(text), len(text.split("-"))
    if parts == 1:
        return first.replace(month=12, day=31)
    return first if parts == 3 else first.replace(day=monthrange(first.year, first.month)[1])


def _fuzzy(text: str) -> str:
    fuzzy_start(text)
    return text


def _aggregate_id(text: str) -> str:
    if not AGGREGATE_ID.match(text):
        raise ValueError("应为 <单位>-<类别>-<本单位编号> 或 UUID / expected <unit>-<kind>-<local number> or a UUID")
    return text


def is_enterprise_id(text: str) -> bool:
    """Return whether `text` is a credit code, or the id of a foreign enterprise."""
    return is_credit_code(text) or _FOREIGN.match(text) is not None


def _enterprise_id(text: str) -> str:
    if not is_enterprise_id(text):
        raise ValueError(
            "统一社会信用代码有误，或应为 foreign:国别:编号 / "
            "not a valid unified social credit code, nor foreign:<country>:<number>"
        )
    return text


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("请用字符串书写小数，以免失真 / write decimals as strings, floats lose digits")
    return value


def code_of(list_name: str) -> AfterValidator:
    """Return a check that a string is a code of the list."""

    def check(text: str) -> str:
        if text not in CODES[list_name]:
            raise ValueError(f"不在代码表 {list_name} 中 / not in code list {list_name}: {text[:40]}")
        return text

    return AfterValidator(check)


FuzzyDate = Annotated[str, StringConstraints(max_length=10), AfterValidator(_fuzzy)]
AggregateId = Annotated[str, StringConstraints(max_length=160), AfterValidator(_aggregate_id)]
EnterpriseId = Annotated[str, StringConstraints(max_length=80), AfterValidator(_enterprise_id)]
Exact = Annotated[Decimal, BeforeValidator(_exact)]
