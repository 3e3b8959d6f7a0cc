"""The code lists of `codes.yaml` and each `<aggregate>/codes.yaml`: codes, their names, the synonyms units write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from yipanqi.contract.files import schemas_folder


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list."""

    code: str
    zh: str
    en: str
    synonyms: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which the code is written: itself, both names, synonyms."""
        return (self.code, self.zh, self.en, *self.synonyms)


CodeLists = Mapping[str, Mapping[str, Code]]


def load_codes(folder: Path | None = None) -> CodeLists:
    """Read all code lists: list name → code → `Code`; the common ones first, each in its file's order.

    Raises:
        ValueError: two files define one list.
    """
    root = folder or schemas_folder()
    lists: dict[str, dict[str, Code]] = {}
    for path in (root / "codes.yaml", *sorted(root.glob("*/codes.yaml"))):
        for name, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if name == "version":
                continue
            if name in lists:
                raise ValueError(f"{path.relative_to(root)}: the code list {name} is defined in another file too")
            lists[name] = {str(code): _code(str(code), entry) for code, entry in entries.items()}
    return lists


def _code(code: str, entry: dict[str, Any]) -> Code:
    rest = {k: v for k, v in entry.items() if k not in ("zh", "en", "synonyms")}
    return Code(code, entry["zh"], entry["en"], tuple(entry.get("synonyms", ())), rest)


@lru_cache(maxsize=1)
def product_codes() -> CodeLists:
    """Return the product's own code lists, read once."""
    return load_codes()
