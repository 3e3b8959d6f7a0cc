"""How large a workbook may be: what a department hands in is far below, what would exhaust the service is above."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; beyond them it is refused as a whole, never cut silently."""

    max_bytes: int = 20 * 1024 * 1024
    max_unpacked_bytes: int = 128 * 1024 * 1024
    max_sheets: int = 50
    max_rows: int = 20_000
    max_columns: int = 256
