"""What stands around a table says about all its rows: what it is, its year, its units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yipanqi.unit.sheets.cells import compact
from yipanqi.unit.sheets.grid import Grid

_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})\s*年?度?(?!\d)")
_SHEET_UNIT = re.compile(r"(?:^|[^一-鿿]|金额|计量|货币|面积|数量)单位[::]\s*([^\s()]+)")
_UNIT_LIST = re.compile(r"[、,;]|和")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands above a table, and its file's name; the year they say, the units of a note such as （单位：万元）."""

    above: str = ""
    filename: str = ""
    year: int | None = None
    units: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All the words around the table."""
        return f"{self.above} {self.filename}"


def look_around(grid: Grid, filename: str, first: int, header: int) -> Around:
    """Return what the rows from `first` to above the header (0-based), the sheet's name and the file's name say."""
    above = " ".join(text for row in range(first, header) for text in grid.own_texts(row))
    years = next((found for text in (above, grid.sheet.name, filename) if (found := _YEAR.findall(text))), [])
    notes = " ".join(compact(part) for part in above.split())  # the spaces separate notes
    units = tuple(unit for note in _SHEET_UNIT.findall(notes) for unit in _UNIT_LIST.split(note) if unit)
    return Around(above, filename, int(years[0]) if years else None, units)
