"""Who belongs to whom: parents by id or by name, walked with a bound, since records may form a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: A walk up ends here: groups of more levels are not recorded, circles are.
LONGEST_CHAIN = 20


class Family:
    """The parents that enterprises name. Ids that nobody registered are parents too: a walk ends there."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._children: dict[str, set[str]] = {}

    def put(self, child: str, parent: str | None) -> None:
        """Note the parent that an enterprise names now; None for none."""
        before = self._parent.pop(child, None)
        if before is not None:
            self._children[before].discard(child)
            if not self._children[before]:
                del self._children[before]
        if parent is not None and parent != child:
            self._parent[child] = parent
            self._children.setdefault(parent, set()).add(child)

    def chain(self, of: str) -> tuple[str, ...]:
        """Return the parents of an enterprise, the nearest first, each once, at most `LONGEST_CHAIN`."""
        return walk(self._parent, of)

    def children(self, of: str) -> Iterable[str]:
        """Return those that name this enterprise as their parent, in the order of their ids."""
        return sorted(self._children.get(of, ()))


def walk(next_of: Mapping[str, str], start: str) -> tuple[str, ...]:
    """Follow a relation from `start` until it ends, comes back to where it was, or `LONGEST_CHAIN` is reached."""
    seen = [start]
    while len(seen) <= LONGEST_CHAIN:
        after = next_of.get(seen[-1])
        if after is None or after in seen:
            break
        seen.append(after)
    return tuple(seen[1:])
