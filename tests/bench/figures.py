"""What a measurement is, and how the figures are printed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report; `limit` is the raw client's figure, `reached` whether the aim is, None without one."""

    name: str
    value: str
    limit: str = ""
    ratio: float | None = None
    aim: str = ""
    reached: bool | None = None
    note: str = ""


def compared(name: str, ours: float, limit: float, *, aim: float | None = None, note: str = "") -> Figure:
    """Return a figure of two rates; `aim` is the ratio wanted."""
    ratio = ours / max(limit, 1e-9)
    wanted, reached = ("", None) if aim is None else (f"≥ {aim:g}", ratio >= aim)
    return Figure(name, f"{ours:,.0f}", f"{limit:,.0f}", ratio, wanted, reached, note)


def show(figures: list[Figure], facts: list[str], console: Console) -> None:
    """Print the report."""
    table = Table(
        title="一盘棋 性能指标 · figures of this run, beside the raw client doing the same work",
        caption="\n".join(facts),
        caption_justify="left",
        pad_edge=False,
    )
    for heading in ("指标 what", "实测 ours", "上限 limit", "比 ratio", "目标 aim", "", "说明 how"):
        number = heading.startswith(("实测", "上限", "比"))
        table.add_column(heading, overflow="fold", justify="right" if number else "left")
    marks = {None: "", True: "[green]✓[/]", False: "[red]✗[/]"}
    for f in figures:
        ratio = "" if f.ratio is None else f"{f.ratio:.2f}"
        table.add_row(f.name, f.value, f.limit, ratio, f.aim, marks[f.reached], f.note)
    console.print()
    console.print(table)


def rate(count: int, seconds: float) -> float:
    """Return events per second."""
    return count / max(seconds, 1e-9)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
