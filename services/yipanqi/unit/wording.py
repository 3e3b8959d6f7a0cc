"""Validation errors of the models as problems: field paths, and Chinese beside pydantic's English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from yipanqi.unit.problems import Problem

MOST_PROBLEMS = 50

_ZH: Mapping[str, str] = {
    "missing": "必填，未填写",
    "extra_forbidden": "不认识的字段，请核对名称",
    "string_type": "应为字符串",
    "string_too_short": "不得少于 {min_length} 个字符",
    "string_too_long": "不得超过 {max_length} 个字符",
    "string_pattern_mismatch": "格式不符，应匹配 {pattern}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "decimal_parsing": '应为十进制数，如 "1234.50"',
    "decimal_type": '应为十进制数，如 "1234.50"',
    "decimal_max_digits": "有效数字不得超过 {max_digits} 位",
    "decimal_max_places": "小数不得超过 {decimal_places} 位",
    "decimal_whole_digits": "整数部分不得超过 {whole_digits} 位",
    "finite_number": "应为有限的数",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "date_parsing": '应为日期，如 "2020-04-28"',
    "date_from_datetime_parsing": '应为日期，如 "2020-04-28"',
    "date_from_datetime_inexact": '应为日期，不含时刻，如 "2020-04-28"',
    "datetime_parsing": '应为带时区的时刻，如 "2020-04-28T09:30:00Z"',
    "datetime_from_date_parsing": '应为带时区的时刻，如 "2020-04-28T09:30:00Z"',
    "too_long": "不得超过 {max_length} 项",
    "too_short": "不得少于 {min_length} 项",
}


def path_of(location: Sequence[int | str], root: str = "data") -> str:
    """Return a location as a path, for example `data.units[0].floor_m2`."""
    return root + "".join(f"[{part}]" if isinstance(part, int) else f".{part[:80]}" for part in location)


def problems_of(error: ValidationError, *, index: int | None = None) -> list[Problem]:
    """Return the problems of a validation error, without the values that were refused."""
    found = error.errors(include_url=False, include_input=False)
    return [_problem(entry, index) for entry in found[:MOST_PROBLEMS]]


def _problem(entry: Mapping[str, Any], index: int | None) -> Problem:
    kind = str(entry["type"])
    if kind == "value_error":
        # Our own validators speak both languages: "中文 / English".
        zh, _, en = str(entry["msg"]).removeprefix("Value error, ").partition(" / ")
        return Problem(code="invalid_value", zh=zh, en=en or zh, field=path_of(entry["loc"]), index=index)
    context = {key: str(value) for key, value in entry.get("ctx", {}).items()}
    try:
        zh = _ZH.get(kind, "值无效").format_map(context)
    except KeyError:
        zh = "值无效"
    return Problem(code=kind, zh=zh, en=str(entry["msg"]), field=path_of(entry["loc"]), index=index)
