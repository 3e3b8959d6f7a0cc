"""A record's class is built at its first use, whoever comes first."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own: in this one the classes may be built already.
_PROGRAM = """
import sys, threading
from pydantic import ValidationError
from yipanqi.models.table import EVENTS, STATES

sys.setswitchinterval(1e-5)
classes, wrong = [*EVENTS.values(), *STATES.values()], []
together = threading.Barrier(4)

def use() -> None:
    for record in classes:
        together.wait(30)
        try:
            record.model_validate({})
            wrong.append(f"{record.__name__} took nothing for a record")
        except ValidationError as error:
            missing = {each["loc"][0] for each in error.errors() if each["type"] == "missing"}
            if missing != record.__required__:
                wrong.append(f"{record.__name__} misses {missing}")

threads = [threading.Thread(target=use) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(classes), wrong)
"""


def test_threads_that_use_a_record_first_together_find_it_whole() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=120)
    count, _, wrong = done.stdout.strip().partition(" ")
    assert int(count) > 100
    assert wrong == "[]"
