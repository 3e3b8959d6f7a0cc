"""Many short texts, of which those similar to a given one are found without comparing all.

An inverted index of character pairs by the length of the text. Similarity is that of `rapidfuzz.fuzz.ratio`: 100 ×
(1 − (insertions + deletions) ÷ (both lengths)). From the two lengths follows how many insertions and deletions a
score allows; one deletion costs a text at most two of its pairs, one insertion at most one. So a text that reaches
the score has one at least of the rarest pairs, if one more of them is looked up than can be lost: nothing is missed.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

_BEGIN, _END = "\x02", "\x03"
_NOTHING = array("I")


@dataclass(slots=True)
class _Shelf:
    """The texts of one length: by number, and the numbers by pair of characters."""

    texts: dict[int, str] = field(default_factory=dict)
    pairs: dict[str, array[int]] = field(default_factory=dict)


class Forms:
    """Texts by number; one thread at a time uses it."""

    def __init__(self) -> None:
        self._shelves: dict[int, _Shelf] = {}

    def add(self, number: int, text: str) -> None:
        """Keep a text under a number that is not in use."""
        shelf = self._shelves.setdefault(len(text), _Shelf())
        shelf.texts[number] = text
        for pair in _pairs(text):
            shelf.pairs.setdefault(pair, array("I")).append(number)

    def remove(self, number: int, text: str) -> None:
        """Forget a text that was added under this number."""
        shelf = self._shelves[len(text)]
        del shelf.texts[number]
        for pair in _pairs(text):
            numbers = shelf.pairs[pair]
            numbers.remove(number)
            if not numbers:
                del shelf.pairs[pair]

    def near(self, text: str, least: float) -> Iterator[tuple[int, float]]:
        """Yield number and score of every text that scores at least `least` (above 0, up to 100) beside `text`."""
        pairs = _pairs(text)
        for length in _lengths(len(text), least):
            shelf = self._shelves.get(length)
            if shelf is None:
                continue
            lost = _lost(len(text), length, least)
            choices = shelf.texts if lost >= len(pairs) else _candidates(shelf, pairs, lost)
            for _, score, number in process.extract(
                text, choices, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=least
            ):
                yield number, score


def _pairs(text: str) -> set[str]:
    marked = f"{_BEGIN}{text}{_END}"
    return {marked[n : n + 2] for n in range(len(marked) - 1)}


def _lengths(length: int, least: float) -> range:
    """Return the lengths that a text may have: were all of the shorter one found in the longer."""
    share = least / 100
    return range(max(1, math.ceil(length * share / (2 - share) - 1e-9)), int(length * (2 - share) / share + 1e-9) + 1)


def _lost(length: int, other: int, least: float) -> int:
    """Return how many of its pairs a text of `length` may lack in one of length `other` that reaches the score."""
    common = math.ceil(least / 100 * (length + other) / 2 - 1e-9)
    return 2 * (length - common) + (other - common)


def _candidates(shelf: _Shelf, pairs: set[str], lost: int) -> dict[int, str]:
    """Return the texts that have one of the rarest pairs; all of the shelf where that is no more work."""
    found = sorted((shelf.pairs.get(pair, _NOTHING) for pair in pairs), key=len)[: lost + 1]
    # Gathering a candidate costs about as much as comparing it.
    if 2 * sum(map(len, found)) >= len(shelf.texts):
        return shelf.texts
    texts = shelf.texts
    return {number: texts[number] for numbers in found for number in numbers}
