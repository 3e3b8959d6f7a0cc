"""A project's steps from stage to stage: what they say, with their dates read once, and the project's present way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from yipanqi.rules.stages import RANK

SIGNED = "SIGNED"
_MONTH, _DAY = 7, 10


@dataclass(frozen=True, slots=True)
class Step:
    """A stage reached: `since` with the precision known, `event` the ce_id of the event that said so.

    `day` is the date if it is known to the day, `start` the first day that it may mean if known to the month at least.
    """

    stage: str
    since: str | None
    event: str
    day: date | None
    start: date | None

    @classmethod
    def of(cls, doc: Mapping[str, Any]) -> Self:
        """Return a step of a record's stage history."""
        since = doc.get("since")
        start = first_day(since)
        return cls(doc["stage"], since, doc["event_id"], start if since and len(since) == _DAY else None, start)


def first_day(since: str | None) -> date | None:
    """Return the first day that a date may mean; None if it is known to the year only, or not at all."""
    if since is None or len(since) < _MONTH:
        return None
    return date.fromisoformat(since if len(since) == _DAY else f"{since}-01")


def way_of(steps: Iterable[Step]) -> dict[str, Step]:
    """Return the first step of each stage on the present way; a step back takes later stages off it."""
    found: dict[str, Step] = {}
    for step in steps:
        rank = RANK.get(step.stage)
        if rank is None:
            continue
        for later in [stage for stage in found if RANK[stage] > rank]:
            del found[later]
        found.setdefault(step.stage, step)
    return found
