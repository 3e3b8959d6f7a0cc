"""`yipanqi assign` on a board's database: a table for people, JSON for programs, one clear line for a mistake."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.boarddistrict import money
from tests.support.boardlog import BoardLog
from typer.testing import CliRunner

from yipanqi.board.projection import Projector
from yipanqi.board.store import Database
from yipanqi.bus.errors import ConfigurationError
from yipanqi.cli import app
from yipanqi.models.correction import CorrectionRequested
from yipanqi.models.match import MatchProposed
from yipanqi.unit.publishing import read_events


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A board with one plant that two projects want."""
    url = f"sqlite:///{tmp_path / 'board.sqlite'}"
    monkeypatch.setenv("YIPANQI_BOARD_DB", url)
    monkeypatch.setenv("COLUMNS", "200")
    database, log = Database(url), BoardLog()
    database.generations.switch(database.build("2020-12-31").epoch)
    store = database.current()
    assert store is not None
    for number, amount in (("1", "100000000.00"), ("2", "300000000.00")):
        log.project(number, need_kinds=["PLANT"], need_floor_m2=Decimal(3000), planned_investment=money(amount))
    carrier = log.carrier("1", floor_m2=Decimal(3100))
    about = {"subject_aggregate": "carrier", "subject_id": carrier.carrier_id, "source_unit": "snd-group"}
    log.say("zone", CorrectionRequested(correction_id="zone-correction-1", field="floor_m2", **about))
    Projector(store, database.views, log.codec).apply(log.drain())
    database.close()
    return tmp_path


def test_the_table_says_who_gets_what_and_who_does_not_and_why(board: Path) -> None:
    done = CliRunner().invoke(app, ["assign"])
    assert done.exit_code == 0, done.output
    assert "snd-group-carrier-1" in done.output
    assert "1/2 个项目" in done.output
    assert "差距 gap 0.00%" in done.output
    assert "HiGHS" not in done.output
    assert "校核中 doubted：建筑面积" in done.output


def test_a_question_in_a_file_changes_the_answer(board: Path) -> None:
    file = board / "question.json"
    pair = {"project_id": "commerce-project-1", "site": "snd-group-carrier-1"}
    file.write_text(json.dumps({"fix": [pair]}), encoding="utf-8")
    plain = json.loads(CliRunner().invoke(app, ["assign", "--json"]).output)
    fixed = json.loads(CliRunner().invoke(app, ["assign", "--json", "--what-if", str(file)]).output)
    (site,) = next(plan["sites"] for plan in plain["plans"] if plan["sites"])
    assert [each["field"] for each in site["disputed"]] == ["floor_m2"]
    assert sites(plain) == {"commerce-project-1": [], "commerce-project-2": ["snd-group-carrier-1"]}
    assert sites(fixed) == {"commerce-project-1": ["snd-group-carrier-1"], "commerce-project-2": []}


def test_what_is_given_anew_is_written_as_proposals_that_can_be_published(board: Path) -> None:
    file = board / "proposals.json"
    done = CliRunner().invoke(app, ["assign", "--propose", str(file), "--unit", "commerce"])
    assert done.exit_code == 0, done.output
    assert f"yipanqi publish commerce {file}" in done.stderr
    (event,) = read_events(file.read_bytes())
    proposed = MatchProposed.model_validate_json(json.dumps(event["data"]))
    assert event["type"] == MatchProposed.__avro_name__
    assert event["id"] == proposed.match_id
    assert (proposed.project_id, proposed.carrier_id) == ("commerce-project-2", "snd-group-carrier-1")
    assert (proposed.source, proposed.run_id is not None, proposed.rules_version is not None) == (
        *("ASSIGNMENT", True, True),
    )
    assert any(reason.startswith("载体数据校核中：建筑面积") for reason in proposed.reasons_against or ())
    again = board / "again.json"
    CliRunner().invoke(app, ["assign", "--json", "--propose", str(again), "--unit", "commerce"])
    assert again.read_text() == file.read_text(), "the same assignment is proposed under the same ids"


def test_a_project_that_is_only_assumed_is_proposed_nothing(board: Path) -> None:
    question, file = board / "question.json", board / "proposals.json"
    more = {"project_id": "new", "kinds": ["PLANT"], "floor_m2": "3050", "investment_cny": "9000000000"}
    question.write_text(json.dumps({"add": [more]}), encoding="utf-8")
    arguments = ["assign", "--what-if", str(question), "--propose", str(file), "--unit", "investment"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "nothing to propose" in done.stderr
    assert not file.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--unit", "snd-group"], "may propose no match"), ([], "--unit"), (["--unit", "x"], "x may")],
)
def test_proposals_need_a_unit_that_may_make_them(board: Path, arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["assign", "--propose", str(board / "p.json"), *arguments])
    assert isinstance(done.exception, ConfigurationError)
    assert told in done.exception.message


def test_a_mistake_in_the_question_is_named(board: Path) -> None:
    file = board / "question.json"
    file.write_text('{"fix": [{"project_id": "x"}]}', encoding="utf-8")
    done = CliRunner().invoke(app, ["assign", "--what-if", str(file)])
    assert isinstance(done.exception, ConfigurationError)
    assert "fix.0.site" in done.exception.message


def test_without_a_board_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPANQI_BOARD_DB", f"sqlite:///{tmp_path / 'none.sqlite'}")
    done = CliRunner().invoke(app, ["assign"])
    assert isinstance(done.exception, ConfigurationError)
    assert "yipanqi up" in done.exception.message


def sites(answer: dict[str, list[dict[str, list[dict[str, str]]]]]) -> dict[str, list[str]]:
    return {str(plan["project_id"]): [site["site"] for site in plan["sites"]] for plan in answer["plans"]}
