"""The code lists of `schemas/codes.yaml`: codes with their Chinese and English names and the synonyms units write."""

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
    """Read all code lists: list name → code → `Code`, in the file's order."""
    path = (folder or schemas_folder()) / "codes.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        name: {str(code): _code(str(code), entry) for code, entry in entries.items()}
        for name, entries in document.items()
        if name != "version"
    }


def _code(code: str, entry: dict[str, Any]) -> Code:
    rest = {k: v for k, v in entry.items() if k not in ("zh", "en", "synonyms")}
    return Code(code, entry["zh"], entry["en"], tuple(entry.get("synonyms", ())), rest)


@lru_cache(maxsize=1)
def product_codes() -> CodeLists:
    """Return the product's own code lists, read once."""
    return load_codes()
