"""The examples of the documentation: fenced blocks with a name in a comment above them, taken out as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(
    r"(?:^<!-- example: (?P<name>[a-z-]+) -->\n)?^```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^```", re.M | re.S
)


@dataclass(frozen=True)
class Example:
    """One block: `page` below the repository, `name` (None if it has none), language and text."""

    page: str
    name: str | None
    language: str
    text: str


def examples(page: str) -> list[Example]:
    """Return the fenced blocks of a page; none if there is no such page."""
    path = ROOT / page
    if not path.is_file():
        return []
    found = _FENCE.finditer(path.read_text(encoding="utf-8"))
    return [Example(page, m["name"], m["language"], m["text"]) for m in found]


def example(page: str, name: str) -> Example:
    """Return the block with this name."""
    (found,) = [block for block in examples(page) if block.name == name]
    return found
