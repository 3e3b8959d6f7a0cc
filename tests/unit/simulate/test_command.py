"""`yipanqi simulate` without a district: it reckons, writes lines, and never speaks to a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from yipanqi.bus.errors import ConfigurationError
from yipanqi.cli import app

SMALL = ["simulate", "--from", "2020-03-02", "--until", "2020-03-20", "--projects", "10", "--enterprises", "50"]


def run(*arguments: str) -> str:
    """Return what the command prints."""
    result = CliRunner().invoke(app, [*SMALL, *arguments], catch_exceptions=False, env={"COLUMNS": "160"})
    assert result.exit_code == 0, result.output
    return result.output


def test_a_dry_run_counts_events_by_type_and_refusals_by_code() -> None:
    output = run("--dry-run", "--mistakes", "0.3")
    assert "enterprise.EnterpriseRegistered" in output
    assert "not-your-record" in output


def test_the_events_are_written_as_cloudevents_one_a_line(tmp_path: Path) -> None:
    run("--out", str(tmp_path / "events.jsonl"))
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert len(events) > 100
    assert len({event["id"] for event in events}) == len(events)
    assert {"id", "source", "type", "subject", "time", "data"} <= events[0].keys()


def test_simulated_events_never_go_to_another_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPANQI_BOOTSTRAP", "kafka.example:9092")
    with pytest.raises(ConfigurationError, match="YIPANQI_BOOTSTRAP"):
        CliRunner().invoke(app, SMALL, catch_exceptions=False)


def test_a_period_that_ends_before_it_begins_is_not_played() -> None:
    result = CliRunner().invoke(app, ["simulate", "--dry-run", "--from", "2020-03-02", "--until", "2020-03-01"])
    assert result.exit_code == 2
