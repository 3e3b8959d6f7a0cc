"""The committed dashboards are what their code says, and show metrics that exist."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from deploy.grafana.dashboards.generate import BOARDS, path, text
from deploy.grafana.dashboards.parts import Board
from tests.support.promql import exposed_names, labels_of, named_metrics

boards = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
_SELECTOR = re.compile(r"(yipanqi_[a-z0-9_]+)\{([^}]*)\}")
_TARGET_LABELS = {"job", "instance", "service", "unit"}


def _content(board: Board) -> dict[str, Any]:
    return json.loads(path(board).read_text(encoding="utf-8"))


@boards
def test_the_committed_dashboard_is_what_the_generator_writes(board: Board) -> None:
    assert path(board).read_text(encoding="utf-8") == text(board), "run: python -m deploy.grafana.dashboards.generate"


@boards
def test_every_query_names_metrics_that_the_services_declare(board: Board) -> None:
    for panel in board.panels:
        for query in panel.queries:
            assert named_metrics(query.expr) <= exposed_names(), panel.title


@boards
def test_every_selector_names_labels_that_the_metric_has(board: Board) -> None:
    for panel in board.panels:
        for query in panel.queries:
            for metric, inside in _SELECTOR.findall(query.expr):
                labels = set(re.findall(r"(\w+)\s*[=!]~?", inside))
                assert labels <= labels_of(metric) | _TARGET_LABELS, panel.title


@boards
def test_every_panel_has_a_title_in_chinese_and_english_of_its_own(board: Board) -> None:
    titles = [panel.title for panel in board.panels] + [row.title for row in board.rows]
    for title in titles:
        assert re.search(r"[\u4e00-\u9fff].* ?[A-Za-z]", title) or title.startswith("99%"), title
    own = [panel.title for panel in board.panels]
    assert len(own) == len(set(own)), "titles tell panels apart in the test of the running district"


@boards
def test_panels_fill_the_width_and_do_not_overlap(board: Board) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in _content(board)["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells


@boards
def test_all_panels_ask_the_provisioned_data_source(board: Board, root: Any) -> None:
    provisioned = (root / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text(encoding="utf-8")
    for panel in _content(board)["panels"]:
        if panel["type"] != "row":
            assert f"uid: {panel['datasource']['uid']}" in provisioned


def test_the_two_dashboards_have_names_of_their_own() -> None:
    assert len({board.uid for board in BOARDS}) == len(BOARDS)
