"""What does not work at the moment although the service goes on taking events."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Part = Callable[[], str | None]


class Condition:
    """Parts by name, each saying what is wrong with it, or None."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = dict(parts)

    def degraded(self) -> dict[str, str]:
        """Return the reasons of the parts that do not work."""
        return {name: reason for name, part in self._parts.items() if (reason := part()) is not None}
