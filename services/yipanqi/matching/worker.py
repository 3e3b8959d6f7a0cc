"""`python -m yipanqi.matching.worker`: one assignment in a process of its own, so that nothing else waits for it.

Reads one JSON document from standard input and writes one to standard output; ends with an error for a bad one.
"""

from __future__ import annotations

import json
import os
import sys

from yipanqi.matching.assignment.answer import answer
from yipanqi.matching.assignment.greedy import greedy
from yipanqi.matching.assignment.proposal import Answer
from yipanqi.matching.assignment.question import TooLargeError, ask
from yipanqi.matching.assignment.settings import Objective
from yipanqi.matching.assignment.solve import solve
from yipanqi.matching.assignment.task import EXIT_TOO_LARGE, Task
from yipanqi.matching.market import Market
from yipanqi.matching.settings import Names, rules_of
from yipanqi.models.carrier import Carrier
from yipanqi.models.project import Project


def run(task: Task) -> Answer:
    """Return the answer to a task."""
    question = ask(
        [Project.model_validate(each) for each in task.projects],
        [Carrier.model_validate(each) for each in task.carriers],
        task.what_if,
        market=Market(task.today, rules_of(task.matching), parents=task.parents),
        points=Objective.of(task.assignment),
    )
    solution = solve(question.instance, question.fixed)
    return answer(question, solution, greedy(question.instance, question.fixed), Names(task.names), task.doubted)


def main() -> None:
    """Run the task that standard input holds."""
    # The solver's library greets on standard output, which is the answer's: it is shown to nobody instead.
    out = os.dup(1)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            done = run(Task.model_validate(json.load(sys.stdin)))
        except TooLargeError as error:
            sys.stderr.write(f"{error.zh} | {error.en}")
            sys.exit(EXIT_TOO_LARGE)
    with os.fdopen(out, "w", encoding="utf-8") as stream:
        stream.write(done.model_dump_json())


if __name__ == "__main__":
    main()
