"""`python -m yipanqi.matching.worker`: one assignment in a process of its own, so that nothing else waits for it.

Reads one JSON document from standard input and writes one to standard output; ends with an error for a bad one.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from yipanqi.matching.assignment.answer import Answer, answer
from yipanqi.matching.assignment.greedy import greedy
from yipanqi.matching.assignment.question import ask
from yipanqi.matching.assignment.solve import solve
from yipanqi.matching.assignment.whatif import WhatIf
from yipanqi.matching.market import Market
from yipanqi.matching.settings import Names
from yipanqi.models.carrier import Carrier
from yipanqi.models.project import Project


class Task(BaseModel):
    """What the process is given: records as the board stores them, and the question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    today: date
    parents: dict[str, str]
    names: dict[str, dict[str, tuple[str, str]]]
    projects: tuple[dict[str, Any], ...]
    carriers: tuple[dict[str, Any], ...]
    what_if: WhatIf


def run(task: Task) -> Answer:
    """Return the answer to a task."""
    question = ask(
        [Project.model_validate(each) for each in task.projects],
        [Carrier.model_validate(each) for each in task.carriers],
        task.what_if,
        market=Market(task.today, parents=task.parents),
    )
    solution = solve(question.instance, question.fixed)
    return answer(question, solution, greedy(question.instance, question.fixed), Names(task.names))


def main() -> None:
    """Run the task that standard input holds."""
    # The solver's library greets on standard output, which is the answer's: it is shown to nobody instead.
    out = os.dup(1)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        done = run(Task.model_validate(json.load(sys.stdin)))
    with os.fdopen(out, "w", encoding="utf-8") as stream:
        stream.write(done.model_dump_json())


if __name__ == "__main__":
    main()
