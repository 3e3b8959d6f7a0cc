"""Keeps text that we write into spreadsheets from becoming a formula there."""

from __future__ import annotations

import re

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, without characters that a file can't hold."""
    clean = _ILLEGAL.sub(" ", text)
    return f"'{clean}" if clean.startswith(_STARTS) else clean
