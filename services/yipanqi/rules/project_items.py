"""Numbered items in a project's record (approval matters, problems): found, put back, and kept within bounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from yipanqi.models.base import Record
from yipanqi.models.codes import ProjectStage
from yipanqi.models.project import ApprovalStep, ProblemStep, Project, StageStep
from yipanqi.models.types import fuzzy_start
from yipanqi.rules.outcome import Refused
from yipanqi.rules.refusals import Code, refuse

Item = TypeVar("Item", bound=Record)
Step = TypeVar("Step", ApprovalStep, ProblemStep)
#: The status of an approval matter or problem that the end of its project closed.
ENDED = "ENDED"


def find(items: Sequence[Item], id_field: str, identifier: str) -> Item | None:
    """Return the item with this number, None when there is none."""
    return next((item for item in items if getattr(item, id_field) == identifier), None)


def put(items: Sequence[Item], id_field: str, item: Item, closed: Collection[str], limit: int) -> tuple[Item, ...]:
    """Return the items with this one in its place, or at the end; the oldest closed ones give way to new ones.

    What gave way stands in the ledger for ever.
    """
    kept = {getattr(one, id_field): one for one in items}
    kept[getattr(item, id_field)] = item
    done: list[Any] = [name for name, one in kept.items() if getattr(one, "status", None) in closed]
    for name in done[: max(0, len(kept) - limit)]:
        del kept[name]
    return tuple(kept.values())


def without_end(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps that were reported, without the one with which the project's end closed the item."""
    return steps[:-1] if steps[-1].status == ENDED else steps


def end(state: Project) -> StageStep | None:
    """Return the step that ended the project, None while it goes on."""
    last = state.stage_history[-1]
    return last if last.stage == ProjectStage.TERMINATED else None


def end_facts(ended: StageStep, last: Step) -> dict[str, Any]:
    """Return what the project's end says in the step that closes an item, whose last one so far may be later."""
    day = fuzzy_start(ended.since) if ended.since else last.on
    said = {"by_unit": ended.by_unit, "event_id": ended.event_id, "note": ended.reason}
    return {"status": ENDED, "on": max(day, last.on), **said}


def full(state: Project, items: Sequence[object], limit: int, what_zh: str, what_en: str) -> Refused | None:
    """Refuse to add to items that have reached their limit."""
    if len(items) < limit:
        return None
    return refuse(Code.TOO_MANY, id=state.project_id, limit=limit, what_zh=what_zh, what_en=what_en)
