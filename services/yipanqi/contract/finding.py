"""What a check of the contract found: where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: a stable code, the schema, field or entry it is about, and a sentence in both languages."""

    code: str
    where: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.where}: {self.zh} | {self.en} [{self.code}]"
