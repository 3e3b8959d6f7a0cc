"""`yipanqi check-enterprise` asks a board over HTTP: 0 nobody there, 1 someone, 2 an error in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from tests.support.boardserver import PASSWORD, served
from tests.unit.board.conftest import Filled
from tests.unit.board.test_enterprises import CODE
from tests.unit.board.test_enterprises import firms as firms
from typer.testing import CliRunner

from yipanqi.board.context import Board
from yipanqi.cli import app

Run = Callable[..., Result]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What the command prints does not depend on the kind of database."""
    return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"


@pytest.fixture
def url(board: Board, firms: Filled) -> Iterator[str]:
    """A board that listens on a free port; nothing follows Kafka here."""
    with served(board) as address:
        yield address


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A way to run the command as an account."""

    def command(url: str, *arguments: str, user: str = "investment", password: str = PASSWORD) -> Result:
        env = {"YIPANQI_BOARD_URL": url, "YIPANQI_BOARD_USER": user, "YIPANQI_BOARD_PASSWORD": password}
        home = {"YIPANQI_HOME": str(tmp_path / "home"), "COLUMNS": "160"}
        return CliRunner().invoke(app, ["check-enterprise", *arguments], env={**env, **home})

    return command


def test_nobody_there_is_exit_code_zero(url: str, run: Run) -> None:
    done = run(url, "毫不相干生物医药有限公司")
    assert done.exit_code == 0, done.output
    assert "可以登记" in done.output
    assert "go ahead" in done.output


def test_whoever_is_there_stands_in_a_table_with_the_reasons_and_exit_code_one(url: str, run: Run) -> None:
    done = run(url, "苏州华星电子材料有限公司", "--name-en", "Huaxing Materials", "--parent-name", "华星集团")
    assert done.exit_code == 1, done.output
    for words in (CODE, "疑似同一企业", "likely the same", "拼音相同", "83", "investment", "华星集团", "母公司"):
        assert words in done.output


def test_what_is_wrong_is_one_line_in_both_languages_and_exit_code_two(url: str, run: Run) -> None:
    wrong_code = run(url, "某企业", "--credit-code", "91350100M000100Y44")
    assert "应为 3" in wrong_code.output
    assert "call for 3" in wrong_code.output
    wrong_password = run(url, "某企业", password="wrong password")
    assert "密码不正确" in wrong_password.output
    nobody_listens = run("http://127.0.0.1:1", "某企业")
    assert "http://127.0.0.1:1" in nobody_listens.output
    nothing_runs = run("", "某企业")
    assert "yipanqi demo" in nothing_runs.output
    for done in (wrong_code, wrong_password, nobody_listens, nothing_runs):
        assert done.exit_code == 2, done.output
        assert len(done.output.strip().splitlines()) == 1
