"""The list of targets that Prometheus reads (file_sd): where each service's /metrics is, and what it is.

The file is a list of `{"targets": ["host:port"], "labels": {"service": …, "unit": …}}`: `service` is coordinator,
board, watch or unit; `unit` is there for unit services only. deploy/prometheus/prometheus.yml reads it from
`.yipanqi/prometheus/targets.json` for a local run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_OWN = ("coordinator", "board", "watch")


def scrape_targets(services: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the targets for services by name → base address; whatever is no service of the district's is a unit."""
    return [{"targets": [urlsplit(url).netloc], "labels": _labels(name)} for name, url in sorted(services.items())]


def write_targets(path: Path, services: Mapping[str, str]) -> None:
    """Write the list, at once and whole: Prometheus watches the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(scrape_targets(services), indent=1) + "\n", encoding="utf-8")
    partial.replace(path)


def _labels(name: str) -> dict[str, str]:
    # Several coordinators are told apart by their ending: coordinator-2.
    service = next((own for own in _OWN if name == own or name.startswith(f"{own}-")), None)
    return {"service": service} if service else {"service": "unit", "unit": name}
