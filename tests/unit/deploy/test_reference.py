"""Pages and lists that are written from the code say what the code says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from deploy import lock
from tests.support.promql import ALL

from yipanqi.reference import API_PAGE, METRICS_PAGE, api_page, board_app, metrics_page
from yipanqi.scrape import scrape_targets, write_targets


def test_the_committed_page_of_metrics_is_current(root: Path) -> None:
    committed = (root / METRICS_PAGE).read_text(encoding="utf-8")
    assert committed == metrics_page(), "run: python -m yipanqi.reference"


def test_the_committed_page_of_the_api_is_current(root: Path) -> None:
    assert (root / API_PAGE).read_text(encoding="utf-8") == api_page(board_app()), "run python -m yipanqi.reference"


def test_every_metric_stands_on_the_page_and_none_has_ids_as_labels() -> None:
    page = metrics_page()
    for spec in ALL:
        assert f"`{spec.name}`" in page
        assert not {label for label in spec.labels if re.search(r"(^|_)(id|key|user|client)$", label)}, spec.name


def test_targets_tell_the_services_and_units_apart(tmp_path: Path) -> None:
    services = {
        "board": "http://127.0.0.1:8020",
        "coordinator": "http://127.0.0.1:8021",
        "coordinator-2": "http://127.0.0.1:8022",
        "snd-group": "http://127.0.0.1:8034",
    }
    write_targets(tmp_path / "prometheus" / "targets.json", services)
    written = json.loads((tmp_path / "prometheus" / "targets.json").read_text(encoding="utf-8"))
    assert written == scrape_targets(services)
    assert [entry["labels"] for entry in written] == [
        {"service": "board"},
        {"service": "coordinator"},
        {"service": "coordinator"},
        {"service": "unit", "unit": "snd-group"},
    ]
    assert written[3]["targets"] == ["127.0.0.1:8034"]


def test_the_containers_requirements_are_the_locked_ones_without_a_local_kafka() -> None:
    source = lock.SOURCE.read_text(encoding="utf-8")
    committed = lock.TARGET.read_text(encoding="utf-8")
    assert committed == lock.text(source), "run: python deploy/lock.py"
    assert not lock.LEFT_OUT & lock.blocks(committed).keys()
    assert all("--hash=sha256:" in block for block in lock.blocks(committed).values())


def test_the_containers_requirements_hold_what_the_services_ask_for(root: Path) -> None:
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["services"]]
    names = {re.split(r"[\[<>=~! ]", name, maxsplit=1)[0].lower() for name in asked}
    assert names <= lock.blocks(lock.TARGET.read_text(encoding="utf-8")).keys()
