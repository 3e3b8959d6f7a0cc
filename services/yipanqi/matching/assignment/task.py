"""What the process of an assignment is given, as JSON on its standard input."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from yipanqi.defaults import AssignmentSettings, MatchingSettings
from yipanqi.matching.assignment.proposal import Doubted
from yipanqi.matching.assignment.whatif import WhatIf

#: How the process ends when the question has more pairs than one programme takes; standard error says so.
EXIT_TOO_LARGE = 3


class Task(BaseModel):
    """Records as the board stores them and their doubted fields, the question, the district's settings and names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    today: date
    parents: dict[str, str]
    names: dict[str, dict[str, tuple[str, str]]]
    projects: tuple[dict[str, Any], ...]
    carriers: tuple[dict[str, Any], ...]
    doubted: dict[str, tuple[Doubted, ...]] = {}
    what_if: WhatIf
    matching: MatchingSettings
    assignment: AssignmentSettings
