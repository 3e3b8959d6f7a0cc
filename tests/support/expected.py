"""What the demonstration's workbooks hold, as their makers say in tests/data/expected.json."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

EXPECTED: dict[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("data", "expected.json").read_text(encoding="utf-8"), parse_float=Decimal
)
RESERVATIONS = "预留申请_2020年12月.csv"


def good_rows(sheets: tuple[str, ...]) -> Counter[str]:
    """Return how many good rows each unit has in sheets of one kind."""
    found: Counter[str] = Counter()
    for name, book in EXPECTED.items():
        if name != RESERVATIONS:
            found[book["unit"]] += sum(s["good_rows"] for title, s in book["sheets"].items() if title in sheets)
    return +found
