"""The holiday calendar of `schemas/holidays.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from yipanqi.contract.files import schemas_folder
from yipanqi.workdays import SATURDAY, Workdays


class _Year(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    holidays: tuple[str, ...]
    worked: tuple[str, ...]


def load_workdays(folder: Path | None = None) -> Workdays:
    """Read the calendar.

    Raises:
        pydantic.ValidationError: a year's entry is misspelt.
        ValueError: an entry is no day of its year, or a working weekend is no weekend.
    """
    document = yaml.safe_load(((folder or schemas_folder()) / "holidays.yaml").read_text(encoding="utf-8"))
    years = {int(year): _Year.model_validate(entry) for year, entry in document["years"].items()}
    on = frozenset(day for year, entry in years.items() for span in entry.worked for day in _days(year, span))
    if week := sorted(day for day in on if day.weekday() < SATURDAY):
        raise ValueError(f"holidays.yaml: {week[0]} is no weekend, it need not be listed under `worked`")
    off = frozenset(day for year, entry in years.items() for span in entry.holidays for day in _days(year, span))
    return Workdays({year: entry.source for year, entry in years.items()}, off, on)


@lru_cache(maxsize=1)
def product_workdays() -> Workdays:
    """Return the calendar of the contract's folder."""
    return load_workdays()


def _days(year: int, span: str) -> Iterator[date]:
    first, _, last = span.partition("/")
    try:
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
    except ValueError:
        raise ValueError(f"holidays.yaml: {span!r} of {year} is not MM-DD or MM-DD/MM-DD") from None
    while day <= end:
        yield day
        day += timedelta(days=1)
