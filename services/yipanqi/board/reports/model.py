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
    def heading(self) -> str:
        """The header as departments write it."""
        return f"{self.zh}（{self.unit}）" if self.unit else self.zh


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
    def short(self) -> str:
        """The title without what stands in brackets."""
        return self.title.zh.split("（")[0]

    def reasons(self) -> tuple[Reason, ...]:
        """Return why values are missing, each once, in the order met: their numbers in footnotes."""
        return tuple(dict.fromkeys(value for row in self._all() for value in row if isinstance(value, Reason)))

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
