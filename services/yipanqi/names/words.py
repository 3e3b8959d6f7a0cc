"""The lists of words that names have in common, read once from words.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

import yaml


@dataclass(frozen=True)
class Words:
    """Legal forms, places and trades, in small letters and half width."""

    legal_zh: frozenset[str]
    legal_head_zh: tuple[str, ...]
    legal_bracketed_zh: frozenset[str]
    legal_en: frozenset[str]
    places_zh: frozenset[str]
    places_en: frozenset[str]
    place_suffixes: tuple[str, ...]
    trades_zh: frozenset[str]
    _written_places: frozenset[str] = field(init=False, repr=False)
    _longest_place: int = field(init=False, repr=False)
    _longest_form: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Write out every place with every suffix, once: names are looked up by the hundred thousand."""
        written = frozenset(place + suffix for place in self.places_zh for suffix in ("", *self.place_suffixes))
        object.__setattr__(self, "_written_places", written)
        object.__setattr__(self, "_longest_place", max(map(len, written), default=0))
        object.__setattr__(self, "_longest_form", max(map(len, self.legal_zh), default=0))

    def is_place(self, text: str) -> bool:
        """Return whether the whole text is a place, or places one after another (江苏省苏州市)."""
        if text and all(word in self.places_en for word in text.split()):
            return True
        rest = text
        while rest:
            place = self.place_prefix(rest)
            if place is None:
                return False
            rest = rest[len(place) :]
        return bool(text)

    def place_prefix(self, text: str) -> str | None:
        """Return the longest place that the text begins with, its suffix included."""
        for end in range(min(len(text), self._longest_place), 1, -1):
            if text[:end] in self._written_places:
                return text[:end]
        return None

    def is_trade(self, text: str) -> bool:
        """Return whether the text is nothing but trades, one after another (电子科技)."""
        reached = {0}
        for start in range(len(text)):
            if start in reached:
                reached |= {end for end in range(start + 1, len(text) + 1) if text[start:end] in self.trades_zh}
        return len(text) in reached and bool(text)

    def is_legal(self, text: str) -> bool:
        """Return whether a text in brackets is nothing but a legal form."""
        return text in self.legal_zh or text in self.legal_en or text in self.legal_bracketed_zh

    def legal_prefix(self, text: str) -> str:
        """Return the legal form that the text begins with, or nothing."""
        return next((form for form in self.legal_head_zh if text.startswith(form)), "")

    def legal_suffix(self, text: str) -> str | None:
        """Return the longest legal form that the text ends with."""
        for length in range(min(len(text), self._longest_form), 0, -1):
            if text[-length:] in self.legal_zh:
                return text[-length:]
        return None


@lru_cache(maxsize=1)
def product_words() -> Words:
    """Return the lists of the product."""
    content = yaml.safe_load(resources.files("yipanqi.names").joinpath("words.yaml").read_text(encoding="utf-8"))
    return Words(
        legal_zh=frozenset(content["legal_zh"]),
        legal_head_zh=tuple(content["legal_head_zh"]),
        legal_bracketed_zh=frozenset(content["legal_bracketed_zh"]),
        legal_en=frozenset(content["legal_en"]),
        places_zh=frozenset(_listed(content["places_zh"])),
        places_en=frozenset(_listed(content["places_en"])),
        place_suffixes=tuple(content["place_suffixes"]),
        trades_zh=frozenset(_listed(content["trades_zh"])),
    )


def _listed(text: str) -> Iterable[str]:
    return text.split()
