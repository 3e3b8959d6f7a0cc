"""An enterprise's group: who is above it, who below, and what it absorbed."""

from __future__ import annotations

from collections import deque
from typing import Any

from yipanqi.names.index import NameIndex

#: So many subsidiaries of all levels are told.
MOST_SUBSIDIARIES = 500


def group(index: NameIndex, id_: str) -> dict[str, Any] | None:
    """Return the group of an enterprise as the API words it; None when nobody knows the id, not even as a parent.

    Parents are told the nearest first. One that is not registered is told by its id alone. Circles end.
    """
    below, more = subsidiaries(index, id_)
    if index.get(id_) is None and not below:
        return None
    kept = index.kept(id_)
    chain = index.chain(id_)
    listed = index.get(kept)
    top = chain[-1] if chain else kept
    return {
        **member(index, id_),
        "merged_into": member(index, kept) if kept != id_ else None,
        "parents": [member(index, parent) for parent in chain],
        "ultimate_parent": member(index, top),
        # A parent known by its name only has no id to walk on from.
        "parent_name": None if chain or listed is None else listed.parent_name,
        "subsidiaries": [{**member(index, child), "level": level, "of": of} for child, level, of in below],
        "more_subsidiaries": more,
    }


def member(index: NameIndex, id_: str) -> dict[str, Any]:
    """Return an enterprise by id and name, and whether it is registered."""
    listed = index.get(id_)
    return {"id": id_, "name": listed.names[0] if listed else None, "registered": listed is not None}


def subsidiaries(index: NameIndex, id_: str) -> tuple[list[tuple[str, int, str]], bool]:
    """Return the subsidiaries of all levels, nearest first: id, level from 1, parent; and whether there are more."""
    seen, found = {id_}, list[tuple[str, int, str]]()
    queue = deque([(id_, 0)])
    while queue:
        parent, level = queue.popleft()
        for child in index.children(parent):
            if child in seen:
                continue
            if len(found) >= MOST_SUBSIDIARIES:
                return found, True
            seen.add(child)
            found.append((child, level + 1, parent))
            queue.append((child, level + 1))
    return found, False
