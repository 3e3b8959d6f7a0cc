"""What a consumed record looks like to the bus's own code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Record(Protocol):
    """A record as consumed: bytes, not yet decoded."""

    @property
    def topic(self) -> str:
        """The topic it was read from."""
        ...

    @property
    def partition(self) -> int:
        """The partition it was read from."""
        ...

    @property
    def offset(self) -> int:
        """Its place in the partition."""
        ...

    @property
    def timestamp(self) -> int:
        """Milliseconds since the epoch, by the writer's clock or the broker's."""
        ...

    @property
    def key(self) -> bytes | None:
        """The key, as bytes."""
        ...

    @property
    def value(self) -> bytes | None:
        """The value, as bytes; None is a tombstone."""
        ...

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """The headers in their order."""
        ...
