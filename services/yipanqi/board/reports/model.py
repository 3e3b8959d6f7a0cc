"""What a report is: sections with columns and rows of plain values, whatever it is then written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from yipanqi.figures.gaps import Gap


class Words(NamedTuple):
    """A sentence in Chinese and English."""

    zh: str
    en: str


class Label(str):
    """A word of ours in a cell, such as a unit or a stage: reads as its Chinese, and says the English with it."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, zh: str, en: str) -> Label:
        """Return the word."""
        made = super().__new__(cls, zh)
        made.en = en
        return made


TOTAL = Label("合计", "Total")
DISTRICT_TOTAL = Label("全区合计", "District in total")


class Kind(StrEnum):
    """How a column's values are written."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    RATIO = "ratio"
    DAY = "day"


class Basis(StrEnum):
    """What the rows of a section are about: what happened in the period, or how things stand now."""

    PERIOD = "period"
    NOW = "now"


class Reason(NamedTuple):
    """Why there is no value: stands where the value would, never a nought."""

    code: str
    zh: str
    en: str

    @classmethod
    def of(cls, gap: Gap) -> Reason:
        """Return a figure's reason."""
        return cls(gap.value, gap.zh, gap.en)


#: Units of columns in English; what is counted needs none.
MEASURES = {
    "万元": "CNY 10,000",
    "万美元": "USD 10,000",
    "亩": "mu",
    "㎡": "m²",
    "工作日": "working days",
    "天": "days",
    "分": "points",
}

#: None is what nobody has filled in. Ratios are shares of one. A day known to the month or year only is a text.
Value = str | int | Decimal | date | Reason | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `unit` as departments write it in the header, `width` in Chinese characters."""

    zh: str
    en: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    width: int = 8
    #: Left out of a table in which nothing stands in it.
    seldom: bool = False

    @property
    def heading(self) -> Words:
        """The header as departments write it."""
        if not self.unit:
            return Words(self.zh, self.en)
        english = MEASURES.get(self.unit, "")
        return Words(f"{self.zh}（{self.unit}）", f"{self.en} ({english})" if english else self.en)


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its source; `last_input` is the time (RFC 3339) of the latest record that it is made of.

    `cut` is how many rows more there are than a report shows.
    """

    id: str
    title: Words
    basis: Basis
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source: Words
    total: Row | None = None
    notes: tuple[Words, ...] = ()
    last_input: str | None = None
    cut: int = 0

    @property
    def short(self) -> Words:
        """The title without what stands in brackets or tells the days."""
        return Words(self.title.zh.split("（")[0], self.title.en.split(" from ")[0])

    def reasons(self) -> tuple[Reason, ...]:
        """Return why values are missing, each once, in the order met: their numbers in footnotes."""
        return tuple(dict.fromkeys(value for row in self._all() for value in row if isinstance(value, Reason)))

    def labels(self) -> Iterator[Label]:
        """Yield the words of ours that stand in cells."""
        yield from (value for row in self._all() for value in row if isinstance(value, Label))

    def _all(self) -> Iterator[Row]:
        yield from self.rows
        if self.total is not None:
            yield self.total


@dataclass(frozen=True, slots=True)
class Report:
    """A report on a period; `today` is the district's date at which standing figures hold."""

    kind: str
    title: Words
    district: Words
    period: str
    period_words: Words
    start: date
    end: date
    today: date
    position: str
    sections: tuple[Section, ...]

    @property
    def as_of(self) -> str | None:
        """The time of the latest record in the report."""
        return max((section.last_input for section in self.sections if section.last_input), default=None)
