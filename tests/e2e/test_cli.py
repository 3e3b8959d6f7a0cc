"""The command line when something is wrong: one clear line in Chinese and English, an exit code, no traceback."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.demo import remains, yipanqi

from yipanqi.contract.files import schemas_folder

NOWHERE = {
    "YIPANQI_BOOTSTRAP": "127.0.0.1:1",
    "YIPANQI_USER": "commerce",
    "YIPANQI_PASSWORD": "x",
    "YIPANQI_REGISTRY_URL": "http://127.0.0.1:1",
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing runs, and in which nothing is left."""
    yield tmp_path / ".yipanqi"
    assert remains(tmp_path / ".yipanqi") == []


def one_line(home: Path, *arguments: str, **env: str) -> str:
    """Run a command that must fail; return its one line, which must speak both languages."""
    done = yipanqi(home, *arguments, **env)
    assert done.returncode == 1, done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("✗ ")
    assert re.search(r"[\u4e00-\u9fff]", lines[0])
    assert re.search(r"[a-z]{3,} [a-z]{2,}", lines[0])
    return lines[0]


@pytest.mark.parametrize(
    "arguments",
    [("catalog", "plan"), ("catalog", "apply"), ("board", "rebuild"), ("connect-info", "zone")],
    ids=" ".join,
)
def test_a_command_that_needs_a_district_says_how_to_start_one(home: Path, arguments: tuple[str, ...]) -> None:
    assert "yipanqi demo" in one_line(home, *arguments)


def test_an_import_without_a_district_says_how_to_start_one(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("项目名称\n甲\n", encoding="utf-8")
    assert "yipanqi demo" in one_line(home, "import", "zone", str(file))


def test_status_of_a_folder_in_which_nothing_runs_says_so(home: Path) -> None:
    done = yipanqi(home, "status")
    assert done.returncode == 1
    assert "没有运行" in done.stdout
    assert "nothing runs" in done.stdout


@pytest.mark.parametrize("arguments", [("import", "mars", "a.xlsx"), ("serve", "unit", "--unit", "mars")], ids=" ".join)
def test_an_unknown_unit_is_answered_with_the_units_there_are(home: Path, arguments: tuple[str, ...]) -> None:
    told = one_line(home, *arguments, **(NOWHERE if arguments[0] == "serve" else {}))
    assert "mars" in told
    assert "snd-group" in told


@pytest.mark.parametrize("service", [("coordinator",), ("board",), ("unit", "--unit", "zone")], ids=" ".join)
def test_a_port_that_is_taken_is_named_before_anything_starts(home: Path, service: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = one_line(home, "serve", *service, "--port", port, **NOWHERE)
    assert port in told
    assert "--port" in told


def test_a_service_without_settings_names_the_variable_that_is_missing(home: Path) -> None:
    assert "YIPANQI_BOOTSTRAP" in one_line(home, "serve", "coordinator")


def test_a_broker_that_does_not_answer_is_named(home: Path) -> None:
    assert "127.0.0.1:1" in one_line(home, "catalog", "plan", **NOWHERE)


def test_a_unit_service_that_does_not_answer_is_named(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("项目名称\n甲\n", encoding="utf-8")
    told = one_line(home, "import", "zone", str(file), YIPANQI_UNIT_URL="http://127.0.0.1:1", YIPANQI_API_KEY="k")
    assert "http://127.0.0.1:1" in told


def test_an_event_that_can_not_be_sent_is_answered_with_what_is_in_the_way(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text('{"type": "yipanqi.claim.ClaimRuled", "data": {"claim_id": "c", "upheld": true}}', encoding="utf-8")
    assert "yipanqi demo" in one_line(home, "publish", "commerce", str(file))
    nowhere = {"YIPANQI_UNIT_URL": "http://127.0.0.1:1", "YIPANQI_API_KEY": "k"}
    assert "http://127.0.0.1:1" in one_line(home, "publish", "commerce", str(file), **nowhere)
    assert str(tmp_path / "none.json") in one_line(home, "publish", "commerce", str(tmp_path / "none.json"))


def test_a_folder_without_a_catalogue_is_refused(home: Path, tmp_path: Path) -> None:
    assert str(tmp_path) in one_line(home, "catalog", "show", YIPANQI_SCHEMAS=str(tmp_path))


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("update_days: 14", "update_dayz: 14", "units.soe-2.update_dayz"),
        ("role: zone", "role: harbour", "units.zone.role"),
        ("role: investment\n", "role: investment\n    duties: [enterprizes]\n", "units.investment"),
        ("units:\n", "units: [\n", "catalog.yaml"),
    ],
    ids=["misspelt entry", "unknown role", "unknown duty", "no YAML"],
)
def test_a_mistake_in_the_catalogue_is_named_by_its_place(
    home: Path, tmp_path: Path, right: str, wrong: str, named: str
) -> None:
    folder = tmp_path / "schemas"
    shutil.copytree(schemas_folder(), folder)
    catalog = folder / "catalog.yaml"
    text = catalog.read_text(encoding="utf-8")
    assert right in text
    catalog.write_text(text.replace(right, wrong), encoding="utf-8")
    assert named in one_line(home, "catalog", "show", YIPANQI_SCHEMAS=str(folder))


def test_clean_removes_the_folder_and_is_content_when_there_is_none(home: Path) -> None:
    home.mkdir()
    (home / "clock").write_text("0")
    assert yipanqi(home, "clean").returncode == 0
    assert not home.exists()
    assert yipanqi(home, "clean").returncode == 0


def test_help_is_there_for_every_command_in_both_languages(home: Path) -> None:
    done = yipanqi(home, "--help")
    assert done.returncode == 0
    for command in (
        "demo",
        "up",
        "status",
        "clean",
        "import",
        "publish",
        "check-enterprise",
        "connect-info",
        "catalog",
        "board",
        "unit",
        "schemas",
    ):
        assert re.search(rf"\b{command}\b", done.stdout)
