"""What a measurement is, and how the figures are printed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report; `limit` is the raw client's figure, `aim` the ratio (or bound) wanted."""

    name: str
    value: str
    limit: str = ""
    ratio: float | None = None
    aim: str = ""
    note: str = ""


def show(figures: list[Figure]) -> None:
    """Print the report."""
    table = Table(title="一盘棋 · figures of this run (ratios to the raw client, same machine, same run)")
    for heading in ("what", "ours", "limit", "ratio", "aim", "how"):
        table.add_column(heading, overflow="fold")
    for f in figures:
        ratio = "" if f.ratio is None else f"{f.ratio:.2f}"
        table.add_row(f.name, f.value, f.limit, ratio, f.aim, f.note)
    Console(width=150).print(table)


def rate(count: int, seconds: float) -> float:
    """Return events per second."""
    return count / max(seconds, 1e-9)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
