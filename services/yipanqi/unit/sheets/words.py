"""The declared words of cells and headers (`words.yaml`), ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from yipanqi.unit.sheets.cells import compact

Factors = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Words:
    """Lookups by `compact` text; factors lead to the contract's units."""

    unknown: frozenset[str]
    totals: re.Pattern[str]
    notes: re.Pattern[str]
    about: tuple[str, ...]
    bounds: tuple[str, ...]
    harmless: frozenset[str]
    scales: Factors
    currencies: Mapping[str, str]
    default_currency: str
    factors: Mapping[str, Factors]
    periods: Factors
    yes: frozenset[str]
    no: frozenset[str]
    countries: Mapping[str, str]
    ratings: Mapping[str, int]

    def is_unknown(self, text: str) -> bool:
        """Return whether a cell's text says that nothing is known."""
        key = compact(text)
        return not key or key in self.unknown


@lru_cache(maxsize=1)
def product_words() -> Words:
    """Return the product's own words, read once."""
    text = resources.files("yipanqi.unit.sheets").joinpath("words.yaml").read_text(encoding="utf-8")
    return _words(yaml.safe_load(text))


def _words(document: Mapping[str, Any]) -> Words:
    measures = ("areas", "lengths", "loads", "powers", "counts", "energies", "durations")
    return Words(
        unknown=_keys(document["unknown"]),
        totals=re.compile(rf"^(?:{_alternatives(document['totals'])})(?:[(\[].*|[::].*|\d.*)?$"),
        notes=re.compile(rf"^[(\[*]?(?:{_alternatives(document['notes'])})\d*(?:[::.、)\]].*|$)"),
        about=_longest_first(document["about"]),
        bounds=_longest_first(document["bounds"]),
        harmless=_keys(document["harmless"]),
        scales=_factors(document["scales"]),
        currencies={compact(text): code for code, texts in document["currencies"].items() for text in texts},
        default_currency=document["default_currency"],
        factors={name: _factors(document[name]) for name in measures},
        periods=_factors(document["periods"]),
        yes=_keys(document["yes"]),
        no=_keys(document["no"]),
        countries={compact(name): code for name, code in document["countries"].items()},
        ratings={compact(text): level for text, level in document["ratings"].items()},
    )


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(compact(text) for text in texts)


def _factors(entries: Mapping[str, Any]) -> Factors:
    return {compact(name): Fraction(str(factor)) for name, factor in entries.items()}


def _longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((compact(text) for text in texts), key=len, reverse=True))


def _alternatives(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in _longest_first(texts))
