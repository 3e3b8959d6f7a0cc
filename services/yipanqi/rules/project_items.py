"""Numbered items in a project's record (approval matters, problems): found, put back, and kept within bounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from yipanqi.models.base import Record
from yipanqi.models.project import Project
from yipanqi.rules.outcome import Refused
from yipanqi.rules.refusals import Code, refuse

Item = TypeVar("Item", bound=Record)


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


def full(state: Project, items: Sequence[object], limit: int, what_zh: str, what_en: str) -> Refused | None:
    """Refuse to add to items that have reached their limit."""
    if len(items) < limit:
        return None
    return refuse(Code.TOO_MANY, id=state.project_id, limit=limit, what_zh=what_zh, what_en=what_en)
