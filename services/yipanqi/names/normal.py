"""What of a name tells a firm apart: the name less its legal form, its place, brackets, width and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from yipanqi.names.words import Words, product_words

#: Longer names are cut: the contract allows 300 characters.
LONGEST = 300
_BRACKETED = re.compile(r"[(\[【〔〈{]([^()\[\]【】〔〕〈〉{}]*)[)\]】〕〉}]")
_SEPARATORS = re.compile(r"[^\w\u3400-\u9fff]+|_")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[^\W\u3400-\u9fff]+")
#: A Chinese firm's own name has at least two characters: a place is no prefix where fewer would be left.
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name as published, and its parts: `key` is what is compared, in small letters without any separator.

    `turned` is the key with its Latin words in alphabetical order, for names whose words stand in another order.
    """

    text: str
    key: str
    turned: str
    places: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The texts that are compared: the key, and the turned one where it is another; none for an empty name."""
        return () if not self.key else (self.key,) if self.key == self.turned else (self.key, self.turned)


def normalise(text: str, words: Words | None = None) -> Name:
    """Return a name and its comparable parts; `key` is empty only when the name has no letter and no digit.

    Where a name consists of nothing but a place, a trade and a legal form, what would be lost stays.
    """
    lists = words or product_words()
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    places: list[str] = []

    def bracket(found: re.Match[str]) -> str:
        inner = _plain(found[1])
        if lists.is_place(inner):
            places.append(inner)
            return " "
        return " " if lists.is_legal(inner) else f" {found[1]} "

    rest = _BRACKETED.sub(bracket, folded)
    joined = _parts(rest) or _parts(folded)
    core = _without_legal(_without_head(joined, lists), lists) or joined
    # It may stand behind a place too: 日本株式会社甲.
    core = _without_head(_without_places(core, lists, places), lists)
    return Name(text, "".join(core), "".join(_sorted_latin(core)), tuple(places))


def _plain(text: str) -> str:
    return _SEPARATORS.sub(" ", text).strip()


def _parts(text: str) -> list[str]:
    """Return Latin words one by one, and runs of Chinese characters; `Co., Ltd` is two words, `B.V.` one."""
    dotted = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)
    parts: list[str] = []
    for piece in _SEPARATORS.sub(" ", dotted).split():
        parts += re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+", piece)
    # Chinese that only brackets or spaces divide is one run: 华星（新）电子.
    merged: list[str] = []
    for part in parts:
        if merged and _HAN.match(part) and _HAN.match(merged[-1]):
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def _without_head(parts: list[str], lists: Words) -> list[str]:
    """Return the parts without a legal form at their head (株式会社甲); never nothing."""
    if not parts:
        return parts
    rest = parts[0][len(lists.legal_prefix(parts[0])) :]
    return ([rest] if rest else []) + parts[1:] or parts


def _without_legal(parts: list[str], lists: Words) -> list[str]:
    """Return the parts without legal forms at their end, as often as one stands there; never nothing."""
    left = list(parts)
    while left:
        last = left[-1]
        if not _HAN.match(last):
            if last not in lists.legal_en or len(left) == 1:
                break
            left.pop()
            continue
        form = lists.legal_suffix(last)
        if form is None or (len(left) == 1 and len(last) == len(form)):
            break
        shorter = _without_branch_place(last[: -len(form)], lists) if form == "分公司" else last[: -len(form)]
        left = [*left[:-1], shorter] if shorter else left[:-1]
    return left


def _without_branch_place(text: str, lists: Words) -> str:
    """Return `甲有限公司` for `甲有限公司上海`: a branch stands at a place, its firm is the same."""
    for end in range(_SHORTEST, len(text)):
        if lists.is_place(text[end:]) and lists.legal_suffix(text[:end]):
            return text[:end]
    return text


def _without_places(parts: list[str], lists: Words, places: list[str]) -> list[str]:
    left = list(parts)
    while left:
        first = left[0]
        if not _HAN.match(first):
            if first not in lists.places_en or len(left) == 1:
                break
            places.append(left.pop(0))
            continue
        place = lists.place_prefix(first)
        if place is None:
            break
        rest = first[len(place) :]
        # A trade with Latin letters around it (苏州abc科技) is told apart by those.
        alone = len(left) == 1
        if alone and (len(rest) < _SHORTEST or lists.is_trade(rest)):
            break
        places.append(place)
        left = [rest, *left[1:]] if rest else left[1:]
    return left


def _sorted_latin(parts: Iterable[str]) -> list[str]:
    """Return the parts with Latin words sorted among themselves, Chinese runs in place before them."""
    latin = sorted(part for part in parts if _LATIN_WORD.fullmatch(part))
    return [part for part in parts if not _LATIN_WORD.fullmatch(part)] + latin
