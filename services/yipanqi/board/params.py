"""Query parameters of a list: read, checked against what the view declares, and kept as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from yipanqi.board.fields import Field, Kind, scaled
from yipanqi.board.problems import Problem, RequestError, bad_parameter
from yipanqi.board.rows import search_form
from yipanqi.board.views import View
from yipanqi.contract.codes import CodeLists

MAX_PAGE_SIZE = 500
DEFAULT_PAGE_SIZE = 50
NONE = "none"
#: Sorts by whether a record is the viewer's own unit's, those first.
OWN = "own"
NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)
TIMES = (Kind.DATE, Kind.FUZZY_DATE, Kind.TIME)
_PLAIN = ("q", "sort", "page", "page_size", "format", "fields")
_LONGEST = 200
_DAY = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: any of `values` (None: not given), or a range, both ends included; amounts in one currency."""

    column: str
    values: tuple[Any, ...] = ()
    low: Any = None
    high: Any = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list request asks for."""

    conditions: tuple[Condition, ...] = ()
    terms: tuple[str, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    as_csv: bool = False
    all_fields: bool = False


def read_params(view: View, params: Sequence[tuple[str, str]], codes: CodeLists, units: Iterable[str]) -> ListQuery:
    """Return what `params` ask for; RequestError 422 that names every parameter that is wrong."""
    return _Reader(view, codes, frozenset(units)).read(params)


class _Reader:
    def __init__(self, view: View, codes: CodeLists, units: frozenset[str]) -> None:
        self._view = view
        self._codes = codes
        self._units = units
        self._problems: list[Problem] = []

    def read(self, params: Sequence[tuple[str, str]]) -> ListQuery:
        given: dict[str, list[str]] = {}
        for name, value in params:
            given.setdefault(name, []).append(value)
        conditions = tuple(c for name in self._view.filters if (c := self._condition(name, given)) is not None)
        query = ListQuery(
            conditions=conditions,
            terms=self._terms(_last(given, "q")),
            sort=self._sort(_last(given, "sort")),
            page=self._number(given, "page", 1, 1_000_000),
            page_size=self._number(given, "page_size", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE),
            as_csv=self._choice(given, "format", "json", ("json", "csv")) == "csv",
            all_fields=self._choice(given, "fields", "listed", ("listed", "all")) == "all",
        )
        for name in given.keys() - _known(self._view):
            known = ", ".join(sorted(_known(self._view)))
            self._wrong(name[:60], "没有这个参数", f"there is no such parameter; there are {known}")
        if self._problems:
            raise RequestError(422, *self._problems)
        return query

    def _wrong(self, name: str, zh: str, en: str) -> None:
        self._problems.append(bad_parameter(name, f"参数 {name}：{zh}", f"parameter {name}: {en}"))

    def _terms(self, text: str | None) -> tuple[str, ...]:
        if text and len(text) > _LONGEST:
            self._wrong("q", f"最多 {_LONGEST} 个字", f"at most {_LONGEST} characters")
            return ()
        return tuple(search_form(text or "").split())

    def _sort(self, text: str | None) -> tuple[tuple[str, bool], ...]:
        wanted: list[tuple[str, bool]] = []
        for part in (text or "").split(","):
            name = part.strip().removeprefix("-")
            if not name:
                continue
            if name not in (*self._view.sorts, OWN):
                choices = ", ".join((*self._view.sorts, OWN))
                self._wrong("sort", f"不能按 {name[:40]} 排序，可选 {choices}", f"can't sort by {name[:40]}: {choices}")
            wanted.append((name, part.strip().startswith("-")))
        return tuple(wanted[:4])

    def _number(self, given: Mapping[str, list[str]], name: str, default: int, largest: int) -> int:
        text = _last(given, name)
        if text is None:
            return default
        if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= largest:
            self._wrong(name, f"应为 1 到 {largest} 的整数", f"a whole number from 1 to {largest} is needed")
            return default
        return int(text)

    def _choice(self, given: Mapping[str, list[str]], name: str, default: str, choices: tuple[str, ...]) -> str:
        text = _last(given, name) or default
        if text not in choices:
            self._wrong(name, f"可选 {'、'.join(choices)}", f"one of {', '.join(choices)} is needed")
        return text

    def _condition(self, name: str, given: Mapping[str, list[str]]) -> Condition | None:
        field = self._view.columns[name]
        low_name, high_name = bounds(field)
        texts = [part for text in given.get(name, []) for part in text.split(",") if part]
        if len(texts) > 100:
            self._wrong(name, "最多 100 个值", "at most 100 values")
            texts = texts[:100]
        values = tuple(self._value(name, field, text) for text in texts)
        low = self._bound(low_name, field, given)
        high = self._bound(high_name, field, given)
        if not values and low is None and high is None:
            return None
        currency = (_last(given, f"{name}_currency") or "CNY") if field.kind is Kind.MONEY else None
        if field.kind in TIMES and high is not None:
            high = f"{high}~"  # sorts after every finer date of that year, month or day
        return Condition(name, values, low, high, currency)

    def _bound(self, name: str | None, field: Field, given: Mapping[str, list[str]]) -> Any:
        text = _last(given, name) if name else None
        return None if name is None or not text else self._value(name, field, text)

    def _value(self, name: str, field: Field, text: str) -> Any:
        if text == NONE:
            return None
        if field.kind in (Kind.CODE, Kind.LIST) and field.codes and text not in self._codes[field.codes]:
            choices = ", ".join(self._codes[field.codes])
            self._wrong(name, f"代码表 {field.codes} 中没有 {text[:40]}", f"no such code: {text[:40]}; {choices}")
        elif field.kind is Kind.UNIT and text not in self._units and text != "coordinator":
            self._wrong(name, f"没有单位 {text[:40]}", f"no such unit: {text[:40]}")
        elif field.kind is Kind.BOOLEAN:
            if text not in ("true", "false"):
                self._wrong(name, "应为 true 或 false", "true or false is needed")
            return text == "true"
        elif field.kind in NUMBERS:
            return self._decimal(name, field, text)
        elif field.kind in TIMES:
            return self._moment(name, field, text)
        return text[:_LONGEST].replace("\x00", "")

    def _decimal(self, name: str, field: Field, text: str) -> int | None:
        try:
            number = Decimal(text)
            if len(text) > 40 or not number.is_finite():
                raise InvalidOperation
            return scaled(number, field.scale)
        except InvalidOperation:
            self._wrong(name, "应为数字，如 1200.50", "a number such as 1200.50 is needed")
            return None

    def _moment(self, name: str, field: Field, text: str) -> str:
        if not _DAY.match(text):
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                self._wrong(name, "应为日期，如 2020-04-28", "a date such as 2020-04-28 is needed")
                return ""
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            if field.kind is Kind.TIME:
                return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            return moment.date().isoformat()
        return text


def bounds(field: Field) -> tuple[str | None, str | None]:
    """Return the names of the parameters of a range: _min and _max of numbers, _from and _to of times."""
    if field.kind in NUMBERS:
        return f"{field.name}_min", f"{field.name}_max"
    if field.kind in TIMES:
        return f"{field.name}_from", f"{field.name}_to"
    return None, None


def _known(view: View) -> set[str]:
    names = set(_PLAIN)
    for name in view.filters:
        field = view.columns[name]
        names.add(name)
        names.update(n for n in bounds(field) if n)
        if field.kind is Kind.MONEY:
            names.add(f"{name}_currency")
    return names


def _last(given: Mapping[str, list[str]], name: str) -> str | None:
    found = given.get(name)
    return found[-1].strip() if found else None


def openapi_parameters(view: View) -> list[dict[str, Any]]:
    """Return the query parameters of a view's list as OpenAPI words them."""
    texts = {
        "q": "搜索 / search",
        "sort": f"排序，前加 - 为倒序 / sort by, - in front for descending: {', '.join((*view.sorts, OWN))}",
        "page": "页码 / page, from 1",
        "page_size": f"每页条数 / records a page, at most {MAX_PAGE_SIZE}",
        "format": "json | csv",
        "fields": "listed | all",
    }
    for name in view.filters:
        field = view.columns[name]
        texts[name] = f"{field.title_zh} / {field.doc} 多个值用逗号 / several values by comma; none = not given"
        for bound in bounds(field):
            if bound:
                texts[bound] = f"{field.title_zh}：范围 / range"
        if field.kind is Kind.MONEY:
            texts[f"{name}_currency"] = "币种，默认 CNY / currency of the range, CNY by default"
    return [
        {"name": name, "in": "query", "required": False, "description": text, "schema": {"type": "string"}}
        for name, text in texts.items()
    ]
