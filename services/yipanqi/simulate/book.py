"""What the simulated people know of each other's records: lists to choose from, in the order they came."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Book:
    """Ids by kind."""

    enterprises: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
