"""Writes the dashboards' JSON beside this file: `python -m deploy.grafana.dashboards.generate` at the top folder."""

from __future__ import annotations

import json
from pathlib import Path

from deploy.grafana.dashboards.depth import DEPTH
from deploy.grafana.dashboards.duty import DUTY
from deploy.grafana.dashboards.parts import Board, render
from grafana_foundation_sdk.cog.encoder import JSONEncoder

FOLDER = Path(__file__).parent
BOARDS = (DUTY, DEPTH)


def path(board: Board) -> Path:
    """Return the file of a dashboard."""
    return FOLDER / f"{board.uid}.json"


def text(board: Board) -> str:
    """Return the dashboard as Grafana's provisioning reads it; panels are numbered in their order."""
    content = json.loads(JSONEncoder().encode(render(board)))
    for number, panel in enumerate(content["panels"], 1):
        panel["id"] = number
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for one in BOARDS:
        path(one).write_text(text(one), encoding="utf-8")
