"""Which unit hands in which of the demo's workbooks, in the order in which they are imported."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("workbooks")

#: Reservations come last: they name carriers and projects of the other workbooks. Two units share one file of them.
HANDED_IN: tuple[tuple[str, str], ...] = (
    ("investment", "招商中心_2020年招商项目台账.xlsx"),
    ("commerce", "商务局_外资项目进展表.xlsx"),
    ("commerce", "商务局_2020年目标分解.xlsx"),
    ("commerce", "商务局_外资到账台账.xlsx"),
    ("zone", "浒墅关经开区_项目和载体.xls"),
    ("snd-group", "苏高新集团_载体资源登记表.xlsx"),
    ("soe-2", "国企二_载体台账.csv"),
    ("soe-3", "国企三_载体台账.csv"),
    ("investment", "预留申请_2020年12月.csv"),
    ("zone", "预留申请_2020年12月.csv"),
)


def workbooks() -> tuple[tuple[str, Path], ...]:
    """Return unit and file of each workbook."""
    return tuple((unit, FOLDER / name) for unit, name in HANDED_IN)
