"""A project's steps from stage to stage: what they say, with their dates read once, and the project's present way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from yipanqi.rules.stages import RANK

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
        start = None
        if since is not None and len(since) >= _MONTH:
            start = date.fromisoformat(since if len(since) == _DAY else f"{since}-01")
        return cls(doc["stage"], since, doc["event_id"], start if since and len(since) == _DAY else None, start)


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
