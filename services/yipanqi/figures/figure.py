"""What a figure is: its names, its formula, what it is counted from, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yipanqi.defaults import Defaults
from yipanqi.figures.basis import Basis, District
from yipanqi.figures.gaps import Gap
from yipanqi.figures.parts import Part, all_terms
from yipanqi.figures.terms import By, Cell, Kind, Query, Term, inside, reduce

Series = Mapping[str, tuple[str, str]]
Select = Callable[[Iterable[Term], Query, Basis], Iterable[Term]]


class Period(StrEnum):
    """Which days a figure covers when none are asked for: this year so far, all there is, or only how it stands now."""

    YEAR = "year"
    ALL = "all"
    NOW = "now"


def _plain(found: Iterable[Term], query: Query, _: Basis) -> Iterable[Term]:
    if (query.unit, query.chain, query.start, query.end) == (None, None, None, None):
        return found
    return [term for term in found if inside(term, query)]


@dataclass(frozen=True)
class Figure:
    """One figure: the sum of the terms of its `parts`.

    `fields` are the fields it is counted from, by aggregate: who may not see one sees its own only.

    `by` are the dimensions it can be split by; a period can be asked for unless it stands for now.
    Texts name the district's settings as `{settings.<section>.<name>}`, and `series` may depend on them: `under` gives
    the figure as they make it. `asked` is the value that is asked for, if a setting names one.
    """

    id: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    formula_zh: str
    formula_en: str
    kind: Kind
    parts: tuple[Part, ...]
    fields: Mapping[str, tuple[str, ...]]
    by: tuple[By, ...] = (By.UNIT, By.CHAIN, By.MONTH)
    period: Period = Period.ALL
    series: Series | Callable[[Defaults], Series] = field(default_factory=lambda: {"": ("", "")})
    select: Select = _plain
    empty: Gap = Gap.NO_DATA
    note_zh: str = ""
    note_en: str = ""
    asked: Callable[[Defaults], Decimal] | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The aggregates whose records it is counted from."""
        return tuple(self.fields)

    def series_under(self, defaults: Defaults) -> Series:
        """Return its parts by code, with their names in Chinese and English."""
        return self.series(defaults) if callable(self.series) else self.series

    def under(self, defaults: Defaults) -> Figure:
        """Return the figure with its texts and series as the settings make them."""
        ages = "/".join(map(str, defaults.figures.cohort_months))
        texts = {name: getattr(self, name) for name in ("formula_zh", "formula_en", "note_zh", "note_en")}
        filled = {name: text.format(settings=defaults, ages=ages) for name, text in texts.items()}
        return replace(self, series=self.series_under(defaults), **filled)

    def terms(self, district: District, basis: Basis) -> Iterator[Term]:
        """Yield all its terms, counted now."""
        return all_terms(self.parts, district, basis)

    def period_of(self, query: Query, today: date) -> Query:
        """Return the query with the days it covers: without a first one from the beginning of the last one's year."""
        if self.period is not Period.YEAR or query.start is not None:
            return query
        end = query.end or today
        return replace(query, start=date(end.year, 1, 1), end=end)

    def cells(self, found: Iterable[Term], query: Query, basis: Basis) -> tuple[Cell, ...]:
        """Return the values of the part that is asked for."""
        chosen = self.select(found, self.period_of(query, basis.today), basis)
        return reduce(chosen, query, self.kind, tuple(self.series_under(basis.defaults)), self.empty)

    def chosen(self, found: Iterable[Term], query: Query, basis: Basis) -> list[Term]:
        """Return the terms behind the values."""
        return list(self.select(found, self.period_of(query, basis.today), basis))
