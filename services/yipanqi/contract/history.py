"""The published versions of every schema, `schemas/history/<full name>/<n>.avsc`: what must stay readable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from yipanqi.contract.files import schemas_folder
from yipanqi.contract.schemas import Schema, SchemaSet

FOLDER = "history"


def load_history(folder: Path | None = None) -> dict[str, dict[int, Schema]]:
    """Return all published versions: full name → version → schema with its shared records written out.

    Raises:
        ValueError: a file is not named `<number>.avsc`, or a number is left out.
    """
    root = (folder or schemas_folder()) / FOLDER
    found: dict[str, dict[int, Schema]] = {}
    for path in sorted(root.glob("*/*.avsc")):
        if not path.stem.isdigit():
            raise ValueError(f"{path.relative_to(root)}: a published version is named <number>.avsc")
        found.setdefault(path.parent.name, {})[int(path.stem)] = json.loads(path.read_text(encoding="utf-8"))
    for name, versions in found.items():
        if sorted(versions) != list(range(1, len(versions) + 1)):
            raise ValueError(f"history/{name}: the versions {sorted(versions)} are not 1, 2, 3, …")
    return found


def latest(versions: Mapping[int, Schema]) -> Schema | None:
    """Return the newest of a schema's published versions, or None when none was published yet."""
    return versions[max(versions)] if versions else None


def freeze(folder: Path | None = None, *, replace_latest: bool = False) -> list[str]:
    """Write each schema that differs from its newest published version as the next version; return what was written.

    `replace_latest` overwrites the newest version instead: only for a version that was never published.
    """
    root = folder or schemas_folder()
    schemas, history = SchemaSet.load(root), load_history(root)
    written = []
    for file in schemas:
        versions = history.get(file.full_name, {})
        current = schemas.resolved(file.full_name)
        if latest(versions) == current:
            continue
        number = max(len(versions), 1) if replace_latest else len(versions) + 1
        path = root / FOLDER / file.full_name / f"{number}.avsc"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(current, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(f"{file.full_name} {number}")
    return written
